"""`kamtui check`, through the command that users type: what breaks a history and how it ends."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
import subprocess
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from kamtui.history.checking.findings import RULES
from kamtui.history.contract import TABLES
from kamtui.history.manifest import MANIFEST
from kamtui.portfolio.contract_rows import contract_rows

COLUMNS = [
    "severity",
    "rule",
    "table",
    "column",
    "rows",
    "share",
    "examples",
    "effect",
    "newest_on",
    "age_days",
]
Row = dict[str, Any]


@pytest.fixture
def sample(tmp_path: Path, root: Path) -> Path:
    """A copy of the sample data, which has a manifest."""
    return Path(shutil.copytree(root / "sample_data", tmp_path / "sample"))


@pytest.fixture
def check(kamtui: Callable[..., Any]) -> Callable[..., tuple[int, list[Row], str]]:
    """A function that runs `kamtui check` and returns its exit code, its rows and stderr."""

    def check(*arguments: object) -> tuple[int, list[Row], str]:
        ended = kamtui("check", *arguments, "--format", "json")
        return ended.code, json.loads(ended.out), ended.err

    return check


Check = Callable[..., tuple[int, list[Row], str]]


def broken(rows: list[Row]) -> dict[tuple[str, str | None, str | None], str]:
    """What breaks the history: rule, table and column, with what was found."""
    assert {row["severity"] for row in rows} == {"broken"}
    return {(row["rule"], row["table"], row["column"]): row["examples"] for row in rows}


def file_of(folder: Path, table: str) -> Path:
    (path,) = (folder / table).glob("*.parquet")
    return path


def test_the_sample_data_can_be_used(check: Check) -> None:
    code, rows, err = check("sample")
    assert code == 0
    assert list(rows[0]) == COLUMNS
    assert {row["severity"] for row in rows} <= {"finding", "note"}
    assert err.startswith("kamtui: the history ")


def test_findings_end_well_and_are_summed_up(
    check: Check, make_history: Callable[..., Path]
) -> None:
    account = {"account_id": "A1", "name": "Norra Brygga"}
    order = {"account_id": "A1", "order_id": "O1", "ordered_on": date(2025, 2, 3), "net": 1.0}
    tables = {"accounts": [account, {**account, "name": ""}], "order_lines": [order]}
    code, rows, err = check(make_history(tables))
    assert code == 0
    assert [row["rule"] for row in rows if row["severity"] == "finding"] == [
        "no_value",
        "duplicate_key",
    ]
    assert err == "kamtui: the history can be used; 2 findings\n"
    tables["accounts"].pop()
    code, rows, err = check(make_history(tables, name="sound"))
    assert (code, {row["severity"] for row in rows}) == (0, {"note"})
    assert err == "kamtui: the history keeps the contract, and nothing in it is doubtful\n"


def test_every_missing_table_column_and_wrong_type_is_listed(
    check: Check, make_history: Callable[..., Path]
) -> None:
    folder = make_history(
        {
            "accounts": [{"account_id": "A1", "key_account": "yes"}],
            "offers": [{"account_id": "A1", "offer_id": "F1", "amount": "12"}],
            "invoices": [{"account_id": 1.5}],
        }
    )
    code, rows, err = check(folder)
    assert code == 3
    found = broken(rows)
    assert set(found) == {
        ("missing_table", "order_lines", None),
        ("wrong_type", "accounts", "key_account"),
        ("wrong_type", "offers", "amount"),
        ("wrong_type", "invoices", "account_id"),
    }
    assert "accounts.parquet: VARCHAR, expected flag" in found["wrong_type", "accounts",
                                                              "key_account"]  # fmt: skip
    assert err.splitlines() == [
        f"kamtui: {folder}: order_lines: expected order_lines.parquet or a folder order_lines/ "
        "(a line of an order; a return or credit has a negative quantity and amount)",
        "  and 3 more things",
    ]


def test_every_missing_column_is_listed(check: Check, make_history: Callable[..., Path]) -> None:
    folder = make_history(
        {"accounts": [{"account_id": "A1"}], "order_lines": [{"Account_ID": "A1", "NET": 1.0}]}
    )
    code, rows, _ = check(folder)
    assert code == 3
    assert set(broken(rows)) == {
        ("missing_column", "accounts", "name"),
        ("missing_column", "order_lines", "order_id"),
        ("missing_column", "order_lines", "ordered_on"),
    }


@pytest.mark.parametrize("what", ["nothing there", "a file", "an empty folder"])
def test_no_history_at_all(check: Check, tmp_path: Path, what: str) -> None:
    place = tmp_path / "place"
    if what == "a file":
        place.write_text("hello")
    if what == "an empty folder":
        place.mkdir()
    code, rows, err = check(place)
    assert code == 3
    assert [key[0] for key in broken(rows)] == ["no_history"]
    assert str(place) in err


def test_no_history_named_is_wrong_usage(kamtui: Callable[..., Any]) -> None:
    ended = kamtui("check")
    assert (ended.code, ended.out) == (2, "")
    assert "no history was named" in ended.err


def damaged(folder: Path, how: str) -> Path:
    """Damage the file of the complaints; returns it."""
    path = file_of(folder, "complaints")
    whole = path.read_bytes()
    if how == "truncated":
        path.write_bytes(whole[: len(whole) // 2])
    elif how == "empty":
        path.write_bytes(b"")
    elif how == "foreign":
        path.write_text("complaint_id,opened_on\n" * 100)
    elif how == "only ends":
        path.write_bytes(b"PAR1" + b"\xff" * 200 + b"PAR1")
    else:
        path.unlink()
    return path


@pytest.mark.parametrize("how", ["truncated", "empty", "foreign", "only ends", "removed"])
def test_a_damaged_file_is_named(check: Check, sample: Path, how: str) -> None:
    path = damaged(sample, how)
    code, rows, err = check(sample)
    assert code == 3
    name = path.relative_to(sample).as_posix()
    rule = "missing_file" if how == "removed" else "unreadable_file"
    assert name in broken(rows)[rule, "complaints", None]
    assert name in err


@pytest.mark.parametrize("how", ["truncated", "foreign", "removed"])
def test_a_question_names_the_damaged_file_as_well(
    kamtui: Callable[..., Any], sample: Path, how: str
) -> None:
    path = damaged(sample, how)
    ended = kamtui("query", "--history", sample, "--sql", "SELECT count(*) FROM complaints")
    assert (ended.code, ended.out) == (3, "")
    assert str(path) in ended.err


def test_a_file_of_other_columns_than_the_manifest_says(check: Check, sample: Path) -> None:
    path = file_of(sample, "feedback")
    table = pq.ParquetFile(path).read()
    pq.write_table(table.set_column(3, "score", table["score"].cast(pa.string())), path)
    code, rows, _ = check(sample)
    assert code == 3
    found = broken(rows)
    assert "score is VARCHAR" in found["unlike_manifest", "feedback", None]
    assert ("wrong_type", "feedback", "score") in found


def test_columns_beyond_the_contract_need_not_fit_together(check: Check, sample: Path) -> None:
    (sample / MANIFEST).unlink()
    path = file_of(sample, "accounts")
    table = pq.ParquetFile(path).read()
    odd = pa.array([{"x": 1}] * table.num_rows)
    pq.write_table(table.append_column("extra", odd), path.with_name("a.parquet"))
    pq.write_table(table.append_column("extra", table["name"]), path.with_name("b.parquet"))
    code, rows, _ = check(sample)
    assert code == 0
    repeated = [row for row in rows if (row["rule"], row["table"]) == ("duplicate_key", "accounts")]
    assert [row["rows"] for row in repeated] == [2 * table.num_rows]


@pytest.mark.parametrize(
    "text", ["{", "[]", '{"format": 2}', "\ufffe", '{"format": 1, "files": [{}]}']
)
def test_a_manifest_that_is_none(check: Check, sample: Path, text: str) -> None:
    (sample / MANIFEST).write_text(text)
    code, rows, err = check(sample)
    assert code == 3
    assert [key[0] for key in broken(rows)] == ["no_history"]
    assert MANIFEST in err


def test_deep_finds_one_flipped_bit(check: Check, sample: Path) -> None:
    assert check(sample, "--deep")[0] == 0
    path = file_of(sample, "offers")
    content = bytearray(path.read_bytes())
    content[len(content) // 3] ^= 1
    path.write_bytes(content)
    code, rows, err = check(sample, "--deep")
    assert code == 3
    name = path.relative_to(sample).as_posix()
    assert broken(rows)["checksum_differs", "offers", None].startswith(f"{name}: SHA-256 ")
    assert name in err


def test_deep_counts_the_rows(check: Check, sample: Path) -> None:
    manifest = json.loads((sample / MANIFEST).read_text())
    (said,) = (file for file in manifest["files"] if file["table"] == "offers")
    rows_there, said["rows"] = said["rows"], said["rows"] + 1
    (sample / MANIFEST).write_text(json.dumps(manifest))
    assert check(sample)[0] == 0
    code, rows, _ = check(sample, "--deep")
    assert code == 3
    found = broken(rows)["row_count_differs", "offers", None]
    assert f"{rows_there:,} rows, the manifest says {rows_there + 1:,}" in found


def test_another_size_needs_no_deep_look(check: Check, sample: Path) -> None:
    path = file_of(sample, "offers")
    table = pq.ParquetFile(path).read()
    pq.write_table(table.slice(1), path, compression="none")
    code, rows, _ = check(sample)
    assert code == 3
    assert ("size_differs", "offers", None) in broken(rows)


@pytest.mark.parametrize("deep", [False, True])
def test_a_page_that_cannot_be_read_is_found_with_its_file(
    check: Check, make_history: Callable[..., Path], deep: bool
) -> None:
    order = {"account_id": "A1", "order_id": "O1", "ordered_on": date(2025, 2, 3), "net": 1.0}
    account = {"account_id": "A1", "name": "Norra Brygga"}
    folder = make_history({"accounts": [account], "order_lines": [order] * 10})
    path = folder / "order_lines.parquet"
    content = bytearray(path.read_bytes())
    content[4:40] = b"\xff" * 36
    path.write_bytes(content)
    code, rows, err = check(folder, *(["--deep"] if deep else []))
    assert code == 3
    assert broken(rows)["unreadable_file", "order_lines", None].startswith("order_lines.parquet: ")
    assert "order_lines.parquet" in err


HOSTILE = "\x1b]52:c:aGk\x07[@click:app.quit]x[/]|`<b>"


@pytest.fixture
def hostile_history(make_history: Callable[..., Path]) -> Path:
    """A history with an order of an account whose id is more than text."""
    order = {"account_id": HOSTILE, "order_id": "O1", "ordered_on": date(2025, 2, 3), "net": 1.0}
    account = {"account_id": "A1", "name": "Norra Brygga"}
    return make_history({"accounts": [account], "order_lines": [order]})


@pytest.mark.parametrize("name", ["table", "md", "json", "jsonl"])
def test_no_format_obeys_what_the_data_holds(
    kamtui: Callable[..., Any], hostile_history: Path, name: str
) -> None:
    ended = kamtui("check", hostile_history, "--format", name)
    assert ended.code == 0
    assert "unknown_account" in ended.out
    assert "\x1b" not in ended.out
    assert "\x07" not in ended.out
    if name == "md":
        (row,) = (line for line in ended.out.splitlines() if "unknown_account" in line)
        assert len(re.findall(r"(?<!\\)\|", row)) == len(COLUMNS) + 1
        assert "<b>" not in row.replace("\\<", "")


def test_csv_holds_what_the_data_holds(kamtui: Callable[..., Any], hostile_history: Path) -> None:
    rows = csv.DictReader(io.StringIO(kamtui("check", hostile_history).out))
    (row,) = (row for row in rows if row["rule"] == "unknown_account")
    assert row["examples"] == f"account_id={HOSTILE} rows=1"


def test_the_same_findings_in_every_format(kamtui: Callable[..., Any], tmp_path: Path) -> None:
    listed = json.loads(kamtui("check", "sample", "--format", "json").out)
    lines = kamtui("check", "sample", "--format", "jsonl").out.splitlines()
    assert [json.loads(line) for line in lines] == listed
    in_csv = list(csv.DictReader(io.StringIO(kamtui("check", "sample").out)))
    for one, other in zip(in_csv, listed, strict=True):
        assert one == {name: "" if value is None else str(value) for name, value in other.items()}
    out = tmp_path / "found.parquet"
    assert kamtui("check", "sample", "--output", out).code == 0
    stored = pq.read_table(out).to_pylist()
    assert [str(row["newest_on"]) for row in stored] == [str(row["newest_on"]) for row in listed]


def test_contract_prints_every_column(kamtui: Callable[..., Any]) -> None:
    rows = json.loads(kamtui("check", "--contract", "--format", "json").out)
    assert [list(row) for row in rows[:1]] == [
        ["table", "column", "kind", "required", "rule", "about"]
    ]
    assert [(row["table"], row["column"]) for row in rows] == [
        (table.name, column.name) for table in TABLES for column in table.columns
    ]
    rules = {(row["table"], row["column"]): row["rule"] for row in rows}
    assert rules["factor_ratings", "rating"] == "1 to 10"
    assert rules["feedback", "score"] == "nps 0-10, csat 1-5, ces 1-7"
    assert rules["order_lines", "delivered_on"] == "not before ordered_on"
    assert rules["accounts", "name"] is None
    assert rows[0]["required"] is True


@pytest.mark.parametrize("name", ["csv", "md", "table", "jsonl"])
def test_contract_in_every_format(kamtui: Callable[..., Any], name: str) -> None:
    assert "delivered" in kamtui("check", "--contract", "--format", name).out


def test_contract_as_parquet(kamtui: Callable[..., Any], tmp_path: Path) -> None:
    out = tmp_path / "contract.parquet"
    assert kamtui("check", "--contract", "--output", out).code == 0
    stored = [tuple(row.values()) for row in pq.read_table(out).to_pylist()]
    assert stored == list(contract_rows().values)


def test_a_broken_history_ends_the_process_with_3(
    started: Callable[..., subprocess.Popen[bytes]], sample: Path
) -> None:
    damaged(sample, "truncated")
    process = started("check", sample)
    out, err = process.communicate(timeout=60)
    assert process.returncode == 3
    assert out.splitlines()[0].decode() == ",".join(COLUMNS)
    assert b"Traceback" not in err


def test_the_page_says_what_the_contract_says(root: Path) -> None:
    """The tables of docs/history.md, row by row, are the contract's."""
    page = (root / "docs" / "history.md").read_text(encoding="utf-8")
    written = [
        tuple(cell.strip() for cell in line.strip().strip("|").split("|"))
        for line in page.splitlines()
        if line.startswith("| `")
    ]
    expected = [
        (f"`{column}`", kind, "yes" if required else "", rule or "", about)
        for _, column, kind, required, rule, about in contract_rows().values
    ]
    assert [row for row in written if len(row) == 5] == expected
    headings = [line for line in page.splitlines() if line.startswith("### ")]
    assert headings == [
        f"### {table.name}{' (required)' if table.required else ''}" for table in TABLES
    ]
    for table in TABLES:
        assert f"A row is {table.row}." in page


def test_the_page_explains_every_rule(root: Path) -> None:
    page = (root / "docs" / "history.md").read_text(encoding="utf-8")
    written = [line for line in page.splitlines() if line.startswith("| `")]
    explained = [line.split("|")[1:3] for line in written if line.count("|") == 3]
    assert {(name.strip(" `"), about.strip()) for name, about in explained} == set(RULES.items())
