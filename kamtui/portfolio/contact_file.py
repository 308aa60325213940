"""Contacts out of a file: the columns of the contract's table and `outcome`, `note`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any, TypeVar

from kamtui.errors import WrongUsage
from kamtui.history.contract import table_named
from kamtui.model.spelling import did_you_mean
from kamtui.portfolio.contact_log import PlacedContact
from kamtui.portfolio.file_rows import rows_in
from kamtui.portfolio.new_contact import NewContact

COLUMNS = (*table_named("contacts").column_names, "outcome", "note")

T = TypeVar("T")
_FLAGS: Mapping[str, bool] = {
    **dict.fromkeys(("true", "yes", "1"), True),
    **dict.fromkeys(("false", "no", "0"), False),
}


def contacts_in(data: bytes, source: str) -> tuple[PlacedContact, ...]:
    """Return the contacts of a file, each with its row.

    account_id is needed; an empty contacted_at is now. Raises WrongUsage that names the file, and
    the row, for what cannot be read.
    """
    columns, found = rows_in(data, source)
    if "account_id" not in columns:
        raise WrongUsage(f"{source}: the column account_id is missing")
    for column in columns:
        if column not in COLUMNS:
            raise WrongUsage(
                f"{source}: a contact has no column {column!r}", did_you_mean(column, COLUMNS)
            )
    return tuple(
        PlacedContact(_contact(row, f"{source}, row {number}"), f"{source}, row {number}")
        for number, row in enumerate(found, start=1)
    )


def _contact(row: Mapping[str, Any], place: str) -> NewContact:
    def value(column: str, read: Callable[[str], T], kind: type | tuple[type, ...]) -> T | None:
        found = row.get(column)
        if isinstance(found, kind) and not isinstance(found, str):
            return found  # type: ignore[return-value]
        text = "" if found is None else str(found).strip()
        try:
            return read(text) if text else None
        except (ValueError, InvalidOperation, KeyError):
            raise WrongUsage(f"{place}: {column}: {text!r} cannot be read") from None

    def text(column: str) -> str | None:
        return value(column, str, ())

    return NewContact(
        account_id=text("account_id") or "",
        contacted_at=value("contacted_at", moment, (datetime, date)),
        seller=text("seller"),
        channel=text("channel"),
        inbound=value("inbound", _flag, bool),
        reached=value("reached", _flag, bool),
        topic=text("topic"),
        sentiment=value("sentiment", _whole, int),
        cost=value("cost", Decimal, Decimal),
        next_step=text("next_step"),
        next_step_on=value("next_step_on", date.fromisoformat, date),
        outcome=text("outcome"),
        note=text("note") or "",
    )


def moment(text: str) -> datetime | date:
    """Return a moment written as 2025-11-30T14:30, or a day; raises ValueError for neither."""
    is_day = len(text) == len("2025-11-30")
    return date.fromisoformat(text) if is_day else datetime.fromisoformat(text)


def _flag(text: str) -> bool:
    return _FLAGS[text.lower()]


def _whole(text: str) -> int:
    number = float(text)
    if not number.is_integer():
        raise ValueError(text)
    return int(number)
