"""One answer that holds every awkward value, in every format, value for value."""

from __future__ import annotations

import csv
import io
import json
import math
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.ipc
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

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
