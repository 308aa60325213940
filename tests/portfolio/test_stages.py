"""Stages: what tells each of them, since when, and that nobody is lost between two dates."""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from support.random_histories import days, histories
from support.written_tables import line, write_tables

from kamtui.engine.answer import Answer
from kamtui.errors import WrongUsage
from kamtui.model.errors import ModelError
from kamtui.portfolio.opening import Portfolio, open_portfolio
from kamtui.portfolio.priorities import priorities
from kamtui.portfolio.request import Request
from kamtui.portfolio.stages import migration, month_ends_before, stage_matrix, stages

AS_OF = date(2025, 6, 30)
NO_CACHE = {"KAMTUI_CACHE": "off"}
Question = Callable[[Portfolio, Request], Answer]
Rows = Sequence[Mapping[str, Any]]
slowly = settings(max_examples=6, deadline=None, suppress_health_check=list(HealthCheck))


def account(account_id: str, **more: Any) -> dict[str, Any]:
    return {"account_id": account_id, "name": f"Account {account_id}", **more}


def orders(account_id: str, days_ago: Sequence[int], net: str = "500", **more: Any) -> Rows:
    return [
        line(account_id, f"{account_id}{ago}", AS_OF - timedelta(days=ago), net, **more)
        for ago in days_ago
    ]


EVERY_30_DAYS = list(range(10, 730, 30))
TABLES: Mapping[str, Rows] = {
    "accounts": [
        account("asked"),
        account("began", customer_since=date(2025, 5, 20)),
        account("grows", customer_since=date(2020, 1, 1), potential_annual=Decimal(50_000)),
        account("holds", customer_since=date(2020, 1, 1), potential_annual=Decimal(8_000)),
        account("widens", customer_since=date(2020, 1, 1)),
        account("quiet", customer_since=date(2020, 1, 1)),
        account("gone", customer_since=date(2020, 1, 1)),
    ],
    "order_lines": [
        *orders("began", [30, 5], product_group="soil"),
        *orders("grows", [ago for ago in EVERY_30_DAYS if ago < 365], "900", product_group="soil"),
        *orders("grows", [ago for ago in EVERY_30_DAYS if ago > 365], "500", product_group="soil"),
        *orders("holds", list(range(10, 1280, 30)), product_group="soil"),
        *orders("widens", EVERY_30_DAYS, product_group="soil"),
        line("widens", "w", AS_OF - timedelta(days=20), "1", product_group="tools"),
        *orders("quiet", list(range(95, 700, 30)), product_group="soil"),
        *orders("gone", [400, 500], product_group="soil"),
    ],
}


def asked(
    question: Question,
    tables: Mapping[str, Rows] = TABLES,
    as_of: date = AS_OF,
    model: str = "",
    **request: Any,
) -> list[dict[str, Any]]:
    with tempfile.TemporaryDirectory() as name:
        folder = write_tables(tables, Path(name) / "history")
        if model:
            (folder / "model.toml").write_text(model, encoding="utf-8")
        portfolio = open_portfolio(folder, as_of=as_of, environment=NO_CACHE)
        return question(portfolio, Request(**request)).records()


def by_account(rows: Rows) -> dict[str, Mapping[str, Any]]:
    return {row["account_id"]: row for row in rows}


@pytest.mark.parametrize(
    ("who", "lifecycle", "reason"),
    [
        ("asked", "acquisition", "no order yet"),
        ("began", "takeover", "2 orders so far, a customer for 1 month"),
        ("grows", "development", "revenue +80 %"),
        ("widens", "development", "1 new product group in 90 days"),
        ("holds", "retention", "12 orders in 12 months, revenue -8 %"),
        ("quiet", "ending", "silent for 3.2 times its usual interval"),
        ("gone", "ending", "no order for 400 days"),
    ],
)
def test_each_stage_of_the_lifecycle_says_what_tells_it(
    who: str, lifecycle: str, reason: str
) -> None:
    row = by_account(asked(stages))[who]
    assert (row["lifecycle"], row["lifecycle_reason"]) == (lifecycle, reason)


def test_the_formation_of_a_relationship() -> None:
    rows = by_account(asked(stages))
    assert {who: row["formation"] for who, row in rows.items()} == {
        "asked": "recognition",
        "began": "testing",
        "grows": "expansion",
        "holds": "commitment",
        "widens": "expansion",
        "quiet": "dissolution",
        "gone": "dissolution",
    }
    assert rows["holds"]["formation_reason"] == (
        "a customer for 65 months, 12 orders in 12 months, 75 % of what it could buy"
    )
    # What is not known is not said.
    assert rows["widens"]["formation_reason"] == "25 orders so far"


def test_since_is_the_first_month_end_of_the_stage_that_holds_now() -> None:
    rows = by_account(asked(stages))
    # Silent for more than 3 × 30 days and 60 days: not yet on 31 May, 65 days after its last order.
    assert rows["quiet"]["since"] == AS_OF
    # Twelve month ends are looked at: it has been so at least since the first of them.
    assert rows["holds"]["since"] == date(2024, 6, 30)
    assert rows["gone"]["since"] == date(2025, 5, 31)
    assert rows["began"]["since"] == date(2025, 5, 31)


def test_the_month_ends_before_a_day() -> None:
    assert month_ends_before(date(2025, 3, 31), 3) == [
        date(2025, 2, 28),
        date(2025, 1, 31),
        date(2024, 12, 31),
    ]


def test_a_threshold_of_the_models_own_moves_the_stage() -> None:
    model = "[stages.lifecycle.thresholds]\ngrowing = 0.9\n"
    assert by_account(asked(stages, model=model))["grows"]["lifecycle"] == "retention"


def test_stages_of_the_models_own_replace_the_shipped_ones() -> None:
    model = """
    [stages.formation]
    stages = [
        { id = "big", signs = [{ when = "revenue_12m >= {big}", text = "{revenue_12m} a year" }] },
        { id = "small", needs = "all", signs = [
            { when = "revenue_12m > 0", text = "buys" },
            { when = "revenue_12m < {big}", text = "less than {big}" },
        ] },
    ]
    thresholds = { big = 6500 }
    """
    rows = by_account(asked(stages, model=model))
    assert (rows["grows"]["formation"], rows["grows"]["formation_reason"]) == (
        "big",
        "10,800 a year",
    )
    assert rows["holds"]["formation_reason"] == "buys, less than 6500"
    assert rows["asked"]["formation"] is None
    assert rows["asked"]["lifecycle"] == "acquisition"


@pytest.mark.parametrize(
    ("model", "key", "said"),
    [
        ("[stages.moods]", "stages.moods", "lifecycle or formation"),
        ("[stages.lifecycle.thresholds]\ngrowth = 1", "thresholds.growth", "no such threshold"),
        ("[stages.lifecycle]\nstages = 3", "stages.lifecycle.stages", "list of tables"),
        (
            '[stages.lifecycle]\nstages = [{id = "a", signs = [{text = "{sales}"}]}]',
            "stages[0].signs[0].text",
            'no measure or threshold "sales"',
        ),
        (
            '[stages.lifecycle]\nstages = [{id = "a", signs = [{text = "x", when = "{b} > 1"}]}]',
            "stages[0].signs[0].when",
            'no threshold "b"',
        ),
        (
            '[stages.lifecycle]\nstages = [{id = "a", signs = [{text = "x", when = "sales > 1"}]}]',
            "stages[0].signs[0].when",
            "sales",
        ),
        (
            "[stages.lifecycle]\nstages = [{id = 'a', signs = [{text = 'x', "
            "when = \"1 IN (SELECT 1 FROM read_csv('/etc/passwd'))\"}]}]",
            "stages[0].signs[0].when",
            "",
        ),
        (
            '[stages.lifecycle]\nstages = [{id = "a", signs = [{text = "x"}]}]\npath = ["b"]',
            "stages.lifecycle.path",
            "each of a once",
        ),
        (
            '[stages.lifecycle]\nstages = [{id = "a", signs = [{text = "x"}]},'
            ' {id = "a", signs = [{text = "x"}]}]',
            "stages[1].id",
            "an id of its own",
        ),
    ],
)
def test_a_wrong_declaration_is_named_to_the_key(model: str, key: str, said: str) -> None:
    with pytest.raises(ModelError) as caught:
        asked(stages, model=model)
    assert (caught.value.key or "").endswith(key)
    assert said in f"{caught.value.message} {caught.value.hint}"


def test_the_stage_matrix_counts_each_account_once() -> None:
    for by in ("lifecycle", "formation"):
        rows = asked(stage_matrix, params={"by": by})
        one_by_one = Counter((row[by], row["class"]) for row in asked(stages))
        assert {(row[by], row["class"]): row["accounts"] for row in rows if row["accounts"]} == (
            one_by_one
        )
    with pytest.raises(WrongUsage, match="expected lifecycle or formation, found 'mood'"):
        asked(stage_matrix, params={"by": "mood"})


def test_a_migration_needs_an_earlier_day() -> None:
    for params in ({}, {"since": "yesterday"}, {"since": "2025-07-01"}):
        with pytest.raises(WrongUsage):
            asked(migration, params=params)


@slowly
@given(tables=histories(), one=days, other=days)
def test_a_migration_agrees_with_the_classes_of_both_days(
    tables: Mapping[str, Rows], one: date, other: date
) -> None:
    since, as_of = sorted((one, other))
    moved = asked(migration, tables, as_of, params={"since": since.isoformat()})
    for key, day, nobody in (("from_class", since, "new"), ("to_class", as_of, "lost")):
        classes = Counter(row["class"] for row in asked(priorities, tables, day) if row["class"])
        found: Counter[str] = Counter()
        for row in moved:
            found[row[key]] += row["accounts"]
        del found[nobody]
        assert found == classes
    assert all(row["accounts"] > 0 for row in moved)


@slowly
@given(tables=histories(), as_of=days)
def test_priorities_show_the_lifecycle_that_stages_show(
    tables: Mapping[str, Rows], as_of: date
) -> None:
    shown = {row["account_id"]: row["lifecycle"] for row in asked(priorities, tables, as_of)}
    rows = asked(stages, tables, as_of)
    assert {row["account_id"]: row["lifecycle"] for row in rows} == shown
    assert all(row["since"] <= as_of for row in rows)
