"""Does a history keep the contract: the door to checking it."""

from __future__ import annotations

import contextlib
import hashlib
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from kamtui import __version__
from kamtui.engine.catalogue import catalogue
from kamtui.engine.embedded import Engine
from kamtui.errors import BrokenContract, Failed
from kamtui.history.checking.depth import deep_findings, unreadable_findings
from kamtui.history.checking.findings import Finding, Severity
from kamtui.history.checking.reading import findings_of
from kamtui.history.checking.row_counts import Days
from kamtui.history.checking.structure import structure_of
from kamtui.history.contract import TABLES
from kamtui.history.opening import History
from kamtui.history.views import open_engine
from kamtui.portfolio.opening import Portfolio, open_portfolio, settled
from kamtui.portfolio.rows import Rows, columns
from kamtui.portfolio.taken_away import with_what_is_lost

_COLUMNS = columns(
    severity="VARCHAR",
    rule="VARCHAR",
    table="VARCHAR",
    column="VARCHAR",
    rows="BIGINT",
    share="DOUBLE",
    examples="VARCHAR",
    effect="VARCHAR",
    newest_on="DATE",
    age_days="BIGINT",
)
_KEPT = 10
"""How many counts of findings are kept, the most recently written ones."""


def check(
    folder: Path,
    *,
    workspace: Path | None = None,
    as_of: date | None = None,
    today: date | None = None,
    deep: bool = False,
) -> tuple[Finding, ...]:
    """Return everything that is wrong, doubtful or worth knowing of the history in `folder`.

    Where something keeps it from being used, that alone: all of it. `as_of` None stands for the
    newest day with an order up to `today`; `deep` reads every byte of every file.
    """
    structure = structure_of(folder)
    history, files = structure.history, structure.files
    if history is None or structure.findings:
        return structure.findings
    if deep:
        with _engine_of(history) as engine:
            broken = tuple(deep_findings(engine, history, files))
        if broken:
            return broken
    try:
        return findings(open_portfolio(folder, workspace=workspace, as_of=as_of, today=today))
    except Failed:
        with _engine_of(history) as engine:
            unread = [one for file in files for one in unreadable_findings(engine, history, file)]
        if not unread:
            raise
        return tuple(unread)


@contextmanager
def _engine_of(history: History) -> Iterator[Engine]:
    engine = open_engine(history)
    try:
        yield engine
    finally:
        engine.close()


def findings(portfolio: Portfolio) -> tuple[Finding, ...]:
    """Return what is doubtful or worth knowing of a history that is open."""
    days = Days(today=portfolio.today, as_of=portfolio.as_of)
    found = settled(portfolio, lambda now: findings_of(now.engine, now.history, days))
    return with_what_is_lost(found, portfolio.model)


def as_rows(found: Sequence[Finding]) -> Rows:
    """Return findings as rows: severity, rule, table, column, rows, share, examples, effect,
    newest_on, age_days.
    """
    values = tuple(
        (
            one.severity.value,
            one.rule,
            one.table,
            one.column,
            one.rows,
            one.share,
            "; ".join(one.examples) or None,
            one.effect,
            one.newest_on,
            one.age_days,
        )
        for one in found
    )
    return Rows(_COLUMNS, values)


def broken_contract(folder: Path, found: Sequence[Finding]) -> BrokenContract | None:
    """Return the error that names what keeps the history from being used; None when nothing."""
    broken = [one for one in found if one.severity is Severity.BROKEN]
    if not broken:
        return None
    first = broken[0]
    where = ".".join(part for part in (first.table, first.column) if part)
    what = "; ".join(first.examples)
    message = f"{folder}: {where}: {what}" if where else what
    more = len(broken) - 1
    return BrokenContract(message, f"and {more} more thing{'s' * (more > 1)}" if more else None)


def count_findings(portfolio: Portfolio) -> int:
    """Return how many findings `kamtui check` lists for the portfolio: what a status line says.

    The count is kept beside the snapshots of measures, for the same data and the same days.
    """
    kept = None if portfolio.snapshots is None else _kept_count(portfolio, portfolio.snapshots)
    if kept is not None:
        with contextlib.suppress(OSError, ValueError):
            return int(kept.read_text(encoding="ascii"))
    count = sum(one.severity is Severity.FINDING for one in findings(portfolio))
    if kept is not None:
        _keep(kept, count)
    return count


def _kept_count(portfolio: Portfolio, folder: Path) -> Path:
    """Return where the count is kept; the name holds everything that it depends on."""
    depends_on = (
        portfolio.history.generation,
        portfolio.history.stamps_now(),
        portfolio.as_of.isoformat(),
        portfolio.today.isoformat(),
        tuple(query.sql for query in catalogue().values()),
        TABLES,
        __version__,
    )
    key = hashlib.sha256(repr(depends_on).encode()).hexdigest()
    return folder / f"findings-{key[:40]}"


def _keep(path: Path, count: int) -> None:
    aside = path.with_name(f".{path.name}.{os.getpid()}")
    with contextlib.suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        aside.write_text(str(count), encoding="ascii")
        aside.replace(path)
        kept = sorted(path.parent.glob("findings-*"), key=lambda one: one.stat().st_mtime)
        for old in kept[:-_KEPT]:
            old.unlink(missing_ok=True)
