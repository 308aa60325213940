"""The frame of the command line: verbs, the options before and behind them, and how it ends."""

from __future__ import annotations

import contextlib
import fcntl
import os
import pty
import re
import signal
import struct
import subprocess
import sys
import termios
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click
import duckdb
import psutil
import pytest

from kamtui.cli.exit_codes import ExitCode, exit_code_of, lines_of
from kamtui.cli.main import VERBS
from kamtui.cli.main import kamtui as command
from kamtui.errors import (
    BrokenContract,
    ChangedMeanwhile,
    Failed,
    NotAllowed,
    WrongUsage,
)
from kamtui.model.errors import ModelError


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_has_help_with_an_example(verb: str, kamtui: Callable[..., Any]) -> None:
    ended = kamtui(verb, "--help")
    assert (ended.code, ended.err) == (0, "")
    assert re.search(rf"^ +kamtui {verb}\b", ended.out, re.MULTILINE)


@pytest.mark.parametrize("verb", VERBS)
def test_every_option_of_every_verb_has_a_line_of_help(verb: str) -> None:
    context = click.Context(command)
    found = command.get_command(context, verb)
    assert found is not None
    commands = [found, *getattr(found, "commands", {}).values()]
    for each in commands:
        for param in each.params:
            if isinstance(param, click.Option) and not param.hidden:
                assert param.help, f"{verb} {each.name}: {param.opts}"


def test_help_names_every_verb_and_the_options_of_the_ui(kamtui: Callable[..., Any]) -> None:
    out = kamtui("--help").out
    assert all(f"\n  {verb} " in out for verb in VERBS)
    assert all(option in out for option in ("--history", "--as-of", "--weights", "--debug"))
    assert kamtui("--history", "sample", "--help").out == out
    assert kamtui("--version").out.startswith("kamtui ")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (
            "qurey priorities",
            "'qurey' is neither a verb nor a folder\n  did you mean kamtui query?",
        ),
        ("--as-of 2025-01-01 wieghts", "did you mean kamtui weights?"),
        ("prioritis", "did you mean kamtui query priorities?"),
        ("query prioritis --history sample", "did you mean priorities?"),
        ("query --nmae x", "no such option '--nmae'"),
        ("query priorities --hsitory x", "did you mean --history?"),
        ("query priorities", "no history was named\n  Say --history DIR"),
        ("query", "no query was named"),
        ("query x --list", "NAME and --list ask for different things"),
        ("query x --format cvs", "there is no format 'cvs'\n  did you mean csv?"),
        ("query x --as-of 2025-02-30", "--as-of: '2025-02-30' is not a day"),
        ("query x --as-of yesterday", "Write it as year, month and day: 2025-11-30."),
        ("query x --top 0", "'--top'"),
        ("query x -w loyalty", "-w: 'loyalty' is not criterion=weight"),
        ("query x -w loyalty=-1", "'-1' is not a weight"),
        ("query x -w loyalty=nan", "'nan' is not a weight"),
        ("query x -w loyalty=1 -w loyalty=2", "loyalty was given twice"),
        ("query x --param a", "--param: 'a' is not name=value"),
        ("query x --param a=1 --param a=2", "a was given twice"),
        ("query priorities --history sample -w loylty=1", "loyalty"),
        ("query priorities --history sample --owner Nobody", "Nobody"),
        ("query priorities --history sample --param x=1", "has no parameter 'x'"),
        ("query --sql SELECT --history sample", "the SQL cannot be parsed"),
        ("query --sql FROM+acounts --history sample", "did you mean accounts?"),
        ("query --file nowhere.sql --history sample", "--file nowhere.sql: No such file"),
        ("query --list --output nowhere/x.csv", "there is no folder nowhere"),
        ("completion tcsh", "'bash', 'zsh', 'fish'"),
        ("", "the terminal UI needs a terminal to draw on\n  A script asks: kamtui query"),
    ],
)
def test_wrong_usage_ends_with_2_and_says_what_to_do(
    arguments: str, message: str, kamtui: Callable[..., Any], tmp_path: Path, monkeypatch: Any
) -> None:
    monkeypatch.chdir(tmp_path)
    ended = kamtui(*(argument.replace("+", " ") for argument in arguments.split()))
    assert (ended.code, ended.out) == (2, "")
    assert message in ended.err
    assert ended.err.startswith("kamtui: ")
    assert len(ended.err.splitlines()) <= 2


def test_a_history_that_is_not_there_breaks_the_contract(
    kamtui: Callable[..., Any], tmp_path: Path
) -> None:
    ended = kamtui("query", "priorities", "--history", tmp_path / "nowhere")
    assert ended.code == 3
    assert "nowhere" in ended.err


def test_sql_that_reaches_out_is_not_allowed(kamtui: Callable[..., Any], tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("the-secret")
    ended = kamtui("query", "--sql", f"FROM read_text('{secret}')", "--history", "sample")
    assert ended.code == 4
    assert "the-secret" not in ended.out + ended.err


def test_a_query_that_fails_ends_with_1(kamtui: Callable[..., Any]) -> None:
    ended = kamtui("query", "--sql", "SELECT name::INTEGER FROM accounts", "--history", "sample")
    assert ended.code == 1
    assert ended.err.startswith("kamtui: the query failed: ")
    assert len(ended.err.splitlines()) <= 2


def test_options_may_stand_before_the_verb(kamtui: Callable[..., Any]) -> None:
    before = kamtui("--history", "sample", "query", "priorities", "--top", "2")
    behind = kamtui("query", "priorities", "--top", "2", "--history", "sample")
    assert before.code == 0
    assert before.out == behind.out
    listed = kamtui("--history=sample", "weights", "list")
    assert (listed.code, listed.out) == (0, kamtui("weights", "list", "--history", "sample").out)


def test_a_typed_history_beats_the_environment(
    kamtui: Callable[..., Any], tiny_history: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    count = ("query", "--sql", "SELECT count(*) AS n FROM accounts")
    monkeypatch.setenv("KAMTUI_HISTORY", str(tiny_history))
    assert kamtui(*count).out == "n\n4\n"
    assert kamtui(*count, "--history", "sample").out == "n\n240\n"
    monkeypatch.setenv("KAMTUI_HISTORY", "")
    assert kamtui(*count).code == 2


@pytest.mark.parametrize("place", ["before", "behind"])
def test_only_debug_shows_where_an_error_came_from(place: str, kamtui: Callable[..., Any]) -> None:
    arguments = ["query", "nothing", "--history", "sample"]
    assert "Traceback" not in kamtui(*arguments).err
    arguments.insert(0 if place == "before" else len(arguments), "--debug")
    ended = kamtui(*arguments)
    assert "Traceback" in ended.err
    assert ended.code == 2


ERRORS = [
    (Failed("x"), 1),
    (WrongUsage("x"), 2),
    (BrokenContract("x"), 3),
    (NotAllowed("x"), 4),
    (ChangedMeanwhile("x"), 5),
    (ModelError("x"), 2),
    (click.UsageError("x"), 2),
    (PermissionError(13, "Permission denied", "file"), 4),
    (FileNotFoundError(2, "No such file", "file"), 1),
    (OSError(28, "No space left on device"), 1),
    (duckdb.IOException("x"), 1),
    (duckdb.InterruptException("x"), 130),
    (KeyboardInterrupt(), 130),
    (MemoryError(), 1),
    (ZeroDivisionError("x"), 1),
]


@pytest.mark.parametrize(("error", "code"), ERRORS, ids=lambda value: type(value).__name__)
def test_each_error_has_its_exit_code(error: BaseException, code: int) -> None:
    assert exit_code_of(error) == code
    lines = lines_of(error)
    assert len(lines) <= 2
    assert bool(lines) != (exit_code_of(error) is ExitCode.INTERRUPTED)


def test_an_error_never_writes_a_control_character() -> None:
    lines = lines_of(BrokenContract("\x1b]52;c;eA==\x07.parquet: is\nnot whole", "\x9b31m"))
    assert lines == (r"\x1b]52;c;eA==\x07.parquet: is\nnot whole", r"\x9b31m")


def test_a_reader_that_goes_away_ends_it_quietly(started: Callable[..., Any]) -> None:
    sql = "SELECT range FROM range(3000000)"
    process = started("query", "--sql", sql, "--history", "sample", "--format", "csv")
    assert process.stdout.readline() == b"range\n"
    process.stdout.close()
    assert process.wait(60) == 0
    assert process.stderr.read() == b""
    process.stderr.close()


def test_a_full_disk_is_an_error(started: Callable[..., Any]) -> None:
    with Path("/dev/full").open("wb") as full:
        process = started("query", "--sql", "SELECT 1", "--history", "sample", stdout=full)
        _, err = process.communicate(timeout=60)
    assert process.returncode == 1
    assert b"No space left" in err
    assert len(err.splitlines()) == 1


def test_an_interruption_ends_with_130(started: Callable[..., Any]) -> None:
    sql = "SELECT sum(a.range * b.range) FROM range(10000000) a, range(1000000) b"
    process = started("query", "--sql", sql, "--history", "sample", "--format", "csv")
    seen = psutil.Process(process.pid)
    while seen.cpu_times().user < 1.5:  # by then the query is running
        with contextlib.suppress(subprocess.TimeoutExpired):
            pytest.fail(f"it ended by itself: {process.wait(0.05)}")
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=60)
    assert (process.returncode, out, err) == (130, b"", b"")


def on_a_terminal(arguments: list[str], columns: int) -> tuple[int, str]:
    """Return the exit code and what a terminal of that width received."""
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
    environment = {k: v for k, v in os.environ.items() if k not in ("COLUMNS", "LINES")}
    process = subprocess.Popen(
        [sys.executable, "-m", "kamtui", *arguments],
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        env=environment,
    )
    os.close(theirs)
    received = b""
    while True:
        try:
            part = os.read(ours, 65536)
        except OSError:
            break
        if not part:
            break
        received += part
    os.close(ours)
    return process.wait(60), received.decode().replace("\r\n", "\n")


def test_on_a_terminal_a_table_is_the_default_and_fits() -> None:
    arguments = ["query", "priorities", "--history", "sample", "--top", "5"]
    code, out = on_a_terminal(arguments, 80)
    lines = out.splitlines()
    assert code == 0
    assert lines[0].startswith("rank  account_id  name")
    assert max(map(len, lines)) <= 80
    assert lines[-1].startswith("5 of 240 · ")
    assert len(lines) == 8


@pytest.mark.parametrize("name", ["parquet", "arrow"])
def test_a_binary_format_is_not_written_to_a_terminal(name: str) -> None:
    code, out = on_a_terminal(["query", "priorities", "--history", "sample", "--format", name], 80)
    assert code == 2
    assert f"--output FILE.{name}" in out


def test_output_appears_whole_or_not_at_all(kamtui: Callable[..., Any], tmp_path: Path) -> None:
    out = tmp_path / "answer.csv"
    out.write_text("what was there before\n")
    out.chmod(0o640)
    fails = "SELECT CASE WHEN range > 5000 THEN error('no') ELSE 1 END FROM range(10000)"
    fails = fails.replace("error('no')", "'x'::INTEGER")
    assert kamtui("query", "--sql", fails, "--history", "sample", "--output", out).code == 1
    assert out.read_text() == "what was there before\n"
    ended = kamtui("query", "--sql", "SELECT 1 AS one", "--history", "sample", "--output", out)
    assert (ended.code, ended.out) == (0, "")
    assert out.read_text() == "one\n1\n"
    assert out.stat().st_mode & 0o777 == 0o640
    assert [path.name for path in tmp_path.iterdir()] == ["answer.csv"]


def test_output_may_be_a_device(kamtui: Callable[..., Any]) -> None:
    ended = kamtui("query", "--sql", "SELECT 1", "--history", "sample", "--output", "/dev/null")
    assert ended.code == 0
    assert not Path("/dev/null").is_file()
