"""What the terminal UI works on: the portfolio, its accounts, and the weights they start from."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

from kamtui.errors import WrongUsage
from kamtui.model.spelling import did_you_mean
from kamtui.model.weights import Weights
from kamtui.portfolio.opening import SAMPLE, Portfolio, newest_day, open_portfolio
from kamtui.portfolio.ranking import RankingBasis, Texts, load_ranking_basis
from kamtui.portfolio.weights import DEFAULT, weight_set_spelled, weights_over
from kamtui.tui.first_screen import THEME
from kamtui.tui.opening import Opening
from kamtui.workspace.weight_sets import WeightSet


@dataclass(frozen=True, eq=False)
class Session:
    """A portfolio as it was read at one moment. Reading again makes another session."""

    portfolio: Portfolio
    basis: RankingBasis
    newest: date
    """The newest day with an order."""

    @property
    def as_of(self) -> date:
        """The day that everything is computed for."""
        return self.portfolio.as_of

    def as_of_another_day(self, day: date, opened: Callable[[Portfolio], None]) -> Session:
        """Return the session with everything computed for another day; `opened` as below."""
        portfolio = self.portfolio.at(day)
        opened(portfolio)
        return replace(self, portfolio=portfolio, basis=load_ranking_basis(portfolio))

    def judged_again(self, opened: Callable[[Portfolio], None]) -> Session:
        """Return the session with what was entered meanwhile; `opened` as below."""
        opened(self.portfolio)
        return replace(self, basis=load_ranking_basis(self.portfolio))

    def read_again(self, opened: Callable[[Portfolio], None]) -> Session:
        """Return the session with the files as they are now.

        One that stood at the newest day goes to the day that is newest now. `opened` is given the
        portfolio before it is read, so that its engine can be interrupted.
        """
        portfolio = self.portfolio.reopened()
        opened(portfolio)
        newest = newest_day(portfolio)
        if self.as_of == self.newest:
            portfolio = portfolio.at_newest(newest)
        return Session(portfolio, load_ranking_basis(portfolio), newest)


@dataclass(frozen=True, eq=False)
class Opened:
    """What the UI begins with."""

    session: Session
    weight_set: WeightSet
    """The saved weights that rank first."""
    opening: Opening
    theme: str | None
    """The theme that the user took last; None for the default."""

    @property
    def weights(self) -> Weights:
        """The saved weights over the criteria of the scorecard."""
        return weights_over(self.session.basis.scorecard, self.weight_set)


def open_session(opening: Opening) -> Opened:
    """Return everything that the first screen shows.

    Raises KamtuiError where the history, the weight set, the owner or the segment is not there.
    """
    portfolio = open_portfolio(
        opening.history or SAMPLE, workspace=opening.workspace, as_of=opening.as_of
    )
    chosen = weight_set_spelled(
        portfolio.workspace, portfolio.model.priority, opening.weights or DEFAULT
    )
    theme = portfolio.workspace.setting(THEME)
    newest = newest_day(portfolio) if opening.as_of else portfolio.as_of
    session = Session(portfolio, load_ranking_basis(portfolio), newest)
    _require(portfolio, "owner", opening.owner, session.basis.owners)
    _require(portfolio, "segment", opening.segment, session.basis.segments)
    return Opened(session, chosen, opening, theme if isinstance(theme, str) else None)


def _require(portfolio: Portfolio, what: str, wanted: str | None, texts: Texts) -> None:
    """Raise WrongUsage with the nearest one when no account has the owner or segment wanted."""
    known = {text for text in texts.tolist() if text} if wanted is not None else set()
    if wanted is not None and wanted not in known:
        raise WrongUsage(
            f"{portfolio.history.folder}: no account has the {what} {wanted!r}",
            did_you_mean(wanted, known),
        )
