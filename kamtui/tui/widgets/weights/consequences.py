"""What changed weights do to the ranking, said in a few lines under them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from textual.app import RenderResult
from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

from kamtui.text import harmless
from kamtui.tui.widgets.weights.figures import in_cells

NO_CLASS = "–"


@dataclass(frozen=True)
class Consequences:
    """What the weights set now do to the ranking, beside the saved ones."""

    moved: int = 0
    """Accounts whose rank is another."""
    class_changes: Mapping[tuple[str, str], int] = field(default_factory=dict)
    """(letter before, letter after) → accounts; "" is no class."""
    first: str = ""
    """The name of the account that is first; "" when none is ranked."""
    unseats: str = ""
    """The smallest change that puts another account first; "" while it is not known."""


class ConsequencesView(Widget):
    """How many moved, which classes changed, who is first and what would unseat it."""

    DEFAULT_CSS = """
    ConsequencesView { height: auto; }
    """

    consequences: reactive[Consequences | None] = reactive(None, layout=True)
    """None before the first ranking."""

    def render(self) -> RenderResult:
        """Return the lines."""
        if self.consequences is None:
            return Content("")
        return Content("\n").join(_lines(self.consequences, self.size.width))


def _lines(consequences: Consequences, width: int) -> list[Content]:
    changed = sum(consequences.class_changes.values())
    lines = [
        Content.assemble(
            (f"{consequences.moved:,}", "bold"),
            (" moved", "$foreground-muted"),
            (" · ", "$foreground-muted"),
            (f"{changed:,}", "bold"),
            (" changed class", "$foreground-muted"),
        )
    ]
    if changed:
        lines.append(in_cells(_flows(consequences.class_changes), width))
    first = harmless(consequences.first) or "no account is ranked"
    lines.append(
        in_cells(Content.assemble(("First ", "$foreground-muted"), (first, "bold")), width)
    )
    if consequences.unseats:
        lines.append(
            Content.assemble(("Unseats it: ", "$foreground-muted"), harmless(consequences.unseats))
        )
    return lines


def _flows(class_changes: Mapping[tuple[str, str], int]) -> Content:
    """Return which classes accounts went between, the most frequent way first."""
    by_count = sorted(class_changes.items(), key=lambda flow: (-flow[1], flow[0]))
    return Content("  ").join(
        Content.assemble(f"{before or NO_CLASS}→{after or NO_CLASS} ", (f"{count:,}", "bold"))
        for (before, after), count in by_count
    )
