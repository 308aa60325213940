"""The lines between the classes that people entered, in place of the declared ones."""

from __future__ import annotations

import json

from kamtui.model.errors import ModelError
from kamtui.model.scorecard import ClassThresholds
from kamtui.portfolio.judged import counting, entries_of
from kamtui.portfolio.opening import Portfolio
from kamtui.workspace.entries import CLASSES, Entry, NewEntry, Subject

CLASS_LINES = Subject("cut_lines", "", CLASSES)
"""What the lines between the classes are entered as."""
LINES = ("a", "b", "d")
"""The lines by the class that begins there: two of the score, one of the purchase potential."""


def lines_text(thresholds: ClassThresholds) -> str:
    """Return the lines as the text that is entered."""
    return json.dumps({line: getattr(thresholds, line) for line in LINES})


def lined_as(thresholds: ClassThresholds, text: str | None) -> ClassThresholds | None:
    """Return the thresholds with the lines of an entry; None where they cannot be lines."""
    try:
        found = json.loads(text or "")
        return thresholds.with_lines(*(float(found[line]) for line in LINES))
    except (ValueError, TypeError, KeyError, ModelError):
        return None


def entered_lines(portfolio: Portfolio) -> Entry | None:
    """Return the entry of lines that counts; None when the declared ones do."""
    found = counting(entries_of(portfolio), portfolio.judged_until)
    return next((each for each in found if each.subject == CLASS_LINES), None)


def class_thresholds(portfolio: Portfolio) -> ClassThresholds:
    """Return where the classes begin on the portfolio's day: as entered, else as declared."""
    declared = portfolio.model.classes
    entry = entered_lines(portfolio)
    return (lined_as(declared, entry.text) if entry is not None else None) or declared


def enter_lines(portfolio: Portfolio, lines: ClassThresholds, *, based_on: int) -> Entry:
    """Enter lines that count from today, if entry `based_on` (0: none) still does.

    Raises EntryChanged when somebody entered others meanwhile, NotAllowed where nothing can be.
    """
    from kamtui.portfolio.judgements import enter

    [entry] = enter(portfolio, [NewEntry(CLASS_LINES, text=lines_text(lines), based_on=based_on)])
    return entry
