"""What is said of the thing in the queue under the cursor."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from kamtui.portfolio.queue import ActionRow, Contacted
from kamtui.text import harmless
from kamtui.tui.queue.sheet import due_words
from kamtui.tui.widgets.cells import NO_VALUE, compact, fitted, percent
from kamtui.tui.widgets.matrix.cell_drawing import Line


@dataclass(frozen=True)
class AccountFigures:
    """What the ranking knows of an account. NaN where unknown."""

    revenue_12m: float
    revenue_growth: float
    days_since_order: float
    lifecycle: str | None


@dataclass(frozen=True)
class About:
    """One thing to do, and what there is to know before it is done."""

    row: ActionRow
    as_of: date
    currency: str
    figures: AccountFigures | None
    also: tuple[ActionRow, ...]
    """What else there is to do at the account."""
    contacts: tuple[Contacted, ...] | None
    """The newest contacts first; None while they are being read."""


def about_lines(about: About, width: int, height: int) -> list[Line]:
    """Return as many lines as there are, the most needed first; for a pane of that size."""
    row = about.row
    lines: list[Line] = [
        _title(about, width),
        [(fitted(row.reason, width), "strong", "")],
        *_wrapped(row.detail or "", width, 2 if height < 10 else 4),
        *_wrapped(_when(about), width, 1 if height < 10 else 3, "muted"),
    ]
    if row.next_step is not None or row.next_step_on is not None:
        step = f"agreed: {row.next_step or 'a next step'} on {_day(row.next_step_on)}"
        lines.append([(fitted(step, width), "chosen", "")])
    figures = _figures(about)
    if figures:
        lines += _wrapped(figures, width, 1 if height < 10 else 2)
    if about.also:
        lines += _also(about, width, wide=height >= 14)
    if height - len(lines) > 2:
        lines += _contacts(about.contacts, width, height - len(lines))
    return lines


def _title(about: About, width: int) -> Line:
    row = about.row
    score = NO_VALUE if row.priority is None else f"{row.priority:.0f}"
    tail = f" · class {row.class_letter or NO_VALUE} · priority {score}"
    name = fitted(row.name or row.account_id, max(1, width - len(tail))).rstrip()
    return [(name, "title", ""), (tail, "muted", "")]


def _when(about: About) -> str:
    row = about.row
    parts = [f"list of {row.owner}" if row.owner else "nobody's list"]
    if row.handed_by:
        parts[0] += f" (from {row.handed_by})"
    if row.due_on is not None:
        words = due_words(row, about.as_of) if row.snoozed_until is None else ""
        parts.append(f"due {_day(row.due_on)}" + (f", {words}" if words else ""))
    elif row.since is not None:
        parts.append(f"since {_day(row.since)}")
    if row.snoozed_until is not None:
        parts.append(f"snoozed until {_day(row.snoozed_until)}")
    parts.append(f"urgency {row.urgency:.2f}")
    if row.last_contact_on is not None:
        parts.append(f"last contact {_day(row.last_contact_on)}")
    return " · ".join(parts)


def _figures(about: About) -> str:
    figures = about.figures
    if figures is None:
        return ""
    silent = figures.days_since_order
    parts = [
        f"{about.currency} {compact(figures.revenue_12m)} in 12 months",
        f"{percent(figures.revenue_growth)}",
        "no order yet" if silent != silent else f"last order {silent:,.0f} d ago",
        figures.lifecycle or "",
    ]
    return " · ".join(part for part in parts if part)


def _also(about: About, width: int, *, wide: bool) -> list[Line]:
    words = [each.reason for each in about.also]
    if not wide:
        return [[(fitted("also: " + "; ".join(words), width), "warning", "")]]
    lines: list[Line] = [[], [(fitted("Also at this account", width), "title", "")]]
    for each in about.also[:4]:
        due = due_words(each, about.as_of)
        text = fitted(each.reason, max(1, width - 11))
        lines.append([(text, "", ""), (fitted(due, 11, right=True), "muted", "")])
    if len(about.also) > 4:
        lines.append([(fitted(f"and {len(about.also) - 4} more", width), "muted", "")])
    return lines


def _contacts(contacts: Sequence[Contacted] | None, width: int, room: int) -> list[Line]:
    if contacts is None:
        return []
    lines: list[Line] = [[], [(fitted("Latest contacts", width), "title", "")]]
    if not contacts:
        lines.append([("none yet", "muted", "")])
    for each in contacts[: max(1, room - 2)]:
        was = "" if each.reached is None else "reached" if each.reached else "not reached"
        said = (each.channel, was, each.topic, each.seller)
        words = ", ".join(part for part in said if part) or NO_VALUE
        tone = "muted" if each.reached is False else ""
        lines.append(
            [(f"{_day(each.at.date())}  ", "muted", ""), (fitted(words, width - 12), tone, "")]
        )
    return lines


def _wrapped(text: str, width: int, most: int, tone: str = "") -> list[Line]:
    lines = textwrap.wrap(harmless(text), max(10, width))
    if len(lines) > most:
        lines = [*lines[: most - 1], " ".join(lines[most - 1 :])]
    return [[(fitted(line, width), tone, "")] for line in lines]


def _day(day: date | None) -> str:
    return NO_VALUE if day is None else day.isoformat()
