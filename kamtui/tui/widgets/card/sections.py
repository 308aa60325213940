"""The sections of the account card: side by side where there is room, else one at a time."""

from __future__ import annotations

from textual import events
from textual.app import ComposeResult
from textual.containers import Container, Vertical
from textual.geometry import Size

from kamtui.portfolio.account_card import AccountCard
from kamtui.portfolio.account_plan import AccountPlan
from kamtui.tui.widgets.card.events import ContactsTable, MoneyTable, VoiceTable
from kamtui.tui.widgets.card.groups import GroupsTable
from kamtui.tui.widgets.card.measures import MeasuresTable
from kamtui.tui.widgets.card.months import MonthsChart
from kamtui.tui.widgets.card.past import PastTable
from kamtui.tui.widgets.card.plan import PlanTable
from kamtui.tui.widgets.card.score import ScoreTable
from kamtui.tui.widgets.card.section import Section
from kamtui.tui.widgets.card.tabs import Tabs


class CardSections(Vertical):
    """Every section under the line of tabs, which is there where one is seen at a time."""

    DEFAULT_CSS = """
    CardSections {
        height: 1fr;
        #sections { height: 1fr; }
        #score { height: auto; }
    }

    /* One section at a time under a line of tabs, the months below the score. */
    CardSections.-small {
        .column { display: none; height: 1fr; }
        .column.-shown { display: block; }
        .-at-score #left { height: auto; }
        Section { display: none; border: none; border-top: solid $foreground 25%; }
        Section:focus { border: none; border-top: solid $primary; }
        Section.-shown { display: block; }
    }

    /* Everything at once: two columns over three sections side by side. */
    CardSections.-medium {
        Tabs { display: none; }
        #sections { layout: grid; grid-size: 2 2; grid-rows: 22 1fr; }
        #right { column-span: 2; layout: horizontal; height: 1fr; }
        #right Section { width: 1fr; }
        #left Section:focus, #middle Section:focus { height: 2fr; }
        #left #score:focus { height: auto; }
    }

    /* Three columns. */
    CardSections.-large {
        Tabs { display: none; }
        #sections { layout: horizontal; }
        .column { width: 1fr; height: 1fr; }
    }
    """

    def compose(self) -> ComposeResult:
        """Yield the tabs and the sections."""
        yield Tabs()
        with Container(id="sections"):
            with Vertical(id="left", classes="column"):
                yield ScoreTable(id="score")
                yield PlanTable(id="plan")
                yield MeasuresTable(id="measures")
            with Vertical(id="middle", classes="column"):
                yield MonthsChart(id="months")
                yield PastTable(id="past")
                yield GroupsTable(id="groups")
            with Container(id="right", classes="column"):
                yield ContactsTable(id="contacts")
                yield VoiceTable(id="voice")
                yield MoneyTable(id="money")

    def on_mount(self) -> None:
        """Begin with the score."""
        self.query_one(ScoreTable).focus()

    def on_resize(self, event: events.Resize) -> None:
        """Show as much at once as there is room for."""
        room = _room_for(self.screen.size)
        for name in _ROOMS:
            self.set_class(name == room, name)

    def show(self, card: AccountCard) -> None:
        """Show another card in every section."""
        for section in self._sections:
            section.show(card)

    def show_plan(self, plan: AccountPlan) -> None:
        """Show the plan of the account whose card is shown."""
        self.query_one(PlanTable).show_plan(plan)

    def say_of_plan(self, why: str) -> None:
        """Say why there is no plan to show."""
        self.query_one(PlanTable).say(why)

    @property
    def current(self) -> Section:
        """The section that has the focus, or had it last."""
        sections = self._sections
        return next((each for each in sections if each is self.screen.focused), sections[0])

    def turn(self, step: int) -> None:
        """Go so many sections on."""
        sections = self._sections
        place = sections.index(self.current) + step
        sections[place % len(sections)].focus()

    @property
    def _sections(self) -> tuple[Section, ...]:
        by_id = {section.id: section for section in self.query(Section)}
        return tuple(by_id[name] for name in _ORDER)

    def on_descendant_focus(self) -> None:
        """Show the section that has the focus, where only one is seen."""
        current = self.current
        beside = _BESIDE.get(str(current.id), ())
        for section in self._sections:
            section.set_class(section is current or section.id in beside, "-shown")
        for column in self.query(".column"):
            column.set_class(any(child.has_class("-shown") for child in column.children), "-shown")
        self.query_one("#sections").set_class("months" in (current.id, *beside), "-at-score")
        self.query_one(Tabs).show(
            [each.name_of_tab for each in self._sections], current.name_of_tab
        )

    def on_tabs_chosen(self, message: Tabs.Chosen) -> None:
        """Go to the section of the tab that was clicked."""
        self._sections[message.place].focus()


_ROOMS = ("-small", "-medium", "-large")


def _room_for(size: Size) -> str:
    if size.width >= 170 and size.height >= 44:
        return "-large"
    return "-medium" if size.width >= 110 and size.height >= 34 else "-small"


_ORDER = ("score", "months", "plan", "past", "groups", "contacts", "voice", "money", "measures")
_BESIDE = {"score": ("months",), "months": ("score",)}
"""Sections that are seen with the one that has the focus, where only one is seen."""
