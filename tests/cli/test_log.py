"""`kamtui log` and `kamtui plan`: one line logs or plans, and every answer knows it at once."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

Run = Callable[..., Any]
TOMORROW = date.today() + timedelta(days=1)


@pytest.fixture
def run(kamtui: Run, tiny_history: Path, tmp_path: Path) -> Run:
    """A function that runs a verb about the tiny history, with a workspace of its own."""

    def run(*words: object) -> Any:
        verb = words[:1]
        place = ("--history", tiny_history, "--workspace", tmp_path / "desk", "--format", "json")
        return kamtui(*verb, *place, *words[len(verb) :])

    return run


def rows(ended: Any) -> list[dict[str, Any]]:
    assert (ended.code, ended.err) == (0, "")
    found: list[dict[str, Any]] = json.loads(ended.out)
    return found


def test_one_line_logs_a_contact_and_the_measures_know_it_at_once(run: Run) -> None:
    words = ("log", "A1", "--channel", "call", "--not-reached", "--cost", "12.50", "--seller", "Me")
    step = ("--next", "call again", "--on", TOMORROW, "--note", "on holiday")
    [logged] = rows(run(*words, *step))
    assert logged["says"] == f"call, not reached, next: call again by {TOMORROW}"
    assert (logged["reached"], logged["cost"], logged["seller"]) == (False, 12.5, "Me")
    assert logged["contacted_at"].startswith(str(date.today()))
    [measured] = rows(run("query", "measures", "--account", "A1"))
    assert (measured["contacts_12m"], measured["reached_12m"]) == (1, 0)
    assert measured["relationship_cost_12m"] == 12.5
    assert measured["next_step_on"] == str(TOMORROW)
    sql = "SELECT account_id, reached FROM contacts"
    assert rows(run("query", "--sql", sql)) == [{"account_id": "A1", "reached": False}]


def test_what_was_logged_is_listed_and_taken_back(run: Run) -> None:
    rows(run("log", "A1", "--outcome", "order", "--at", "2025-11-01T09:30"))
    rows(run("log", "A2", "--snooze", "care", "--until", TOMORROW))
    rows(run("log", "A2", "--hand-over", "account", "--to", "West desk"))
    rows(run("log", "A2", "--done", "signal:dormant", "--note", "sold"))
    says = [row["says"] for row in rows(run("log", "--list"))]
    assert says == [
        "contact, reached, order",
        f"put off until {TOMORROW}",
        "handed over to West desk",
        "done",
    ]
    [undone] = rows(run("log", "--undo", 1))
    assert undone["undone_by"]
    assert rows(run("log", "A1", "--list")) == []
    assert [row["contacted_at"] for row in rows(run("log", "A1", "--all"))] == [
        "2025-11-01T09:30:00"
    ]
    [row] = [row for row in rows(run("log", "A2", "--list")) if row["kind"] == "done"]
    assert (row["reason"], row["note"]) == ("signal:dormant", "sold")
    [undone] = rows(run("log", "--undo", row["uid"]))
    assert undone["id"] == row["id"]
    assert run("log", "--undo", 1).code == 2


def test_many_out_of_a_file(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "contacts.csv"
    head = "account_id;contacted_at;channel;reached;sentiment;cost;next_step_on;outcome\n"
    good = "A1;2025-10-01;call;yes;1;;2025-10-09;satisfied\nA2;2025-10-02T10:15;visit;no;;7,5;;\n"
    file.write_text(head + good.replace("7,5", "7.5"), encoding="utf-8")
    first, second = rows(run("log", "--file", file))
    assert (first["reached"], first["sentiment"], first["outcome"]) == (True, 1, "satisfied")
    assert (second["contacted_at"], second["cost"]) == ("2025-10-02T10:15:00", 7.5)
    for wrong, said in (
        (head + good, "cost: '7,5' cannot be read"),
        (head + "A7;;;;;;;\n", "row 1: there is no account 'A7'"),
        ("account_id,chanel\nA1,call\n", "did you mean channel?"),
        ("name\nx\n", "the column account_id is missing"),
    ):
        file.write_text(wrong, encoding="utf-8")
        ended = run("log", "--file", file)
        assert ended.code == 2
        assert said in ended.err
    assert len(rows(run("log", "--list"))) == 2


def test_a_plan_is_made_and_shown(run: Run) -> None:
    rows(run("plan", "A1", "--interval", 45, "--note", "they asked for less"))
    agree = ("plan", "A1", "--agree", "Send the samples", "--owner", "West desk")
    [agreed] = rows(run(*agree, "--due", TOMORROW))
    rows(run("plan", "A1", "--note", "A new buyer"))
    shown = rows(run("plan", "A1"))
    assert [(row["kind"], row["what"]) for row in shown] == [
        ("agreed action", "Send the samples"),
        ("note", "A new buyer"),
        ("interval", "a contact every 45 days"),
    ]
    assert (shown[0]["owner"], shown[0]["state"]) == ("West desk", "open")
    rows(run("plan", "A1", "--done", agreed["id"]))
    assert rows(run("plan", "A1"))[0]["state"] == "done"
    again = run("plan", "A1", "--drop", agreed["uid"])
    assert again.code == 5
    assert "closed 'Send the samples' as done" in again.err
    assert rows(run("plan", "A1", "--as-of", "2025-11-28")) == []


def test_a_conflict_ends_with_5(run: Run) -> None:
    [set_] = rows(run("plan", "A1", "--interval", 45, "--based-on", 0))
    ended = run("plan", "A1", "--interval", 30, "--based-on", 0)
    assert ended.code == 5
    assert "a contact every 45 days meanwhile" in ended.err
    rows(run("plan", "A1", "--interval", "class", "--based-on", set_["id"]))


def test_export_and_import_carry_everything_over(run: Run, tmp_path: Path) -> None:
    rows(run("log", "A1", "--reached"))
    rows(run("plan", "A2", "--agree", "a visit"))
    files = rows(run("log", "--export", tmp_path / "logged"))
    assert {Path(row["file"]).name: row["rows"] for row in files} == {
        "contacts.parquet": 1,
        "log.parquet": 2,
    }
    assert rows(run("log", "--import", tmp_path / "logged")) == [{"new": 0, "logged": 2}]
    other = ("--workspace", tmp_path / "other")
    assert rows(run("log", "--import", tmp_path / "logged", *other)) == [{"new": 2, "logged": 2}]
    ended = run("log", "--import", tmp_path / "logged" / "contacts.parquet")
    assert ended.code == 2
    assert "is not a log" in ended.err


def wrong() -> Iterator[tuple[tuple[object, ...], str]]:
    yield ("log",), "no account was named"
    yield ("log", "A9"), "no account 'A9'"
    yield ("log", "A1", "--channel", "cal"), "did you mean call?"
    yield ("log", "A1", "--outcome", "sold"), "there is no outcome 'sold'"
    yield ("log", "A1", "--at", "yesterday"), "'yesterday' is not a moment"
    yield ("log", "A1", "--at", TOMORROW), "is a next step"
    yield ("log", "A1", "--cost", "much"), "'much' is not an amount"
    yield ("log", "A1", "--sentiment", "7"), "-1"
    yield ("log", "A1", "--snooze", "care"), "--snooze and --until go together"
    yield ("log", "A1", "--until", TOMORROW), "--snooze and --until go together"
    yield ("log", "A1", "--done", "care", "--reached"), "--done and --reached do not go together"
    yield ("log", "A1", "--done", "signal:dorman"), "did you mean signal:dormant?"
    yield ("log", "A1", "--file", "x.csv"), "--file stands alone"
    yield ("log", "--undo", "1", "--reached"), "--undo stands alone"
    yield ("log", "--undo", "7"), "nothing was logged as 7"
    yield ("log", "--file", "nowhere.csv"), "No such file"
    yield ("log", "A9", "--list"), "no account 'A9'"
    yield ("plan", "A9"), "no account 'A9'"
    yield ("plan", "A1", "--interval", "often"), "'often' is not a number of days"
    yield ("plan", "A1", "--interval", "5000"), "found 5000"
    yield ("plan", "A1", "--owner", "X"), "--owner is of an action"
    yield ("plan", "A1", "--agree", "x", "--done", "1"), "do not go together"
    yield ("plan", "A1", "--done", "1"), "A1 has no agreed action 1"
    yield ("plan", "A1", "--interval", "5", "--as-of", "2025-01-01"), "changed from today"


@pytest.mark.parametrize(("words", "said"), wrong())
def test_what_cannot_be_logged_ends_with_2(run: Run, words: tuple[object, ...], said: str) -> None:
    ended = run(*words)
    assert ended.code == 2
    assert said in ended.err
    assert ended.out == ""


@pytest.mark.parametrize(
    ("line", "offered"),
    [
        ("kamtui log A1 --channel me", ["meeting"]),
        ("kamtui log A1 --outcome sat", ["satisfied"]),
        ("kamtui log A1 --snooze signal:do", ["signal:dormant"]),
        ("kamtui plan A1 --inter", ["--interval"]),
    ],
)
def test_words_are_completed(
    line: str, offered: list[str], kamtui: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    words = line.split(" ")
    monkeypatch.setenv("_KAMTUI_COMPLETE", "bash_complete")
    monkeypatch.setenv("COMP_WORDS", line)
    monkeypatch.setenv("COMP_CWORD", str(len(words) - 1))
    ended = kamtui()
    assert [offer.partition(",")[2] for offer in ended.out.splitlines()] == offered


def test_logging_is_quick_to_start(tiny_history: Path, tmp_path: Path) -> None:
    """The command line loads neither the terminal UI nor what cleans data."""
    script = (
        "import sys\nfrom kamtui.cli.main import run\n"
        "try:\n    run(sys.argv[1:])\nexcept SystemExit as ending:\n"
        "    heavy = {'textual', 'polars', 'scipy'} & set(sys.modules)\n"
        "    print(ending.code, sorted(heavy), file=sys.stderr)\n"
    )
    done = subprocess.run(
        [
            *(sys.executable, "-c", script, "log", "A1", "--reached"),
            *("--history", str(tiny_history), "--workspace", str(tmp_path)),
        ],
        check=True,
        capture_output=True,
        text=True,
        env=dict(os.environ),
    )
    assert done.stderr == "0 []\n"


def test_a_workspace_that_cannot_be_written_says_so(run: Run, tmp_path: Path) -> None:
    (tmp_path / "desk").write_text("a file where the folder should be")
    for words in (("log", "A1", "--reached"), ("plan", "A1", "--note", "x")):
        ended = run(*words)
        assert ended.code in (2, 4)
        assert "is not a folder" in ended.err
