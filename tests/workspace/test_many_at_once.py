"""Twenty writers at once, and writers that are killed."""

from __future__ import annotations

import os
import random
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

from kamtui.workspace.store import Workspace

WRITERS = 20

START = """
import sys
from pathlib import Path
from kamtui.workspace.store import Workspace
from kamtui.workspace.weight_sets import WeightSetChanged
folder, number = Path(sys.argv[1]), int(sys.argv[2])
workspace = Workspace(folder, f"Seller {number}")
print("ready", flush=True)
sys.stdin.readline()
"""

SAVE_UNTIL_IT_IS_SAVED = (
    START
    + """
newest = workspace.weight_set("growth")
based_on = newest.version if newest else None
while True:
    try:
        workspace.save_weight_set("growth", {"a": number + 1}, based_on=based_on)
        break
    except WeightSetChanged as changed:
        based_on = changed.theirs.version
print("saved")
"""
)

SAVE_ONCE = (
    START
    + """
try:
    workspace.save_weight_set("growth", {"a": number + 1}, based_on=1)
    print("saved")
except WeightSetChanged as changed:
    print("changed", changed.theirs.version, changed.base.version)
"""
)

SAVE_FOR_EVER = (
    START
    + """
newest = workspace.weight_set("growth")
version = newest.version if newest else 0
while True:
    version = workspace.save_weight_set("growth", {"a": version + 1}, based_on=version).version
    print(version, flush=True)
"""
)


def at_once(script: str, folder: Path) -> list[str]:
    """Run the script in twenty processes that all wait at the line; return what each printed."""
    processes = [
        subprocess.Popen(
            [sys.executable, "-c", script, os.fspath(folder), str(number)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for number in range(WRITERS)
    ]
    for process in processes:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
    for process in processes:
        assert process.stdin is not None
        process.stdin.write("go\n")
        process.stdin.flush()
    return [process.communicate(timeout=60)[0].strip() for process in processes]


def assert_whole(workspace: Workspace) -> None:
    with closing(sqlite3.connect(workspace.database.file)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    versions = [one.version for one in workspace.versions("growth")]
    assert versions == list(range(len(versions), 0, -1))


def test_twenty_first_saves_at_once_lose_nothing(tmp_path: Path) -> None:
    """The file does not exist yet: making it is part of the race."""
    workspace = Workspace(tmp_path / "desk", "x")
    assert at_once(SAVE_UNTIL_IT_IS_SAVED, workspace.folder) == ["saved"] * WRITERS
    saved = workspace.versions("growth")
    assert len(saved) == WRITERS
    assert sorted(one.weights["a"] for one in saved) == [n + 1.0 for n in range(WRITERS)]
    assert {one.saved_by for one in saved} == {f"Seller {n}" for n in range(WRITERS)}
    assert_whole(workspace)


def test_of_twenty_saves_from_the_same_version_one_wins_and_the_others_are_told(
    tmp_path: Path,
) -> None:
    workspace = Workspace(tmp_path, "x")
    workspace.save_weight_set("growth", {"a": 0.5}, based_on=None)
    said = at_once(SAVE_ONCE, tmp_path)
    assert sorted(said) == ["changed 2 1"] * (WRITERS - 1) + ["saved"]
    newest = workspace.weight_set("growth")
    assert newest is not None
    assert newest.version == 2
    assert newest.saved_by == f"Seller {said.index('saved')}"
    assert_whole(workspace)


def test_a_kill_at_any_moment_leaves_the_file_whole_and_keeps_what_was_saved(
    tmp_path: Path,
) -> None:
    workspace = Workspace(tmp_path, "x")
    chance = random.Random(20251130)
    saved_before = 0
    for _ in range(8):
        with subprocess.Popen(
            [sys.executable, "-c", SAVE_FOR_EVER, os.fspath(tmp_path), "0"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        ) as writer:
            assert writer.stdin is not None
            assert writer.stdout is not None
            writer.stdout.readline()
            writer.stdin.write("go\n")
            writer.stdin.flush()
            for _ in range(chance.randint(1, 12)):
                writer.stdout.readline()
            spin(chance.randint(0, 60_000))
            writer.send_signal(signal.SIGKILL)
            reported = [int(line) for line in writer.stdout.read().split()]
        assert_whole(workspace)
        kept = len(workspace.versions("growth"))
        assert kept > saved_before
        assert kept >= max(reported, default=0)
        saved_before = kept


def spin(turns: int) -> None:
    """Let a little time pass that falls anywhere within a save (some ms)."""
    for _ in range(turns):
        pass
