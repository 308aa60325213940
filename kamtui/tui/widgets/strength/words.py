"""What a strength says in words: who leads, what it would take, where the two views differ."""

from __future__ import annotations

from collections.abc import Iterator

from kamtui.model.strength import MOST, US, Strength
from kamtui.model.strength_editing import Cell, StrengthEditing
from kamtui.text import harmless
from kamtui.workspace.entries import Entry

Said = tuple[str, str]
"""A line and the name of its tone: up, down, muted or none."""

_SAID_GAPS = 3


def position_said(strength: Strength) -> Said:
    """Return who leads at the account, and by how much."""
    ours = strength.ours
    if ours is None:
        return ("not rated: nobody has said how we do here", "muted")
    if strength.lead is None or strength.rival is None or strength.relative is None:
        return (f"our index is {ours.index:.2f}; no competitor is rated", "muted")
    rival = harmless(strength.rival)
    if strength.lead == 0:
        return (f"level with {rival} at {ours.index:.2f}", "")
    by = f"{abs(strength.lead):.2f} ({strength.relative:.2f} of its index)"
    if strength.lead > 0:
        return (f"we lead {rival} by {by}", "up")
    return (f"{rival} leads us by {by}", "down")


def levers_said(editing: StrengthEditing) -> Iterator[Said]:
    """Yield what it would take on each factor to draw level with the best competitor."""
    strength = editing.strength
    rival = harmless(strength.rival or "")
    for lever in strength.levers:
        factor, rating = harmless(lever.factor), editing.rating(US, lever.factor) or 0.0
        if lever.feasible:
            yield (f"{factor} +{lever.rise:.1f} draws level with {rival}", "up")
        else:
            most = MOST - rating
            yield (f"{factor} alone cannot: +{lever.rise:.1f} needed, +{most:.1f} left", "muted")


def gaps_said(editing: StrengthEditing) -> Iterator[Said]:
    """Yield where we believe ourselves better, or worse, than the customer does."""
    gaps = []
    for factor in editing.factors:
        own = editing.value(Cell(factor, US, "own"))
        theirs = editing.value(Cell(factor, US, "customer"))
        if own is not None and theirs is not None and own != theirs:
            gaps.append((own - theirs, factor, own, theirs))
    for gap, factor, own, theirs in sorted(gaps, key=lambda each: -abs(each[0]))[:_SAID_GAPS]:
        sign = "+" if gap > 0 else "−"
        yield (
            f"{harmless(factor)}: we say {own:g}, the customer {theirs:g} ({sign}{abs(gap):g})",
            "down" if gap > 0 else "",
        )


def weights_said(editing: StrengthEditing, *, for_all: bool) -> str:
    """Return whose weights the grid shows."""
    if for_all:
        return "weights of every account without its own"
    own = sum(editing.has_own_weight(factor) for factor in editing.factors)
    if own == 0:
        return "weights: the default"
    return f"weights: {own} of {len(editing.factors)} this account's own (•)"


def entry_said(entry: Entry | None) -> str:
    """Return who entered what counts, when and why; for what the files say, that."""
    if entry is None:
        return "as the files say"
    note = f": {harmless(entry.note)}" if entry.note else ""
    return f"entered by {harmless(entry.entered_by)} on {entry.entered_on.isoformat()}{note}"
