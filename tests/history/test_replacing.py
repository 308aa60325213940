"""Data is replaced under twenty readers, and none of them is ever told what never was."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from kamtui.errors import Failed
from kamtui.history.manifest import (
    DataFile,
    Manifest,
    next_generation,
    sha256_of,
    write_manifest,
)
from kamtui.portfolio.opening import Portfolio, open_portfolio, settled

READERS = 20
GENERATIONS = 6
LINES = 4_000
AS_OF = date(2025, 3, 1)

COLUMNS = {
    "accounts": {"account_id": "VARCHAR", "name": "VARCHAR"},
    "order_lines": {
        "account_id": "VARCHAR",
        "order_id": "VARCHAR",
        "ordered_on": "DATE",
        "net": "DECIMAL(18,2)",
    },
}

# In each generation every line has the amount that is the generation's number, so an answer in
# which two amounts meet, or a number of lines that no generation has, was never true.
QUESTION = "SELECT min(net), max(net), count(*), sum(net) FROM order_lines"


def tables(number: int) -> dict[str, pa.Table]:
    n = LINES + number
    return {
        "accounts": pa.table({"account_id": ["a"], "name": [f"Generation {number}"]}),
        "order_lines": pa.table(
            {
                "account_id": ["a"] * n,
                "order_id": [str(line) for line in range(n)],
                "ordered_on": pa.array([AS_OF] * n, pa.date32()),
                "net": pa.array([Decimal(number)] * n, pa.decimal128(18, 2)),
            }
        ),
    }


def write_generation(folder: Path, number: int) -> None:
    """Replace the history as kamtui import does: new files, then the manifest."""
    generation = next_generation(folder)
    files: list[DataFile] = []
    for name, table in tables(number).items():
        path = folder / name / f"part-{generation}-0.parquet"
        path.parent.mkdir(parents=True, exist_ok=True)
        pq.write_table(table, path, row_group_size=500)
        relative = path.relative_to(folder).as_posix()
        size = path.stat().st_size
        files.append(DataFile(name, relative, table.num_rows, size, sha256_of(path)))
    newest = {"order_lines": AS_OF.isoformat()}
    manifest = Manifest(generation, "2025-03-01T00:00:00Z", tuple(files), COLUMNS, newest)
    write_manifest(folder, manifest)


def replace_files(folder: Path, number: int) -> None:
    """Replace the files by rename, as other programs do."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, table in tables(number).items():
        aside = folder / f".{name}.aside"
        pq.write_table(table, aside, row_group_size=500)
        aside.replace(folder / f"{name}.parquet")


def answer(portfolio: Portfolio) -> tuple[Decimal, Decimal, int, Decimal]:
    portfolio.engine.need(["order_lines"])
    (row,) = portfolio.engine.run(QUESTION).all_rows()
    return row


def is_true(row: tuple[Decimal, Decimal, int, Decimal]) -> bool:
    low, high, count, total = row
    return low == high and count == LINES + int(low) and total == low * count


@pytest.mark.parametrize("write", [write_generation, replace_files])
def test_twenty_readers_find_no_wrong_answer(
    tmp_path: Path, write: Callable[[Path, int], None]
) -> None:
    folder = tmp_path / "history"
    write(folder, 1)
    stop = threading.Event()
    answers: list[tuple[Decimal, Decimal, int, Decimal]] = []
    trouble: list[BaseException] = []

    def read() -> None:
        environment = {"KAMTUI_CACHE": "off", "KAMTUI_THREADS": "1"}
        while not stop.is_set():
            try:
                portfolio = open_portfolio(folder, as_of=AS_OF, environment=environment)
                answers.append(settled(portfolio, answer))
            except Failed:
                continue  # the files changed faster than they could be read, and it said so
            except BaseException as error:
                trouble.append(error)
                return

    readers = [threading.Thread(target=read) for _ in range(READERS)]
    for reader in readers:
        reader.start()
    for number in range(2, GENERATIONS + 1):
        asked = len(answers) + READERS
        write(folder, number)
        deadline = time.monotonic() + 20
        while len(answers) < asked and not trouble and time.monotonic() < deadline:
            stop.wait(0.01)
    stop.set()
    for reader in readers:
        reader.join()
    assert not trouble
    assert len(answers) >= READERS
    assert [row for row in answers if not is_true(row)] == []
    assert len({row[0] for row in answers}) > 1


def test_a_reader_keeps_the_generation_that_it_opened(tmp_path: Path) -> None:
    folder = tmp_path / "history"
    write_generation(folder, 1)
    portfolio = open_portfolio(folder, environment={"KAMTUI_CACHE": "off"})
    assert portfolio.history.is_current()
    write_generation(folder, 2)
    assert answer(portfolio)[0] == 1
    assert not portfolio.history.is_current()
    assert answer(portfolio.reopened())[0] == 2


def test_a_watched_history_is_asked_again_when_its_files_change(tmp_path: Path) -> None:
    folder = tmp_path / "history"
    replace_files(folder, 1)
    portfolio = open_portfolio(folder, environment={"KAMTUI_CACHE": "off"})
    assert portfolio.history.is_current()
    replace_files(folder, 2)
    assert not portfolio.history.is_current()
    assert settled(portfolio, answer)[0] == 2


def test_a_history_that_never_rests_says_so(tmp_path: Path) -> None:
    folder = tmp_path / "history"
    replace_files(folder, 1)
    portfolio = open_portfolio(folder, environment={"KAMTUI_CACHE": "off"})
    numbers = iter(range(2, 100))

    def meanwhile(current: Portfolio) -> object:
        replace_files(folder, next(numbers))
        return answer(current)

    with pytest.raises(Failed, match="change faster than they can be read"):
        settled(portfolio, meanwhile)


def test_generations_of_two_processes_never_share_a_name(tmp_path: Path) -> None:
    command = [
        sys.executable,
        "-c",
        "import sys; from pathlib import Path; from kamtui.history.manifest import *;"
        "print(next_generation(Path(sys.argv[1])))",
        str(tmp_path),
    ]
    names = {
        subprocess.run(command, capture_output=True, text=True, check=True, env=os.environ).stdout
        for _ in range(3)
    }
    assert len(names) == 3
