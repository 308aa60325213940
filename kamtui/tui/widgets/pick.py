"""A line of a dialog on which one of a few things is picked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual.app import RenderResult
from textual.binding import BindingType
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget

from kamtui.tui.actions import bindings


class Pick(Widget, can_focus=True):
    """Shows everything that there is to pick, the one that is picked marked by more than colour."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings("pick")]

    DEFAULT_CSS = """
    Pick { height: 1; background: $foreground 10%; }
    Pick:focus { background: $foreground 18%; }
    """

    place: reactive[int] = reactive(0)
    """Which one is picked, from 0."""

    @dataclass
    class Picked(Message):
        """Another one is picked."""

        pick: Pick

    def __init__(self, choices: Sequence[str], *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self.choices = tuple(choices)

    @property
    def chosen(self) -> str:
        """The one that is picked."""
        return self.choices[self.place]

    def render(self) -> RenderResult:
        """Return the line."""
        parts = []
        for place, choice in enumerate(self.choices):
            if place == self.place:
                parts.append(Content.styled(f"▸{choice} ", "bold reverse"))
            else:
                parts.append(Content.styled(f" {choice} ", "$foreground-muted"))
        return Content(" ").join(parts)

    def action_left(self) -> None:
        """Pick the one on the left."""
        self._pick(max(0, self.place - 1))

    def action_right(self) -> None:
        """Pick the one on the right."""
        self._pick(min(len(self.choices) - 1, self.place + 1))

    def _pick(self, place: int) -> None:
        if place != self.place:
            self.place = place
            self.post_message(self.Picked(self))


class ReachedPick(Pick):
    """Whether somebody was reached; one key says it and is enough."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings("reached")]

    @dataclass
    class Said(Message):
        """It was said whether somebody was reached, and nothing more is to be said."""

        reached: bool

    def __init__(self) -> None:
        super().__init__(("reached", "not reached"), id="reached")

    @property
    def reached(self) -> bool:
        """Whether somebody was reached, as it is picked."""
        return self.place == 0

    def action_yes(self) -> None:
        """Say that somebody was reached."""
        self.place = 0
        self.post_message(self.Said(reached=True))

    def action_no(self) -> None:
        """Say that nobody was reached."""
        self.place = 1
        self.post_message(self.Said(reached=False))
