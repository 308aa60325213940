"""What the Base screen reads, in threads: what is seen of the base, and lists of accounts."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from typing import Any

from textual.message import Message

from kamtui.engine.interruption import Interrupted
from kamtui.errors import KamtuiError
from kamtui.portfolio.opening import Portfolio, settled
from kamtui.portfolio.request import Request
from kamtui.portfolio.since import year_before
from kamtui.tui.base.accounts import BaseAccounts, load_cohort, load_line
from kamtui.tui.base.balance import load_balance
from kamtui.tui.base.cohorts import EVERY_COHORT, load_cohorts
from kamtui.tui.base.curve import Curve, load_curve
from kamtui.tui.base.moves import load_moves
from kamtui.tui.base.panels import Panel
from kamtui.tui.base.segments import load_segments
from kamtui.tui.base.worth import load_worth
from kamtui.tui.ranked.rows import Filters
from kamtui.tui.screens.session_screen import SessionScreen
from kamtui.tui.session import Session
from kamtui.tui.status import Status

Load = Callable[[Portfolio, Request], Any]

_LOADS: Mapping[Panel, Load] = {
    Panel.BALANCE: load_balance,
    Panel.CURVE: load_curve,
    Panel.EQUITY: load_worth,
    Panel.SEGMENTS: load_segments,
    Panel.COHORTS: load_cohorts,
    Panel.MOVES: load_moves,
}
UNFILTERED = "The base is not there for accounts without an owner or a segment alone."


@dataclass(frozen=True)
class ListAsked:
    """Which accounts are listed: those of a line of the balance, of a segment, or of the curve."""

    panel: Panel
    key: str


class BaseReading(SessionScreen):
    """Reads one panel at a time; what comes too late is dropped. Subclasses show it."""

    @dataclass
    class Loaded(Message):
        """What a panel shows, or why nothing; None where the reading was stopped."""

        request: int
        panel: Panel
        result: Any

    @dataclass
    class Listed(Message):
        """Accounts, or why there are none; None where the reading was stopped."""

        request: int
        asked: ListAsked
        result: BaseAccounts | KamtuiError | None

    def __init__(self, session: Session, filters: Filters, status: Status) -> None:
        super().__init__(session, filters, status)
        self._since: date | None = None
        self._request = 0
        self._is_stale = True
        self._reads: Panel | None = None
        self._read: dict[Panel, Any] = {}
        """What was read for each panel, or why there is nothing."""
        self.listed: ListAsked | None = None
        """Which accounts are listed; None where none are."""

    # What subclasses show

    def panels_wanted(self) -> tuple[Panel, ...]:
        """Return the panels that are seen, the one with the keys first."""
        raise NotImplementedError

    def panel_read(self, panel: Panel, result: Any) -> None:
        """Show what was read, or say why nothing was."""
        raise NotImplementedError

    def list_read(self, asked: ListAsked, result: BaseAccounts | KamtuiError) -> None:
        """Show accounts, or say why there are none."""
        raise NotImplementedError

    # Reading

    @property
    def since(self) -> date:
        """The earlier day: a year before, unless one was chosen."""
        if self._since is not None and self._since <= self.session.as_of:
            return self._since
        return year_before(self.session.as_of)

    def is_waiting(self, panel: Panel) -> bool:
        """Whether a panel is still to be read."""
        return panel not in self._read

    def error_of(self, panel: Panel) -> KamtuiError | None:
        """Return why there is nothing on a panel; None where there is something."""
        found = self._read.get(panel)
        return found if isinstance(found, KamtuiError) else None

    def count_since(self, day: date) -> None:
        """Count from another day."""
        if day != self.since:
            self._since = day
            self.ask_anew()

    def on_screen_resume(self) -> None:
        """Read what is to be shown, where that is something else than before."""
        self._follow()

    def session_changed(self) -> None:
        """Show another session, or other accounts of it, at the same place."""
        self._is_stale = True
        if self.is_current:
            self._follow()

    def _follow(self) -> None:
        if self._is_stale:
            self._is_stale = False
            self.ask_anew()

    def ask_anew(self) -> None:
        """Read everything that is seen again; what is shown stays until it is there."""
        self._request += 1
        self._read.clear()
        self.ask()
        if self.listed is not None:
            self.ask_list(self.listed)

    def ask(self) -> None:
        """Read what is seen and was not read yet, one panel after the other."""
        missing = [panel for panel in self.panels_wanted() if panel not in self._read]
        if self._is_stale or self._reads is not None or not missing:
            return
        panel = self._reads = missing[0]
        if "" in (self.filters.owner, self.filters.segment):
            self.post_message(self.Loaded(self._request, panel, KamtuiError(UNFILTERED)))
            return
        load = partial(self._load, self._request, panel, self.session, self._asked())
        self.run_worker(load, thread=True, group="base")

    def _load(self, number: int, panel: Panel, session: Session, request: Request) -> None:
        answer = _answered(session.portfolio, lambda current: _LOADS[panel](current, request))
        self.post_message(self.Loaded(number, panel, answer))

    def on_base_reading_loaded(self, message: Loaded) -> None:
        """Show what was read, unless something else was asked for meanwhile, and read on."""
        self._reads = None
        if message.request == self._request and message.result is not None:
            self._read[message.panel] = message.result
            self.panel_read(message.panel, message.result)
        self.ask()

    def ask_list(self, asked: ListAsked) -> None:
        """Read accounts."""
        self.listed = asked
        request = self._asked()
        if asked.panel is Panel.SEGMENTS:
            request = replace(request, segment=asked.key or None)
        elif asked.panel is Panel.BALANCE:
            request = replace(request, params={**request.params, "line": asked.key})
        ask: Callable[[Portfolio], BaseAccounts] = partial(load_line, request=request)
        if asked.panel is Panel.COHORTS:
            params = {} if asked.key == EVERY_COHORT else {"cohort": asked.key}
            ask = partial(load_cohort, request=replace(request, params=params))
        elif asked.panel is Panel.CURVE:
            curve = self._read.get(Panel.CURVE)
            ask = (
                (lambda _: curve.listed())
                if isinstance(curve, Curve)
                else partial(_curve_listed, request=request)
            )
        load = partial(self._load_list, self._request, asked, self.session, ask)
        self.run_worker(load, thread=True, group="base-list", exclusive=True)

    def _load_list(
        self,
        request: int,
        asked: ListAsked,
        session: Session,
        ask: Callable[[Portfolio], BaseAccounts],
    ) -> None:
        self.post_message(self.Listed(request, asked, _answered(session.portfolio, ask)))

    def on_base_reading_listed(self, message: Listed) -> None:
        """Show accounts, unless others were asked for meanwhile."""
        is_late = message.request != self._request or message.asked != self.listed
        if not is_late and message.result is not None:
            self.list_read(message.asked, message.result)

    def _asked(self) -> Request:
        return Request(
            owner=self.filters.owner,
            segment=self.filters.segment,
            params={"since": self.since.isoformat()},
        )


def _curve_listed(portfolio: Portfolio, request: Request) -> BaseAccounts:
    return load_curve(portfolio, request).listed()


def _answered(portfolio: Portfolio, ask: Callable[[Portfolio], Any]) -> Any:
    """Return an answer, why there is none, or None where it was stopped."""
    try:
        return settled(portfolio, ask)
    except KamtuiError as error:
        return error
    except Interrupted:
        return None
