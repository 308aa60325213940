"""The cut lines that people entered for a matrix, in place of the declared ones."""

from __future__ import annotations

import json
from collections.abc import Sequence

from kamtui.model.errors import ModelError
from kamtui.model.matrix import Matrix
from kamtui.portfolio.judged import counting, entries_of
from kamtui.portfolio.opening import Portfolio
from kamtui.workspace.entries import Entry, Subject


def cuts_subject(matrix_id: str) -> Subject:
    """Return what the cut lines of a matrix are entered as."""
    return Subject("cut_lines", "", matrix_id)


def cuts_text(x: Sequence[float], y: Sequence[float]) -> str:
    """Return cut lines of both axes as the text that is entered."""
    return json.dumps({"x": list(x), "y": list(y)})


def cut_at(matrix: Matrix, text: str | None) -> Matrix | None:
    """Return the matrix with the cut lines of an entry; None where they do not fit its axes."""
    try:
        found = json.loads(text or "")
        x, y = (tuple(float(cut) for cut in found[axis]) for axis in ("x", "y"))
        return matrix.with_cuts(x, y)
    except (ValueError, TypeError, KeyError, ModelError):
        return None


def entered_cuts(portfolio: Portfolio, matrix_id: str) -> Entry | None:
    """Return the entry of cut lines that counts for a matrix; None when the declared ones do."""
    subject = cuts_subject(matrix_id)
    found = counting(entries_of(portfolio), portfolio.judged_until)
    return next((each for each in found if each.subject == subject), None)


def cut_as_entered(portfolio: Portfolio, matrix: Matrix) -> Matrix:
    """Return the matrix with the cut lines that count; those that fit no more are left out."""
    entry = entered_cuts(portfolio, matrix.id)
    return (cut_at(matrix, entry.text) if entry is not None else None) or matrix
