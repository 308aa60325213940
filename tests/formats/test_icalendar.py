"""Calendar files: what is written is read back by a reader that follows RFC 5545."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.calendar_file import day_of, events, properties

from kamtui.errors import WrongUsage
from kamtui.formats.icalendar import ics_lines
from kamtui.text import harmless

NAMES = ("day", "account_id", "name", "owner", "kind", "detail", "segment", "key")
AS_OF = date(2025, 11, 30)
HOSTILE = (
    "Semi; colon, comma \\ backslash",
    "two\nlines\r\nthree",
    "END:VEVENT\r\nBEGIN:VEVENT\r\nSUMMARY:injected",
    "\x1b]52;c;eA==\x07",
    "Åland 👩\u200d🚀 日本 " * 9,
    "x" * 400,
    "[@click=app.quit]x[/]",
    "",
)


def written(*rows: tuple[Any, ...], as_of: date | None = AS_OF) -> bytes:
    return "".join(ics_lines(NAMES, [list(rows)], as_of)).encode()


def row(name: str, day: date = AS_OF, key: str = "", detail: str | None = None) -> tuple[Any, ...]:
    return (day, "A1", name, "North desk", "next_step", detail, "Trade", key)


def test_an_event_says_when_who_and_what() -> None:
    [event] = events(written(row("Norra Brygga", date(2025, 12, 24), detail="Visit; agree, sign")))
    assert day_of(event) == date(2025, 12, 24)
    assert event["SUMMARY"] == "Norra Brygga: next step"
    assert event["DESCRIPTION"] == "Visit; agree, sign\nLooked after by North desk\nAccount A1"
    assert event["CATEGORIES"] == "next step"
    assert event["DTSTAMP"] == "20251130T000000Z"


@pytest.mark.parametrize("text", HOSTILE)
def test_a_hostile_name_is_text_and_one_event(text: str) -> None:
    [event] = events(written(row(text, detail=text, key=text)))
    shown = "\n".join(map(harmless, text.split("\n")))
    assert event["SUMMARY"] == f"{shown or 'A1'}: next step"
    assert event["DESCRIPTION"].startswith(f"{shown}\n" if shown else "Looked after")


@given(st.text(), st.text(), st.dates(), st.text())
def test_whatever_the_texts_the_file_is_read_back(
    name: str, detail: str, day: date, key: str
) -> None:
    first, second = events(written(row(name, day, key, detail), row("Other", day, key + "2")))
    shown = "\n".join(map(harmless, name.split("\n")))
    assert first["SUMMARY"] == f"{shown or 'A1'}: next step"
    assert day_of(first) == day
    assert first["UID"] != second["UID"]


def test_the_same_thing_keeps_its_id_when_it_moves() -> None:
    before, after = row("Norra Brygga", key="C1"), row("Renamed", date(2026, 1, 7), key="C1")
    [was], [now] = events(written(before)), events(written(after, as_of=date(2025, 12, 1)))
    assert was["UID"] == now["UID"]
    assert written(before) == written(before)


def test_a_row_without_a_day_and_no_rows_make_no_event() -> None:
    undated = (None, *row("Norra Brygga")[1:])
    assert events(written(undated)) == []
    assert [each.name for each in properties(written())] == [
        *("BEGIN", "VERSION", "PRODID", "CALSCALE", "END"),
    ]


def test_an_answer_that_is_no_calendar_is_refused() -> None:
    with pytest.raises(WrongUsage, match="no column day"):
        list(ics_lines(("account_id", "kind"), [], AS_OF))
