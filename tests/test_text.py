"""Text from data is shown as it is spelled, and a terminal obeys none of it."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kamtui.text import harmless


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Norra Brygga Oy", "Norra Brygga Oy"),
        ("Åkers & Söner “Vår”", "Åkers & Söner “Vår”"),
        ("[@click=app.quit]x[/]", "[@click=app.quit]x[/]"),
        ("[/]", "[/]"),
        ("\x1b]52;c;c2VjcmV0\x07", r"\x1b]52;c;c2VjcmV0\x07"),
        ("\x9b31mred", r"\x9b31mred"),
        ("two\nlines\r\n\tand a tab", r"two\nlines\r\n\tand a tab"),
        ("\x00\x7f", r"\x00\x7f"),
        ("abc\u202ecba", r"abc\u202ecba"),
        ("\u2066isolated\u2069", r"\u2066isolated\u2069"),
        ("line\u2028separator", r"line\u2028separator"),
        ("\ufeffmark", r"\ufeffmark"),
        ("\U000e0041tag", r"\U000e0041tag"),
        ("\ud800", r"\ud800"),
        ("👩\u200d🚀 and no break", "👩\u200d🚀 and no break"),
        ("", ""),
    ],
)
def test_text_is_shown_as_it_is_spelled(text: str, shown: str) -> None:
    assert harmless(text) == shown


@given(st.text())
def test_nothing_is_left_that_a_terminal_obeys(text: str) -> None:
    shown = harmless(text)
    assert len(shown.splitlines()) <= 1
    assert not [c for c in shown if unicodedata.category(c) in ("Cc", "Zl", "Zp", "Cs")]
    assert not [c for c in shown if unicodedata.bidirectional(c) in ("RLO", "LRO", "RLE", "LRE")]
    assert harmless(shown) == shown
