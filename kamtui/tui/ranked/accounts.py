"""The accounts of the Priorities screen: their ranking, and which of them are wanted in what order.

It knows no widget: every change is made here, and `view` says what to draw.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from kamtui.model.ranking import Ranking, classed, rank, with_thresholds
from kamtui.model.scorecard import ClassThresholds
from kamtui.model.weights import Weights
from kamtui.portfolio.ranking import RankingBasis, Texts
from kamtui.tui.ranked.rows import Filters, Sorting
from kamtui.tui.ranked.search import SearchTexts, alphabetical_places, search_texts
from kamtui.tui.ranked.trying import Counted
from kamtui.tui.ranked.view import Booleans, Floats, RankedView, ranked_view

_TEXT_COLUMNS = ("account", "owner", "segment", "lifecycle", "cell")


@dataclass(frozen=True, eq=False)
class AccountTexts:
    """What takes a moment to work out of many accounts' texts; good for one basis only."""

    basis: RankingBasis
    search: SearchTexts
    places: Mapping[str, Floats]
    """Column → alphabetical places."""


def account_texts(basis: RankingBasis) -> AccountTexts:
    """Return what filtering and sorting by texts need. Not for the event loop."""
    columns = {
        "account": basis.names,
        "owner": basis.owners,
        "segment": basis.segments,
        "lifecycle": basis.lifecycles,
        "cell": basis.cells,
    }
    places = {column: alphabetical_places(texts) for column, texts in columns.items()}
    return AccountTexts(basis, search_texts(basis), places)


class RankedAccounts:
    """The accounts of a basis, ranked by the weights set now beside the saved ones."""

    def __init__(self, basis: RankingBasis, saved: Weights) -> None:
        self._basis = basis
        self._saved = self._ranking = rank(basis.prepared, saved)
        self._filters = Filters()
        self._sorting = Sorting()
        self._chosen: Booleans | None = None
        self._found: Booleans | None = None
        self._texts: AccountTexts | None = None
        self._counted: Counted | None = None

    @property
    def counted(self) -> Counted | None:
        """What was counted of other weightings; None while nothing that holds was."""
        counted = self._counted
        if counted is None or not counted.holds_for(self._basis.prepared, self._ranking.weights):
            return None
        return counted

    def take_counted(self, counted: Counted) -> None:
        """Take what was counted of other weightings."""
        self._counted = counted

    @property
    def basis(self) -> RankingBasis:
        """Every account."""
        return self._basis

    @property
    def ranking(self) -> Ranking:
        """The ranking by the weights set now."""
        return self._ranking

    @property
    def saved(self) -> Ranking:
        """The ranking by the saved weights."""
        return self._saved

    @property
    def filters(self) -> Filters:
        """Which accounts are wanted."""
        return self._filters

    @property
    def sorting(self) -> Sorting:
        """In what order."""
        return self._sorting

    @property
    def waits_for_texts(self) -> bool:
        """Whether what is wanted shows only when the accounts' texts are taken."""
        by_text = self._sorting.column in _TEXT_COLUMNS
        return self._texts is None and (by_text or bool(self._filters.text))

    def weigh(self, current: Weights, saved: Weights) -> None:
        """Rank by other weights, and count movement from other saved ones."""
        if saved != self._saved.weights:
            self._saved = rank(self._basis.prepared, saved)
        if current == saved:
            self._ranking = self._saved
        elif current != self._ranking.weights:
            self._ranking = rank(self._basis.prepared, current)

    def cut(self, thresholds: ClassThresholds) -> None:
        """Let the classes begin elsewhere; nobody's rank changes."""
        is_saved = self._ranking is self._saved
        prepared = with_thresholds(self._basis.prepared, thresholds)
        self._basis = replace(self._basis, prepared=prepared)
        self._saved = classed(self._saved, prepared)
        self._ranking = self._saved if is_saved else classed(self._ranking, prepared)

    def take_basis(self, basis: RankingBasis) -> None:
        """Take accounts that were read again; weights, filters and order stay."""
        current, saved = self._ranking.weights, self._saved.weights
        self._basis, self._texts, self._found = basis, None, None
        self._saved = self._ranking = rank(basis.prepared, saved)
        self.weigh(current, saved)
        self.filter(self._filters)

    def take_texts(self, texts: AccountTexts) -> None:
        """Take the accounts' texts; those of another basis are dropped."""
        if texts.basis.account_ids is self._basis.account_ids:
            self._texts = texts
            self._found = self._matching(self._filters.text)

    def filter(self, filters: Filters) -> None:
        """Want other accounts."""
        if filters.text != self._filters.text or self._found is None:
            longer = bool(self._filters.text) and filters.text.startswith(self._filters.text)
            self._found = self._matching(filters.text, self._found if longer else None)
        self._filters = filters
        owned = _equal(self._basis.owners, filters.owner)
        self._chosen = _both(owned, _equal(self._basis.segments, filters.segment))

    def sort(self, sorting: Sorting) -> None:
        """Want another order."""
        self._sorting = sorting

    def view(self) -> RankedView:
        """Return what to draw."""
        return ranked_view(
            self._basis,
            self._ranking,
            self._saved,
            _both(self._chosen, self._found),
            self._sorting,
            self._places,
            None if self.counted is None else self.counted.shares.in_top,
        )

    def ids_shown(self) -> list[str]:
        """Return the ids of the accounts shown, in order."""
        ids: list[str] = self._basis.account_ids[self.view().rows].tolist()
        return ids

    def owners(self) -> Counter[str | None]:
        """Return how many accounts each owner has; None is nobody."""
        return Counter(self._basis.owners.tolist())

    def segments(self) -> Counter[str | None]:
        """Return how many accounts each segment has; None is none."""
        return Counter(self._basis.segments.tolist())

    def _matching(self, text: str, among: Booleans | None = None) -> Booleans | None:
        if self._texts is None or not text.strip():
            return None
        return self._texts.search.matching(text, among)

    def _places(self, column: str) -> Floats | None:
        return None if self._texts is None else self._texts.places[column]


def _equal(texts: Texts, wanted: str | None) -> Booleans | None:
    """Mark the rows with this text, or without any where "" is wanted; None when any will do."""
    return None if wanted is None else np.asarray(texts == (wanted or None), dtype=bool)


def _both(one: Booleans | None, other: Booleans | None) -> Booleans | None:
    if one is None or other is None:
        return other if one is None else one
    return one & other
