"""Choosing one of many by typing: owners, segments."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual import on
from textual.binding import BindingType
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Input, OptionList

from kamtui.text import harmless
from kamtui.tui.actions import BY_ID, bindings_of
from kamtui.tui.ranked.folding import folded
from kamtui.tui.screens.dialog import Dialog
from kamtui.tui.widgets.cells import fitted
from kamtui.tui.widgets.choice_list import ChoiceList

_NAME_CELLS = 46
_COUNT_CELLS = 9


@dataclass(frozen=True)
class Choice:
    """One thing to choose."""

    title: str
    value: str | None
    """What choosing it gives."""
    count: int
    """How many accounts it has."""


def choices_of(counts: Mapping[str | None, int], nothing: str) -> list[Choice]:
    """Return a choice for each text by its name, after one for all of them.

    `nothing` is what accounts without a text are called; their value is "".
    """
    texts = sorted((text for text in counts if text), key=folded)
    without = sum(count for text, count in counts.items() if not text)
    return [
        Choice("all accounts", None, sum(counts.values())),
        *(Choice(text, text, counts[text]) for text in texts),
        *([Choice(nothing, "", without)] if without else []),
    ]


class Choose(Dialog[Choice | None]):
    """A list that what is typed narrows; the result is what was chosen."""

    DEFAULT_CSS = """
    Choose > #frame { width: 64; }
    Choose Input { background: $foreground 10%; }
    Choose Input:focus { background: $foreground 18%; }
    Choose ChoiceList { max-height: 14; margin-top: 1; }
    Choose.-short ChoiceList { margin-top: 0; }
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings_of([BY_ID["choose.up"], BY_ID["choose.down"], BY_ID["choose.accept"]])
    ]

    SHOWN = ("choose.accept",)

    def __init__(self, title: str, choices: Sequence[Choice], chosen: str | None) -> None:
        """`chosen` is the value that is chosen now."""
        super().__init__(title)
        self._choices = choices
        self._shown: list[Choice] = list(choices)
        self._chosen = chosen

    def contents(self) -> Iterable[Widget]:
        """Return the line to type in, and the choices."""
        yield Input(placeholder="type to narrow the list", id="typed", compact=True)
        yield ChoiceList()

    def on_mount(self) -> None:
        """Show every choice, with the cursor on the one chosen now."""
        self._list.can_focus = False
        values = [choice.value for choice in self._choices]
        self._show(values.index(self._chosen) if self._chosen in values else 0)

    @property
    def _list(self) -> ChoiceList:
        return self.query_one(ChoiceList)

    @on(Input.Changed)
    def _narrow(self, event: Input.Changed) -> None:
        words = folded(event.value).split()
        self._shown = [
            choice
            for choice in self._choices
            if all(word in folded(choice.title) for word in words)
        ]
        self._show()

    def _show(self, place: int = 0) -> None:
        self._list.show(map(_line, self._shown), place)
        self.entitle("" if self._shown else "nothing is spelled like that")

    def action_up(self) -> None:
        """Go one line up."""
        self._list.action_up()

    def action_down(self) -> None:
        """Go one line down."""
        self._list.action_down()

    @on(Input.Submitted)
    def _submitted(self) -> None:
        self.action_accept()

    @on(OptionList.OptionSelected)
    def action_accept(self) -> None:
        """Take the choice under the cursor."""
        if self._shown:
            self.dismiss(self._shown[self._list.place])


def _line(choice: Choice) -> Content:
    count = fitted(f"{choice.count:,}", _COUNT_CELLS, right=True)
    return Content.assemble(
        fitted(harmless(choice.title), _NAME_CELLS), (count, "$foreground-muted")
    )
