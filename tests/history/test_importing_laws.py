"""Importing, whatever the file holds: every row is accounted for, and what is written was there."""

from __future__ import annotations

import csv
import io
import tempfile
from collections import Counter
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from support.importing import LINES, Workshop, balanced

from kamtui.history.importing import writing
from kamtui.history.importing.delimited import rows
from kamtui.history.importing.settings import SourceSettings

FEW = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])

texts = st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), max_size=8)
days = st.dates(date(1990, 1, 1), date(2030, 12, 31))
amounts = st.integers(-(10**9), 10**9).map(lambda units: Decimal(units).scaleb(-4))
fields = st.tuples(texts, texts, days.map(str) | texts, amounts.map(str) | texts)


def _csv(header: list[str], lines: list[tuple[object, ...]]) -> str:
    text = io.StringIO()
    csv.writer(text, delimiter=";", lineterminator="\r\n").writerows([header, *lines])
    return text.getvalue()


HEADER = ["account", "number", "on_day", "net"]


@FEW
@given(st.lists(fields, max_size=12), st.sampled_from(["", 'filter = "length(number) > 3"\n']))
def test_every_row_that_is_read_is_written_filtered_or_rejected(
    lines: list[tuple[object, ...]], choice: str
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        workshop = Workshop(Path(folder))
        tables = LINES.replace('source = "lines"\n', f'source = "lines"\n{choice}')
        report = workshop.lines('delimiter = ";"', _csv(HEADER, lines), tables)
        assert balanced(report)
        assert report.read == len(lines)
        assert report.written == len(workshop.rows("order_lines"))
        rejected = workshop.rejected() if report.rejected else []
        assert report.rejected == len(rejected)
        # What a reject file shows is the row as it stood, and the line on which it stood.
        found = {row["row"]: tuple(row[name] for name in HEADER) for row in rejected}
        line = 2
        for row in lines:
            if str(line) in found:
                assert found[str(line)] == row
            line += sum(1 for _ in io.StringIO(_csv(HEADER, [row]), newline="")) - 1
        assert all(int(number) < line for number in found)


@FEW
@given(
    st.lists(
        st.tuples(
            st.text(st.characters(min_codepoint=33, max_codepoint=0x2FF), min_size=1, max_size=6)
            .map(str.strip)
            .filter(bool),
            days,
            amounts,
        ),
        min_size=1,
        max_size=15,
    ),
    st.sampled_from([(".", ""), (",", "."), (",", " "), (".", ","), (".", "'")]),
)
def test_a_value_that_is_written_is_the_value_that_was_in_the_file(
    lines: list[tuple[str, date, Decimal]], marks: tuple[str, str]
) -> None:
    decimal, thousands = marks

    def spelled(amount: Decimal) -> str:
        text = f"{amount:,.4f}" if thousands else f"{amount:.4f}"
        return text.translate(str.maketrans({",": thousands, ".": decimal}))

    with tempfile.TemporaryDirectory() as folder:
        workshop = Workshop(Path(folder))
        text = _csv(
            HEADER, [(who, "R", f"{day:%d.%m.%Y}", spelled(net)) for who, day, net in lines]
        )
        report = workshop.lines(
            f'delimiter = ";"\ndecimal = "{decimal}"\nthousands = "{thousands}"\n'
            'date_formats = "%d.%m.%Y"',
            text,
        )
        assert (report.read, report.written) == (len(lines), len(lines))
        written = workshop.rows("order_lines")
        assert Counter((r["account_id"], r["ordered_on"], r["net"]) for r in written) == Counter(
            lines
        )
        assert [row["ordered_on"] for row in written] == sorted(day for _, day, _ in lines)


@settings(max_examples=300, deadline=None)
@given(st.text(st.sampled_from('ab;"\n\r\0 é'), max_size=40))
def test_any_text_is_read_to_its_end_and_no_line_is_lost(text: str) -> None:
    found = list(rows(io.StringIO(text, newline=""), SourceSettings(path="x"), ";", 2))
    assert all(len(values) == 2 for _, _, _, values in found)
    lines = [line for line, _, _, _ in found]
    assert lines == sorted(set(lines))
    # A letter of the file is a letter of a field, or of a record that was told as unreadable.
    for letter in "abé":
        seen = sum(
            "".join(v).count(letter) if p is None else (t or "").count(letter)
            for _, p, t, v in found
        )
        assert seen == text.count(letter)


def test_the_same_files_give_the_same_rows_in_the_same_order(tmp_path: Path) -> None:
    text = _csv(HEADER, [(f"A{n % 7}", n, date(2024, 1 + n % 12, 1), n) for n in range(5000)])
    results = []
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        workshop = Workshop(tmp_path / name)
        workshop.lines('delimiter = ";"', text)
        results.append(workshop.rows("order_lines"))
    assert results[0] == results[1]
    assert len(results[0]) == 5000


def test_a_large_table_is_several_files_without_a_row_lost(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writing, "ROWS_A_FILE", 1000)
    monkeypatch.setattr(writing, "_ROWS_A_GROUP", 400)
    text = _csv(HEADER, [("A1", n, date(2024, 1, 1), n) for n in range(3210)])
    workshop = Workshop(tmp_path)
    workshop.lines('delimiter = ";"', text)
    assert len(list((workshop.out / "order_lines").iterdir())) > 1
    assert [row["order_id"] for row in workshop.rows("order_lines")] == [
        str(n) for n in range(3210)
    ]
