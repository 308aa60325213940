"""The Pareto curve of the base, and in words on how few accounts it hangs."""

from __future__ import annotations

import math
import textwrap
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np

from kamtui.formats.figures import share
from kamtui.model.ranking import Floats
from kamtui.portfolio.base import dependence, pareto
from kamtui.portfolio.opening import Portfolio, settled
from kamtui.portfolio.ranking import Texts, floats
from kamtui.portfolio.request import Request
from kamtui.tui.base.accounts import BaseAccounts, account_texts
from kamtui.tui.matrix.figures import counted
from kamtui.tui.matrix.sheet import SheetColumn
from kamtui.tui.ranked.rows import Sorting
from kamtui.tui.ranked.search import alphabetical_places
from kamtui.tui.widgets.cells import compact

_TEXTS = ("name", "owner", "segment", "abc")


@dataclass(frozen=True, eq=False)
class Curve:
    """The accounts of the base, the largest first, and what they make together."""

    account_ids: Texts
    texts: Mapping[str, Texts]
    """name, owner, segment and abc; None where unknown."""
    places: Mapping[str, Floats]
    """The alphabetical places of the texts."""
    revenue: Floats
    share: Floats
    """Of the revenue, 0-1; NaN where there is none."""
    cumulative: Floats
    """With all larger ones."""
    whole: Mapping[str, Any]
    """The row of `dependence`."""
    currency: str

    def __len__(self) -> int:
        return len(self.account_ids)

    @property
    def title(self) -> str:
        """Of how many accounts and how much it is."""
        revenue = compact(float(self.whole["revenue_12m"]))
        return f"Pareto · {counted(len(self))} · {self.currency} {revenue}"

    @property
    def is_drawn(self) -> bool:
        """Whether there is revenue to share."""
        return bool(len(self)) and not math.isnan(self.cumulative[0])

    def name_of(self, place: int) -> str:
        """Return what the account at a place, from 0, is called."""
        return str(self.texts["name"][place] or self.account_ids[place])

    def place_of(self, account_id: str) -> int | None:
        """Return the place of an account, from 0; None where it is not on the curve."""
        found = np.flatnonzero(self.account_ids == account_id)
        return int(found[0]) if len(found) else None

    def words(self, width: int) -> list[str]:
        """Return on how few accounts the base hangs, in lines of at most so many cells."""
        return [line for each in self._sentences() for line in textwrap.wrap(each, max(20, width))]

    def _sentences(self) -> list[str]:
        whole = self.whole
        if not self.is_drawn:
            return ["There is no revenue to share."]
        tops = ", ".join(
            f"{part}% {share(whole[f'top_{part}_percent_share'])}" for part in (1, 5, 10, 20)
        )
        half, most = whole["accounts_of_half"], whole["accounts_of_80_percent"]
        return [
            f"{counted(half)} {_make(half)} half of the revenue, {most:,} {_make(most)} 80%.",
            f"The largest makes {share(whole['largest_share'])}; the top {tops}.",
            f"As concentrated as {whole['equal_accounts']:,.0f} accounts of one size "
            f"(HHI {whole['hhi']:.3f}).",
        ]

    def about(self, place: int) -> str:
        """Return what the accounts up to a place make."""
        if not self.is_drawn:
            return ""
        made, part = share(float(self.cumulative[place])), share((place + 1) / len(self))
        largest = "The largest" if not place else f"The {place + 1:,} largest"
        revenue = f"{self.currency} {compact(float(self.revenue[place]))}"
        return (
            f"{largest} ({part}) {_make(place + 1)} {made}; {self.texts['abc'][place]}: "
            f"{self.name_of(place)}, {revenue}"
        )

    def listed(self) -> BaseAccounts:
        """Return the accounts as a sheet, in the order of the curve."""
        ranks = np.arange(1, len(self) + 1, dtype=np.float64)
        columns = (
            SheetColumn("name", "Account", 22),
            SheetColumn("rank", "Rank", 6, right=True),
            SheetColumn("owner", "Owner", 12, 22, leaves=4),
            SheetColumn("segment", "Segment", 10, 18, leaves=5),
            SheetColumn("revenue_12m", f"{self.currency} 12m", 8, right=True),
            SheetColumn("revenue_share", "Share", 6, right=True),
            SheetColumn("cumulative_share", "Together", 8, right=True),
            SheetColumn("abc", "ABC", 3),
        )
        return BaseAccounts(
            title=self.title,
            account_ids=self.account_ids,
            texts=self.texts,
            numbers={
                "rank": ranks,
                "revenue_12m": self.revenue,
                "revenue_share": self.share,
                "cumulative_share": self.cumulative,
            },
            columns=columns,
            order=np.arange(len(self)),
            places=self.places,
            sorting=Sorting("rank"),
        )


def _make(count: int) -> str:
    return "makes" if count == 1 else "make"


def load_curve(portfolio: Portfolio, request: Request) -> Curve:
    """Return the curve of the base as of the portfolio's day. Raises WrongUsage as `pareto`."""
    return settled(portfolio, partial(_load, request=request))


def _load(portfolio: Portfolio, request: Request) -> Curve:
    found = pareto(portfolio, request).numpy()
    [whole] = dependence(portfolio, request).records()
    texts = account_texts(found, _TEXTS)
    return Curve(
        account_ids=np.asarray(found["account_id"], dtype=object),
        texts=texts,
        places={name: alphabetical_places(each) for name, each in texts.items()},
        revenue=floats(found["revenue_12m"]),
        share=floats(found["revenue_share"]),
        cumulative=floats(found["cumulative_share"]),
        whole=whole,
        currency=portfolio.history.settings.currency,
    )
