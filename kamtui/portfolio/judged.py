"""What people entered, as the parameters by which a query counts it beside the files."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date

from kamtui.portfolio.opening import Portfolio
from kamtui.workspace.entries import Entry
from kamtui.workspace.location import history_key


def entries_of(portfolio: Portfolio) -> tuple[Entry, ...]:
    """Return everything that was entered about the history, oldest first."""
    return portfolio.workspace.entries(history_key(portfolio.history.folder))


def judged_params(portfolio: Portfolio) -> dict[str, object]:
    """Return the parameters of queries over judgements: the days, and what was entered as JSON."""
    return {
        **portfolio.days,
        "entered": as_json(entries_of(portfolio)),
    }


def as_json(entries: Iterable[Entry]) -> str:
    """Return entries as the JSON text that `queries/parts/entered.sql` reads."""
    rows = [
        {
            "place": place,
            "kind": each.subject.kind,
            "account_id": each.subject.account_id,
            "topic": each.subject.topic,
            "supplier": each.subject.supplier,
            "view": each.subject.view,
            "number": each.number,
            "text": each.text,
            "entered_by": each.entered_by,
            "entered_on": each.entered_on.isoformat(),
            "undone_on": None if each.undone_on is None else each.undone_on.isoformat(),
        }
        for place, each in enumerate(
            sorted(entries, key=lambda each: (each.entered_at, each.id)), start=1
        )
    ]
    return json.dumps(rows, ensure_ascii=False)


def counting(entries: Iterable[Entry], until: date) -> tuple[Entry, ...]:
    """Return the newest entry of each subject that counts on the day, oldest first."""
    newest = {
        each.subject: each
        for each in sorted(entries, key=lambda each: (each.entered_at, each.id))
        if each.entered_on <= until and (each.undone_on is None or each.undone_on > until)
    }
    return tuple(newest.values())
