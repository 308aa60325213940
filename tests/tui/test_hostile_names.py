"""What comes from the data is text: never markup, never a control sequence, never out of line."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import TINY
from rich.cells import cell_len
from support.priorities_screen import lines_of, names_shown, press, running

HOSTILE = {
    "markup that would act": "[@click=app.quit]x[/]",
    "markup that closes nothing": "[/]",
    "a clipboard write": "\x1b]52;c;aGFybQ==\x07",
    "a cleared screen": "\x1b[2J\x1b[1;1H",
    "a line break": "one\ntwo\r\nthree\ttab",
    "right to left": "شركة النور",
    "an override": "abc\u202egnp.exe",
    "wide characters": "山田商店株式会社",
    "emoji": "Café 🙂🚀",
    "a family": "👩‍👩‍👧‍👦 Oy",
    "combining marks": "Z̈ö́ Ä",
    "nothing but blanks": "   ",
    "very long": "Ab " * 60,
    "a template": "{name} %s $HOME `id`",
}


@pytest.mark.parametrize("size", [(80, 24), (200, 50)], ids=["80x24", "200x50"])
async def test_hostile_names_are_shown_as_they_are_spelled(
    make_history: Callable[..., Path], tmp_path: Path, size: tuple[int, int]
) -> None:
    accounts = [
        {"account_id": f"A{n}", "name": name, "owner": name, "segment": name}
        for n, name in enumerate(HOSTILE.values(), start=1)
    ]
    settings = "name = 'H'\ncurrency = '[/]'\n"
    history = make_history({**TINY, "accounts": accounts}, settings=settings)
    async with running(history, tmp_path / "desk", size=size) as (app, pilot):
        await press(pilot, "slash", *"a", "escape", "o")
        await press(pilot, "escape", "w", "escape", "Y", "j")
        assert sorted(names_shown(app)) == sorted(HOSTILE.values())
        lines = lines_of(app)
        assert {cell_len(line) for line in lines} == {size[0]}
        assert not any(ord(character) < 32 for line in lines for character in line)
        assert not any(override in line for line in lines for override in "\u202e\u2066\x9b")
        for spelled in ("[@click=app.quit]x[/]", r"\x1b]52;c;", "山田商店株式会社", r"one\ntwo"):
            assert any(spelled in line for line in lines), spelled


async def test_a_hostile_history_name_is_text_in_the_status_line(
    make_history: Callable[..., Path], tmp_path: Path
) -> None:
    settings = 'name = "[bold]x[/] \\u001b[2J"\ncurrency = "EUR"\n'
    history = make_history(TINY, settings=settings)
    async with running(history, tmp_path / "desk", size=(200, 50)) as (app, _):
        drawn = app.priorities.query_one("StatusLine").render_line(0).text
        assert r"[bold]x[/] \x1b[2J" in drawn
