"""What was logged as files: it reads back whole, and as part of the history counts once."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from support.logged_history import NEWEST, TODAY, opened

from kamtui.errors import WrongUsage
from kamtui.portfolio.check import check
from kamtui.portfolio.contact_log import hand_over, log_contact, snooze, take_back
from kamtui.portfolio.log_export import exported_log, import_log
from kamtui.portfolio.logged import logged_of
from kamtui.portfolio.measures import measures
from kamtui.portfolio.new_contact import NewContact
from kamtui.portfolio.opening import Portfolio
from kamtui.portfolio.plans import add_note, agree_action, close_action, plan_of, set_interval
from kamtui.workspace.store import Workspace

FULL = NewContact(
    "A1",
    contacted_at=datetime(2025, 6, 20, 14, 30),
    seller="West desk",
    channel="meeting",
    inbound=False,
    reached=True,
    topic="the season, «early»",
    sentiment=1,
    cost=Decimal("12.3456"),
    next_step="an offer",
    next_step_on=date(2025, 7, 15),
    outcome="needs learnt",
    note="in their hall",
)


def contacts_of(portfolio: Portfolio) -> dict[str, Any]:
    return {row["account_id"]: row for row in measures(portfolio).records()}["A1"]


def laid_into_the_history(folder: Path, name: str) -> None:
    """Put the exported contacts beside those of the history, as a second file of the table."""
    old = folder / "history" / "contacts.parquet"
    (folder / "history" / "contacts").mkdir()
    old.rename(folder / "history" / "contacts" / "crm.parquet")
    pq.write_table(
        exported_log(opened(folder))["contacts.parquet"],
        folder / "history" / "contacts" / f"{name}.parquet",
    )


def test_the_log_reads_back_whole(tmp_path: Path) -> None:
    portfolio = opened(tmp_path)
    log_contact(portfolio, FULL)
    snooze(portfolio, "A2", "care", TODAY + timedelta(days=3), "holiday")
    hand_over(portfolio, "A2", "account", "West desk")
    set_interval(portfolio, "A1", 45)
    action = agree_action(portfolio, "A1", "a visit", due_on=TODAY)
    close_action(portfolio, action.uid, "dropped")
    add_note(portfolio, "A1", "a new buyer")
    take_back(portfolio, log_contact(portfolio, NewContact("A2")).id)
    table = exported_log(portfolio)["log.parquet"]
    pq.write_table(table, tmp_path / "log.parquet")
    there = replace(portfolio, workspace=Workspace(tmp_path / "team", "Somebody else"))
    assert import_log(there, tmp_path) == (8, 8)
    assert import_log(there, tmp_path / "log.parquet") == (0, 8)
    mine, theirs = logged_of(portfolio), logged_of(there)
    assert [replace(each, id=0) for each in mine] == [replace(each, id=0) for each in theirs]
    assert exported_log(there)["log.parquet"] == table


def test_exported_contacts_keep_the_contract(tmp_path: Path) -> None:
    log_contact(opened(tmp_path), FULL)
    table = exported_log(opened(tmp_path))["contacts.parquet"]
    [row] = table.to_pylist()
    assert {name: value for name, value in row.items() if name != "account_id"} == {
        name: getattr(FULL, name) for name in table.column_names if name != "account_id"
    }
    laid_into_the_history(tmp_path, "kamtui")
    findings = check(tmp_path / "history", today=TODAY)
    assert {each.rule for each in findings if each.table == "contacts"} == {"freshness"}


def test_a_contact_that_is_part_of_the_history_counts_once(tmp_path: Path) -> None:
    log_contact(opened(tmp_path), FULL)
    later = replace(FULL, contacted_at=datetime(2025, 7, 30, 9), next_step_on=date(2025, 8, 9))
    log_contact(opened(tmp_path), later)
    before = contacts_of(opened(tmp_path))
    assert before["contacts_12m"] == 3
    laid_into_the_history(tmp_path, "kamtui")
    # One of the two is newer than the newest order: it counts because it was logged.
    assert contacts_of(opened(tmp_path)) == before
    assert contacts_of(opened(tmp_path, as_of=TODAY))["contacts_12m"] == 3
    # On its own day the files alone know of the first.
    assert contacts_of(opened(tmp_path, as_of=NEWEST))["contacts_12m"] == 2


OPTIONAL = {
    "seller": st.sampled_from(["West desk", "Å & Ö"]),
    "channel": st.sampled_from(["call", "email"]),
    "inbound": st.booleans(),
    "reached": st.booleans(),
    "topic": st.text(st.characters(codec="utf-8", categories=("L", "N", "P")), max_size=20),
    "sentiment": st.sampled_from([-1, 0, 1]),
    "cost": st.decimals(0, 10**6, places=4),
    "next_step": st.sampled_from(["a 'call'", "visit"]),
}


@settings(
    max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(st.fixed_dictionaries({}, optional=OPTIONAL), min_size=1, max_size=4))
def test_whatever_a_contact_says_it_is_not_counted_twice(
    tmp_path_factory: pytest.TempPathFactory, said: list[dict[str, Any]]
) -> None:
    folder = tmp_path_factory.mktemp("said")
    for number, each in enumerate(said):
        at = datetime(2025, 6, 1 + number, 8, number)
        log_contact(opened(folder), NewContact("A1", contacted_at=at, **each))
    laid_into_the_history(folder, "kamtui")
    assert contacts_of(opened(folder))["contacts_12m"] == 1 + len(said)


@pytest.mark.parametrize("broken", ["no file", "not Parquet", "another table", "another kind"])
def test_what_is_no_log_is_refused(tmp_path: Path, broken: str) -> None:
    portfolio = opened(tmp_path)
    file = tmp_path / "log.parquet"
    if broken == "not Parquet":
        file.write_bytes(b"PAR1 and so on")
    if broken == "another table":
        pq.write_table(pa.table({"uid": ["a"]}), file)
    if broken == "another kind":
        add_note(portfolio, "A1", "x")
        table = exported_log(portfolio)["log.parquet"]
        kind = table.column_names.index("kind")
        pq.write_table(table.set_column(kind, "kind", pa.array(["wish"])), file)
    with pytest.raises(WrongUsage, match=r"log\.parquet"):
        import_log(portfolio, file)
    assert plan_of(portfolio, "A2").development == ()
