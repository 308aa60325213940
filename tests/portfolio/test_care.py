"""Care plans: who is due, who is over-served, and what the model may say."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from support.random_histories import days, histories
from support.written_tables import line, write_tables

from kamtui.model.errors import ModelError
from kamtui.portfolio.care import care
from kamtui.portfolio.opening import open_portfolio
from kamtui.portfolio.plans import agree_action, close_action, set_interval
from kamtui.portfolio.priorities import priorities
from kamtui.portfolio.request import Request

AS_OF = date(2025, 6, 30)
Tables = Mapping[str, Sequence[Mapping[str, Any]]]
COLUMNS = [
    *("account_id", "name", "owner", "class", "last_contact_on", "interval_days", "due_on"),
    *("days_overdue", "next_step", "next_step_on"),
]
# Every ranked account is an A, so that the plan of one class is worked through.
ALL_A = "[classes]\na = 0.1\nb = 0\n"
EVERY_30 = "[care.A]\ninterval_days = 30\n"


def ago(n: int) -> date:
    return AS_OF - timedelta(days=n)


def contact(who: str, n: int, **more: Any) -> dict[str, Any]:
    moment = datetime.combine(ago(n), datetime.min.time())
    return {"account_id": who, "contacted_at": moment, **more}


TABLES: Tables = {
    "accounts": [
        {"account_id": each, "name": each.title(), "potential_annual": Decimal(20_000)}
        for each in ("late", "soon", "agreed", "never", "often", "prospect")
    ],
    "order_lines": [
        line(each, each, ago(100), "5000", cost=Decimal(3000))
        for each in ("late", "soon", "agreed", "never", "often")
    ],
    "contacts": [
        contact("late", 50, next_step="Visit", next_step_on=ago(45)),
        contact("late", 44),
        contact("soon", 10),
        contact("agreed", 40, next_step="Call back", next_step_on=ago(-3)),
        *(contact("often", n) for n in range(5, 200, 5)),
    ],
}


def asked(tables: Tables, model: str = "", as_of: date = AS_OF) -> dict[str, dict[str, Any]]:
    with tempfile.TemporaryDirectory() as folder:
        write_tables(tables, Path(folder))
        (Path(folder) / "model.toml").write_text(model, encoding="utf-8")
        portfolio = open_portfolio(Path(folder), as_of=as_of, environment={"KAMTUI_CACHE": "off"})
        classes = {row["account_id"]: row["class"] for row in priorities(portfolio).records()}
        rows = care(portfolio, Request()).records()
        assert all(classes[row["account_id"]] == row["class"] for row in rows)
        return {row["account_id"]: row for row in rows}


def test_who_is_due_and_since_when() -> None:
    rows = asked(TABLES, ALL_A + EVERY_30)
    assert list(rows["late"])[: len(COLUMNS)] == COLUMNS
    found = {who: (row["due_on"], row["days_overdue"]) for who, row in rows.items()}
    assert found["late"] == (ago(14), 14)
    assert found["soon"] == (ago(-20), 0)
    assert found["agreed"] == (ago(10), 10)
    # Who was never contacted is due since it became a customer.
    assert found["never"] == (ago(70), 70)
    # The longest overdue come first, those that are not due last.
    assert list(rows)[:3] == ["never", "late", "agreed"]
    # A prospect has the plan of its own class, and is due today.
    assert (rows["prospect"]["class"], found["prospect"]) == ("E", (AS_OF, 0))


def test_a_step_stands_until_a_later_contact() -> None:
    rows = asked(TABLES, ALL_A + EVERY_30)
    assert (rows["agreed"]["next_step"], rows["agreed"]["next_step_on"]) == ("Call back", ago(-3))
    assert (rows["late"]["next_step"], rows["late"]["next_step_on"]) == (None, None)


def test_effort_is_told_beside_the_plan() -> None:
    rows = asked(TABLES, ALL_A + EVERY_30)
    assert rows["often"]["contacts_planned"] == pytest.approx(365 / 30)
    assert {who: row["served"] for who, row in rows.items()} == {
        "often": "over",
        "late": "under",
        "soon": "under",
        "agreed": "under",
        "never": "under",
        "prospect": "under",
    }


def test_without_contacts_nothing_is_said_of_the_effort() -> None:
    rows = asked({name: rows for name, rows in TABLES.items() if name != "contacts"})
    assert {row["served"] for row in rows.values()} == {None}
    assert all(row["last_contact_on"] is None for row in rows.values())


def test_the_kinds_of_contact_are_those_of_the_plan() -> None:
    kinds = 'kinds = ["visit", "call"]\n'
    assert {row["kinds"] for row in asked(TABLES, ALL_A + EVERY_30 + kinds).values()} == {
        "visit, call",
        "email",  # the shipped plan of class E, of the prospect
    }
    assert asked(TABLES, ALL_A + EVERY_30)["late"]["kinds"] is None


@pytest.mark.parametrize(
    ("model", "key", "said"),
    [
        ("[care.F]\ninterval_days = 3", "care.F", "one of A, B, C, D, E"),
        ("[care.A]\ninterval_days = 0", "care.A.interval_days", "whole number of days"),
        ("[care.A]\ncontents = 'x'", "care.A.interval_days", "whole number of days"),
        ("[care.A]\ninterval_days = 3\nwho = 1", "care.A.who", "no such key"),
        ("[care.A]\ninterval_days = 3\nkinds = ['fax']", "care.A.kinds[0]", "call, visit"),
    ],
)
def test_a_wrong_plan_is_named_to_the_key(model: str, key: str, said: str) -> None:
    with pytest.raises(ModelError) as caught:
        asked(TABLES, model)
    assert caught.value.key == key
    assert said in caught.value.message


@settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
@given(tables=histories(), as_of=days)
def test_a_due_day_is_an_interval_after_the_last_contact(tables: Tables, as_of: date) -> None:
    for row in asked(tables, as_of=as_of).values():
        if row["last_contact_on"] is not None:
            assert row["due_on"] - row["last_contact_on"] == timedelta(days=row["interval_days"])
            assert row["last_contact_on"] <= as_of
        assert row["days_overdue"] == max(0, (as_of - row["due_on"]).days)


def test_a_plan_of_its_own_comes_before_that_of_the_class(tmp_path: Path) -> None:
    write_tables(TABLES, tmp_path / "history")
    (tmp_path / "history" / "model.toml").write_text(ALL_A + EVERY_30)
    portfolio = open_portfolio(
        tmp_path / "history",
        workspace=tmp_path / "desk",
        as_of=AS_OF,
        today=AS_OF,
        environment={"KAMTUI_CACHE": "off"},
    )

    def row(who: str) -> dict[str, Any]:
        [found] = care(portfolio, Request(account=who)).records()
        return found

    assert (row("soon")["due_on"], row("soon")["has_own_interval"]) == (ago(-20), False)
    set_interval(portfolio, "soon", 7)
    mine = row("soon")
    assert (mine["interval_days"], mine["due_on"], mine["days_overdue"]) == (7, ago(3), 3)
    assert mine["has_own_interval"]
    assert mine["contacts_planned"] == pytest.approx(365 / 7)
    set_interval(portfolio, "soon", None)
    assert row("soon")["interval_days"] == 30


def test_what_was_agreed_is_a_next_step(tmp_path: Path) -> None:
    write_tables(TABLES, tmp_path / "history")
    portfolio = open_portfolio(
        tmp_path / "history",
        workspace=tmp_path / "desk",
        as_of=AS_OF,
        today=AS_OF,
        environment={"KAMTUI_CACHE": "off"},
    )

    def step(who: str) -> tuple[str | None, date | None, int]:
        [found] = care(portfolio, Request(account=who)).records()
        return found["next_step"], found["next_step_on"], found["open_actions"]

    assert step("agreed") == ("Call back", ago(-3), 0)
    agree_action(portfolio, "agreed", "A visit", due_on=ago(-30))
    sooner = agree_action(portfolio, "agreed", "Samples", due_on=ago(-1))
    assert step("agreed") == ("Samples", ago(-1), 2)
    close_action(portfolio, sooner.uid)
    assert step("agreed") == ("Call back", ago(-3), 1)
    agree_action(portfolio, "never", "Some day")
    assert step("never") == ("Some day", None, 1)


def test_an_effort_is_told_by_the_class_whose_plan_it_would_fill() -> None:
    tables = dict(TABLES)
    tables["contacts"] = [contact("late", n * 30) for n in range(1, 13)]
    tables["contacts"] += [contact("soon", n * 90) for n in range(1, 3)]
    rows = asked(tables, "[classes]\na = 99\nb = 98\n")
    assert rows["late"]["class"] == rows["soon"]["class"] == "C"
    assert (rows["late"]["served"], rows["late"]["effort_class"]) == ("over", "A")
    assert (rows["soon"]["served"], rows["soon"]["effort_class"]) == ("as planned", "C")
    assert rows["never"]["effort_class"] is None


@pytest.mark.parametrize(
    ("model", "said"),
    [
        ("[signals]\nover_served = 3\n", "Write over_served in the table [effort]"),
        ("[effort]\nover_served = 0.4\n", "expected under_served (0.5) to be less than"),
        ("[effort]\nunder = 0.4\n", "did you mean under_served?"),
    ],
)
def test_what_is_too_much_stands_in_a_place_of_its_own(model: str, said: str) -> None:
    with pytest.raises(ModelError) as refused:
        asked(TABLES, model)
    assert said in str(refused.value)
