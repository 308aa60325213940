"""Judgements that people enter: checked, counted from their day beside the files, exported."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from support.written_tables import line, write_tables

from kamtui.errors import WrongUsage
from kamtui.portfolio.entered_cuts import cuts_subject, cuts_text
from kamtui.portfolio.judged import counting, entries_of
from kamtui.portfolio.judgement_export import exported_judgements, import_judgements
from kamtui.portfolio.judgement_file import judgements_in
from kamtui.portfolio.judgements import enter, take_back
from kamtui.portfolio.matrices import cells, placed
from kamtui.portfolio.opening import Portfolio, open_portfolio
from kamtui.portfolio.priorities import priorities
from kamtui.portfolio.queries import missing_tables
from kamtui.portfolio.request import Request
from kamtui.portfolio.stages import stages
from kamtui.portfolio.strength import levers, strength, view_gap
from kamtui.workspace.entries import NewEntry, Subject
from kamtui.workspace.store import Workspace

NEWEST = date(2025, 6, 30)
TODAY = date(2025, 8, 1)
NO_CACHE = {"KAMTUI_CACHE": "off"}
TABLES: Mapping[str, Sequence[Mapping[str, Any]]] = {
    "accounts": [{"account_id": each, "name": f"Account {each}"} for each in ("A1", "A2")],
    "order_lines": [line("A1", "1", NEWEST, "500"), line("A2", "2", NEWEST, "100")],
    "assessments": [
        {
            "account_id": "A1",
            "assessed_on": date(2025, 1, 1),
            "view": "own",
            "dimension": dimension,
            "score": 2.0,
        }
        for dimension in ("will", "importance")
    ],
    "factor_ratings": [
        {
            "account_id": "A1",
            "supplier": supplier,
            "factor": "price",
            "rating": rating,
            "rated_on": date(2025, 1, 1),
            "view": "own",
        }
        for supplier, rating in (("us", 6.0), ("Rival", 8.0))
    ],
    "factor_weights": [{"factor": "price", "weight": 10.0}, {"factor": "service", "weight": 30.0}],
}


def opened(
    folder: Path,
    today: date = TODAY,
    as_of: date | None = None,
    tables: Mapping[str, Any] = TABLES,
) -> Portfolio:
    if not (folder / "history").exists():
        write_tables(tables, folder / "history")
    portfolio = open_portfolio(
        folder / "history",
        workspace=folder / "desk",
        as_of=as_of,
        today=today,
        environment=NO_CACHE,
    )
    moment = datetime(today.year, today.month, today.day, 12, tzinfo=UTC)
    return replace(portfolio, workspace=Workspace(folder / "desk", "North desk", lambda: moment))


def assessed(score: float, dimension: str = "will", view: str = "own", who: str = "A1") -> NewEntry:
    return NewEntry(Subject("assessment", who, dimension, view=view), number=score)


def rated(
    rating: float, supplier: str = "us", factor: str = "price", view: str = "own"
) -> NewEntry:
    return NewEntry(Subject("rating", "A1", factor, supplier, view), number=rating)


def x_of(portfolio: Portfolio, who: str = "A1") -> float | None:
    rows = placed(portfolio, "willingness", Request()).records()
    found: float | None = {row["account_id"]: row["x"] for row in rows}[who]
    return found


def our_index(portfolio: Portfolio) -> float:
    rows = strength(portfolio, Request(account="A1")).records()
    index: float = next(row["index"] for row in rows if row["is_us"])
    return index


def test_an_assessment_counts_from_the_day_it_is_entered(tmp_path: Path) -> None:
    portfolio = opened(tmp_path)
    assert x_of(portfolio) == 2
    enter(portfolio, [assessed(9)])
    # At once, though the newest order is older than today …
    assert x_of(opened(tmp_path)) == 9
    # … and not on an older day that is asked for.
    assert x_of(opened(tmp_path, as_of=NEWEST)) == 2
    assert x_of(opened(tmp_path, as_of=TODAY)) == 9


def test_what_is_newer_counts_whether_entered_or_in_the_files(tmp_path: Path) -> None:
    tables = {name: [dict(row) for row in rows] for name, rows in TABLES.items()}
    tables["assessments"][0]["assessed_on"] = TODAY
    enter(opened(tmp_path, TODAY - timedelta(days=1), tables=tables), [assessed(9)])
    assert x_of(opened(tmp_path, as_of=TODAY)) == 2
    # Of the same day the one that was entered.
    enter(opened(tmp_path), [assessed(8)])
    assert x_of(opened(tmp_path, as_of=TODAY)) == 8
    # The customer's view before our own, however old.
    enter(opened(tmp_path), [assessed(3, view="customer")])
    enter(opened(tmp_path), [assessed(10)])
    assert x_of(opened(tmp_path, as_of=TODAY)) == 3


def test_taking_back_brings_back_what_was_there_from_that_day(tmp_path: Path) -> None:
    [entry] = enter(opened(tmp_path), [assessed(9)])
    later = TODAY + timedelta(days=7)
    take_back(opened(tmp_path, later), entry.id)
    assert x_of(opened(tmp_path, later)) == 2
    assert x_of(opened(tmp_path, later, as_of=TODAY)) == 9


def test_ratings_and_weights_move_the_index(tmp_path: Path) -> None:
    assert our_index(opened(tmp_path)) == 6
    enter(opened(tmp_path), [rated(10, factor="service"), rated(2, view="customer")])
    assert our_index(opened(tmp_path)) == pytest.approx((10 * 2 + 30 * 10) / 40)
    weight = NewEntry(Subject("factor_weight", "A1", "service"), number=10)
    enter(opened(tmp_path), [weight])
    assert our_index(opened(tmp_path)) == pytest.approx(6)
    default = NewEntry(Subject("factor_weight", "", "price"), number=30)
    enter(opened(tmp_path), [default])
    assert our_index(opened(tmp_path)) == pytest.approx((30 * 2 + 10 * 10) / 40)
    gap = view_gap(opened(tmp_path), Request()).records()
    assert [(row["own_view"], row["customer_view"]) for row in gap] == [(6, 2)]
    assert our_index(opened(tmp_path, as_of=NEWEST)) == 6
    assert levers(opened(tmp_path), Request()).records()[0]["best_rival"] == "Rival"


def test_a_default_that_is_entered_replaces_the_models_alone(tmp_path: Path) -> None:
    tables = {name: rows for name, rows in TABLES.items() if name != "factor_weights"}
    weight = NewEntry(Subject("factor_weight", "", "service"), number=75)
    new = [weight, rated(2), rated(10, factor="service")]
    enter(opened(tmp_path, tables=tables), new)
    # price weighs 25 by the model, service 75 as entered.
    assert our_index(opened(tmp_path)) == pytest.approx((25 * 2 + 75 * 10) / 100)


def test_ratings_that_are_entered_stand_for_a_missing_table(tmp_path: Path) -> None:
    tables = {name: TABLES[name] for name in ("accounts", "order_lines")}
    assert missing_tables(opened(tmp_path, tables=tables), "strength") == ("factor_ratings",)
    enter(opened(tmp_path), [rated(7), rated(5, "Rival")])
    assert missing_tables(opened(tmp_path), "strength") == ()
    assert our_index(opened(tmp_path)) == 7


def test_an_intended_stage_stands_beside_the_observed_one(tmp_path: Path) -> None:
    enter(opened(tmp_path), [NewEntry(Subject("stage", "A1", "lifecycle"), text="development")])
    rows = {row["account_id"]: row for row in stages(opened(tmp_path), Request()).records()}
    assert (rows["A1"]["lifecycle"], rows["A1"]["intended_lifecycle"]) == (
        "takeover",
        "development",
    )
    assert rows["A2"]["intended_lifecycle"] is None
    enter(opened(tmp_path), [NewEntry(Subject("stage", "A1", "lifecycle"), text=None)])
    rows = {row["account_id"]: row for row in stages(opened(tmp_path), Request()).records()}
    assert rows["A1"]["intended_lifecycle"] is None


def test_cut_lines_that_are_entered_move_the_cells(tmp_path: Path) -> None:
    assert placed(opened(tmp_path), "willingness", Request()).records()[0]["cell"] == (
        "discontented toil"
    )
    text = cuts_text([1], [1, 7])
    enter(opened(tmp_path), [NewEntry(cuts_subject("willingness"), text=text)])
    assert placed(opened(tmp_path), "willingness", Request()).records()[0]["cell"] == (
        "satisfied delivery"
    )
    found = cells(opened(tmp_path), Request(params={"matrix": "willingness"})).records()
    assert {row["cell"]: row["accounts"] for row in found if row["accounts"]} == {
        "satisfied delivery": 1,
        None: 1,
    }
    old = opened(tmp_path, as_of=NEWEST)
    assert placed(old, "willingness", Request()).records()[0]["cell"] == "discontented toil"


def test_a_criterion_that_is_judged_ranks_by_what_was_entered(tmp_path: Path) -> None:
    opened(tmp_path)
    (tmp_path / "history" / "model.toml").write_text(
        '[scorecards.priority]\ntitle = "Will"\n[[scorecards.priority.criteria]]\n'
        'id = "will"\ntitle = "Will"\nweight = 1\nassessment = "will"\n'
        'scale = { kind = "direct" }\n'
    )
    assert [row["rank"] for row in priorities(opened(tmp_path)).records()] == [1, None]
    enter(opened(tmp_path), [assessed(9, who="A2")])
    found = priorities(opened(tmp_path)).records()
    assert [(row["account_id"], row["score"]) for row in found] == [("A2", 90), ("A1", 20)]


@pytest.mark.parametrize(
    ("new", "said"),
    [
        (assessed(11), "from 0 to 10, found 11"),
        (assessed(-0.5), "from 0 to 10"),
        (assessed(float("nan")), "from 0 to 10"),
        (assessed(5, "wil"), "no dimension 'wil'"),
        (assessed(5, view="ours"), "no view 'ours'"),
        (assessed(5, who="A9"), "no account 'A9'"),
        (rated(0.5), "from 1 to 10"),
        (rated(5, "rival "), "no supplier 'rival '"),
        (rated(5, "\x1b[2J"), "a name of 1-80 characters"),
        (rated(5, factor="pric"), "no success factor 'pric'"),
        (NewEntry(Subject("factor_weight", "A1", "price"), number=-1), "from 0 to"),
        (NewEntry(Subject("stage", "A1", "lifecycle"), text="ended"), "no stage 'ended'"),
        (NewEntry(Subject("stage", "A1", "moods"), text="ended"), "no stages 'moods'"),
        (NewEntry(cuts_subject("portfolio"), text=cuts_text([1, 2], [3])), "do not fit"),
        (NewEntry(cuts_subject("willingness"), text=cuts_text([1], [7, 3])), "do not fit"),
        (NewEntry(cuts_subject("willing"), text=cuts_text([1], [7, 3])), "no matrix 'willing'"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_entered(
    tmp_path: Path, new: NewEntry, said: str
) -> None:
    portfolio = opened(tmp_path)
    with pytest.raises(WrongUsage, match=said):
        enter(portfolio, [assessed(5), new])
    assert entries_of(portfolio) == ()


def test_a_new_competitor_can_be_named(tmp_path: Path) -> None:
    enter(opened(tmp_path), [rated(9, "Competitor [/]")])
    rows = strength(opened(tmp_path), Request(account="A1")).records()
    assert rows[0]["supplier"] == "Competitor [/]"


FILES = [
    ("account_id,dimension,score,view\nA1,will,7,customer\n", ("will", "", "customer", 7)),
    ("\ufeffaccount_id;supplier;factor;rating\nA1;us;price;7.5\n", ("price", "us", "own", 7.5)),
    ("factor\tweight\nprice\t4\n", ("price", "", "", 4)),
]


@pytest.mark.parametrize(("text", "expected"), FILES)
def test_a_file_says_by_its_columns_what_it_judges(
    tmp_path: Path, text: str, expected: tuple[object, ...]
) -> None:
    [found] = judgements_in(text.encode(), "judged.csv")
    subject = found.new.subject
    assert (subject.topic, subject.supplier, subject.view, found.new.number) == expected
    assert len(enter(opened(tmp_path), [found])) == 1


def test_a_file_with_wrong_rows_names_each_and_enters_nothing(tmp_path: Path) -> None:
    rows = "".join(f"A1,will,{score}\n" for score in (5, 11, "many", 3, -1))
    data = f"account_id,dimension,score\n{rows}A9,will,1\n".encode()
    portfolio = opened(tmp_path)
    with pytest.raises(WrongUsage, match="4 of 6 judgements cannot be entered") as caught:
        enter(portfolio, judgements_in(data, "judged.csv"))
    assert caught.value.hint is not None
    for place in ("judged.csv, row 2: will", "row 3: will", "row 5", "row 6: there is no account"):
        assert place in caught.value.hint
    assert entries_of(portfolio) == ()


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"account_id,will\nA1,3\n", "one of the columns score, rating, weight, stage"),
        (b"account_id,score\nA1,3\n", "the column dimension is missing"),
        (b"account_id,factor,rating\nA1,price,3\n", "the column supplier is missing"),
        (b"\xff\xfe\x00", "not UTF-8"),
        (b"PAR1 and no more", "not a whole Parquet file"),
        (b"", "found none of them"),
    ],
)
def test_a_file_that_is_no_list_of_judgements_is_named(data: bytes, said: str) -> None:
    with pytest.raises(WrongUsage, match=said):
        judgements_in(data, "judged.csv")


def test_what_was_entered_is_exported_in_the_contracts_tables_and_read_back(
    tmp_path: Path,
) -> None:
    portfolio = opened(tmp_path)
    entered = enter(
        portfolio,
        [
            assessed(9),
            assessed(4, "importance", "customer"),
            rated(3),
            rated(9, "Rival", "service", "customer"),
            NewEntry(Subject("factor_weight", "A1", "service"), number=5),
            NewEntry(Subject("factor_weight", "", "price"), number=7),
            NewEntry(Subject("stage", "A1", "formation"), text="testing"),
        ],
        note="autumn",
    )
    take_back(portfolio, entered[1].id)
    enter(portfolio, [rated(4)], note="again")
    before = strength(opened(tmp_path), Request()).records(), x_of(opened(tmp_path))

    tables = exported_judgements(opened(tmp_path))
    merged = tmp_path / "merged"
    write_tables(TABLES, merged / "history")
    for name, table in tables.items():
        pq.write_table(table, tmp_path / name)
        if name != "entries.parquet":
            folder = merged / "history" / name.removesuffix(".parquet")
            folder.mkdir()
            (merged / "history" / name).rename(folder / "0.parquet")
            pq.write_table(table, folder / "1.parquet")
    # As tables of a history they say what the workspace said; but the files know no weights'
    # days, so there the larger of two counts.
    as_files = opened(merged, as_of=TODAY)
    assert x_of(as_files) == before[1]
    ours = next(r for r in strength(as_files, Request()).records() if r["supplier"] == "Rival")
    assert ours["index"] > 1

    other = opened(tmp_path / "other")
    assert import_judgements(other, tmp_path / "entries.parquet") == (8, 8)
    assert import_judgements(other, tmp_path / "entries.parquet") == (0, 8)
    assert strength(other, Request()).records() == before[0]
    assert x_of(other) == before[1]
    assert {replace(each, id=0) for each in entries_of(other)} == {
        replace(each, id=0) for each in entries_of(portfolio)
    }
    assert len(counting(entries_of(other), TODAY)) == 6


def test_a_file_that_is_no_log_is_refused(tmp_path: Path) -> None:
    portfolio = opened(tmp_path)
    with pytest.raises(WrongUsage, match="is not a log of judgements"):
        import_judgements(portfolio, tmp_path / "history" / "accounts.parquet")
    with pytest.raises(WrongUsage, match="no such file"):
        import_judgements(portfolio, tmp_path / "nowhere")
