"""One answer that holds every awkward value, in every format, value for value."""

from __future__ import annotations

import csv
import io
import json
import math
import re
import sys
import zipfile
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import fastexcel
import pyarrow as pa
import pyarrow.ipc
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kamtui.cli.output import chosen_output
from kamtui.errors import WrongUsage
from kamtui.formats import workbook
from kamtui.formats.text import csv_lines, json_lines, markdown_cell
from kamtui.formats.values import json_text, plain

NAMES = (
    "Plain & Co",
    'Comma, "quote"',
    "two\nlines",
    "Åland 👩\u200d🚀 日本",
    "[@click=app.quit]x[/]",
    "\x1b]52;c;eA==\x07",
    "a|b `c` *d* _e_ [f](g) <b>&amp; \\|",
    "=1+1",
    " blank ",
    "back\\slash",
    "",
)
AMOUNTS = ("-1234.5000", None, "0.0000", "99999999999999.9999", "0.0001", "-0.0100")

SQL = """
SELECT name, nullif(potential_annual, 0) AS amount, customer_since AS day, key_account AS flag,
       CASE position WHEN 0 THEN 'nan'::DOUBLE WHEN 1 THEN '-inf'::DOUBLE ELSE position / 3 END
           AS ratio,
       position AS number, [position / 2, NULL, 'inf'::DOUBLE] AS list
FROM (SELECT *, account_id::BIGINT AS position FROM raw_accounts) ORDER BY position
"""


@pytest.fixture
def awkward(make_history: Callable[..., Path]) -> Path:
    rows = [
        {
            "account_id": str(position),
            "name": name,
            "potential_annual": None if amount is None else Decimal(amount),
            "customer_since": date(1999, 12, 31) if position % 2 else None,
            "key_account": (True, False, None)[position % 3],
        }
        for position, (name, amount) in enumerate(
            zip(NAMES, (*AMOUNTS, *AMOUNTS)[: len(NAMES)], strict=True)
        )
    ]
    line = {"account_id": "0", "order_id": "O", "ordered_on": date(2025, 1, 1), "net": Decimal(1)}
    return make_history({"accounts": rows, "order_lines": [line]})


def expected() -> list[dict[str, Any]]:
    rows = []
    for position, name in enumerate(NAMES):
        amount = AMOUNTS[position % len(AMOUNTS)]
        rows.append(
            {
                "name": name,
                "amount": None if amount is None or Decimal(amount) == 0 else Decimal(amount),
                "day": date(1999, 12, 31) if position % 2 else None,
                "flag": (True, False, None)[position % 3],
                "ratio": None if position < 2 else position / 3,
                "number": position,
                "list": [position / 2, None, None],
            }
        )
    return rows


def asked(kamtui: Callable[..., Any], history: Path, *arguments: object) -> Any:
    ended = kamtui("query", "--sql", SQL, "--history", history, *arguments)
    assert (ended.code, ended.err) == (0, "")
    return ended


def test_csv(kamtui: Callable[..., Any], awkward: Path) -> None:
    ended = asked(kamtui, awkward, "--format", "csv")
    golden = (
        "name,amount,day,flag,ratio,number,list\n"
        'Plain & Co,-1234.5,,true,,0,"[0.0, null, null]"\n'
        '"Comma, ""quote""",,1999-12-31,false,,1,"[0.5, null, null]"\n'
        '"two\nlines",,,,0.6666666666666666,2,"[1.0, null, null]"\n'
        'Åland 👩\u200d🚀 日本,99999999999999.9999,1999-12-31,true,1.0,3,"[1.5, null, null]"\n'
    )
    assert ended.out.startswith(golden)
    assert '\n"",' in ended.out  # empty text is not null
    header, *rows = csv.reader(io.StringIO(ended.out, newline=""))
    read = [dict(zip(header, row, strict=True)) for row in rows]
    assert read == [
        {name: "" if value is None else (plain(value) or "") for name, value in row.items()}
        for row in expected()
    ]


@pytest.mark.parametrize("name", ["json", "jsonl"])
def test_json(name: str, kamtui: Callable[..., Any], awkward: Path) -> None:
    ended = asked(kamtui, awkward, "--format", name)
    if name == "json":
        rows = json.loads(ended.out, parse_float=_number)
    else:
        rows = [json.loads(line, parse_float=_number) for line in ended.out.splitlines()]
    assert rows == [
        {**row, "day": row["day"] and row["day"].isoformat(), **_as_numbers(row)}
        for row in expected()
    ]
    assert "\x1b" not in ended.out
    assert "NaN" not in ended.out
    assert "Infinity" not in ended.out


def _number(text: str) -> Decimal:
    return Decimal(text)


def _as_numbers(row: dict[str, Any]) -> dict[str, Any]:
    ratio = row["ratio"]
    return {
        "ratio": None if ratio is None else Decimal(repr(ratio)),
        "list": [None if part is None else Decimal(repr(part)) for part in row["list"]],
    }


def test_parquet_and_arrow(kamtui: Callable[..., Any], awkward: Path, tmp_path: Path) -> None:
    asked(kamtui, awkward, "--output", tmp_path / "a.parquet")
    asked(kamtui, awkward, "--output", tmp_path / "a.arrow")
    stream = asked(kamtui, awkward, "--format", "arrow").data
    tables = [
        pq.read_table(tmp_path / "a.parquet"),
        pa.ipc.open_file(tmp_path / "a.arrow").read_all(),
        pa.ipc.open_stream(stream).read_all(),
    ]
    for table in tables:
        assert table.to_pylist() == expected()
        assert pa.types.is_decimal(table.schema.field("amount").type)
        assert pa.types.is_date(table.schema.field("day").type)


def sheet_of(file: Path) -> tuple[list[str], list[list[tuple[str, str]]]]:
    """Return the header of a workbook's sheet, and each row's cells as their type and text.

    Read by Python's own zip and XML readers; an empty cell is ("", "").
    """
    main = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
    with zipfile.ZipFile(file) as archive:
        assert archive.testzip() is None
        sheet = ElementTree.fromstring(archive.read("xl/worksheets/sheet1.xml"))
    assert not sheet.findall(f".//{main}f"), "a formula"
    rows: list[dict[str, tuple[str, str]]] = []
    for row in sheet.iter(f"{main}row"):
        cells = {}
        for cell in row.findall(f"{main}c"):
            letters = re.sub(r"\d", "", cell.attrib["r"])
            texts = [text.text or "" for text in cell.iter(f"{main}t")]
            value = cell.find(f"{main}v")
            kind = cell.attrib.get("t", "n")
            cells[letters] = (kind, "".join(texts) if value is None else value.text or "")
        rows.append(cells)
    letters = sorted(rows[0])
    header = [rows[0][letter][1] for letter in letters]
    return header, [[cells.get(letter, ("", "")) for letter in letters] for cells in rows[1:]]


def test_xlsx(kamtui: Callable[..., Any], awkward: Path, tmp_path: Path) -> None:
    asked(kamtui, awkward, "--output", tmp_path / "a.xlsx")
    header, rows = sheet_of(tmp_path / "a.xlsx")
    assert header == ["name", "amount", "day", "flag", "ratio", "number", "list"]
    assert len(rows) == len(NAMES)
    assert rows[0] == [
        ("inlineStr", "Plain & Co"),
        ("n", "-1234.5"),
        ("", ""),
        ("b", "1"),
        ("", ""),
        ("n", "0"),
        ("inlineStr", "[0.0, null, null]"),
    ]
    assert rows[3][1:3] == [("n", "100000000000000"), ("n", "36525")]  # days since 1899-12-30
    assert rows[2][4] == ("n", "0.6666666666666666")
    texts = [row[0] for row in rows]
    assert {kind for kind, _ in texts} == {"inlineStr"}  # empty text too, which is not null
    assert texts[-1] == ("inlineStr", "")
    assert texts[7] == ("inlineStr", "=1+1")
    assert texts[2] == ("inlineStr", "two\nlines")
    assert texts[5] == ("inlineStr", r"\x1b]52;c;eA==\x07")
    assert texts[8] == ("inlineStr", " blank ")


def test_a_workbook_is_what_spreadsheet_readers_read(
    kamtui: Callable[..., Any], awkward: Path, tmp_path: Path
) -> None:
    """The same file through the reader that `kamtui import` uses, which knows nothing of ours."""
    asked(kamtui, awkward, "--output", tmp_path / "a.xlsx")
    (tmp_path / "b.xlsx").write_bytes(asked(kamtui, awkward, "--format", "xlsx").data)
    for name in ("a.xlsx", "b.xlsx"):
        read = fastexcel.read_excel(tmp_path / name).load_sheet(0).to_arrow()
        assert pa.types.is_timestamp(read.schema.field("day").type)
        assert pa.types.is_floating(read.schema.field("amount").type)
        assert pa.types.is_boolean(read.schema.field("flag").type)
        for row, back in zip(expected(), read.to_pylist(), strict=True):
            amount = row["amount"]
            assert back["amount"] == (None if amount is None else float(amount))
            assert (back["day"] and back["day"].date(), back["flag"]) == (row["day"], row["flag"])
            assert back["number"] == row["number"]
            assert back["ratio"] == (row["ratio"] and pytest.approx(row["ratio"], rel=1e-15))


def test_what_a_sheet_cannot_hold_is_refused_and_never_cut(
    kamtui: Callable[..., Any], awkward: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def written(sql: str) -> Any:
        words = ("query", "--sql", sql, "--history", awkward, "--output", tmp_path / "b.xlsx")
        return kamtui(*words)

    assert written("SELECT repeat('👩', 16383) AS long").code == 0
    too_long = written("SELECT repeat('👩', 16384) AS long")
    assert too_long.code == 1
    assert "long in row 1 is a text of 16,384 characters" in too_long.err
    assert "--format csv" in too_long.err
    monkeypatch.setattr(workbook, "MOST_ROWS", 3000)  # a full sheet takes a while to write
    assert written("SELECT unnest(range(3000)) AS n").code == 0
    too_many = written("SELECT unnest(range(3001)) AS n")
    assert (too_many.code, "more than 3,000 rows" in too_many.err) == (1, True)
    assert len(sheet_of(tmp_path / "b.xlsx")[1]) == 3000  # the one before


def test_a_sheet_spells_out_what_it_has_no_number_for(
    kamtui: Callable[..., Any], awkward: Path, tmp_path: Path
) -> None:
    sql = (
        "SELECT 999999999999999 AS a, 1234567890123456789 AS b, DATE '1899-12-31' AS c, "
        "TIMESTAMP '2025-11-30 12:00:00' AS d, '_x0041_' AS e, '+1' AS f, '-2' AS g, '@x' AS h, "
        "TIMESTAMPTZ '2025-11-30 12:00:00+00' AS i"
    )
    kamtui("query", "--sql", sql, "--history", awkward, "--output", tmp_path / "c.xlsx")
    assert sheet_of(tmp_path / "c.xlsx")[1][0][:4] == [
        ("n", "999999999999999"),
        ("inlineStr", "1234567890123456789"),
        ("inlineStr", "1899-12-31"),
        ("n", "45991.5"),
    ]
    [row] = fastexcel.read_excel(tmp_path / "c.xlsx").load_sheet(0).to_arrow().to_pylist()
    assert [row[name] for name in "efgh"] == ["_x0041_", "+1", "-2", "@x"]
    assert row["i"].startswith("2025-11-30")


@pytest.mark.parametrize("name", ["xlsx", "parquet", "arrow"])
def test_a_binary_format_is_not_for_a_terminal(
    name: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    with pytest.raises(WrongUsage, match=f"{name} is not for a terminal") as caught:
        chosen_output(name, None)
    assert f"--output FILE.{name}" in (caught.value.hint or "")
    assert chosen_output(None, tmp_path / f"a.{name.upper()}").format == name


def test_markdown(kamtui: Callable[..., Any], awkward: Path) -> None:
    lines = asked(kamtui, awkward, "--format", "md").out.splitlines()
    assert lines[:6] == [
        "| name | amount | day | flag | ratio | number | list |",
        "| --- | ---: | --- | --- | ---: | ---: | --- |",
        "| Plain & Co | -1234.5 | – | true | – | 0 | [0.0, null, null] |",
        '| Comma, "quote" | – | 1999-12-31 | false | – | 1 | [0.5, null, null] |',
        r"| two\nlines | – | – | – | 0.6666666666666666 | 2 | [1.0, null, null] |",
        "| Åland 👩\u200d🚀 日本 | 99999999999999.9999 | 1999-12-31 | true | 1.0 | 3 "
        "| [1.5, null, null] |",
    ]
    names = [line.split(" | ")[0].removeprefix("| ") for line in lines[6:]]
    assert names[:3] == [
        "[@click=app.quit]x[/]",
        r"\x1b]52;c;eA==\x07",
        r"a\|b \`c\` \*d\* \_e\_ [f]\(g) \<b>\&amp; \\\|",
    ]
    assert len(lines) == 2 + len(NAMES)


def test_table(kamtui: Callable[..., Any], awkward: Path) -> None:
    out = asked(kamtui, awkward, "--format", "table").out
    lines = out.splitlines()
    assert len(lines) == 2 + len(NAMES)
    assert lines[0].split() == ["name", "amount", "day", "flag", "ratio", "number", "list"]
    assert lines[2].split() == [
        *("Plain", "&", "Co", "-1,234.50", "–", "true", "–", "0", "[0.0,", "null,", "null]"),
    ]
    assert " 100,000,000,000,000.00 " in lines[5]  # two decimals, for the eye
    assert r"\x1b]52;c;eA==\x07" in lines[7]
    assert "[@click=app.quit]x[/]" in lines[6]
    assert r"two\nlines" in lines[4]
    assert "\x1b" not in out
    assert "\x07" not in out


def test_every_format_says_the_same(kamtui: Callable[..., Any], awkward: Path) -> None:
    from_csv = list(csv.DictReader(io.StringIO(asked(kamtui, awkward).out, newline="")))
    from_json = json.loads(asked(kamtui, awkward, "--format", "json").out, parse_float=str)
    for row, other in zip(from_csv, from_json, strict=True):
        for column in ("name", "amount", "day", "ratio"):
            assert row[column] == ("" if other[column] is None else other[column])


values = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(2**70), 2**70),
    st.floats(),
    st.decimals(-(10**12), 10**12, allow_nan=False, places=4),
    st.dates(),
    st.text(),
    st.lists(st.one_of(st.none(), st.floats(), st.text())),
)


@given(st.lists(st.tuples(values, st.text(), values), max_size=5))
def test_what_is_written_as_json_is_read_back(rows: list[tuple[Any, ...]]) -> None:
    names = ("a", "b|,\n", "c")
    read = json.loads("".join(json_lines(names, [rows])))
    assert [list(row) for row in read] == [list(names)] * len(rows)
    for row, got in zip(rows, read, strict=True):
        for value, back in zip(row, got.values(), strict=True):
            _same(value, back)


def _same(value: Any, back: Any) -> None:
    if isinstance(value, float):
        assert back == value if math.isfinite(value) else back is None
    elif isinstance(value, Decimal):
        assert Decimal(repr(back)) == value or abs(Decimal(back) - value) < Decimal("0.01")
    elif isinstance(value, date):
        assert date.fromisoformat(back) == value
    elif isinstance(value, list):
        for part, other in zip(value, back, strict=True):
            _same(part, other)
    else:
        assert back == value


@given(st.lists(st.tuples(values, st.text()), max_size=5))
def test_what_is_written_as_csv_is_read_back(rows: list[tuple[Any, ...]]) -> None:
    written = "".join(csv_lines(("a", "b"), [rows]))
    read = list(csv.reader(io.StringIO(written, newline="")))
    assert read == [["a", "b"], *([plain(value) or "" for value in row] for row in rows)]


@given(st.decimals(allow_nan=False, allow_infinity=False))
def test_an_amount_is_exact_and_has_no_exponent(amount: Decimal) -> None:
    text = plain(amount)
    assert text is not None
    assert "E" not in text.upper()
    assert Decimal(text) == amount
    assert json_text(amount) == text


@given(st.text(min_size=1))
def test_a_markdown_cell_stays_in_its_cell(text: str) -> None:
    cell = markdown_cell(text)
    assert "\n" not in cell
    assert "|" not in cell.replace("\\\\", "").replace("\\|", "")


def test_a_lone_null_is_still_a_row(kamtui: Callable[..., Any], awkward: Path) -> None:
    sql = "SELECT customer_since AS day FROM raw_accounts WHERE account_id = '0'"
    assert kamtui("query", "--sql", sql, "--history", awkward).out == 'day\n""\n'


def test_columns_of_one_name_are_told_apart(kamtui: Callable[..., Any], awkward: Path) -> None:
    ended = kamtui("query", "--sql", "SELECT 1 a, 2 a, 3 a", "--history", awkward)
    assert ended.out == "a,a_1,a_2\n1,2,3\n"


def test_an_empty_answer_is_whole_in_every_format(
    kamtui: Callable[..., Any], awkward: Path
) -> None:
    def asked_for(name: str) -> str:
        sql = "SELECT name, potential_annual AS net FROM accounts WHERE false"
        out: str = kamtui("query", "--sql", sql, "--history", awkward, "--format", name).out
        return out

    assert asked_for("csv") == "name,net\n"
    assert json.loads(asked_for("json")) == []
    assert asked_for("jsonl") == ""
    assert asked_for("md") == "| name | net |\n| --- | ---: |\n"
    assert asked_for("table").splitlines()[-1] == "no rows"
