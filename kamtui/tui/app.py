"""Starting the terminal UI."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

from kamtui.tui.beside import answer_from_beside
from kamtui.tui.opening import Opening


def run_app(
    history: Path | None,
    workspace: Path | None,
    as_of: date | None,
    weights: str | None,
    owner: str | None,
    segment: str | None,
) -> None:
    """Run the terminal UI on a history, None for the sample data, until it is left.

    The other arguments are those of `Opening`. Raises KamtuiError when the history, or something
    asked for in it, is not there. Leaves the process when the terminal goes away.
    """
    opening = Opening(history, workspace, as_of, weights, owner, segment)
    beside = answer_from_beside(lambda: _first_screen(opening))
    # Imported while the first page is worked out.
    from kamtui.tui.first_screen import first_screen_from
    from kamtui.tui.hangup import Hangup
    from kamtui.tui.kamtui_app import KamtuiApp

    app = KamtuiApp(opening, first_screen_from(beside))
    hangup = Hangup(app.keep_draft_now, app.ask_to_end)
    hangup.watch()
    code = app.run()
    hangup.ended()
    if app.failure is not None:
        # Its traceback's frames would keep the engine alive to the very end of the process.
        raise app.failure.with_traceback(None)
    if code:
        sys.exit(code)


def _first_screen(opening: Opening) -> bytes:
    from kamtui.tui.first_screen import pickled_first_screen

    return pickled_first_screen(opening)
