"""The ranked accounts are on the screen hardly later than any table could be."""

from __future__ import annotations

from pathlib import Path

import pytest
from bench.comparison import Allowed, Comparison, compared
from bench.first_screen import opened_again, opened_first, plain_table

pytestmark = pytest.mark.bench


def test_the_first_ranked_screen(ledger: list[Comparison], home: Path) -> None:
    found = compared(
        "first ranked screen", opened_again(home), plain_table(home), Allowed(1.3), pairs=15
    )
    ledger.append(found)
    assert found.is_within


def test_the_first_ranked_screen_ever(ledger: list[Comparison], home: Path) -> None:
    found = compared(
        "the same, by a new user",
        opened_first(home),
        plain_table(home),
        Allowed(1.3, is_limit=False),
        pairs=7,
    )
    ledger.append(found)
