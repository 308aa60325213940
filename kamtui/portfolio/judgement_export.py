"""What people entered as files: the contract's own tables, and a log that can be read back."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kamtui.errors import WrongUsage
from kamtui.portfolio.judged import counting, entries_of
from kamtui.portfolio.kept_tables import contract_table, log_table, read_log
from kamtui.portfolio.opening import Portfolio
from kamtui.workspace.entries import KINDS, Entry, Subject
from kamtui.workspace.location import history_key

if TYPE_CHECKING:
    import pyarrow as pa

LOG = "entries.parquet"
"""Everything that was entered, with who, when and what was taken back."""

_LOGGED = (
    *("uid", "kind", "account_id", "topic", "supplier", "view", "number", "text"),
    *("entered_by", "entered_at", "entered_on", "note", "undone_by", "undone_at", "undone_on"),
)


def exported_judgements(portfolio: Portfolio) -> dict[str, pa.Table]:
    """Return what was entered as tables by the name of their file.

    assessments, factor_ratings and factor_weights hold what counts, in the contract's columns, so
    that they can be tables of a history; entries holds everything.
    """
    entries = entries_of(portfolio)
    standing = counting(entries, portfolio.judged_until)
    return {
        "assessments.parquet": contract_table("assessments", _assessments(standing)),
        "factor_ratings.parquet": contract_table("factor_ratings", _ratings(standing)),
        "factor_weights.parquet": contract_table("factor_weights", _weights(standing)),
        LOG: _log(entries),
    }


def import_judgements(portfolio: Portfolio, source: Path) -> tuple[int, int]:
    """Take in the log of an export; return how many entries are new here, and how many it has.

    What is here already is left as it is. Raises WrongUsage for what is no such log.
    """
    file = source / LOG if source.is_dir() else source
    entries = _read_log(file)
    key = history_key(portfolio.history.folder)
    return portfolio.workspace.take_in(key, entries), len(entries)


def _assessments(entries: Iterable[Entry]) -> list[dict[str, Any]]:
    return [
        {
            "account_id": each.subject.account_id,
            "assessed_on": each.entered_on,
            "view": each.subject.view,
            "dimension": each.subject.topic,
            "score": each.number,
            "assessor": each.entered_by,
        }
        for each in entries
        if each.subject.kind == "assessment"
    ]


def _ratings(entries: Iterable[Entry]) -> list[dict[str, Any]]:
    return [
        {
            "account_id": each.subject.account_id,
            "supplier": each.subject.supplier,
            "factor": each.subject.topic,
            "rating": each.number,
            "rated_on": each.entered_on,
            "view": each.subject.view,
        }
        for each in entries
        if each.subject.kind == "rating"
    ]


def _weights(entries: Iterable[Entry]) -> list[dict[str, Any]]:
    return [
        {
            "factor": each.subject.topic,
            "weight": each.number,
            "account_id": each.subject.account_id or None,
        }
        for each in entries
        if each.subject.kind == "factor_weight"
    ]


def _log(entries: Iterable[Entry]) -> pa.Table:
    rows = [
        {
            name: getattr(each.subject if hasattr(each.subject, name) else each, name)
            for name in _LOGGED
        }
        for each in entries
    ]
    return log_table(_LOGGED, rows)


def _read_log(file: Path) -> tuple[Entry, ...]:
    rows = read_log(file, _LOGGED, "a log of judgements", "kamtui judgements export")
    return tuple(_logged(row, file) for row in rows)


def _logged(row: dict[str, Any], file: Path) -> Entry:
    subject = {name: row[name] for name in ("kind", "account_id", "topic", "supplier", "view")}
    rest = {name: row[name] for name in _LOGGED if name not in subject}
    if subject["kind"] not in KINDS or not isinstance(rest["entered_at"], datetime):
        raise WrongUsage(f"{file}: holds what is no judgement ({row['kind']!r})")
    return Entry(id=0, subject=Subject(**subject), **rest)
