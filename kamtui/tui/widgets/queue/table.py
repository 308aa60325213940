"""The queue on the screen: its cursor stays where it is when what it was on is done."""

from __future__ import annotations

from kamtui.portfolio.queue import ActionRow
from kamtui.tui.queue.sheet import QueueSheet
from kamtui.tui.widgets.matrix.sheet_table import SheetTable


class QueueTable(SheetTable):
    """A `SheetTable` of what there is to do."""

    @property
    def queue_sheet(self) -> QueueSheet | None:
        """What is shown; None before anything is."""
        return self.sheet if isinstance(self.sheet, QueueSheet) else None

    @property
    def chosen(self) -> ActionRow | None:
        """What stands under the cursor; None where nothing does."""
        sheet, place = self.queue_sheet, self.place
        return None if sheet is None or place is None else sheet.row(place)

    def take(self, sheet: QueueSheet) -> None:
        """Show another sheet, with the cursor on what it was on, else on what follows that."""
        place, chosen = self.place or 0, self.cursor
        if chosen is None or sheet.place_of(chosen) is None:
            # What it was on is gone: what stood below it stands there now.
            chosen = sheet.key_at(min(place, len(sheet) - 1)) if len(sheet) else None
        if chosen is not None:
            self.remember(chosen)
        self.show(sheet)
