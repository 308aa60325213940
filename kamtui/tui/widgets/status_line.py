"""The status line: which history and day, how many accounts, which weights, how many findings."""

from __future__ import annotations

from collections.abc import Sequence

from textual.app import RenderResult
from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

from kamtui.text import harmless
from kamtui.tui.status import Status
from kamtui.tui.widgets.cells import fitted

SAMPLE_DATA = "sample data: a made-up company"
_SAMPLE_DATA_SHORT = "sample data: made up"
_SEPARATOR = " │ "
_NARROWEST_NAME = 12


class StatusLine(Widget):
    """One line that never wraps: the name of the history gives way first."""

    DEFAULT_CSS = """
    StatusLine { height: 1; background: $panel; color: $foreground; padding: 0 1; }
    """

    status: reactive[Status] = reactive(Status())

    def __init__(self, status: Status | None = None) -> None:
        super().__init__()
        if status is not None:
            self.set_reactive(StatusLine.status, status)

    def render(self) -> RenderResult:
        """Return the line."""
        return status_content(self.status, self.size.width)


def status_content(status: Status, width: int) -> Content:
    """Return the line in at most `width` cells.

    The name of the history gives way first, then words, then what stands on the right.
    """
    parts = _parts(status)
    name, room = harmless(status.history), width - _cells(parts) - len(_SEPARATOR)
    if name and not status.doing and room >= min(_NARROWEST_NAME, len(name)):
        parts.insert(0, Content.styled(fitted(name, room).rstrip(), "bold"))
    elif _cells(parts) > width:
        parts = _parts(status, short=True)
    while len(parts) > 1 and _cells(parts) > width:
        parts.pop()
    return Content.styled(_SEPARATOR, "$foreground-muted").join(parts)


def _cells(parts: Sequence[Content]) -> int:
    return sum(part.cell_length for part in parts) + len(_SEPARATOR) * (len(parts) - 1)


def _parts(status: Status, *, short: bool = False) -> list[Content]:
    parts = []
    if status.doing:
        parts.append(Content.styled(harmless(status.doing), "$text-accent"))
    if status.is_sample:
        parts.append(Content.styled(_SAMPLE_DATA_SHORT if short else SAMPLE_DATA, "$text-warning"))
    if status.as_of:
        parts.append(Content(f"as of {status.as_of.isoformat()}"))
        parts.append(Content(_count(status)))
    if status.weight_set:
        mark = "" if not status.unsaved else " *" if short else " * unsaved"
        parts.append(Content.assemble(harmless(status.weight_set), (mark, "$text-warning")))
    if status.findings:
        noun = "finding" if status.findings == 1 else "findings"
        parts.append(Content.styled(f"{status.findings:,} {noun}", "$text-warning"))
    return parts


def _count(status: Status) -> str:
    if status.shown == status.of_all:
        return f"{status.of_all:,} account{'' if status.of_all == 1 else 's'}"
    return f"{status.shown:,} of {status.of_all:,}"
