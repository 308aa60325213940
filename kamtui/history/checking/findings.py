"""What a check finds: how bad it is, which rule, where, how often, and what is done about it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Severity(StrEnum):
    """How bad a finding is."""

    BROKEN = "broken"
    """The history cannot be used as it is."""
    FINDING = "finding"
    """Rows or values that break the contract or are doubtful; answers are computed all the same."""
    NOTE = "note"
    """Worth knowing: what is missing, how old each table is."""


@dataclass(frozen=True)
class Finding:
    """One thing that a check found."""

    severity: Severity
    rule: str
    """One of RULES."""
    table: str | None
    """None when it is about the history as a whole."""
    column: str | None
    """The contract's column that it is about; None when it is about rows or files."""
    effect: str
    """What kamtui does about it, or what must be done."""
    rows: int | None = None
    """How many rows it is about; None when it is not about rows."""
    share: float | None = None
    """`rows` as a share (0-1) of the table's rows; None without any."""
    examples: tuple[str, ...] = ()
    """Up to five, as `column=value` pairs, or what was found in which file."""
    newest_on: date | None = None
    """For freshness: the newest day up to today."""
    age_days: int | None = None
    """For freshness: days from the newest day to today."""


RULES: Mapping[str, str] = {
    "no_history": "there is no such folder, nothing of a history in it, or no readable manifest",
    "missing_table": "a required table is not there",
    "missing_column": "a required column is not there",
    "missing_file": "a file that the manifest names is not there",
    "unreadable_file": "a file is not a whole Parquet file, or cannot be read",
    "wrong_type": "a column has a type that cannot be read as the contract's kind",
    "unlike_manifest": "a file has other columns than the manifest says",
    "size_differs": "a file is not as large as the manifest says",
    "row_count_differs": "a file does not hold the rows that the manifest says (--deep)",
    "checksum_differs": "a file is not the one that the manifest names (--deep)",
    "no_value": "a required value is missing",
    "unread_value": "a value cannot be read: NaN, infinite or too large",
    "not_allowed": "a value is not one of those allowed",
    "out_of_range": "a number or a day is outside of its range",
    "wrong_order": "a date precedes the one that it may not precede",
    "after_today": "it is dated after today",
    "after_as_of": "it is dated after the day that answers are for",
    "unknown_account": "its account is not in accounts",
    "alike_account": "its account is in accounts, but for case or blanks",
    "duplicate_key": "another row has the same key",
    "alike_values": "a value differs from another only by case or blanks",
    "shared_business_id": "another account has the same business id",
    "unknown_parent": "its parent is not in accounts",
    "own_parent": "it is its own parent",
    "parent_circle": "its parents lead round in a circle, never to a top",
    "repeated_line": "another order line is the same in every column",
    "shared_order_id": "another account has lines under the same order id",
    "closed_without_date": "an offer is won or lost, and nobody knows when",
    "open_with_date": "an offer is open, and has a day on which it ended",
    "no_rows": "a table is there and holds nothing",
    "freshness": "the newest day of a table",
    "missing": "an optional table or column is not there",
    "empty": "an optional column is there, and no row has a value in it",
    "unknown_file": "a file is of no table of the contract",
    "unknown_column": "a column that the contract does not have, spelled like one that is missing",
}
"""What each rule finds."""

_BARE = re.compile(r"[^\s\"';=,]+")
_LONGEST = 60


def example(values: Mapping[str, str | None]) -> str:
    """Return one example as `column=value` pairs; a value with blanks or signs in quotes.

    A value of more than 60 characters is cut and ends in `…`.
    """
    return " ".join(f"{name}={_spelled(value)}" for name, value in values.items())


def _spelled(value: str | None) -> str:
    if value is None:
        return "null"
    text = value if len(value) <= _LONGEST else f"{value[: _LONGEST - 1]}…"
    return text if _BARE.fullmatch(text) and text != "null" else '"' + text.replace('"', '""') + '"'
