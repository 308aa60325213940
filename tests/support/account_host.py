"""A small app that shows nothing but account cards."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from textual.app import App

from kamtui.model.weights import Weights
from kamtui.portfolio.opening import Portfolio, open_portfolio
from kamtui.portfolio.priorities import priorities
from kamtui.tui.screens.account import AccountScreen
from kamtui.tui.themes import DEFAULT_THEME, OWN_THEMES


class AccountHost(App[None]):
    """Shows the card of one account of a portfolio."""

    def __init__(
        self, portfolio: Portfolio, account_id: str, account_ids: Sequence[str] = ()
    ) -> None:
        super().__init__()
        for theme in OWN_THEMES:
            self.register_theme(theme)
        self.theme = DEFAULT_THEME
        weights = Weights.of(portfolio.model.priority.weights)
        self.account = AccountScreen(portfolio, account_id, weights, account_ids)
        self.closed_with: str | None = None

    def on_mount(self) -> None:
        """Open the card."""
        self.push_screen(self.account, self._close)

    def _close(self, account_id: str | None) -> None:
        self.closed_with = account_id


def opened(history: Path | str, cache: Path) -> Portfolio:
    """Return the portfolio of a history, with its snapshots in a folder of its own."""
    return open_portfolio(history, environment={"KAMTUI_CACHE": str(cache)})


def ranked_ids(portfolio: Portfolio) -> list[str]:
    """Return the accounts in the order of the ranking."""
    return [row[1] for row in priorities(portfolio).all_rows()]
