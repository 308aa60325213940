"""`kamtui rate` and `kamtui judgements`: one line enters, lists, takes back, carries over."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

Run = Callable[..., Any]


@pytest.fixture
def run(kamtui: Run, tiny_history: Path, tmp_path: Path) -> Run:
    """A function that runs a verb about the tiny history, with a workspace of its own."""

    def run(*words: object) -> Any:
        verb = words[:2] if words[0] == "judgements" else words[:1]
        place = ("--history", tiny_history, "--workspace", tmp_path / "desk", "--format", "json")
        return kamtui(*verb, *place, *words[len(verb) :])

    return run


def rows(ended: Any) -> list[dict[str, Any]]:
    assert (ended.code, ended.err) == (0, "")
    found: list[dict[str, Any]] = json.loads(ended.out)
    return found


def test_one_line_enters_and_the_matrix_knows_it_at_once(run: Run) -> None:
    entered = rows(run("rate", "A1", "will=8", "congruence=9.5", "--view", "customer"))
    assert [(row["topic"], row["number"], row["view"]) for row in entered] == [
        ("will", 8.0, "customer"),
        ("congruence", 9.5, "customer"),
    ]
    [found] = rows(run("query", "willingness", "--account", "A1"))
    assert found["x"] == 8.0


def test_ratings_weights_stages_and_cut_lines(run: Run) -> None:
    rows(run("rate", "A1", "service=6", "price=8", "--supplier", "us", "--note", "a visit"))
    rows(run("rate", "A1", "service=7", "--supplier", "Rival & Sons"))
    rows(run("rate", "A1", "service=75", "--weight"))
    rows(run("rate", "service=30", "--weight"))
    rows(run("rate", "A1", "lifecycle=retention"))
    rows(run("rate", "--matrix", "relationship", "x=40"))
    listed = rows(run("judgements", "list"))
    assert [row["kind"] for row in listed] == [
        *["rating"] * 3,
        *["factor_weight"] * 2,
        *("stage", "cut_lines"),
    ]
    ours = rows(run("query", "strength", "--account", "A1"))
    assert [(row["supplier"], row["is_us"]) for row in ours] == [
        ("Rival & Sons", False),
        ("us", True),
    ]
    assert ours[1]["index"] == pytest.approx((75 * 6 + 25 * 8) / 100)
    [stage] = rows(run("query", "stages", "--account", "A1"))
    assert stage["intended_lifecycle"] == "retention"
    rows(run("rate", "A1", "lifecycle="))
    [stage] = rows(run("query", "stages", "--account", "A1"))
    assert stage["intended_lifecycle"] is None


def test_undo_and_history(run: Run) -> None:
    rows(run("rate", "A1", "will=8"))
    rows(run("rate", "A1", "will=3"))
    [undone] = rows(run("judgements", "undo", 2))
    assert undone["undone_by"]
    assert [row["number"] for row in rows(run("judgements", "list", "--account", "A1"))] == [8.0]
    assert [row["number"] for row in rows(run("judgements", "history"))] == [8.0, 3.0]
    assert rows(run("judgements", "list", "--account", "A2")) == []
    assert run("judgements", "undo", 2).code == 2


def test_a_conflict_ends_with_5_and_nothing_is_lost(run: Run) -> None:
    rows(run("rate", "A1", "will=8", "--based-on", 0))
    ended = run("rate", "A1", "will=2", "--based-on", 0)
    assert ended.code == 5
    assert "entered 8 meanwhile" in ended.err
    assert "based on 1" in ended.err
    rows(run("rate", "A1", "will=2", "--based-on", 1))
    assert [row["number"] for row in rows(run("judgements", "history"))] == [8.0, 2.0]


def test_many_out_of_a_file(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "judged.csv"
    file.write_text("account_id;dimension;score\nA1;will;4\nA2;will;5\n", encoding="utf-8")
    assert len(rows(run("rate", "--file", file))) == 2
    file.write_text("account_id;dimension;score\nA1;will;4\nA7;will;5\n", encoding="utf-8")
    ended = run("rate", "--file", file)
    assert ended.code == 2
    assert "1 of 2 judgements cannot be entered; none was" in ended.err
    assert "row 2: there is no account 'A7'" in ended.err


def test_export_and_import_carry_everything_over(run: Run, kamtui: Run, tmp_path: Path) -> None:
    rows(run("rate", "A1", "will=8"))
    files = rows(run("judgements", "export", tmp_path / "judged"))
    assert {Path(row["file"]).name: row["rows"] for row in files} == {
        "assessments.parquet": 1,
        "factor_ratings.parquet": 0,
        "factor_weights.parquet": 0,
        "entries.parquet": 1,
    }
    assert rows(run("judgements", "import", tmp_path / "judged")) == [{"new": 0, "entries": 1}]
    other = ("--workspace", tmp_path / "other")
    assert rows(run("judgements", "import", tmp_path / "judged", *other)) == [
        {"new": 1, "entries": 1}
    ]


def wrong() -> Iterator[tuple[tuple[object, ...], str]]:
    yield ("A1",), "there is nothing to enter"
    yield (), "there is nothing to enter"
    yield ("A1", "will"), "is not NAME=VALUE"
    yield ("A1", "will=much"), "'much' is not a number"
    yield ("A1", "will=4", "will=5"), "given twice"
    yield ("A9", "will=4"), "no account 'A9'"
    yield ("A1", "service=4"), "say --supplier us"
    yield ("A1", "service=4", "--weight", "--supplier", "us"), "do not go together"
    yield ("A1", "will=4", "importance=3", "--based-on", 0), "one judgement"
    yield ("A1", "will=4", "--file", "x.csv"), "--file stands alone"
    yield ("--file", "nowhere.csv"), "No such file"
    yield ("--matrix", "relationship", "z=3"), "no axis 'z'"
    yield ("--matrix", "relation", "x=3"), "did you mean relationship?"
    yield ("A1", "will=4", "--note", "x" * 1001), "1001 characters"


@pytest.mark.parametrize(("words", "said"), wrong())
def test_what_cannot_be_entered_ends_with_2(run: Run, words: tuple[object, ...], said: str) -> None:
    ended = run("rate", *words)
    assert ended.code == 2
    assert said in ended.err
    assert ended.out == ""


def test_a_workspace_that_is_read_only_says_so(run: Run, tmp_path: Path) -> None:
    (tmp_path / "desk").write_text("a file where the folder should be")
    ended = run("rate", "A1", "will=4")
    assert ended.code in (2, 4)
    assert "is not a folder" in ended.err


def test_the_lines_between_the_classes_are_entered_listed_and_taken_back(run: Run) -> None:
    before = {row["account_id"]: row["class"] for row in rows(run("query", "priorities"))}
    [entered] = rows(run("rate", "--classes", "a=55", "d=100"))
    assert json.loads(entered["text"]) == {"a": 55.0, "b": 50.0, "d": 100.0}
    [listed] = rows(run("judgements", "list"))
    assert (listed["kind"], listed["topic"]) == ("cut_lines", "classes")
    after = {row["account_id"]: row["class"] for row in rows(run("query", "priorities"))}
    assert [before["A1"], after["A1"]] == ["B", "A"]
    rows(run("judgements", "undo", listed["id"]))
    again = {row["account_id"]: row["class"] for row in rows(run("query", "priorities"))}
    assert again == before


@pytest.mark.parametrize("words", [("a=40",), ("c=60",), ("a=high",)])
def test_lines_that_cannot_be_are_refused(run: Run, words: tuple[str, ...]) -> None:
    assert run("rate", "--classes", *words).code == 2
