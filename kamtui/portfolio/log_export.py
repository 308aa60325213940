"""What people logged as files: contacts in the contract's table, and a log that is read back."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kamtui.errors import WrongUsage
from kamtui.history.contract import Kind, table_named
from kamtui.portfolio.kept_tables import contract_table, log_table, read_log
from kamtui.portfolio.logged import counting_logged, logged_of
from kamtui.portfolio.opening import Portfolio
from kamtui.workspace.location import history_key
from kamtui.workspace.log import KINDS, Logged

if TYPE_CHECKING:
    import pyarrow as pa

CONTACTS = "contacts.parquet"
LOG = "log.parquet"
"""Everything that was logged and planned, with who, when and what was taken back."""

_LOGGED = (
    *("uid", "kind", "account_id", "reason", "said", "logged_by", "logged_at", "logged_on"),
    *("note", "undone_by", "undone_at", "undone_on"),
)


def exported_log(portfolio: Portfolio) -> dict[str, pa.Table]:
    """Return what was logged as tables by the name of their file.

    contacts holds the contacts that count, in the contract's columns, so that it can be part of a
    history, where none is counted twice; log holds everything, `said` as JSON.
    """
    logged = logged_of(portfolio)
    return {
        CONTACTS: _contacts(counting_logged(logged, portfolio.judged_until)),
        LOG: _log(logged),
    }


def import_log(portfolio: Portfolio, source: Path) -> tuple[int, int]:
    """Take in the log of an export; return how much is new here, and how much it has.

    What is here already is left as it is. Raises WrongUsage for what is no such log.
    """
    file = source / LOG if source.is_dir() else source
    logged = _read_log(file)
    key = history_key(portfolio.history.folder)
    return portfolio.workspace.take_in_logged(key, logged), len(logged)


def _contacts(logged: Iterable[Logged]) -> pa.Table:
    columns = table_named("contacts").columns
    said = [
        {**each.said, "account_id": each.account_id} for each in logged if each.kind == "contact"
    ]
    rows = [{one.name: _value(one.kind, each.get(one.name)) for one in columns} for each in said]
    return contract_table("contacts", rows)


def _value(kind: Kind, said: Any) -> Any:
    if said is None:
        return None
    match kind:
        case Kind.DATE:
            return date.fromisoformat(said)
        case Kind.TIMESTAMP:
            return datetime.fromisoformat(said)
        case Kind.AMOUNT:
            return Decimal(said)
        case _:
            return said


def _log(logged: Iterable[Logged]) -> pa.Table:
    rows = [
        {
            **{name: getattr(each, name) for name in _LOGGED},
            "said": json.dumps(dict(each.said), ensure_ascii=False),
        }
        for each in logged
    ]
    return log_table(_LOGGED, rows)


def _read_log(file: Path) -> tuple[Logged, ...]:
    rows = read_log(file, _LOGGED, "a log", "kamtui log --export")
    return tuple(_logged(row, file) for row in rows)


def _logged(row: dict[str, Any], file: Path) -> Logged:
    try:
        said = json.loads(row["said"])
    except (TypeError, ValueError):
        said = None
    if (
        row["kind"] not in KINDS
        or not isinstance(said, dict)
        or not isinstance(row["logged_at"], datetime)
        or not isinstance(row["logged_on"], date)
        or not row["uid"]
    ):
        raise WrongUsage(f"{file}: holds what was not logged by kamtui ({row['kind']!r})")
    return Logged(id=0, **{**{name: row[name] for name in _LOGGED}, "said": said})
