"""Matrices asked from a script: the columns, the list of queries, a matrix of one's own."""

from __future__ import annotations

import csv
import io
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

MATRIX = """
[matrices.size_and_growth]
title = "Size and growth"
x = { title = "Growth", measure = "revenue_growth", cuts = [0], bands = ["shrinking", "growing"] }
y = { title = "Size", measure = "revenue_12m", cuts = [1000], bands = ["small", "large"] }
cells = [
    { x = "shrinking", y = "large", name = "save" },
    { x = "growing", y = "large", name = "follow" },
    { x = "shrinking", y = "small", name = "let be" },
    { x = "growing", y = "small", name = "feed" },
]
"""


def rows_of(ended: Any) -> list[dict[str, str]]:
    assert (ended.code, ended.err) == (0, "")
    return list(csv.DictReader(io.StringIO(ended.out)))


@pytest.mark.parametrize("matrix", ["relationship", "willingness", "portfolio"])
def test_the_columns_are_those_that_scripts_rely_on(
    kamtui: Callable[..., Any], matrix: str
) -> None:
    rows = rows_of(kamtui("query", matrix, "--history", "sample", "--format", "csv"))
    columns = ["account_id", "name", "x", "y", "x_band", "y_band", "cell"]
    assert list(rows[0])[: len(columns)] == columns
    assert len(rows) == 240
    words = ("query", "matrix", "--param", f"matrix={matrix}", "--history", "sample")
    held = rows_of(kamtui(*words, "--format", "csv"))
    assert list(held[0]) == [
        *("cell", "x_band", "y_band", "accounts", "revenue_12m", "revenue_share"),
        *("entered", "left"),
    ]
    assert sum(int(row["accounts"]) for row in held) == 240


def test_a_matrix_of_ones_own_is_listed_and_answered(
    kamtui: Callable[..., Any], tiny_history: Path, tmp_path: Path
) -> None:
    history = Path(shutil.copytree(tiny_history, tmp_path / "history"))
    (history / "model.toml").write_text(MATRIX)
    listed = rows_of(kamtui("query", "--list", "--history", history, "--format", "csv"))
    assert "size_and_growth" in {row["name"] for row in listed}
    assert "size_and_growth" not in {
        row["name"] for row in rows_of(kamtui("query", "--list", "--format", "csv"))
    }
    rows = rows_of(kamtui("query", "size_and_growth", "--history", history, "--format", "csv"))
    assert {row["cell"] for row in rows if row["cell"]} <= {"save", "follow", "let be", "feed"}
    assert any(row["cell"] for row in rows)


@pytest.mark.parametrize(
    ("was", "now", "said"),
    [
        ('measure = "revenue_12m"', 'measure = "revenue_12"', "matrices.size_and_growth.y.measure"),
        ("cuts = [0]", "cuts = [3, 1]", "matrices.size_and_growth.x.cuts[1]"),
        ('"small", "large"]', '"small"]', "matrices.size_and_growth.y.bands"),
        ('name = "feed"', 'name = "save"', "matrices.size_and_growth.cells[3].name"),
        ('x = "growing", y = "small"', 'x = "grown", y = "small"', "size_and_growth.cells[3].x"),
        ('x = "growing", y = "small"', 'x = "growing", y = "large"', "size_and_growth.cells[3]"),
        (
            '    { x = "growing", y = "small", name = "feed" },\n',
            "",
            "matrices.size_and_growth.cells",
        ),
        ("cuts = [0]", 'cuts = [0], strength = "lead"', "one of scorecard, measure"),
        ('title = "Growth"', 'titel = "Growth"', "matrices.size_and_growth.x.titel"),
        ('measure = "revenue_growth"', 'scorecard = "valu"', "did you mean value"),
    ],
)
def test_a_wrong_matrix_is_named_by_file_and_key(
    kamtui: Callable[..., Any], tiny_history: Path, tmp_path: Path, was: str, now: str, said: str
) -> None:
    history = Path(shutil.copytree(tiny_history, tmp_path / "history"))
    assert was in MATRIX
    (history / "model.toml").write_text(MATRIX.replace(was, now))
    ended = kamtui("query", "relationship", "--history", history)
    assert ended.code == 2
    assert "model.toml" in ended.err
    assert said in ended.err
