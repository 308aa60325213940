"""What somebody tries out in the ratings of one account, beside what is saved.

Every method returns a new state. A change that cannot be made raises Refusal with the reason, and
the state it was asked of stays good.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

from kamtui.model.errors import Refusal
from kamtui.model.strength import LEAST, MOST, Strength, strength_of
from kamtui.model.weights import LARGEST_WEIGHT

View = Literal["own", "customer"]
VIEWS: tuple[View, ...] = ("own", "customer")

_MOST_TYPED = 12


@dataclass(frozen=True)
class Cell:
    """What can be edited: a rating of a supplier on a factor, or a factor's weight."""

    factor: str
    supplier: str = ""
    """Empty for the weight."""
    view: View | Literal[""] = ""
    """Whose rating it is; empty for the weight."""
    for_all: bool = False
    """Whether it is the weight of every account that has none of its own."""

    @property
    def is_weight(self) -> bool:
        """Whether it is a weight."""
        return not self.supplier


Values = Mapping[Cell, float]


@dataclass(frozen=True)
class StrengthEditing:
    """The values of an account as saved, and what is tried out instead of some of them."""

    saved: Values
    """Every rating and weight that counts or could count."""
    tried: Values = field(default_factory=dict)
    """What is entered and not saved."""
    typing: str = ""
    """The number that is being typed."""
    past: tuple[Values, ...] = ()
    future: tuple[Values, ...] = ()

    def value(self, cell: Cell) -> float | None:
        """Return what a cell holds now; None for nothing."""
        return self.tried.get(cell, self.saved.get(cell))

    def weight(self, factor: str) -> float:
        """Return the weight that counts: the account's own, else every account's, else 0."""
        own = self.value(Cell(factor))
        default = self.value(Cell(factor, for_all=True))
        return own if own is not None else default if default is not None else 0.0

    def has_own_weight(self, factor: str) -> bool:
        """Whether the weight that counts is the account's own."""
        return self.value(Cell(factor)) is not None

    def rating(self, supplier: str, factor: str) -> float | None:
        """Return the rating that counts: the customer's, else our own; None for neither."""
        view = self.view_of(supplier, factor)
        return None if view is None else self.value(Cell(factor, supplier, view))

    def view_of(self, supplier: str, factor: str) -> View | None:
        """Return whose rating counts; None where there is none."""
        for view in ("customer", "own"):
            if self.value(Cell(factor, supplier, view)) is not None:
                return view
        return None

    @property
    def factors(self) -> tuple[str, ...]:
        """Every factor that has a weight or a rating, in the order of the saved values."""
        return tuple(dict.fromkeys(cell.factor for cell in (*self.saved, *self.tried)))

    @property
    def strength(self) -> Strength:
        """How the suppliers stand with what is tried out."""
        return _strength(self)

    @property
    def saved_strength(self) -> Strength:
        """How they stand with what is saved."""
        return _strength(StrengthEditing(self.saved))

    @property
    def is_tried(self) -> bool:
        """Whether anything is entered and not saved."""
        return bool(self.tried)

    # Changing

    def typed(self, cell: Cell, character: str) -> StrengthEditing:
        """Return the state with one more character of a number; it counts as soon as it fits."""
        text = self.typing + ("." if character == "," else character)
        if len(text) > _MOST_TYPED:
            raise Refusal("the number is too long")
        try:
            number = float(text)
        except ValueError:
            raise Refusal(f"{text} is not a number") from None
        if not cell.is_weight and text in ("0", "0."):
            return replace(self, typing=text)
        _check(cell, number)
        return replace(self._set(cell, number, again=bool(self.typing)), typing=text)

    def committed(self) -> StrengthEditing:
        """Return the state with nothing being typed."""
        return replace(self, typing="")

    def stepped(self, cell: Cell, step: float) -> StrengthEditing:
        """Return the state with a value raised by a step, as far as its range goes."""
        now = self.value(cell)
        if now is None:
            now = self.weight(cell.factor) if cell.is_weight else 5.0 - step
        least, most = _range(cell)
        return replace(self._set(cell, max(least, min(most, now + step))), typing="")

    def undone(self) -> StrengthEditing:
        """Return the state before the last change; raises Refusal where there is none."""
        if not self.past:
            raise Refusal("nothing to undo")
        *past, tried = self.past
        return replace(
            self, tried=tried, past=tuple(past), future=(self.tried, *self.future), typing=""
        )

    def redone(self) -> StrengthEditing:
        """Return the state before the last undo; raises Refusal where there is none."""
        if not self.future:
            raise Refusal("nothing to redo")
        tried, *future = self.future
        return replace(
            self, tried=tried, past=(*self.past, self.tried), future=tuple(future), typing=""
        )

    def thrown_away(self) -> StrengthEditing:
        """Return the state with nothing tried out; `undone` brings it back."""
        if not self.tried:
            raise Refusal("nothing is tried out")
        return replace(self, tried={}, past=(*self.past, self.tried), future=(), typing="")

    def saved_as(self, saved: Values) -> StrengthEditing:
        """Return the state over other saved values; what is tried out stays where it differs."""
        tried = {cell: value for cell, value in self.tried.items() if saved.get(cell) != value}
        return StrengthEditing(saved, tried)

    def _set(self, cell: Cell, number: float, *, again: bool = False) -> StrengthEditing:
        tried = {**self.tried, cell: number}
        if self.saved.get(cell) == number:
            del tried[cell]
        if tried == self.tried:
            return self
        # The characters of one number are one change.
        past = self.past if again and self.past else (*self.past, self.tried)
        return replace(self, tried=tried, past=past, future=())


def _strength(state: StrengthEditing) -> Strength:
    weights = {factor: state.weight(factor) for factor in state.factors}
    suppliers = {cell.supplier for cell in (*state.saved, *state.tried) if not cell.is_weight}
    ratings = {
        (supplier, factor): rating
        for supplier in suppliers
        for factor in weights
        if (rating := state.rating(supplier, factor)) is not None
    }
    return strength_of(weights, ratings)


def _range(cell: Cell) -> tuple[float, float]:
    return (0.0, LARGEST_WEIGHT) if cell.is_weight else (LEAST, MOST)


def _check(cell: Cell, number: float) -> None:
    least, most = _range(cell)
    if not least <= number <= most:
        what = "weight" if cell.is_weight else "rating"
        raise Refusal(f"a {what} is from {least:g} to {most:,.0f}")
