"""What an import did, in numbers and in words."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class TableReport:
    """What became of the rows that were read for one contract table.

    read = written + filtered + merged + rejected.
    """

    table: str
    read: int
    written: int
    filtered: int
    """Rows that a feed's filter left out."""
    merged: int
    """Rows beside the one that one_row_per kept."""
    rejected: int
    reasons: tuple[tuple[str, int], ...]
    """What was wrong with rejected rows and how often, the most frequent first."""
    unknown_accounts: int
    """Written rows whose account_id is not among the accounts of the history."""

    def __str__(self) -> str:
        parts = [f"{self.read:,} read", f"{self.written:,} written"]
        parts += [f"{self.filtered:,} filtered"] if self.filtered else []
        parts += [f"{self.merged:,} merged"] if self.merged else []
        if self.rejected:
            reasons = ", ".join(f"{what}: {count:,}" for what, count in self.reasons)
            parts.append(f"{self.rejected:,} rejected ({reasons})")
        return f"{self.table}: {', '.join(parts)}"


@dataclass(frozen=True)
class ImportReport:
    """What one import did."""

    folder: Path
    generation: str
    tables: tuple[TableReport, ...]
    kept: tuple[str, ...]
    """Tables that the history keeps from the generation before."""
    missing: tuple[str, ...]
    """Tables that every history needs and this one still lacks."""
    rejects: Path | None
    """The folder of the reject files; None when nothing was rejected."""


@dataclass(frozen=True)
class MaxRejects:
    """How many rows of a table may be rejected before the import fails."""

    count: int | None = None
    """None when a share is meant."""
    share: float | None = None
    """Of the rows read, 0-1; None when a number is meant."""

    def allows(self, report: TableReport) -> bool:
        """Whether a table keeps the limit."""
        limit = self.count if self.count is not None else (self.share or 0.0) * report.read
        return report.rejected <= limit

    def __str__(self) -> str:
        return f"{self.count:,}" if self.count is not None else f"{(self.share or 0) * 100:g}%"
