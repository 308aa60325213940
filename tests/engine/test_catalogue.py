"""How files of queries/ make up one statement, and a relation as of another day."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pytest

from kamtui.engine import catalogue as catalogue_module
from kamtui.engine.catalogue import Statement, compose

SEEN = """\
-- title: what was seen
-- row: a thing seen
-- tables: things
-- param: as_of DATE the day the answer is for
SELECT thing, 'seen' AS seen FROM things WHERE day <= $as_of -- up to $as_of, as seen
"""
COUNTED = """\
-- title: how many were seen
-- row: one
-- uses: seen
SELECT count(*) AS n, min(seen) AS said FROM seen
"""
COMPARED = """\
-- title: how many were seen, and how many by an earlier day
-- row: one
-- uses: counted, counted at since
-- param: since DATE the earlier day
SELECT counted.n, counted_at_since.n, counted_at_since.said FROM counted, counted_at_since
"""


@pytest.fixture(autouse=True)
def _queries(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "parts").mkdir()
    (tmp_path / "parts" / "seen.sql").write_text(SEEN)
    (tmp_path / "parts" / "counted.sql").write_text(COUNTED)
    (tmp_path / "compared.sql").write_text(COMPARED)
    made = catalogue_module._Catalogue(tmp_path)
    monkeypatch.setattr(catalogue_module, "catalogue", lambda: made)


def answer(statement: Statement) -> list[tuple[Any, ...]]:
    connection = duckdb.connect()
    connection.execute("CREATE TABLE things AS SELECT 'a' AS thing, DATE '2025-01-01' AS day")
    connection.execute("INSERT INTO things VALUES ('b', '2025-06-01'), ('c', '2025-12-01')")
    params = {"as_of": date(2025, 12, 31), "since": date(2025, 3, 1)}
    bound = {name: value for name, value in params.items() if name in statement.parameters}
    return connection.execute(statement.sql, bound).fetchall()


def test_a_relation_stands_beside_itself_as_of_an_earlier_day() -> None:
    statement = compose("compared")
    assert statement.parameters == {"as_of", "since"}
    assert statement.tables == {"things"}
    assert answer(statement) == [(3, 1, "seen")]


def test_what_stands_in_for_a_relation_stands_in_for_one_day_only() -> None:
    statement = compose("compared", stand_ins={"seen_at_since": "SELECT 'ten' AS seen"})
    assert answer(statement) == [(3, 1, "ten")]
    assert statement.parameters == {"as_of"}
    statement = compose("compared", stand_ins={"seen": "SELECT 'ten' AS seen"})
    assert statement.parameters == {"since"}
    assert answer(statement) == [(1, 1, "seen")]
