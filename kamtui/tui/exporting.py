"""Writing the accounts that are shown to a file, and what such a file is called."""

from __future__ import annotations

import asyncio
import re
from pathlib import Path

from kamtui.errors import KamtuiError
from kamtui.formats.writing import Writable, format_of, write, written
from kamtui.model.weights import Weights
from kamtui.portfolio.opening import Portfolio
from kamtui.portfolio.picked import picked_priorities
from kamtui.text import harmless
from kamtui.tui.ranked.view import RankedView

_NOT_IN_A_NAME = re.compile(r"[^\w.-]+")


def file_name_of(account_id: str) -> str:
    """Return an account's id as a part of a file's name."""
    return _NOT_IN_A_NAME.sub("_", account_id).strip("._")[:80] or "account"


async def export_shown(portfolio: Portfolio, weights: Weights, view: RankedView, file: Path) -> str:
    """Write the accounts in the order shown, and return what to say of it."""
    return await asyncio.to_thread(_exported, portfolio, weights, view, file)


def _exported(portfolio: Portfolio, weights: Weights, view: RankedView, file: Path) -> str:
    ids: list[str] = view.basis.account_ids[view.rows].tolist()
    try:
        picked = picked_priorities(portfolio, weights, ids)
    except KamtuiError as error:
        return f"Not written: {harmless(error.message)}"
    return write_and_say(picked, f"{len(ids):,} accounts", file)


def write_and_say(rows: Writable, what: str, file: Path) -> str:
    """Write rows in the format that the file's ending names, and return what to say of it.

    `what` says what they are, such as "12 accounts".
    """
    try:
        with written(file) as sink:
            write(rows, format_of(file) or "csv", sink)
    except KamtuiError as error:
        return f"Not written: {harmless(error.message)}"
    except OSError as error:
        return f"Not written: {harmless(str(file))}: {error.strerror}"
    return f"Wrote {what} to {harmless(str(file))}"
