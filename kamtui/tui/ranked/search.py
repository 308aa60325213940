"""Finding accounts by what is typed, and ordering them by their texts."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import repeat

import numpy as np
from numpy.typing import NDArray

from kamtui.portfolio.ranking import RankingBasis, Texts
from kamtui.tui.ranked.folding import folded


@dataclass(frozen=True, eq=False)
class SearchTexts:
    """What the accounts are found by: a text an account, rows as in the ranking's basis."""

    texts: list[str]
    """Name, id, owner and segment, folded, a line each."""

    def matching(self, typed: str, among: NDArray[np.bool_] | None = None) -> NDArray[np.bool_]:
        """Return for each account whether every word that was typed occurs in its texts.

        `among` marks the accounts that come into question, None for all: what is typed longer
        and longer is sought among what was found before.
        """
        found = np.ones(len(self.texts), dtype=bool) if among is None else among.copy()
        for word in folded(typed).split():
            if found.all():
                found[:] = [word in text for text in self.texts]
            else:
                rows = np.flatnonzero(found)
                found[rows] = [word in self.texts[row] for row in rows.tolist()]
        return found


def search_texts(basis: RankingBasis) -> SearchTexts:
    """Return what the accounts are found by. Takes a moment for many accounts: not for a key."""
    names = map(folded, basis.names.tolist())
    ids = map(folded, basis.account_ids.tolist())
    owners, segments = _folded_choices(basis.owners), _folded_choices(basis.segments)
    parts = zip(names, ids, owners, segments, repeat(""), strict=False)
    return SearchTexts(list(map("\n".join, parts)))


def _folded_choices(texts: Texts) -> list[str]:
    """Fold each distinct text once: few owners and segments stand in many rows."""
    values = texts.tolist()
    by_text = {value: folded(value or "") for value in set(values)}
    return [by_text[value] for value in values]


def alphabetical_places(texts: Texts) -> NDArray[np.float64]:
    """Return for each row its place in the alphabet, equal texts alike; NaN where there is none."""
    values = texts.tolist()
    by_text = {value: folded(value) for value in set(values) if value}
    order = {word: place for place, word in enumerate(sorted(set(by_text.values())))}
    places = {value: float(order[word]) for value, word in by_text.items()}
    return np.fromiter(map(places.get, values, repeat(np.nan)), dtype=np.float64, count=len(values))
