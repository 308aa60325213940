"""`kamtui query priorities` costs a script little more than DuckDB itself does."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from bench.asking import QUERY, asked_again, asked_first, bare_scan
from bench.comparison import Allowed, Comparison, compared
from bench.surroundings import clean_environment

pytestmark = pytest.mark.bench

IMPORTED = """
import json, sys
from kamtui.cli.main import run
try:
    run({arguments!r})
except SystemExit as ending:
    assert ending.code == 0, ending.code
    print(json.dumps(sorted(sys.modules)), file=sys.stderr)
"""


def test_a_question_asked_again(ledger: list[Comparison], home: Path) -> None:
    found = compared(
        "query priorities --top 20, whole process",
        asked_again(home),
        bare_scan(home),
        Allowed(1.6),
        pairs=15,
    )
    ledger.append(found)
    assert found.is_within


def test_a_question_asked_for_the_first_time(ledger: list[Comparison], home: Path) -> None:
    found = compared(
        "the same, with no snapshot yet",
        asked_first(home),
        bare_scan(home),
        Allowed(1.6, is_limit=False),
        pairs=7,
    )
    ledger.append(found)


def test_a_question_imports_no_heavy_part(home: Path) -> None:
    ended = subprocess.run(
        [sys.executable, "-c", IMPORTED.format(arguments=list(QUERY))],
        env=clean_environment(home),
        capture_output=True,
        text=True,
        check=True,
    )
    imported = set(json.loads(ended.stderr.splitlines()[-1]))
    assert not imported & {"textual", "polars", "scipy"}
