"""Draw the picture of the README from the real screen: python tests/terminal/picture.py OUT.svg

The weights are open beside the sample data and one of them is changed; the same every time.
"""

from __future__ import annotations

import asyncio
import os
import sys
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

COLUMNS, LINES = 120, 36
KEYS = ("w", *["down"] * 4, *["L"] * 3)
"""The weights opened, and Loyalty made to count 15 more."""
DEADLINE = 60.0
"""Seconds."""


async def picture() -> str:
    """Return the screen as SVG."""
    from kamtui.tui.kamtui_app import KamtuiApp
    from kamtui.tui.opening import Opening
    from kamtui.tui.widgets.weights.consequences import ConsequencesView

    def is_worked_out() -> bool:
        views = app.screen.query(ConsequencesView)
        return bool(views) and bool((shown := views.first().consequences) and shown.unseats)

    with TemporaryDirectory() as desk:
        app = KamtuiApp(Opening(workspace=Path(desk), as_of=date(2025, 11, 30)))
        async with app.run_test(size=(COLUMNS, LINES)) as pilot:
            for key in KEYS:
                await pilot.press(key)
            # The changed weights first, then what is worked out about them, and about the data.
            async with asyncio.timeout(DEADLINE):
                while not is_worked_out():
                    await pilot.pause(0.05)
                while app.priorities.status.findings is None:
                    await pilot.pause(0.05)
            await pilot.pause()
            return app.export_screenshot(title="kamtui")


def main() -> None:
    """Write the picture to the file that is named."""
    os.environ.update(TERM="xterm-256color", COLORTERM="truecolor")
    os.environ.pop("NO_COLOR", None)
    out = Path(sys.argv[1])
    out.write_text(asyncio.run(picture()), encoding="utf-8")


if __name__ == "__main__":
    main()
