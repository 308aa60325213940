"""The Priorities screen: the ranked accounts, found, ordered, weighed, written out."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import BindingType

from kamtui.tui.actions import bindings
from kamtui.tui.first_screen import FirstScreen
from kamtui.tui.ranked.rows import Filters
from kamtui.tui.screens.robustness import RobustnessScreen
from kamtui.tui.status import Status
from kamtui.tui.widgets.key_line import KeyLine
from kamtui.tui.widgets.ranked_body import RankedBody
from kamtui.tui.widgets.status_line import StatusLine
from kamtui.tui.widgets.title_line import TitleLine

# Dialogs, the engine and NumPy are loaded after the first frame, where they are used.
if TYPE_CHECKING:
    from collections.abc import Mapping

    from kamtui.tui.session import Opened, Session
    from kamtui.tui.widgets.filter_line import FilterLine


class PrioritiesScreen(RobustnessScreen):
    """Shows the first page before anything else is there, and then every account."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings("priorities")]
    AUTO_FOCUS = "RankingTable"

    DEFAULT_CSS = """
    PrioritiesScreen { background: $background; }
    """

    def __init__(self) -> None:
        super().__init__()
        self._filters = Filters()

    @property
    def filters(self) -> Filters:
        """Which accounts are shown."""
        return self._filters

    @property
    def status(self) -> Status:
        """What the status line says."""
        return self.query_one(StatusLine).status

    def compose(self) -> ComposeResult:
        """Yield the accounts between the title and the lines at the foot."""
        yield TitleLine("app.priorities")
        yield RankedBody()
        yield StatusLine(Status(doing="reading the history …"))
        yield KeyLine()

    def show_first(self, first: FirstScreen) -> None:
        """Show the first page, while the session is being opened."""
        if self._session is None:
            self._take_filters(first.filters)
            self.say_status(first.status)
            self.body.show_first(first)

    async def begin(self, opened: Opened) -> None:
        """Work on a session from now on."""
        opening = opened.opening
        self._take_filters(Filters(owner=opening.owner, segment=opening.segment))
        self._take(opened.session)
        await self.body.begin(opened, self._filters)

    def take_session(self, session: Session) -> None:
        """Work on a session that was read again, or for another day, at the same place."""
        self._take(session)
        self.body.take_session(session)
        self.lines_read_again()

    def _take(self, session: Session) -> None:
        self._session = session
        self.say_status(
            replace(
                self.status,
                history=session.portfolio.history.settings.name,
                is_sample=session.portfolio.is_sample,
                as_of=session.as_of,
                doing="",
            )
        )

    def say_status(self, status: Status) -> None:
        """Say something else in the status line."""
        self.query_one(StatusLine).status = status

    def say_doing(self, doing: str) -> None:
        """Say what long work is going on; "" for none."""
        self.say_status(replace(self.status, doing=doing))

    def on_ranked_body_shown(self, message: RankedBody.Shown) -> None:
        """Say what is shown."""
        self.draw_cuts()
        self.ranking_shown()
        self.say_status(
            replace(
                self.status,
                shown=len(message.view),
                of_all=message.view.of_all,
                weight_set=message.weight_set,
                unsaved=message.unsaved,
            )
        )

    # Filters

    def _take_filters(self, filters: Filters) -> None:
        self._filters = self.query_one(TitleLine).filters = filters

    def filter_by(self, filters: Filters) -> None:
        """Show other accounts."""
        self._take_filters(filters)
        self.body.filter_by(filters)

    async def action_filter(self) -> None:
        """Type a filter."""
        from kamtui.tui.widgets.filter_line import FilterLine

        if not self.query(FilterLine):
            await self.mount(FilterLine(self._filters.text), before=self.query_one(StatusLine))
        self.query_one(FilterLine).type()

    def on_filter_line_typed(self, message: FilterLine.Typed) -> None:
        """Filter as it is typed."""
        self.filter_by(replace(self._filters, text=message.text))

    async def on_filter_line_left(self, message: FilterLine.Left) -> None:
        """Go back to the table; an empty filter's line goes away."""
        self.table.focus()
        if not message.text.strip():
            await self.query("FilterLine").remove()

    async def action_clear(self) -> None:
        """Show all accounts; when all are shown, close the weights."""
        if self._filters.are_set:
            await self.query("FilterLine").remove()
            self.filter_by(Filters())
        elif self.body.shows_weights:
            self.body.close_weights()
        elif self.robustness_panel is not None:
            await self.action_robustness()

    @work(group="asking")
    async def action_owner(self) -> None:
        """Choose whose accounts to show."""
        accounts = self.body.accounts
        if accounts is not None:
            chosen = self._filters.owner
            choice = await self._chosen("Owner", "nobody", accounts.owners(), chosen)
            self.filter_by(replace(self._filters, owner=choice))

    @work(group="asking")
    async def action_segment(self) -> None:
        """Choose which segment's accounts to show."""
        accounts = self.body.accounts
        if accounts is not None:
            chosen = self._filters.segment
            choice = await self._chosen("Segment", "none", accounts.segments(), chosen)
            self.filter_by(replace(self._filters, segment=choice))

    async def _chosen(
        self, title: str, nothing: str, counts: Mapping[str | None, int], chosen: str | None
    ) -> str | None:
        """Return what was chosen: None for every account, and `chosen` where nothing was."""
        from kamtui.tui.screens.choose import Choose, choices_of

        choices = choices_of(counts, nothing)
        choice = await self.app.push_screen_wait(Choose(title, choices, chosen))
        return chosen if choice is None else choice.value

    # Weights

    def action_weights(self) -> None:
        """Open the weights, go to them, or close them."""
        self.body.toggle_weights()

    # Writing out

    @work(group="asking")
    async def action_export(self) -> None:
        """Write what is shown to a file."""
        accounts, session = self.body.accounts, self._session
        if accounts is None or session is None:
            return
        from kamtui.tui.exporting import export_shown
        from kamtui.tui.screens.export import Export

        view, weights = accounts.view(), accounts.ranking.weights
        suggested = Path.cwd() / f"priorities-{session.as_of.isoformat()}.csv"
        file = await self.app.push_screen_wait(Export(self._count_shown(), suggested))
        if file is not None:
            self.notify(await export_shown(session.portfolio, weights, view, file), timeout=6)

    def _count_shown(self) -> str:
        status = self.status
        if status.shown == status.of_all:
            return f"{status.of_all:,} accounts"
        return f"{status.shown:,} of {status.of_all:,} accounts"

    def action_copy(self) -> None:
        """Copy the account under the cursor."""
        self._copy(whole=False)

    def action_copy_all(self) -> None:
        """Copy every account shown."""
        self._copy(whole=True)

    @work
    async def _copy(self, *, whole: bool) -> None:
        session, view = self._session, self.table.view
        if session is None or view is None or not len(view):
            return
        from kamtui.tui.copying import copied

        cursor = view.place_of(self.table.cursor or "")
        places = range(len(view)) if whole else range(cursor or 0, (cursor or 0) + 1)
        text, said = await copied(view, places, session.portfolio.workspace.folder)
        if text:
            self.app.copy_to_clipboard(text)
        self.notify(said, timeout=5)
