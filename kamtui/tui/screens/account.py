"""The card of one account: what it is, what its score is made of, and what passed between us."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.message import Message
from textual.screen import Screen
from textual.widgets import Static

from kamtui.engine.interruption import Interrupted
from kamtui.errors import KamtuiError
from kamtui.model.weights import Weights
from kamtui.portfolio.account import load_account
from kamtui.portfolio.account_card import AccountCard
from kamtui.portfolio.account_plan import AccountPlan, load_account_plan
from kamtui.portfolio.opening import Portfolio
from kamtui.text import harmless
from kamtui.tui.actions import bindings
from kamtui.tui.copying import kept_as_well
from kamtui.tui.exporting import file_name_of
from kamtui.tui.screens.order_lines import OrderLinesScreen
from kamtui.tui.widgets.card.header import CardHeader
from kamtui.tui.widgets.card.section import Section
from kamtui.tui.widgets.card.sections import CardSections
from kamtui.tui.widgets.key_line import KeyLine
from kamtui.tui.widgets.title_line import TitleLine


class AccountScreen(Screen[str]):
    """Shows the card of one account, and its neighbours in the ranking with a key.

    Dismissed with the id of the account that was shown last. Where there is room all sections
    are seen at once; on a small terminal one at a time, the score with the months below it.
    """

    BINDINGS: ClassVar[list[BindingType]] = [*bindings("account")]

    DEFAULT_CSS = """
    AccountScreen {
        background: $background;

        #about {
            height: 2;
            padding: 0 2;
            color: $text-muted;
            background: $surface;
        }
    }
    """

    @dataclass
    class Loaded(Message):
        """A card, or why there is none, from the thread that read it."""

        request: int
        result: AccountCard | KamtuiError | None
        """None where the reading was stopped."""

    @dataclass
    class Planned(Message):
        """The plan of the account whose card was read, or why there is none."""

        request: int
        result: AccountPlan | str

    def __init__(
        self,
        portfolio: Portfolio,
        account_id: str,
        weights: Weights,
        account_ids: Sequence[str] = (),
    ) -> None:
        """`account_ids` are the accounts in the order of the ranking, for going to the next."""
        super().__init__()
        self._portfolio = portfolio
        self._weights = weights
        self._account_ids = account_ids
        self._account_id = account_id
        self._request = 0
        self._is_reading = False
        self.card: AccountCard | None = None

    @property
    def account_id(self) -> str:
        """The account that is shown."""
        return self._account_id

    @property
    def account_ids(self) -> Sequence[str]:
        """The accounts that it stands among, in order."""
        return self._account_ids

    def compose(self) -> ComposeResult:
        """Yield the header, the sections and the lines at the foot."""
        yield TitleLine("app.account")
        yield CardHeader()
        yield CardSections()
        yield Static(id="about", markup=False)
        yield KeyLine()

    def on_mount(self) -> None:
        """Begin to read."""
        self._go_to(self._account_id)

    # Reading

    def _go_to(self, account_id: str) -> None:
        self._account_id = account_id
        self._request += 1
        place = self._place
        self.query_one(CardHeader).wait_for(account_id, self._portfolio.as_of)
        self._say(f"reading {harmless(account_id)}{f', {place}' if place else ''} …")
        self._read()

    @property
    def _place(self) -> str:
        if self._account_id not in self._account_ids:
            return ""
        place = self._account_ids.index(self._account_id) + 1
        return f"{place:,} of {len(self._account_ids):,}"

    def _read(self) -> None:
        # One account is read at a time; of those asked for meanwhile the last one follows it.
        if self._is_reading:
            return
        self._is_reading = True
        work = partial(self._load, self._request, self._account_id)
        self.run_worker(work, thread=True, group="account")

    def _load(self, request: int, account_id: str) -> None:
        result: AccountCard | KamtuiError | None
        try:
            result = load_account(self._portfolio, account_id, self._weights)
        except KamtuiError as error:
            result = error
        except Interrupted:
            result = None
        self.post_message(self.Loaded(request, result))
        if isinstance(result, AccountCard) and request == self._request:
            self.post_message(self.Planned(request, self._plan_of(account_id)))

    def _plan_of(self, account_id: str) -> AccountPlan | str:
        try:
            return load_account_plan(self._portfolio, account_id, self._weights)
        except KamtuiError as error:
            return harmless(str(error))
        except Interrupted:
            return "the reading was stopped; r reads again"

    def on_account_screen_planned(self, message: Planned) -> None:
        """Show the plan, unless another account was asked for meanwhile."""
        if message.request != self._request:
            return
        if isinstance(message.result, str):
            self._card_sections.say_of_plan(message.result)
        else:
            self._card_sections.show_plan(message.result)

    def on_account_screen_loaded(self, message: Loaded) -> None:
        """Show what was read, unless another account was asked for meanwhile."""
        self._is_reading = False
        if message.request != self._request:
            self._read()
            return
        if message.result is None:
            self._say("the reading was stopped; r reads again")
            return
        if isinstance(message.result, KamtuiError):
            self._say(harmless(str(message.result)))
            return
        self.card = message.result
        self.query_one(CardHeader).show(message.result)
        self._card_sections.show(message.result)
        self._say(self._card_sections.current.about())

    # Sections

    @property
    def _card_sections(self) -> CardSections:
        return self.query_one(CardSections)

    def on_section_told(self, message: Section.Told) -> None:
        """Say what is under the cursor."""
        if self.card is not None and not self._is_reading:
            self._say(message.about)

    def on_section_opened(self, message: Section.Opened) -> None:
        """Open the order lines behind a value."""
        if self.card is not None:
            facts = self.card.facts
            self.app.push_screen(OrderLinesScreen(self._portfolio, facts, message.asked))

    def _say(self, about: str) -> None:
        self.query_one("#about", Static).update(harmless(about))

    def action_next_section(self) -> None:
        """Go to the next section."""
        self._card_sections.turn(1)

    def action_previous_section(self) -> None:
        """Go to the section before."""
        self._card_sections.turn(-1)

    # Accounts

    def action_next(self) -> None:
        """Go to the account that follows in the ranking."""
        self._go_by(1)

    def action_previous(self) -> None:
        """Go to the account before in the ranking."""
        self._go_by(-1)

    def _go_by(self, step: int) -> None:
        if self._account_id not in self._account_ids:
            return
        place = self._account_ids.index(self._account_id) + step
        if 0 <= place < len(self._account_ids):
            self._go_to(self._account_ids[place])
        else:
            self._say("this is the last account" if step > 0 else "this is the first account")

    def action_close(self) -> None:
        """Go back, and say which account was shown last."""
        self.dismiss(self._account_id)

    @work
    async def action_copy(self) -> None:
        """Copy the row under the cursor as tab-separated text."""
        text = self._card_sections.current.text()
        if text:
            self.app.copy_to_clipboard(text)
            folder = self._portfolio.workspace.folder
            self.notify(await kept_as_well(text, folder, "the row"), markup=False)

    @work
    async def action_export(self) -> None:
        """Write the account's report to a file."""
        from kamtui.formats.pages import PAGE_FORMATS, page_format_of
        from kamtui.tui.reporting import export_report
        from kamtui.tui.screens.export import Export

        account_id = self._account_id
        suggested = Path.cwd() / f"{file_name_of(account_id)}-report.html"
        asked = Export("the report", suggested, PAGE_FORMATS, page_format_of)
        file = await self.app.push_screen_wait(asked)
        if file is not None:
            said = await export_report(self._portfolio, account_id, self._weights, file)
            self.notify(said, markup=False)
