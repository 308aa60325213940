"""Twenty processes that log at once, and one that is killed: nothing that was logged is lost."""

from __future__ import annotations

import json
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

from kamtui.workspace.log import Logged, NewLogged
from kamtui.workspace.store import Workspace

WRITERS = 20
EACH = 5
START = """
import sys
from datetime import date
from pathlib import Path
from kamtui.workspace.log import NewLogged
from kamtui.workspace.store import Workspace
folder, number = Path(sys.argv[1]), int(sys.argv[2])
workspace = Workspace(folder, f"Seller {number}")
print("ready", flush=True)
sys.stdin.readline()
n = 0
while n < int(sys.argv[3]):
    new = NewLogged("contact", "A1", said={"topic": f"{number}.{n}"})
    workspace.log("here", [new, new], on=date(2025, 11, 30))
    print(n, flush=True)
    n += 1
"""


def started(folder: Path, number: int, times: int) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", START, str(folder), str(number), str(times)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def told_to_go(process: subprocess.Popen[str]) -> None:
    assert process.stdin is not None
    process.stdin.write("go\n")
    process.stdin.flush()


def logged_in(folder: Path) -> tuple[Logged, ...]:
    workspace = Workspace(folder, "x")
    with closing(sqlite3.connect(workspace.database.file)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    return workspace.logged("here")


def test_twenty_that_log_at_once_lose_nothing(tmp_path: Path) -> None:
    """The file does not exist yet: making it is part of the race."""
    processes = [started(tmp_path, number, EACH) for number in range(WRITERS)]
    for process in processes:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
    for process in processes:
        told_to_go(process)
    for process in processes:
        process.communicate(timeout=120)
        assert process.returncode == 0
    logged = logged_in(tmp_path)
    expected = sorted(f"{who}.{n}" for who in range(WRITERS) for n in range(EACH) for _ in (1, 2))
    assert sorted(each.said["topic"] for each in logged) == expected
    assert len({each.uid for each in logged}) == len(logged)
    assert all(each.logged_by == f"Seller {each.said['topic'].split('.')[0]}" for each in logged)


def followed(workspace: Workspace, seen: list[int]) -> list[int]:
    new = workspace.logged_since("here", seen[-1] if seen else 0, 0)
    ids = sorted(each["id"] for each in json.loads(new.rows))
    assert new.row_id == (ids[-1] if ids else None)
    return ids


def test_a_reader_that_follows_sees_everything_once(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path, "x")
    processes = [started(tmp_path, number, EACH) for number in range(4)]
    for process in processes:
        assert process.stdout is not None
        process.stdout.readline()
        told_to_go(process)
    seen: list[int] = []
    while any(process.poll() is None for process in processes):
        seen += followed(workspace, seen)
    seen += followed(workspace, seen)
    for process in processes:
        process.communicate(timeout=60)
    assert seen == [each.id for each in workspace.logged("here")]
    assert len(seen) == 4 * EACH * 2


def test_a_kill_loses_nothing_that_was_reported_and_nothing_is_half_there(tmp_path: Path) -> None:
    with started(tmp_path, 0, 10_000) as writer:
        assert writer.stdout is not None
        writer.stdout.readline()
        told_to_go(writer)
        for _ in range(7):
            writer.stdout.readline()
        writer.send_signal(signal.SIGKILL)
        reported = 7 + len(writer.stdout.read().split())
    logged = logged_in(tmp_path)
    assert len(logged) % 2 == 0
    assert len(logged) >= 2 * reported


def test_what_was_logged_is_never_changed(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path, "x")
    workspace.log("here", [NewLogged("plan_note", "A1", note="a")], on=date(2025, 11, 30))
    with closing(sqlite3.connect(workspace.database.file)) as connection:
        for statement in ("UPDATE log SET note = 'b'", "DELETE FROM log"):
            with pytest.raises(sqlite3.IntegrityError, match="what was logged is never"):
                connection.execute(statement)
