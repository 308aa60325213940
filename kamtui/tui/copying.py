"""Rows as tab-separated text for the clipboard, and the file that stands in for it."""

from __future__ import annotations

import asyncio
import contextlib
import math
from collections.abc import Iterable
from pathlib import Path

from kamtui.text import harmless
from kamtui.tui.ranked.rows import RankedPage, RankedRow

COLUMNS = (
    *("rank", "account_id", "name", "owner", "segment", "class", "score", "coverage"),
    *("revenue_12m", "revenue_growth", "days_since_order", "lifecycle", "relationship"),
)
LARGEST_CLIPBOARD = 70_000
"""Bytes: terminals drop what is longer, some without a word."""

FILE_NAME = "copied.tsv"


def tab_separated(rows: Iterable[RankedRow]) -> str:
    """Return a header and a line for each row; what is unknown is empty, ratios are fractions."""
    lines = ["\t".join(COLUMNS), *("\t".join(_fields(row)) for row in rows)]
    return "\n".join(lines) + "\n"


def _fields(row: RankedRow) -> tuple[str, ...]:
    return (
        str(row.rank) if row.rank else "",
        # Control characters are spelled out: what is pasted may land in a shell.
        *(harmless(text or "") for text in (row.account_id, row.name, row.owner, row.segment)),
        row.class_letter,
        *map(_number, (row.score, row.coverage, row.revenue_12m)),
        *map(_number, (row.revenue_growth, row.days_since_order)),
        *map(harmless, (row.lifecycle, row.cell)),
    )


def _number(number: float) -> str:
    return "" if math.isnan(number) else f"{number:.10g}"


def kept_copy(text: str, folder: Path) -> Path | None:
    """Write the text to a file of the folder and return it; None where it cannot be written."""
    with contextlib.suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True)
        file = folder / FILE_NAME
        file.write_text(text, encoding="utf-8")
        return file
    return None


async def kept_as_well(text: str, folder: Path, what: str) -> str:
    """Keep a copied text in a file of the folder, and return what to say of the copy."""
    file = await asyncio.to_thread(kept_copy, text, folder)
    return f"Copied {what}" + (f"; also in {harmless(str(file))}" if file else "")


async def copied(view: RankedPage, places: range, folder: Path) -> tuple[str, str]:
    """Return the text for the clipboard, "" when it is too long for one, and what to say of it.

    The text is also kept in a file of the folder, for terminals that refuse to copy.
    """
    return await asyncio.to_thread(_copied, view, places, folder)


def _copied(view: RankedPage, places: range, folder: Path) -> tuple[str, str]:
    noun = "account" if len(places) == 1 else "accounts"
    text = tab_separated(map(view.row_at, places))
    return kept_or_written(text, f"{len(places):,} {noun}", folder)


def kept_or_written(text: str, what: str, folder: Path) -> tuple[str, str]:
    """Keep a copied text in a file of the folder; return the text, and what to say of the copy.

    The text is "" where it is too long for a clipboard. `what` is what it holds.
    """
    file = kept_copy(text, folder)
    fits = len(text.encode()) <= LARGEST_CLIPBOARD
    said = f"Copied {what}" if fits else f"{what}: too much for the clipboard"
    if file is not None:
        said += (
            f"; also in {harmless(str(file))}" if fits else f"; written to {harmless(str(file))}"
        )
    return (text if fits else ""), said
