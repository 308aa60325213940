"""The first frame: a process beside this one asks for its accounts while the UI is being loaded.

Loading the engine and loading the UI's framework take about as long; in threads they would wait
for each other. The process answers with plain values and ends; the session that everything
afterwards works on is opened when the frame has been painted.
"""

from __future__ import annotations

import math
import os
import pickle
import shutil
from collections.abc import Mapping, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field
from typing import Any

from kamtui.tui.background import in_background
from kamtui.tui.opening import Opening
from kamtui.tui.ranked.rows import Filters, RankedRow, Sorting
from kamtui.tui.status import Status

THEME = "tui.theme"
"""The workspace's setting that holds the name of the theme."""

_FEWEST_ROWS = 60


@dataclass(frozen=True)
class FirstPage:
    """The first accounts by rank; a `RankedPage`."""

    rows: Sequence[RankedRow]
    of_all: int
    """How many accounts there are, shown or not."""
    least_coverage: float
    """The share of the weight, 0-1, that must be known for an account to be ranked."""
    sorting: Sorting = field(default_factory=Sorting)

    @property
    def ranked(self) -> int:
        """How many are ranked."""
        return sum(1 for row in self.rows if row.rank)

    def __len__(self) -> int:
        return len(self.rows)

    def row_at(self, place: int) -> RankedRow:
        """Return the account at a place, from 0."""
        return self.rows[place]

    def id_at(self, place: int) -> str:
        """Return the id of the account at a place."""
        return self.rows[place].account_id

    def place_of(self, account_id: str) -> int | None:
        """Return where an account is shown, from 0; None where it is not."""
        return next((n for n, row in enumerate(self.rows) if row.account_id == account_id), None)


@dataclass(frozen=True)
class FirstScreen:
    """Everything that the first frame shows."""

    page: FirstPage
    status: Status
    filters: Filters
    currency: str
    theme: str | None
    """The theme that the user took last; None for the default."""


def first_screen(opening: Opening, rows: int) -> FirstScreen | None:
    """Return the first frame with that many accounts; None when no account is wanted."""
    from kamtui.portfolio.first_page import first_page
    from kamtui.portfolio.opening import SAMPLE, open_portfolio
    from kamtui.portfolio.priorities import weights_for
    from kamtui.portfolio.request import Request
    from kamtui.portfolio.weights import DEFAULT

    history = opening.history or SAMPLE
    portfolio = open_portfolio(history, workspace=opening.workspace, as_of=opening.as_of)
    request = Request(
        top=rows, owner=opening.owner, segment=opening.segment, weights_name=opening.weights
    )
    found = first_page(portfolio, weights_for(portfolio, request), request)
    if not found:
        return None
    theme = portfolio.workspace.setting(THEME)
    return FirstScreen(
        page=FirstPage(
            rows=[_row(each) for each in found],
            of_all=found[0]["of_all"],
            least_coverage=portfolio.model.priority.minimum_coverage,
        ),
        status=Status(
            history=portfolio.history.settings.name,
            is_sample=portfolio.is_sample,
            as_of=portfolio.as_of,
            shown=found[0]["wanted"],
            of_all=found[0]["of_all"],
            weight_set=opening.weights or DEFAULT,
        ),
        filters=Filters(owner=opening.owner, segment=opening.segment),
        currency=portfolio.history.settings.currency,
        theme=theme if isinstance(theme, str) else None,
    )


def _row(found: Mapping[str, Any]) -> RankedRow:
    return RankedRow(
        account_id=found["account_id"],
        name=found["name"] or found["account_id"],
        key_account=found["key_account"],
        owner=found["owner"],
        segment=found["segment"],
        rank=found["rank"] or 0,
        moved=0,
        newly_ranked=False,
        class_letter=found["class"] or "",
        score=_number(found["score"]),
        coverage=found["coverage"],
        revenue_12m=_number(found["revenue_12m"]),
        revenue_growth=_number(found["revenue_growth"]),
        days_since_order=_number(found["days_since_order"]),
        lifecycle=found["lifecycle"] or "",
        # The cells of the matrix come with the session.
        cell="",
        monthly_revenue=[_number(amount) for amount in found["monthly_revenue"] or ()],
        class_by_potential=found["class_by_potential"] or "",
        class_by_revenue=found["class_by_revenue"] or "",
    )


def _number(value: Any) -> float:
    return math.nan if value is None else float(value)


def pickled_first_screen(opening: Opening) -> bytes:
    """Return the first frame of this terminal, pickled; empty when no account is wanted."""
    rows = max(_FEWEST_ROWS, shutil.get_terminal_size().lines)
    first = first_screen(opening, rows)
    return b"" if first is None else pickle.dumps(first)


def first_screen_from(beside: tuple[int, int] | None) -> Future[FirstScreen | None]:
    """Return the first frame to come, from where `answer_from_beside` has it worked out.

    It is None when there is nothing to show, whatever the reason: opening the session says it.
    """
    if beside is None:
        nothing: Future[FirstScreen | None] = Future()
        nothing.set_result(None)
        return nothing
    return in_background(lambda: _taken(*beside), "first-screen")


def _taken(answer: int, process: int) -> FirstScreen | None:
    with os.fdopen(answer, "rb") as file:
        pickled = file.read()
    os.waitpid(process, 0)
    if not pickled:
        return None
    first: FirstScreen = pickle.loads(pickled)
    return first
