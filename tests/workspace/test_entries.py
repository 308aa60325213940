"""Judgements in the workspace: added, never changed, taken back by a mark, conflicts told."""

from __future__ import annotations

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from kamtui.errors import WrongUsage
from kamtui.workspace.entries import EntryChanged, NewEntry, Subject
from kamtui.workspace.store import Workspace

HISTORY = "/history"
TODAY = date(2025, 11, 30)
NOON = datetime(2025, 11, 30, 12, 0, tzinfo=UTC)
WILL = Subject("assessment", "A1", "will", view="customer")


def enter(workspace: Workspace, number: float, based_on: int | None = None, note: str = "") -> int:
    new = NewEntry(WILL, number=number, based_on=based_on)
    return workspace.enter(HISTORY, [new], on=TODAY, note=note)[0].id


def test_what_was_entered_is_found_with_who_when_and_why(workspace: Workspace) -> None:
    new = [NewEntry(WILL, number=7.5), NewEntry(Subject("stage", "A1", "lifecycle"), text="ending")]
    entered = workspace.enter(HISTORY, new, on=TODAY, note=" after \n the visit ")
    assert workspace.entries(HISTORY) == entered
    assert workspace.entries("/another") == ()
    first = entered[0]
    assert (first.subject, first.number, first.text) == (WILL, 7.5, None)
    assert (first.entered_by, first.entered_at, first.entered_on) == ("North desk", NOON, TODAY)
    assert (first.note, first.stands) == ("after the visit", True)


def test_nothing_in_the_file_can_change_or_remove_what_was_entered(workspace: Workspace) -> None:
    enter(workspace, 7)
    connection = sqlite3.connect(workspace.database.file)
    for statement in ("UPDATE entries SET number = 1", "DELETE FROM entries"):
        with pytest.raises(sqlite3.IntegrityError, match="never"):
            connection.execute(statement)


def test_the_same_again_on_the_same_day_adds_nothing(workspace: Workspace) -> None:
    assert enter(workspace, 7) == enter(workspace, 7)
    assert enter(workspace, 7, note="again") == 2
    assert len(workspace.entries(HISTORY)) == 2


def test_whoever_saw_an_older_judgement_is_told_and_nothing_is_lost(workspace: Workspace) -> None:
    seen = enter(workspace, 7, based_on=0)
    theirs = enter(Workspace(workspace.folder, "South desk", lambda: NOON), 4, based_on=seen)
    with pytest.raises(EntryChanged, match="South desk entered 4 meanwhile") as caught:
        enter(workspace, 9, based_on=seen)
    assert caught.value.theirs is not None
    assert caught.value.theirs.id == theirs
    assert [each.number for each in workspace.entries(HISTORY)] == [7, 4]
    enter(workspace, 9, based_on=theirs)
    assert [each.number for each in workspace.entries(HISTORY)] == [7, 4, 9]


def test_all_of_several_are_entered_or_none(workspace: Workspace) -> None:
    enter(workspace, 7)
    other = NewEntry(Subject("rating", "A1", "price", "us", "own"), number=3)
    with pytest.raises(EntryChanged):
        workspace.enter(HISTORY, [other, NewEntry(WILL, number=1, based_on=0)], on=TODAY)
    assert [each.number for each in workspace.entries(HISTORY)] == [7]


def test_taking_back_is_a_mark_that_can_be_made_once(workspace: Workspace) -> None:
    first = enter(workspace, 7)
    tomorrow = TODAY + timedelta(days=1)
    taken = workspace.take_back(HISTORY, first, on=tomorrow)
    assert (taken.stands, taken.undone_by, taken.undone_on) == (False, "North desk", tomorrow)
    assert workspace.entries(HISTORY) == (taken,)
    with pytest.raises(WrongUsage, match="taken back by North desk before"):
        workspace.take_back(HISTORY, first, on=tomorrow)
    with pytest.raises(WrongUsage, match="no judgement 99"):
        workspace.take_back(HISTORY, 99, on=tomorrow)
    with pytest.raises(WrongUsage, match="no judgement 1 about"):
        workspace.take_back("/another", first, on=tomorrow)
    # Whoever saw it count is told that it does not any more.
    with pytest.raises(EntryChanged, match="taken back meanwhile"):
        enter(workspace, 8, based_on=first)


def test_a_log_is_taken_in_once(workspace: Workspace, tmp_path: Path) -> None:
    enter(workspace, 7)
    workspace.take_back(HISTORY, enter(workspace, 8), on=TODAY)
    other = Workspace(tmp_path / "other", "South desk", lambda: NOON)
    assert other.take_in("/copy", workspace.entries(HISTORY)) == 2
    assert other.take_in("/copy", workspace.entries(HISTORY)) == 0
    assert other.entries("/copy") == workspace.entries(HISTORY)


def test_twenty_who_enter_at_once_lose_nothing(workspace: Workspace) -> None:
    def one(n: int) -> None:
        Workspace(workspace.folder, f"desk {n}", lambda: NOON).enter(
            HISTORY, [NewEntry(WILL, number=float(n % 10))], on=TODAY, note=f"{n}"
        )

    with ThreadPoolExecutor(20) as threads:
        list(threads.map(one, range(20)))
    assert sorted(int(each.note) for each in workspace.entries(HISTORY)) == list(range(20))
