"""Weights from comparing criteria in pairs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import ClassVar

from textual.binding import BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.events import Key
from textual.widget import Widget
from textual.widgets import OptionList

from kamtui.model.pairwise import JUDGEMENTS, Judgements, compare, judgement_text
from kamtui.text import harmless
from kamtui.tui.actions import BY_ID, actions_of, bindings_of
from kamtui.tui.screens.dialog import Dialog
from kamtui.tui.widgets.choice_list import ChoiceList
from kamtui.tui.widgets.weights.figures import in_cells
from kamtui.tui.widgets.weights.judgement_scale import EQUAL, JudgementScale, judgement_place
from kamtui.tui.widgets.weights.pairwise_outcome import PairwiseOutcome

_UNANSWERED = "·"
_ANSWER_CELLS = 5
_TYPED = frozenset(BY_ID["pairwise.judge"].keys)


@dataclass(frozen=True)
class Compared:
    """What the dialog leaves behind."""

    judgements: Judgements
    """As far as they were given."""
    shares: Mapping[str, float] | None
    """The weight of each criterion, 0-1, when they are to be taken over."""


class Pairwise(Dialog[Compared | None]):
    """One pair at a time, with the weights and how consistent the judgements are beside it."""

    DEFAULT_CSS = """
    Pairwise > #frame { width: 100; }
    Pairwise #both { height: auto; margin-top: 1; }
    Pairwise ChoiceList { width: 1fr; max-height: 11; margin-right: 2; }
    Pairwise.-tall ChoiceList { max-height: 24; }
    Pairwise PairwiseOutcome { width: 34; }
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings_of(action for action in actions_of("pairwise") if not action.typed)
    ]

    SHOWN = (
        "pairwise.left",
        "pairwise.right",
        "pairwise.next",
        "pairwise.swap",
        "pairwise.look_first",
        "pairwise.accept",
    )

    def __init__(self, titles: Mapping[str, str], judgements: Judgements) -> None:
        """`titles` by criterion id; `judgements` of the same criteria, as far as they are given."""
        super().__init__("Compare criteria in pairs")
        self._titles = titles
        self._judgements = judgements
        self._pairs = [
            (judgements.items[i], judgements.items[j]) for (i, j), _ in judgements.answers()
        ]

    def contents(self) -> Iterable[Widget]:
        """Return the pair in question, all pairs, and what they come to."""
        yield JudgementScale()
        with Horizontal(id="both"):
            yield ChoiceList()
            yield PairwiseOutcome(self._titles)

    def on_mount(self) -> None:
        """Begin with the first pair that was not answered."""
        self.set_class(self.app.size.height >= 40, "-tall")
        self.query_one(ChoiceList).focus()
        self.call_after_refresh(self._list_pairs)

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        """Ask about the highlighted pair."""
        self._ask(event.option_index)

    def on_key(self, event: Key) -> None:
        """Take a digit as the judgement for the left one."""
        if event.character in _TYPED:
            event.stop()
            self._judge(float(event.character or 1))

    def action_next(self) -> None:
        """Go on to the next pair without an answer; when there is none, take the weights over."""
        if self._answer(self._place) is None:
            self._judge(1.0)
        following = self._unanswered_after(self._place)
        if following is None:
            self.action_accept()
        else:
            self.query_one(ChoiceList).highlighted = following

    def action_left(self) -> None:
        """Let the left one count more."""
        self._step(1)

    def action_right(self) -> None:
        """Let the right one count more."""
        self._step(-1)

    def action_swap(self) -> None:
        """Give the judgement to the other one."""
        given = self._answer(self._place)
        if given is not None:
            self._judge(1.0 / given)

    def action_clear(self) -> None:
        """Take the judgement back."""
        self._judge(None)

    def action_look_first(self) -> None:
        """Go to the judgement that fits the others least."""
        suspect = compare(self._judgements).suspect
        if suspect is not None:
            place = self._pairs.index((suspect.item, suspect.other))
            self.query_one(ChoiceList).highlighted = place

    def action_accept(self) -> None:
        """Take the weights over."""
        result = compare(self._judgements)
        shares = dict(zip(result.items, result.shares, strict=True))
        self.dismiss(Compared(self._judgements, shares))

    def action_cancel(self) -> None:
        """Close; the judgements stay for the next time."""
        self.dismiss(Compared(self._judgements, None))

    @property
    def _place(self) -> int:
        return self.query_one(ChoiceList).place

    def _answer(self, place: int) -> float | None:
        return self._judgements.upper_triangle[place]

    def _unanswered_after(self, place: int) -> int | None:
        """The next pair without an answer, round the end; None when all have one."""
        count = len(self._pairs)
        order = ((place + step) % count for step in range(1, count + 1))
        return next((each for each in order if self._answer(each) is None), None)

    def _step(self, step: int) -> None:
        given = self._answer(self._place)
        place = EQUAL if given is None else judgement_place(given)
        self._judge(JUDGEMENTS[max(0, min(len(JUDGEMENTS) - 1, place + step))])

    def _judge(self, value: float | None) -> None:
        place = self._place
        self._judgements = self._judgements.with_answer(*self._pairs[place], value)
        choices = self.query_one(ChoiceList)
        choices.replace_option_prompt_at_index(place, self._line(place))
        self._ask(place)

    def _list_pairs(self) -> None:
        choices = self.query_one(ChoiceList)
        first = self._unanswered_after(-1) or 0
        choices.show([self._line(place) for place in range(len(self._pairs))], first)
        self._ask(self._place)

    def _ask(self, place: int) -> None:
        scale = self.query_one(JudgementScale)
        item, other = self._pairs[place]
        scale.pair = (self._titles[item], self._titles[other])
        scale.value = self._answer(place)
        answered = self._judgements.answered
        outcome = self.query_one(PairwiseOutcome)
        outcome.result = compare(self._judgements)
        outcome.is_complete = answered == len(self._pairs)
        self.entitle(f"{answered} of {len(self._pairs)} judged")

    def _line(self, place: int) -> Content:
        width = self.query_one(ChoiceList).line_cells
        item, other = (harmless(self._titles[each]) for each in self._pairs[place])
        given = self._answer(place)
        half = max(0, (width - _ANSWER_CELLS - 3) // 2)
        return Content("").join(
            [
                in_cells(item, half),
                Content.styled(" : ", "$foreground-muted"),
                in_cells(other, half),
                in_cells(
                    _UNANSWERED if given is None else judgement_text(given),
                    _ANSWER_CELLS,
                    right=True,
                ),
            ]
        )
