"""kamtui import as a user meets it: what it says, where, and how it ends."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from support.importing import LINES, Workshop

from kamtui.history.importing.generations import only_writer

SALES = f'[sources.lines]\npath = "lines.csv"\n{LINES}'


@pytest.fixture
def workshop(tmp_path: Path) -> Workshop:
    shop = Workshop(tmp_path)
    shop.write("lines.csv", "account,number,on_day,net\nA1,R1,2024-01-31,10\n,R2,2024-01-31,5\n")
    shop.map(SALES)
    return shop


def kamtui(*arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "kamtui", *arguments],
        cwd=cwd,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


def test_the_summary_is_on_stderr_and_stdout_is_empty(workshop: Workshop) -> None:
    ended = kamtui("import", "map.toml", "--out", "history", cwd=workshop.folder)
    assert ended.returncode == 0
    assert ended.stdout == ""
    told = ended.stderr.splitlines()
    assert told[0] == "order_lines: 2 read, 1 written, 1 rejected (no account_id: 1)"
    assert told[1].startswith("warning: order_lines: 1 rows of accounts that the history does not")
    assert told[2] == "warning: the history still lacks accounts"
    assert told[3].startswith("rejected rows and reasons: history/rejected-")
    assert told[4].endswith("is in place")


@pytest.mark.parametrize(
    ("arguments", "code", "told"),
    [
        ((), 2, "no mapping was named"),
        (("map.toml",), 2, "--out is missing"),
        (("mop.toml", "--out", "h"), 2, "mop.toml: there is no such mapping"),
        (("map.toml", "--out", "h", "--max-rejects", "many"), 2, "neither a number of rows"),
        (("map.toml", "--out", "h", "--max-rejects", "-1"), 2, "neither a number of rows"),
        (("map.toml", "--out", "h", "--max-rejects", "0"), 1, "more than the 0 allowed"),
        (("map.toml", "--out", "h", "--max-rejects", "49.9%"), 1, "more than the 49.9% allowed"),
        (("map.toml", "--out", "h", "--max-rejects", "50%"), 0, "is in place"),
        (("map.toml", "--out", "h", "--source", "lines=no.csv"), 2, "there is no file no.csv"),
        (("map.toml", "--out", "h", "--source", "line=lines.csv"), 2, "did you mean lines?"),
        (("--show", "semicolon"), 2, "did you mean semicolon_csv?"),
    ],
)
def test_how_it_ends(workshop: Workshop, arguments: tuple[str, ...], code: int, told: str) -> None:
    ended = kamtui("import", *arguments, cwd=workshop.folder)
    assert (ended.returncode, ended.stdout) == (code, "")
    assert told in ended.stderr
    assert "Traceback" not in ended.stderr


def test_a_second_import_ends_with_5_and_a_way_out_with_4(workshop: Workshop) -> None:
    workshop.out.mkdir()
    with only_writer(workshop.out):
        ended = kamtui("import", "map.toml", "--out", "history", cwd=workshop.folder)
    assert ended.returncode == 5
    workshop.map(SALES.replace("amount(net)", "(SELECT 1)"))
    assert kamtui("import", "map.toml", "--out", "history", cwd=workshop.folder).returncode == 4


def test_a_source_can_be_read_from_elsewhere(workshop: Workshop) -> None:
    (workshop.folder / "else").mkdir()
    workshop.write("else/other.csv", "account,number,on_day,net\nA7,R1,2024-01-31,10\n")
    ended = kamtui(
        "import", "../map.toml", "--out", "../history", "--source", "lines=oth*.csv",
        "--rejects", "../aside", cwd=workshop.folder / "else",
    )  # fmt: skip
    assert ended.returncode == 0, ended.stderr
    assert [row["account_id"] for row in workshop.rows("order_lines")] == ["A7"]
    assert not (workshop.folder / "aside").exists()


def test_rejects_are_put_where_they_are_wanted(workshop: Workshop) -> None:
    kamtui("import", "map.toml", "--out", "history", "--rejects", "aside", cwd=workshop.folder)
    (path,) = (workshop.folder / "aside").rglob("*.csv")
    assert path.name == "order_lines.lines.csv"
    assert not list(workshop.out.glob("rejected-*"))


def test_show_prints_a_mapping_that_can_be_started_from(workshop: Workshop) -> None:
    ended = kamtui("import", "--show", "semicolon_csv", cwd=workshop.folder)
    assert ended.returncode == 0
    workshop.write("mine.toml", ended.stdout)
    again = kamtui("import", "mine.toml", "--out", "h", cwd=workshop.folder)
    assert again.returncode == 2
    assert "mine.toml: sources.customers.path: there is no file customers.csv" in again.stderr
