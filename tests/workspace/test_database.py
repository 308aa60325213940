"""The file: made by the first write, whole whatever happens, refused when it is not ours."""

from __future__ import annotations

import os
import sqlite3
import stat
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from kamtui.errors import Failed, NotAllowed, WrongUsage
from kamtui.workspace import migrations
from kamtui.workspace.database import Database
from kamtui.workspace.store import Workspace


def save(workspace: Workspace, weight: float = 1, based_on: int | None = None) -> None:
    workspace.save_weight_set("growth", {"a": weight}, based_on=based_on)


def modes(folder: Path) -> tuple[int, int]:
    file = folder / "workspace.sqlite"
    return stat.S_IMODE(folder.stat().st_mode), stat.S_IMODE(file.stat().st_mode)


def test_the_first_save_makes_a_private_file_in_wal_mode(workspace: Workspace) -> None:
    save(workspace)
    assert modes(workspace.folder) == (0o700, 0o600)
    with closing(sqlite3.connect(workspace.database.file)) as connection:
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
        assert connection.execute("PRAGMA user_version").fetchone() == (len(migrations.MIGRATIONS),)


def test_a_folder_shared_with_a_group_holds_a_file_shared_with_it(tmp_path: Path) -> None:
    folder = tmp_path / "shared"
    folder.mkdir()
    folder.chmod(0o770)
    save(Workspace(folder, "x"))
    assert modes(folder) == (0o770, 0o660)


def test_an_empty_file_left_by_a_crash_is_an_empty_workspace(workspace: Workspace) -> None:
    workspace.folder.mkdir()
    workspace.database.file.touch()
    assert workspace.weight_sets() == ()
    assert workspace.database.file.stat().st_size == 0
    save(workspace)
    assert len(workspace.weight_sets()) == 1


def test_a_file_from_a_newer_kamtui_is_refused_and_left_as_it_is(workspace: Workspace) -> None:
    save(workspace)
    with closing(sqlite3.connect(workspace.database.file)) as connection:
        connection.execute("PRAGMA user_version = 99")
    before = workspace.database.file.read_bytes()
    with pytest.raises(Failed, match=r"newer kamtui \(workspace version 99"):
        workspace.weight_sets()
    with pytest.raises(Failed, match="newer kamtui"):
        save(workspace, 2, based_on=1)
    assert workspace.database.file.read_bytes() == before


def test_a_file_from_an_older_kamtui_reads_as_migrated_and_changes_with_the_first_write(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    save(workspace)
    before = workspace.database.file.read_bytes()
    later = (
        "ALTER TABLE weight_sets ADD COLUMN approved_by TEXT NOT NULL DEFAULT 'nobody'",
        "CREATE TABLE plans (account TEXT PRIMARY KEY)",
    )
    steps = (*migrations.MIGRATIONS, later)
    monkeypatch.setattr("kamtui.workspace.migrations.MIGRATIONS", steps)
    monkeypatch.setattr("kamtui.workspace.database.MIGRATIONS", steps)

    def approved(connection: sqlite3.Connection) -> list[tuple[str, str]]:
        return connection.execute("SELECT name, approved_by FROM weight_sets").fetchall()

    assert workspace.database.read(approved) == [("growth", "nobody")]
    assert workspace.database.file.read_bytes() == before
    workspace.keep_setting("theme", "dark")
    assert workspace.database.read(migrations_done) == len(steps)
    assert workspace.database.read(approved) == [("growth", "nobody")]


def migrations_done(connection: sqlite3.Connection) -> int:
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def test_a_migration_that_fails_leaves_the_old_schema(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    save(workspace)
    broken = (*migrations.MIGRATIONS, ("CREATE TABLE plans (a)", "CREATE TABLE plans (a)"))
    with monkeypatch.context() as patched:
        patched.setattr("kamtui.workspace.migrations.MIGRATIONS", broken)
        patched.setattr("kamtui.workspace.database.MIGRATIONS", broken)
        with pytest.raises(Failed, match="plans already exists"):
            save(workspace, 2, based_on=1)
    assert workspace.database.read(migrations_done) == len(migrations.MIGRATIONS)
    assert len(workspace.versions("growth")) == 1


def test_a_sqlite_file_of_something_else_is_refused_and_left_as_it_is(
    workspace: Workspace,
) -> None:
    workspace.folder.mkdir()
    with closing(sqlite3.connect(workspace.database.file)) as connection:
        connection.execute("CREATE TABLE bookmarks (url)")
    before = workspace.database.file.read_bytes()
    for attempt in (workspace.weight_sets, lambda: save(workspace)):
        with pytest.raises(Failed, match="not a workspace of kamtui"):
            attempt()
    assert workspace.database.file.read_bytes() == before


@pytest.mark.parametrize("damage", ["text", "torn"])
def test_a_damaged_file_is_named_and_left_as_it_is(workspace: Workspace, damage: str) -> None:
    file = workspace.database.file
    if damage == "text":
        workspace.folder.mkdir()
        file.write_text("no database\n" * 500)
    else:
        save(workspace)
        whole = file.read_bytes()
        file.write_bytes(whole[:4096] + b"\xff" * (len(whole) - 4096))
    before = file.read_bytes()
    for attempt in (workspace.weight_sets, lambda: save(workspace)):
        with pytest.raises(Failed, match=r"workspace\.sqlite: is damaged"):
            attempt()
    assert file.read_bytes() == before


def test_a_workspace_that_is_a_file_is_wrong_usage(tmp_path: Path) -> None:
    (tmp_path / "desk").write_text("x")
    workspace = Workspace(tmp_path / "desk", "x")
    for attempt in (workspace.weight_sets, lambda: save(workspace)):
        with pytest.raises(WrongUsage, match="desk: is not a folder"):
            attempt()


def test_a_folder_in_the_place_of_the_file_is_an_error(workspace: Workspace) -> None:
    workspace.database.file.mkdir(parents=True)
    for attempt in (workspace.weight_sets, lambda: save(workspace)):
        with pytest.raises((Failed, NotAllowed), match=r"workspace\.sqlite"):
            attempt()


def test_a_locked_file_is_waited_for_and_then_said_to_be_locked(workspace: Workspace) -> None:
    save(workspace)
    hasty = replace(workspace.database, busy_seconds=0.01, patience_seconds=0.05)
    with closing(sqlite3.connect(workspace.database.file, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(Failed, match="is locked by another program"):
            hasty.write(lambda connection: connection.execute("SELECT 1"))
        assert len(workspace.weight_sets()) == 1
        other.execute("ROLLBACK")
    hasty.write(lambda connection: connection.execute("SELECT 1"))


def test_a_save_waits_beyond_what_sqlite_waits_itself(workspace: Workspace) -> None:
    save(workspace)
    hasty = Workspace(workspace.folder, "x", workspace.now)
    object.__setattr__(hasty, "database", replace(workspace.database, busy_seconds=0.0))
    holder = sqlite3.connect(workspace.database.file, isolation_level=None, check_same_thread=False)
    holder.execute("BEGIN IMMEDIATE")
    release = threading.Timer(0.1, lambda: holder.execute("ROLLBACK"))
    release.start()
    save(hasty, 2, based_on=1)
    release.join()
    holder.close()
    assert len(workspace.versions("growth")) == 2


def test_one_workspace_serves_many_threads(workspace: Workspace) -> None:
    def keep(name: str) -> None:
        workspace.save_weight_set(name, {"a": 1}, based_on=None)

    with ThreadPoolExecutor(8) as threads:
        list(threads.map(keep, (f"set {n}" for n in range(8))))
    assert len(workspace.weight_sets()) == 8


# -- where nothing can be written ------------------------------------------------------------


def test_a_read_only_folder_still_reads_and_says_why_it_cannot_save(strict_folder: Path) -> None:
    workspace = Workspace(strict_folder, "x")
    save(workspace)
    assert [p.name for p in strict_folder.iterdir()] == ["workspace.sqlite"]
    strict_folder.chmod(0o555)
    assert [one.weights for one in workspace.weight_sets()] == [{"a": 1.0}]
    with pytest.raises(NotAllowed, match="folder of the workspace is read-only") as refused:
        save(workspace, 2, based_on=1)
    assert "--workspace" in str(refused.value)
    with pytest.raises(NotAllowed):
        workspace.keep_draft("history", "growth", 1, {"a": 2})
    assert len(workspace.versions("growth")) == 1


def test_a_read_only_file_still_reads_and_says_why_it_cannot_save(strict_folder: Path) -> None:
    workspace = Workspace(strict_folder, "x")
    save(workspace)
    workspace.database.file.chmod(0o444)
    for _ in range(2):  # a reader may leave an empty -wal and -shm beside it
        assert len(workspace.weight_sets()) == 1
        with pytest.raises(NotAllowed, match="workspace is read-only"):
            save(workspace, 2, based_on=1)


def test_what_a_killed_writer_left_in_the_wal_is_read_in_a_read_only_folder(
    strict_folder: Path,
) -> None:
    workspace = Workspace(strict_folder, "x")
    save(workspace)
    writer = sqlite3.connect(workspace.database.file, isolation_level=None)
    writer.execute("PRAGMA wal_autocheckpoint = 0")
    writer.execute("INSERT INTO settings VALUES ('x', 'theme', '\"late\"')")
    copy = strict_folder / "copy"
    copy.mkdir()
    for ending in ("", "-wal"):
        name = f"workspace.sqlite{ending}"
        (copy / name).write_bytes((strict_folder / name).read_bytes())
    writer.close()
    copy.chmod(0o555)
    assert Workspace(copy, "x").setting("theme") == "late"


def test_a_folder_that_cannot_be_made_reads_as_empty_and_cannot_save(strict_folder: Path) -> None:
    strict_folder.chmod(0o555)
    workspace = Workspace(strict_folder / "a" / "b", "x")
    assert workspace.weight_sets() == ()
    with pytest.raises(NotAllowed, match="permission denied"):
        save(workspace)


def test_a_folder_that_may_not_be_entered_is_not_taken_for_an_empty_one(
    strict_folder: Path,
) -> None:
    workspace = Workspace(strict_folder / "desk", "x")
    save(workspace)
    workspace.folder.chmod(0o000)
    with pytest.raises(NotAllowed, match="permission denied"):
        workspace.weight_sets()


def test_a_file_that_may_not_be_read_is_not_taken_for_an_empty_one(strict_folder: Path) -> None:
    workspace = Workspace(strict_folder, "x")
    save(workspace)
    workspace.database.file.chmod(0o000)
    with pytest.raises(NotAllowed, match="may not be read"):
        workspace.weight_sets()


def test_a_full_disk_is_said_and_loses_nothing(workspace: Workspace) -> None:
    save(workspace)
    script = (
        "import resource, sys; from pathlib import Path\n"
        "from kamtui.errors import Failed; from kamtui.workspace.store import Workspace\n"
        "workspace = Workspace(Path(sys.argv[1]), 'x')\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (24_000, 24_000))\n"
        "try:\n"
        "    for n in range(1, 5000):\n"
        "        workspace.save_weight_set('growth', {'a': n + 1}, based_on=n)\n"
        "except Failed as error: print(n, error.message)\n"
    )
    ran = subprocess.run(
        [sys.executable, "-c", script, os.fspath(workspace.folder)],
        check=True,
        capture_output=True,
        text=True,
    )
    refused, message = ran.stdout.split(" ", 1)
    assert "workspace.sqlite" in message
    assert [one.version for one in workspace.versions("growth")] == list(range(int(refused), 0, -1))
    save(workspace, 0.5, based_on=int(refused))


def test_a_reader_changes_no_file(workspace: Workspace) -> None:
    save(workspace)
    before = workspace.database.file.read_bytes()
    Database(workspace.database.file).read(lambda connection: None)
    with pytest.raises(NotAllowed):
        workspace.database.read(lambda connection: connection.execute("CREATE TABLE x (a)"))
    assert [path.name for path in workspace.folder.iterdir()] == ["workspace.sqlite"]
    assert workspace.database.file.read_bytes() == before
