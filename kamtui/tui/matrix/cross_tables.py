"""Tables of two things against each other: stage by class, and class then by class now."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from kamtui.model.classes import CLASS_LETTERS
from kamtui.portfolio.opening import Portfolio
from kamtui.portfolio.request import Request
from kamtui.portfolio.stages import migration, stage_matrix

_CLASSES = tuple(letter for letter in CLASS_LETTERS if letter)
_NO_STAGE, _NO_CLASS = "no stage", "none"
_NEW, _LOST = "new", "lost"


@dataclass(frozen=True)
class Held:
    """What a place of a table holds."""

    accounts: int = 0
    revenue_12m: float = 0.0

    def with_more(self, other: Held) -> Held:
        """Return both together."""
        return Held(self.accounts + other.accounts, self.revenue_12m + other.revenue_12m)


@dataclass(frozen=True)
class CrossTable:
    """How many accounts, and how much revenue, each pair of things holds."""

    title: str
    down: str
    """What the rows are."""
    across: str
    """What the columns are."""
    rows: tuple[str, ...]
    columns: tuple[str, ...]
    held: Mapping[tuple[str, str], Held]
    """(row, column) → what it holds; a pair that is not there holds nothing."""
    shows_moves: bool = False
    """Whether rows are then and columns now, the best first."""

    def at(self, row: str, column: str) -> Held:
        """Return what a pair holds."""
        return self.held.get((row, column), Held())

    def of_row(self, row: str) -> Held:
        """Return what a row holds."""
        return _sum(self.at(row, column) for column in self.columns)

    def of_column(self, column: str) -> Held:
        """Return what a column holds."""
        return _sum(self.at(row, column) for row in self.rows)

    @property
    def whole(self) -> Held:
        """What everything holds."""
        return _sum(self.held.values())

    @property
    def most(self) -> int:
        """The most accounts that a pair holds."""
        return max((each.accounts for each in self.held.values()), default=0)


def stage_tables(portfolio: Portfolio, request: Request) -> tuple[CrossTable, ...]:
    """Return each kind of stage by class. Raises WrongUsage as `stage_matrix` does."""
    return tuple(_stage_table(portfolio, request, kind) for kind in portfolio.model.stages)


def _stage_table(portfolio: Portfolio, request: Request, kind: str) -> CrossTable:
    found = stage_matrix(portfolio, replace(request, params={"by": kind})).records()
    stages = portfolio.model.stages[kind]
    held = {
        (row[kind] or _NO_STAGE, row["class"] or _NO_CLASS): _held(row)
        for row in found
        if row["accounts"]
    }
    return CrossTable(
        title=stages.title,
        down="stage",
        across="class",
        rows=_known((*stages.path, _NO_STAGE), held, 0, optional=_NO_STAGE),
        columns=_known((*_CLASSES, _NO_CLASS), held, 1, optional=_NO_CLASS),
        held=held,
    )


def class_tables(portfolio: Portfolio, request: Request, since: date) -> tuple[CrossTable, ...]:
    """Return the class on an earlier day by the class now. Raises WrongUsage as `migration`."""
    asked = replace(request, params={"since": since.isoformat()})
    found = migration(portfolio, asked).records()
    held = {(row["from_class"], row["to_class"]): _held(row) for row in found}
    return (
        CrossTable(
            title=f"Class on {since} by class on {portfolio.as_of}",
            down="from",
            across="to",
            rows=_known((*_CLASSES, _NEW), held, 0, optional=_NEW),
            columns=_known((*_CLASSES, _LOST), held, 1, optional=_LOST),
            held=held,
            shows_moves=True,
        ),
    )


def _known(
    names: tuple[str, ...], held: Mapping[tuple[str, str], Held], place: int, *, optional: str
) -> tuple[str, ...]:
    """Return the names, without the optional one where nothing is held under it."""
    found = {pair[place] for pair in held}
    return tuple(name for name in names if name != optional or name in found)


def _held(row: Mapping[str, Any]) -> Held:
    return Held(int(row["accounts"]), float(row["revenue_12m"] or 0))


def _sum(parts: Iterable[Held]) -> Held:
    whole = Held()
    for part in parts:
        whole = whole.with_more(part)
    return whole
