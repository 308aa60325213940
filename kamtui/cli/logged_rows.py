"""What was logged and planned, as rows that can be written."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from kamtui.errors import WrongUsage
from kamtui.formats.writing import written
from kamtui.portfolio.logged import counting_logged, logged_in_words, logged_of
from kamtui.portfolio.opening import Portfolio
from kamtui.portfolio.plans import checked_account
from kamtui.portfolio.rows import Rows, columns
from kamtui.workspace.log import Logged

_LOGGED = columns(
    id="BIGINT",
    account_id="VARCHAR",
    kind="VARCHAR",
    reason="VARCHAR",
    says="VARCHAR",
    logged_by="VARCHAR",
    logged_on="DATE",
    note="VARCHAR",
    contacted_at="TIMESTAMP",
    seller="VARCHAR",
    channel="VARCHAR",
    inbound="BOOLEAN",
    reached="BOOLEAN",
    topic="VARCHAR",
    sentiment="BIGINT",
    cost="DECIMAL(18,4)",
    next_step="VARCHAR",
    next_step_on="DATE",
    outcome="VARCHAR",
    logged_at="TIMESTAMP WITH TIME ZONE",
    undone_by="VARCHAR",
    undone_on="DATE",
    uid="VARCHAR",
)
_SAID: Mapping[str, Callable[[str], Any]] = {
    "contacted_at": datetime.fromisoformat,
    "next_step_on": date.fromisoformat,
    "cost": Decimal,
}
_WRITTEN = columns(file="VARCHAR", rows="BIGINT")
_TAKEN_IN = columns(new="BIGINT", logged="BIGINT")


def logged_rows(logged: Iterable[Logged]) -> Rows:
    """Return what was logged as rows."""
    return Rows(_LOGGED, tuple(tuple(_value(each, one.name) for one in _LOGGED) for each in logged))


def _value(logged: Logged, name: str) -> Any:
    if name == "says":
        return logged_in_words(logged)
    if hasattr(logged, name):
        value = getattr(logged, name)
        return None if value == "" else value
    said = logged.said.get(name)
    read = _SAID.get(name)
    return read(said) if read is not None and said is not None else said


def listed(portfolio: Portfolio, account: str | None, *, with_undone: bool) -> Rows:
    """Return what was logged of an account or of all, the oldest first."""
    if account is not None:
        checked_account(portfolio, account)
    logged = logged_of(portfolio, account)
    return logged_rows(logged if with_undone else counting_logged(logged, portfolio.judged_until))


def written_out(portfolio: Portfolio, folder: Path) -> Rows:
    """Write everything that was logged to a folder; return which files, with how many rows."""
    import pyarrow.parquet as pq

    from kamtui.portfolio.log_export import exported_log

    if folder.exists() and not folder.is_dir():
        raise WrongUsage(f"{folder}: is not a folder")
    tables = exported_log(portfolio)
    folder.mkdir(parents=True, exist_ok=True)
    for name, table in tables.items():
        with written(folder / name) as sink:
            pq.write_table(table, sink, compression="zstd")
    return Rows(_WRITTEN, tuple((str(folder / name), t.num_rows) for name, t in tables.items()))


def taken_in(portfolio: Portfolio, source: Path) -> Rows:
    """Take in the log of an export; return how much of it is new here."""
    from kamtui.portfolio.log_export import import_log

    return Rows(_TAKEN_IN, (import_log(portfolio, source),))
