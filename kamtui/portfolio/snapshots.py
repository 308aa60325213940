"""What was computed once and is kept: a file for each history, day and text of a query.

The name of a snapshot holds everything that it depends on, and a snapshot is never changed: a name
that is there is right.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import time
from collections.abc import Callable
from pathlib import Path

from kamtui import __version__
from kamtui.engine.catalogue import Statement, catalogue, compose
from kamtui.engine.quoting import quoted_text
from kamtui.errors import Failed
from kamtui.history.contract import TABLES
from kamtui.portfolio.logged import contacts_key
from kamtui.portfolio.opening import Portfolio

_KEPT = 40
"""How many snapshots of one name are kept, the most recently written ones."""
_LARGE_BYTES = 16_000_000
"""The size of the order lines' files from which reading them again takes longer than keeping what
was read from them."""


def kept_measures(portfolio: Portfolio) -> dict[str, str]:
    """Return the SQL that stands for `measures`: a snapshot, made now when there is none.

    Empty when no snapshot can be kept.
    """

    def depends_on() -> tuple[object, ...]:
        history = portfolio.history
        return history.generation, history.stamps_now(), contacts_key(portfolio)

    def statement() -> Statement:
        return compose("measures", stand_ins=kept_of_lines(portfolio, "line_measures"))

    return _kept(portfolio, "measures", depends_on, statement)


def kept_of_lines(portfolio: Portfolio, name: str) -> dict[str, str]:
    """Return the SQL that stands for a relation that rests on order lines and accounts alone.

    It is kept apart from the measures, so that a contact that is logged, or another table that
    changes, has no order lines read again. Empty when no snapshot can be kept, and where there are
    so few order lines that none is worth it.
    """
    history = portfolio.history
    if sum(stamp[0] for stamp in history.stamps_now(("order_lines",)).values()) < _LARGE_BYTES:
        return {}
    tables = sorted(table.removeprefix("raw_") for table in compose(name).tables - {"known"})

    def depends_on() -> tuple[object, ...]:
        columns = [sorted((history.columns or {}).get(table, {}).items()) for table in tables]
        return history.folder, tables, columns, history.stamps_now(tables)

    return _kept(portfolio, name, depends_on, lambda: compose(name))


def _kept(
    portfolio: Portfolio,
    name: str,
    depends_on: Callable[[], tuple[object, ...]],
    statement: Callable[[], Statement],
) -> dict[str, str]:
    """Return the SQL that stands for relation `name`; `statement` is asked for when it is made."""
    if portfolio.snapshots is None:
        return {}
    folder = portfolio.snapshots
    text = compose(name).sql

    def path() -> Path:
        return folder / f"{name}-{_key(portfolio, text, depends_on())}.parquet"

    there = path()
    if not _is_whole(there) and not _written(portfolio, statement, path):
        return {}
    return {name: f"SELECT * FROM read_parquet({quoted_text(str(there))})"}


def _key(portfolio: Portfolio, text: str, depends_on: tuple[object, ...]) -> str:
    import duckdb

    everything = (
        depends_on,
        portfolio.as_of.isoformat(),
        text,
        catalogue()["macros"].sql,
        TABLES,
        __version__,
        duckdb.__version__,
    )
    return hashlib.sha256(repr(everything).encode()).hexdigest()[:40]


def _is_whole(path: Path) -> bool:
    """Whether a Parquet file is there to its end, which a machine that went down may have lost."""
    try:
        with path.open("rb") as file:
            file.seek(-4, os.SEEK_END)
            return file.read() == b"PAR1"
    except OSError:
        return False


def _written(
    portfolio: Portfolio, statement: Callable[[], Statement], name: Callable[[], Path]
) -> bool:
    """Compute a snapshot and keep it by its name; False when the folder takes no file."""
    path = name()
    aside = path.with_name(f".{path.stem}.{os.getpid()}.{time.monotonic_ns()}.parquet")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        aside.touch(exist_ok=False)
    except OSError:
        return False
    try:
        portfolio.engine.write(statement(), portfolio.days, aside)
        if name() != path:
            # Somebody logged a contact meanwhile: the measures may hold it, and the name does not.
            return False
        aside.replace(path)
    except (OSError, Failed):
        # The answer may well be there to compute where there is no room to keep it.
        return False
    finally:
        with contextlib.suppress(OSError):
            aside.unlink(missing_ok=True)
    _forget_old(path)
    return True


def _forget_old(newest: Path) -> None:
    """Keep the newest snapshots of one name."""
    kind = newest.name.rsplit("-", 1)[0]
    with contextlib.suppress(OSError):
        snapshots = sorted(
            newest.parent.glob(f"{kind}-*.parquet"), key=lambda path: path.stat().st_mtime
        )
        for path in snapshots[:-_KEPT]:
            path.unlink(missing_ok=True)
