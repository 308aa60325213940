"""An import is there whole or not at all, and touches nothing of what was there before."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from datetime import date
from pathlib import Path

import pytest
from support.importing import LINES, Workshop

from kamtui.errors import BrokenContract, ChangedMeanwhile, Failed, NotAllowed, WrongUsage
from kamtui.history.importing import generations, running
from kamtui.history.importing.generations import new_generation, only_writer
from kamtui.history.importing.running import ImportRequest, import_history
from kamtui.history.manifest import read_manifest, sha256_of, write_manifest
from kamtui.history.opening import open_history

ACCOUNTS = """
[sources.a]
path = "a.csv"
[tables.accounts]
source = "a"
columns = {account_id = "id", name = "name"}
"""
SALES = f'[sources.lines]\npath = "lines.csv"\n{LINES}'
CONTACTS = """
[sources.c]
path = "c.csv"
[tables.contacts]
source = "c"
columns = {account_id = "a", contacted_at = "at"}
"""


@pytest.fixture
def workshop(tmp_path: Path) -> Workshop:
    shop = Workshop(tmp_path)
    shop.write("a.csv", "id,name\nA1,Norra\n")
    shop.write("lines.csv", "account,number,on_day,net\nA1,R1,2024-01-31,10\nA1,R2,2024-02-29,5\n")
    shop.write("c.csv", "a,at\nA1,2024-03-01\n")
    return shop


def test_the_manifest_names_what_was_written_with_its_sums(workshop: Workshop) -> None:
    report = workshop.run(ACCOUNTS + SALES)
    manifest = read_manifest(workshop.out)
    assert manifest is not None
    assert manifest.generation == report.generation
    assert manifest.newest_day("order_lines") == date(2024, 2, 29)
    for file in manifest.files:
        path = workshop.out / file.path
        assert file.path == f"{file.table}/part-{report.generation}-0.parquet"
        assert (file.bytes, file.sha256) == (path.stat().st_size, sha256_of(path))
    assert {file.table: file.rows for file in manifest.files} == {"accounts": 1, "order_lines": 2}


def test_an_import_replaces_its_tables_and_keeps_the_others(workshop: Workshop) -> None:
    first = workshop.run(ACCOUNTS + SALES)
    reader = open_history(workshop.out)
    second = workshop.run(CONTACTS)
    assert second.generation > first.generation
    assert second.kept == ("accounts", "order_lines")
    assert [len(workshop.rows(name)) for name in ("accounts", "order_lines", "contacts")] == [
        1,
        2,
        1,
    ]
    assert open_history(workshop.out).newest.keys() == {"order_lines", "contacts"}
    assert all(path.exists() for path in reader.paths)
    assert not reader.is_current()


def test_replace_leaves_the_others_out(workshop: Workshop) -> None:
    workshop.run(ACCOUNTS + SALES)
    report = workshop.run(CONTACTS, replace_all=True)
    assert report.kept == ()
    assert report.missing == ("accounts", "order_lines")
    with pytest.raises(BrokenContract, match="accounts is missing"):
        open_history(workshop.out)


def test_a_table_of_no_rows_is_there_and_empty(workshop: Workshop) -> None:
    workshop.write("lines.csv", "account,number,on_day,net\n")
    workshop.run(ACCOUNTS + SALES)
    assert workshop.rows("order_lines") == []
    assert open_history(workshop.out).missing_tables[0] == "contacts"


def test_an_error_at_any_step_leaves_what_was_there(
    workshop: Workshop, monkeypatch: pytest.MonkeyPatch
) -> None:
    workshop.run(ACCOUNTS + SALES)
    before = workshop.everything()
    whole = generations.write_manifest
    steps = ["open_source", "move_rejects", "_moved", "_write_settings", "write_manifest"]
    for step in steps:
        with monkeypatch.context() as patched:
            module = running if hasattr(running, step) else generations

            def full(*_: object, **__: object) -> None:
                raise OSError(28, "No space left on device")

            patched.setattr(module, step, full)
            with pytest.raises(Failed, match="No space left on device"):
                workshop.run(ACCOUNTS + SALES)
        assert workshop.everything() == before, step
        assert generations.write_manifest is whole


def test_an_error_in_a_first_import_leaves_no_folder(
    workshop: Workshop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        generations, "_write_settings", lambda *_: (_ for _ in ()).throw(OSError(28, "full"))
    )
    with pytest.raises(Failed):
        workshop.run(ACCOUNTS + SALES)
    assert workshop.everything() == {}


def test_a_second_import_at_once_is_turned_away(workshop: Workshop) -> None:
    workshop.run(ACCOUNTS + SALES)
    before = workshop.everything()
    with only_writer(workshop.out), pytest.raises(ChangedMeanwhile, match="another import"):
        workshop.run(ACCOUNTS + SALES)
    assert workshop.everything() == before
    workshop.run(ACCOUNTS + SALES)


def test_a_generation_that_another_writer_brought_meanwhile_is_not_overwritten(
    workshop: Workshop, monkeypatch: pytest.MonkeyPatch
) -> None:
    workshop.run(ACCOUNTS + SALES)
    manifest = read_manifest(workshop.out)
    assert manifest is not None
    opened = running.open_source

    def meanwhile(*args: object) -> object:
        write_manifest(workshop.out, type(manifest)("9" * 20, "", manifest.files, {}, {}))
        return opened(*args)  # type: ignore[arg-type]

    monkeypatch.setattr(running, "open_source", meanwhile)
    with pytest.raises(ChangedMeanwhile, match="another generation"):
        workshop.run(ACCOUNTS + SALES)
    current = read_manifest(workshop.out)
    assert current is not None
    assert current.generation == "9" * 20


def test_a_source_that_changes_while_it_is_read_is_not_imported(
    workshop: Workshop, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = running.open_source

    def meanwhile(*args: object) -> object:
        source = opened(*args)  # type: ignore[arg-type]
        workshop.write("a.csv", "id,name\nA1,Norra\nA2,Later\n")
        return source

    monkeypatch.setattr(running, "open_source", meanwhile)
    with pytest.raises(ChangedMeanwhile, match="changed while it was read"):
        workshop.run(ACCOUNTS + SALES)
    assert not workshop.out.exists()


def test_tables_without_a_manifest_are_not_hidden(workshop: Workshop) -> None:
    workshop.out.mkdir()
    (workshop.out / "accounts.parquet").write_bytes(b"whatever")
    with pytest.raises(WrongUsage, match="holds table accounts without a manifest"):
        workshop.run(ACCOUNTS + SALES)


def test_made_up_customers_are_not_mixed_with_real_ones(workshop: Workshop) -> None:
    workshop.out.mkdir()
    (workshop.out / "history.toml").write_text('name = "Made up"\nmade_up = true\n')
    with pytest.raises(NotAllowed, match="made-up company"):
        workshop.run(ACCOUNTS + SALES)


def test_what_a_killed_import_left_is_removed_by_the_next(workshop: Workshop) -> None:
    workshop.run(ACCOUNTS + SALES)
    left = workshop.out / ".import-00000000000000000001"
    left.mkdir()
    (left / "big.parquet").write_bytes(b"half")
    orphan = workshop.out / "order_lines" / "part-00000000000000000001-0.parquet"
    orphan.write_bytes(b"whole, and named by no manifest")
    fresh = workshop.out / "order_lines" / "part-00000000000000000002-0.parquet"
    fresh.write_bytes(b"a reader may have it open")
    long_ago = date(2020, 1, 1).toordinal() * 86_400 - 62_135_683_200
    os.utime(orphan, (long_ago, long_ago))
    workshop.run(ACCOUNTS + SALES)
    assert not left.exists()
    assert not orphan.exists()
    assert fresh.exists()


def test_a_folder_that_cannot_be_written_is_said_so(workshop: Workshop) -> None:
    workshop.write("history", "a file")
    with pytest.raises(Failed, match="cannot be written"):
        workshop.run(ACCOUNTS + SALES)


PROGRAM = (
    "import sys; from pathlib import Path\n"
    "from kamtui.history.importing.running import ImportRequest, import_history\n"
    "told = lambda what, share: print(what, flush=True)\n"
    "import_history(ImportRequest(Path(sys.argv[1]), Path(sys.argv[2]), {}), told)\n"
)


def _stopped(workshop: Workshop, mapping: Path, at: str, how: signal.Signals) -> int:
    """Import in another process, send it a signal when it says that it is at `at`."""
    with subprocess.Popen(
        [sys.executable, "-c", PROGRAM, str(mapping), str(workshop.out)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        for line in process.stdout:
            if line.strip() == at:
                process.send_signal(how)
                break
        process.communicate()
    return process.returncode


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGINT])
def test_an_end_at_any_moment_leaves_one_whole_generation(
    workshop: Workshop, how: signal.Signals
) -> None:
    rows = "".join(f"A1,R{n},2024-01-31,1\n" for n in range(60_000))
    workshop.write("lines.csv", "account,number,on_day,net\n" + rows)
    workshop.run(ACCOUNTS + SALES)
    before = workshop.everything()
    workshop.write("lines.csv", "account,number,on_day,net\n" + rows.replace(",1\n", ",2\n"))
    mapping = workshop.map(ACCOUNTS + SALES)
    for at in ("reading lines", "checking order_lines", "writing order_lines"):
        assert _stopped(workshop, mapping, at, how) == -how
        assert {name: workshop.everything()[name] for name in before} == before
        left = list(workshop.out.glob(".import-*"))
        assert how == signal.SIGKILL or left == []
    import_history(ImportRequest(mapping, workshop.out, {}))
    assert {row["net"] for row in workshop.rows("order_lines")} == {2}
    assert not list(workshop.out.glob(".import-*"))


def test_readers_see_one_whole_generation_while_imports_follow_each_other(
    workshop: Workshop,
) -> None:
    """Every import writes as many lines as the net of each says: a mixture would not fit."""

    def sales(number: int) -> None:
        lines = "".join(f"A1,R{n},2024-01-31,{number}\n" for n in range(number))
        workshop.write("lines.csv", "account,number,on_day,net\n" + lines)
        workshop.run(ACCOUNTS + SALES)

    sales(1)
    wrong: list[object] = []
    stop = threading.Event()

    def read() -> None:
        while not stop.is_set():
            nets = [row["net"] for row in workshop.rows("order_lines")]
            if any(net != len(nets) for net in nets):
                wrong.append(nets)

    readers = [threading.Thread(target=read) for _ in range(3)]
    for reader in readers:
        reader.start()
    try:
        for number in range(2, 8):
            sales(number)
    finally:
        stop.set()
        for reader in readers:
            reader.join()
    assert wrong == []


def test_nothing_is_published_by_a_generation_that_is_only_begun(workshop: Workshop) -> None:
    started = time.time_ns()
    with new_generation(workshop.out) as generation:
        assert int(generation.name) >= started
        assert generation.staging.parent == workshop.out
    assert not workshop.out.exists()
