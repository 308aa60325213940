"""Days that are typed, or asked for by a step."""

from __future__ import annotations

from datetime import date

import pytest

from kamtui.errors import WrongUsage
from kamtui.tui.days import day_typed, months_before


@pytest.mark.parametrize(
    ("day", "months", "before"),
    [
        (date(2025, 11, 30), 1, date(2025, 10, 30)),
        (date(2025, 3, 31), 1, date(2025, 2, 28)),
        (date(2024, 3, 31), 1, date(2024, 2, 29)),
        (date(2025, 1, 15), 12, date(2024, 1, 15)),
        (date(2025, 11, 30), -3, date(2026, 2, 28)),
        (date(2025, 12, 31), -1, date(2026, 1, 31)),
    ],
)
def test_months_before_keep_the_day_or_take_the_last(day: date, months: int, before: date) -> None:
    assert months_before(day, months) == before


def test_an_iso_date_is_read() -> None:
    assert day_typed(" 2024-02-29 ") == date(2024, 2, 29)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "nothing is not a date: expected YYYY-MM-DD"),
        ("2025-11", "2025-11 is not a date: expected YYYY-MM-DD"),
        ("2025-13-01", "there is no month 13: expected 1 to 12"),
        ("2025-02-29", "February 2025 has 28 days, not 29"),
        ("0025-02-01", "there is no year 25 here: expected 1900 to 9998"),
    ],
)
def test_what_is_wrong_with_a_day_is_said(text: str, message: str) -> None:
    with pytest.raises(WrongUsage) as refused:
        day_typed(text)
    assert refused.value.message == message
