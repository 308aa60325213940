"""How weights, shares, differences and moments are written in the weights editor."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from textual.content import Content

from kamtui.text import harmless
from kamtui.workspace.weight_sets import WeightSet

_SCALES = (0.25, 0.5, 1.0)
_TWO_DECIMALS_FROM = 0.005
_SHORT_BELOW = 100_000


def weight_text(weight: float) -> str:
    """Return a weight with at most two decimals, and never as 0 when it is not."""
    if weight and not _TWO_DECIMALS_FROM <= weight < _SHORT_BELOW:
        return f"{weight:.2g}"
    return f"{weight:.2f}".rstrip("0").rstrip(".")


def difference_text(difference: float) -> str:
    """Return a difference with its sign: `+5`, `−3.75`; `±0` for none."""
    if difference == 0.0:
        return "±0"
    return ("+" if difference > 0.0 else "−") + weight_text(abs(difference))


def moment_text(moment: datetime | None) -> str:
    """Return a moment to the minute in the machine's time zone; "" for none."""
    return "" if moment is None else f"{moment.astimezone():%Y-%m-%d %H:%M}"


def version_text(weight_set: WeightSet) -> str:
    """Return which version of which weight set it is, harmless to show."""
    name = harmless(weight_set.name)
    return f"{name}, version {weight_set.version}" if weight_set.version else f"{name}, as declared"


def bar_scale(shares: Iterable[float]) -> float:
    """Return the share that a full bar stands for: the first step that holds them all."""
    most = max(shares, default=1.0)
    return next((scale for scale in _SCALES if most <= scale + 1e-9), 1.0)


def bar(
    share: float, scale: float, width: int, *, before: float | None = None, style: str = "$primary"
) -> Content:
    """Return a bar of `width` cells for a share, and a mark where it was `before`.

    `scale` is the share that fills it; `before` None marks nothing.
    """
    halves = round(min(1.0, share / scale) * width * 2)
    if share > 0.0:
        halves = max(1, halves)
    full, half = divmod(halves, 2)
    fill = "━" * full + "╸" * half
    drawn = Content.assemble((fill, style), ("─" * (width - len(fill)), "$foreground 25%"))
    if before is None or width == 0:
        return drawn
    place = min(width - 1, round(min(1.0, before / scale) * width))
    return drawn[:place] + Content.styled("┃", "$warning") + drawn[place + 1 :]


def in_cells(text: str | Content, width: int, *, right: bool = False) -> Content:
    """Return a text cut with an ellipsis, or padded, to `width` cells. Never reads markup."""
    content = Content(text) if isinstance(text, str) else text
    cut = content.truncate(max(0, width), ellipsis=True)
    room = max(0, width) - cut.cell_length
    return cut.pad_left(room) if right else cut.pad_right(room)


def side_by_side(left: Content, right: Content, width: int) -> Content:
    """Return a line with one text at its left end and one at its right; the left one is cut."""
    return in_cells(left, width - right.cell_length - 1) + Content(" ") + right
