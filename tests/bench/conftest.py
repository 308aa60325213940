"""What the benchmarks share: a ledger of what was measured, printed and written at the end."""

from __future__ import annotations

from pathlib import Path

import pytest
from bench.comparison import Comparison
from bench.report import table_lines, write_json
from bench.surroundings import ROOT, compile_package

_LEDGER = pytest.StashKey[list[Comparison]]()


def pytest_configure(config: pytest.Config) -> None:
    """Begin an empty ledger."""
    config.stash[_LEDGER] = []


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave the benchmarks out unless they are asked for: -m bench."""
    if "bench" in config.getoption("markexpr"):
        return
    benchmarks = [item for item in items if item.get_closest_marker("bench")]
    items[:] = [item for item in items if item not in benchmarks]
    config.hook.pytest_deselected(items=benchmarks)


@pytest.fixture(scope="session")
def ledger(request: pytest.FixtureRequest) -> list[Comparison]:
    """What was measured so far; a benchmark adds what it found."""
    compile_package()
    return request.config.stash[_LEDGER]


@pytest.fixture
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A user who has never run kamtui."""
    return tmp_path_factory.mktemp("user")


def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, config: pytest.Config
) -> None:
    """Print the table and write bench.json."""
    measured = config.stash[_LEDGER]
    if not measured:
        return
    terminalreporter.section("speed, in pairs; the ratio is the median of the pairs'")
    for line in table_lines(measured):
        terminalreporter.write_line(line)
    write_json(ROOT / "bench.json", measured)
    terminalreporter.write_line("every measurement: bench.json")
