"""A question asked from a script does not pay for the terminal UI, the importer or Arrow."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

HEAVY = (
    *("textual", "polars", "scipy", "pyarrow", "fastexcel", "xlsxwriter", "pandas"),
    "rich.console",
)

RUN = """
import json, sys
from kamtui.cli.main import run
try:
    run({arguments!r})
except SystemExit as ending:
    loaded = [name for name in {heavy!r} if name in sys.modules]
    print(json.dumps([ending.code, loaded]), file=sys.stderr)
"""


def loaded_by(arguments: list[str], home: Path) -> tuple[int, list[str], str]:
    """Return the exit code of a command, the heavy modules it imported and what it wrote."""
    # The measures of the sample data may be there from before or not: both must hold.
    environment = {**os.environ, "KAMTUI_CACHE": str(home / "cache")}
    ended = subprocess.run(
        [sys.executable, "-c", RUN.format(arguments=arguments, heavy=HEAVY)],
        capture_output=True,
        text=True,
        env=environment,
        check=True,
        timeout=120,
    )
    code, loaded = json.loads(ended.stderr.splitlines()[-1])
    return code, loaded, ended.stdout


def test_a_query_leaves_the_heavy_parts_alone(own_home: Path) -> None:
    arguments = ["query", "priorities", "--top", "3", "--format", "csv", "--history", "sample"]
    for _ in ("first", "again"):
        code, loaded, written = loaded_by(arguments, own_home)
        assert (code, loaded) == (0, [])
        assert len(written.splitlines()) == 4


@pytest.mark.parametrize("format_name", ["md", "html"])
def test_nor_does_a_report_need_them(own_home: Path, format_name: str) -> None:
    arguments = ["report", "A0047", "--history", "sample", "--format", format_name]
    code, loaded, written = loaded_by(arguments, own_home)
    assert (code, loaded) == (0, [])
    assert "Vihmakallio Estates" in written


@pytest.mark.parametrize(
    "arguments",
    [
        ["query", "--list", "--format", "csv"],
        ["query", "--help"],
        ["weights", "list", "--format", "csv"],
        ["--help"],
        ["--version"],
        ["completion", "bash"],
        ["weekly", "--history", "sample", "--format", "md"],
        ["calendar", "--history", "sample", "--format", "ics"],
    ],
    ids=" ".join,
)
def test_so_do_the_other_verbs(arguments: list[str], own_home: Path) -> None:
    code, loaded, written = loaded_by(arguments, own_home)
    assert (code, loaded) == (0, [])
    assert written


def test_only_a_query_that_computes_with_arrays_loads_numpy(own_home: Path) -> None:
    environment = {**os.environ, "KAMTUI_CACHE": str(own_home / "cache")}
    loaded = {}
    for name in ("priorities", "potential-gap", "care", "robustness"):
        arguments = ["query", name, "--top", "3", "--format", "csv", "--history", "sample"]
        ended = subprocess.run(
            [sys.executable, "-c", RUN.format(arguments=arguments, heavy=("numpy", "scipy"))],
            capture_output=True,
            text=True,
            env=environment,
            check=True,
            timeout=120,
        )
        _, loaded[name] = json.loads(ended.stderr.splitlines()[-1])
    assert loaded == {"priorities": [], "potential-gap": [], "care": [], "robustness": ["numpy"]}


def test_a_spreadsheet_needs_its_writer_and_nothing_else(own_home: Path, tmp_path: Path) -> None:
    arguments = ["query", "priorities", "--history", "sample", "--output", str(tmp_path / "a.xlsx")]
    code, loaded, _ = loaded_by(arguments, own_home)
    assert (code, loaded) == (0, ["xlsxwriter"])


def test_a_binary_format_imports_what_it_needs(own_home: Path, tmp_path: Path) -> None:
    out = tmp_path / "a.parquet"
    code, loaded, _ = loaded_by(
        ["query", "priorities", "--history", "sample", "--output", str(out)], own_home
    )
    # pyarrow itself imports pandas where somebody has installed it.
    assert (code, [name for name in loaded if name != "pandas"]) == (0, ["pyarrow"])
    assert out.stat().st_size > 0


def test_lifetime_value_alone_imports_what_fits_it(own_home: Path) -> None:
    code, loaded, written = loaded_by(
        ["query", "lifetime", "--top", "3", "--format", "csv", "--history", "sample"], own_home
    )
    assert (code, loaded) == (0, ["scipy"])
    assert len(written.splitlines()) == 4
