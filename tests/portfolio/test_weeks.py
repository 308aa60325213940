"""Weeks as people name them."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kamtui.errors import WrongUsage
from kamtui.portfolio.weeks import week_named, week_of


@given(st.dates(date(1, 1, 8), date(9998, 12, 20)))
def test_a_week_is_read_as_it_is_spelled_and_holds_its_days(day: date) -> None:
    week = week_of(day)
    assert week_named(str(week)) == week
    assert week.monday <= day <= week.sunday
    assert week.sunday - week.monday == timedelta(days=6)
    assert week.monday.weekday() == 0


def test_the_year_is_that_of_the_thursday() -> None:
    assert str(week_of(date(2024, 12, 30))) == "2025-W01"
    assert str(week_of(date(2021, 1, 3))) == "2020-W53"
    assert week_named("2025-W48").monday == date(2025, 11, 24)


@pytest.mark.parametrize(
    ("text", "said", "hint"),
    [
        ("2025-w48", "'2025-w48' is not a week", "Write it as 2025-W48."),
        ("2025W48", "'2025W48' is not a week", "Write it as 2025-W48."),
        ("2025-48", "'2025-48' is not a week", "Write it as 2025-W48."),
        ("2025-W5", "'2025-W5' is not a week", "Write it as 2025-W05."),
        ("2025-11-26", "is not a week", "Write it as 2025-W48, which that day lies in."),
        ("last", "'last' is not a week", "year and week: 2025-W48"),
        ("", "'' is not a week", "year and week"),
        ("2025-W53", "2025 has no week 53", "Its weeks are 2025-W01 to 2025-W52."),
        ("2020-W54", "2020 has no week 54", "Its weeks are 2020-W01 to 2020-W53."),
        ("2025-W00", "2025 has no week 0", "2025-W01"),
        ("0000-W01", "there is no year 0000", "2025-W48"),
        ("9999-W52", "there is no year 9999", "2025-W48"),
        ("２０２５-W48", "is not a week", "2025-W48"),
    ],
)
def test_what_is_no_week_is_refused(text: str, said: str, hint: str) -> None:
    with pytest.raises(WrongUsage) as caught:
        week_named(text)
    assert said in caught.value.message
    assert hint in (caught.value.hint or "")
