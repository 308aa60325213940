"""What people logged, kept beside the history's views as a table in memory that queries read."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kamtui.engine.catalogue import compose
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
        if new.row_id is not None or self._row_id < 0:
            engine.add_rows("log", compose("log_rows"), {"rows": new.rows})
            self._row_id = new.row_id or 0
        if new.mark_id is not None or self._mark_id < 0:
            engine.add_rows("log_marks", compose("log_mark_rows"), {"rows": new.marks})
            self._mark_id = new.mark_id or 0
