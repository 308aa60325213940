"""What people logged, kept beside the history's views as a table in memory that queries read."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from kamtui.engine.catalogue import compose
from kamtui.workspace.log import Logged
from kamtui.workspace.store import Workspace

if TYPE_CHECKING:
    from kamtui.engine.embedded import Engine


@dataclass
class LogFeed:
    """Brings the tables `log` and `log_marks` of one engine up to date with the workspace.

    What was logged is never changed, so only what came since the last time is read. The engine
    calls it, one call at a time, before each statement that reads the log: what is logged by
    anybody counts in the next answer.
    """

    workspace: Workspace
    history: str
    """See `history_key`."""
    _row_id: int = field(default=-1, init=False)
    _mark_id: int = field(default=-1, init=False)

    def __call__(self, engine: Engine) -> None:
        """Add what is new; raises what reading the workspace raises."""
        new = self.workspace.logged_since(self.history, self._row_id, self._mark_id)
        is_first = self._row_id < 0
        if new.rows or is_first:
            engine.add_rows("log", compose("log_rows"), {"rows": _as_json(new.rows)})
            self._row_id = new.rows[-1].id if new.rows else 0
        if new.marks or is_first:
            marks = [{"uid": one.uid, "undone_on": one.undone_on.isoformat()} for one in new.marks]
            engine.add_rows("log_marks", compose("log_mark_rows"), {"rows": json.dumps(marks)})
            self._mark_id = new.marks[-1].id if new.marks else 0


def _as_json(rows: Iterable[Logged]) -> str:
    """Return rows of the log as the JSON text that `queries/parts/log_rows.sql` reads."""
    return json.dumps([_flat(each) for each in rows], ensure_ascii=False)


def _flat(row: Logged) -> dict[str, Any]:
    return {
        **row.said,
        "id": row.id,
        "uid": row.uid,
        "kind": row.kind,
        "account_id": row.account_id,
        "reason": row.reason,
        "logged_by": row.logged_by,
        "logged_at": row.logged_at.replace(tzinfo=None).isoformat(),
        "logged_on": row.logged_on.isoformat(),
        "note": row.note,
    }
