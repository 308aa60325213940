"""The measures of every account, computed once for a history and a day."""

from __future__ import annotations

import contextlib
import hashlib
import os
import time
from collections.abc import Mapping
from pathlib import Path

from kamtui import __version__
from kamtui.engine.answer import Answer
from kamtui.engine.catalogue import catalogue, compose
from kamtui.engine.quoting import quoted_text
from kamtui.errors import Failed
from kamtui.history.contract import TABLES
from kamtui.portfolio.logged import contacts_key
from kamtui.portfolio.opening import Portfolio

_KEPT = 40
"""How many snapshots are kept, the most recently written ones."""


def measures(portfolio: Portfolio) -> Answer:
    """Return every measure of every account: a row an account, ordered by account_id."""
    statement = compose("measures", stand_ins=stand_ins(portfolio))
    return portfolio.engine.ask(statement, portfolio.days)


def stand_ins(portfolio: Portfolio) -> Mapping[str, str]:
    """Return the SQL that stands for `measures`: a snapshot, made now when there is none.

    Empty when no snapshot can be kept: then the measures are computed where they are used.
    """
    if portfolio.snapshots is None:
        return {}
    path = _snapshot(portfolio, portfolio.snapshots)
    if not _is_whole(path) and not _written(portfolio, path):
        return {}
    return {"measures": f"SELECT * FROM read_parquet({quoted_text(str(path))})"}


def _snapshot(portfolio: Portfolio, folder: Path) -> Path:
    """Return where this history's measures of this day are kept.

    The name holds everything that they depend on: the data as it lies on the disk, the day, the
    logged contacts that count, the text of the queries and the contract. A snapshot is never
    changed, so a name that is there is right.
    """
    import duckdb

    depends_on = (
        portfolio.history.generation,
        portfolio.history.stamps_now(),
        portfolio.as_of.isoformat(),
        contacts_key(portfolio),
        compose("measures").sql,
        catalogue()["macros"].sql,
        TABLES,
        __version__,
        duckdb.__version__,
    )
    key = hashlib.sha256(repr(depends_on).encode()).hexdigest()
    return folder / f"measures-{key[:40]}.parquet"


def _is_whole(path: Path) -> bool:
    """Whether a Parquet file is there to its end, which a machine that went down may have lost."""
    try:
        with path.open("rb") as file:
            file.seek(-4, os.SEEK_END)
            return file.read() == b"PAR1"
    except OSError:
        return False


def _written(portfolio: Portfolio, path: Path) -> bool:
    """Compute the measures and keep them at `path`; False when the folder takes no file."""
    aside = path.with_name(f".{path.stem}.{os.getpid()}.{time.monotonic_ns()}.parquet")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        aside.touch(exist_ok=False)
    except OSError:
        return False
    try:
        portfolio.engine.write(compose("measures"), portfolio.days, aside)
        if _snapshot(portfolio, path.parent) != path:
            # Somebody logged a contact meanwhile: the measures may hold it, and the name does not.
            return False
        aside.replace(path)
    except (OSError, Failed):
        # The measures may well be there to compute where there is no room to keep them.
        return False
    finally:
        with contextlib.suppress(OSError):
            aside.unlink(missing_ok=True)
    _forget_old(path.parent)
    return True


def _forget_old(folder: Path) -> None:
    with contextlib.suppress(OSError):
        snapshots = sorted(folder.glob("measures-*.parquet"), key=lambda path: path.stat().st_mtime)
        for path in snapshots[:-_KEPT]:
            path.unlink(missing_ok=True)
