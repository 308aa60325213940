"""`kamtui weekly` and `kamtui calendar`: the same answers as their queries, in every format."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import fastexcel
import pytest
from support.calendar_file import day_of, events
from support.written_tables import line, write_tables

NAME = "[@click=app.quit]x[/]\x1b]52;c;eA==\x07, =1+1; |\nEND:VEVENT"
COLUMNS = ["owner", "list", "account_id", "name", "happened_on", "detail"]


@pytest.fixture
def hostile(tmp_path: Path) -> Path:
    """A history of one account whose name, step, reason and owner are all hostile."""
    return write_tables(
        {
            "accounts": [{"account_id": "a", "name": NAME, "owner": NAME}],
            "order_lines": [line("a", "o", date(2025, 11, 26), "9000", cost=Decimal(1))],
            "contacts": [
                {
                    "account_id": "a",
                    "contacted_at": datetime(2025, 11, 25, 10),
                    "reached": True,
                    "topic": NAME,
                    "next_step": NAME,
                    "next_step_on": date(2025, 12, 2),
                }
            ],
            "offers": [
                {
                    "account_id": "a",
                    "offer_id": NAME,
                    "offered_on": date(2025, 11, 24),
                    "amount": Decimal(100),
                    "outcome": "won",
                    "reason": NAME,
                }
            ],
        },
        tmp_path / "hostile",
    )


def rows_of(ended: Any) -> list[dict[str, str]]:
    assert (ended.code, ended.err) == (0, "")
    return list(csv.DictReader(io.StringIO(ended.out, newline="")))


def test_the_verb_answers_what_the_query_answers(kamtui: Callable[..., Any]) -> None:
    words = ("--history", "sample", "--owner", "North desk")
    rows = rows_of(kamtui("weekly", *words, "--week", "2025-W48"))
    assert list(rows[0])[:6] == COLUMNS
    assert {row["owner"] for row in rows} == {"North desk"}
    assert {"to_contact", "reached", "not_reached", "due_next"} <= {row["list"] for row in rows}
    assert rows == rows_of(kamtui("query", "weekly", *words, "--param", "week=2025-W48"))
    assert rows == rows_of(kamtui("weekly", *words))  # the week of the newest order
    first = rows_of(kamtui("weekly", *words, "--top", "2"))
    assert first == rows[:2]
    days = rows_of(kamtui("calendar", *words, "--until", "2025-12-31"))
    assert days == rows_of(kamtui("query", "calendar", *words, "--param", "until=2025-12-31"))
    assert {row["owner"] for row in days} == {"North desk"}


@pytest.mark.parametrize("format_name", ["table", "csv", "json", "jsonl", "md", "xlsx"])
def test_a_week_of_hostile_texts_in_every_format(
    kamtui: Callable[..., Any], hostile: Path, tmp_path: Path, format_name: str
) -> None:
    file = tmp_path / f"week.{format_name}"
    words = ("weekly", "--history", hostile, "--owner", NAME, "--format", format_name)
    ended = kamtui(*words, "--output", file)
    assert (ended.code, ended.out, ended.err) == (0, "", "")
    lists = {"reached", "closed", "due_next"}
    if format_name == "xlsx":
        sheet = fastexcel.read_excel(file).load_sheet(0).to_arrow().to_pylist()
        assert {row["list"] for row in sheet} == lists
        assert all("\x1b" not in str(row) for row in sheet)
        assert {type(row["happened_on"]).__name__ for row in sheet} == {"datetime"}
        return
    text = file.read_text(encoding="utf-8")
    if format_name == "json":
        assert {row["name"] for row in json.loads(text)} == {NAME}
    if format_name == "csv":
        rows = csv.DictReader(io.StringIO(file.read_bytes().decode(), newline=""))
        assert {row["list"] for row in rows} == lists
    else:
        assert "\x1b" not in text
        assert "\x07" not in text


@pytest.mark.parametrize("how", [("--output",), ("--format", "ics")])
def test_a_calendar_is_read_by_calendars(
    kamtui: Callable[..., Any], hostile: Path, tmp_path: Path, how: tuple[str, ...]
) -> None:
    file = tmp_path / "week.ics"
    words = ("calendar", "--history", hostile, "--as-of", "2025-11-30")
    ended = kamtui(*words, *how, *((file,) if how == ("--output",) else ()))
    assert (ended.code, ended.err) == (0, "")
    data = file.read_bytes() if how == ("--output",) else ended.data
    found = events(data)
    [step] = [event for event in found if event["CATEGORIES"] == "next step"]
    assert day_of(step) == date(2025, 12, 2)
    assert step["DTSTAMP"] == "20251130T000000Z"
    shown = NAME.replace("\x1b", r"\x1b").replace("\x07", r"\x07")
    assert step["SUMMARY"] == f"{shown}: next step"
    assert step["DESCRIPTION"] == f"{shown}\nLooked after by {shown}\nAccount a"


def test_a_calendar_says_the_same_twice_and_keeps_its_ids(kamtui: Callable[..., Any]) -> None:
    words = ("query", "calendar", "--history", "sample", "--format", "ics")
    first, again = kamtui(*words), kamtui(*words)
    assert first.data == again.data
    later = kamtui(*words, "--as-of", "2025-11-29")
    ids = [{event["UID"] for event in events(ended.data)} for ended in (first, later)]
    assert len(events(first.data)) == len(ids[0]) > 50
    assert len(ids[0] & ids[1]) > 50


def test_sql_that_gives_the_columns_is_a_calendar_and_other_answers_are_none(
    kamtui: Callable[..., Any], hostile: Path, tmp_path: Path
) -> None:
    sql = "SELECT ordered_on AS day, account_id, 'order' AS kind FROM order_lines"
    ended = kamtui("query", "--history", hostile, "--sql", sql, "--format", "ics")
    assert [day_of(event) for event in events(ended.data)] == [date(2025, 11, 26)]
    file = tmp_path / "p.ics"
    refused = kamtui("query", "priorities", "--history", hostile, "--output", file)
    assert (refused.code, file.exists()) == (2, False)
    assert "this answer is no calendar: it has no column day" in refused.err


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("weekly", "--week", "2025-W53"), "2025 has no week 53"),
        (("weekly", "--week", "W48"), "Write it as year and week: 2025-W48."),
        (("weekly", "--owner", "North dsk"), "did you mean North desk?"),
        (("calendar", "--until", "2025-13-01"), "until: '2025-13-01' is not a date"),
        (("calendar", "--until", "2020-01-01"), "before the as-of date"),
        (("query", "weekly", "--param", "wek=2025-W48"), "did you mean week?"),
    ],
)
def test_what_cannot_be_is_refused(
    kamtui: Callable[..., Any], words: tuple[str, ...], said: str
) -> None:
    ended = kamtui(*words, "--history", "sample")
    assert (ended.code, ended.out) == (2, "")
    assert said in ended.err
