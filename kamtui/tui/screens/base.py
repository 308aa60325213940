"""The Base screen: what the customers are worth, how that moved, and which few it hangs on."""

from __future__ import annotations

from typing import Any, ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import BindingType

from kamtui.errors import KamtuiError
from kamtui.tui.actions import bindings
from kamtui.tui.base.accounts import BaseAccounts
from kamtui.tui.base.panels import PANEL_TITLES, Panel
from kamtui.tui.screens.base_reading import BaseReading, ListAsked
from kamtui.tui.shown import Shown
from kamtui.tui.widgets.base.body import BaseBody
from kamtui.tui.widgets.matrix.about_line import AboutLine
from kamtui.tui.widgets.matrix.head import HeadShown, MatrixHead


class BaseScreen(BaseReading):
    """One panel at a time, or all side by side; a list of accounts over them."""

    HERE = "app.base"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("base")]
    AUTO_FOCUS = "#balance"

    def compose_body(self) -> ComposeResult:
        """Yield the head, the panels, and what is said of them."""
        yield MatrixHead()
        yield BaseBody()
        yield AboutLine()

    @property
    def account_id(self) -> str | None:
        """The account under the cursor; None where none is."""
        return self._body.account_id

    def choose(self, account_id: str) -> None:
        """Put the cursor on an account, where it is listed."""
        self._body.choose(account_id)

    def shown(self) -> Shown | None:
        """Return the rows of the list, or of the panel that has the keys."""
        return self._body.rows_shown(self.session.as_of)

    @property
    def _body(self) -> BaseBody:
        return self.query_one(BaseBody)

    @property
    def _about(self) -> AboutLine:
        return self.query_one(AboutLine)

    # What was read

    def panels_wanted(self) -> tuple[Panel, ...]:
        """Return the panels that are seen, the one with the keys first."""
        return self._body.panels_seen

    def panel_read(self, panel: Panel, result: Any) -> None:
        """Show what was read, or say why nothing was."""
        self._body.show(panel, result)

    def ask_anew(self) -> None:
        """Read everything that is seen again, and say so."""
        super().ask_anew()
        self.on_base_body_changed()

    def list_read(self, asked: ListAsked, result: BaseAccounts | KamtuiError) -> None:
        """Show accounts, or say why there are none."""
        if isinstance(result, KamtuiError):
            # A list of other accounts, or of another day, would be taken for these.
            self.action_leave()
            self._about.refuse(result.message)
        elif self._body.is_listing:
            self._body.list.show_again(result)
        else:
            self._body.open_list(result)

    def on_base_body_seen(self) -> None:
        """Read what is seen now."""
        self.ask()

    def on_base_body_changed(self) -> None:
        """Say what is under the cursor now."""
        self._entitle()
        error = self.error_of(self._body.panel)
        if error is not None:
            self._about.refuse(error.message)
        elif self.is_waiting(self._body.panel):
            self._about.say("reading …")
        else:
            self._about.say(self._body.about())

    def _entitle(self) -> None:
        self.query_one(MatrixHead).shown = HeadShown(
            title="The customer base",
            place=f"{self.since} → {self.session.as_of}",
            views=PANEL_TITLES,
            view=int(self._body.panel),
        )

    # What is asked for

    def on_base_body_list_asked(self, message: BaseBody.ListAsked) -> None:
        """List the accounts behind what is under the cursor."""
        if message.panel is Panel.SEGMENTS and not message.key:
            self._about.refuse("accounts without a segment cannot be listed alone")
        else:
            self.ask_list(ListAsked(message.panel, message.key))

    def on_base_body_account_asked(self, message: BaseBody.AccountAsked) -> None:
        """Open the card of an account."""
        accounts = self._body.list.accounts
        ids = () if accounts is None else accounts.ids()
        self.post_message(self.AccountOpened(message.account_id, ids))

    def action_panel(self) -> None:
        """Go to the next panel."""
        self._turn(1)

    def action_panel_before(self) -> None:
        """Go to the panel before."""
        self._turn(-1)

    def _turn(self, step: int) -> None:
        self.listed = None
        self._body.turn_to(Panel((self._body.panel + step) % len(Panel)))

    def action_leave(self) -> None:
        """Leave the list."""
        self.listed = None
        if self._body.is_listing:
            self._body.close_list()

    @work(group="asking")
    async def action_since(self) -> None:
        """Choose the earlier day."""
        from kamtui.tui.screens.since import Since

        day = await self.app.push_screen_wait(
            Since(self.since, self.session.as_of, "The base since which day?")
        )
        if day is not None:
            self.count_since(day)
