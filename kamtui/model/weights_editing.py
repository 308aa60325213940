"""Weights while somebody edits them: what was saved, what is set now, locks, undo and redo.

Every method returns a new state. A change that cannot be made raises Refusal with the reason,
and the state it was asked of stays good.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from kamtui.model.errors import Refusal
from kamtui.model.weights import LARGEST_WEIGHT, Weights

UNDO_STEPS = 500
"""How many changes can be undone; older ones are forgotten."""

_LONGEST_ENTRY = 9
_TYPEABLE = frozenset("0123456789.,")


@dataclass(frozen=True)
class TypedEntry:
    """A weight that is being typed and is not set yet."""

    criterion: str
    text: str
    """Digits and at most one decimal point; never empty."""


@dataclass(frozen=True)
class Difference:
    """A criterion whose weight is no longer the saved one."""

    criterion: str
    saved: float
    current: float


@dataclass(frozen=True)
class WeightsEditing:
    """The state of the weights editor."""

    saved: Weights
    """What is kept under the set's name."""
    current: Weights
    """What ranks now; the same criteria."""
    locks: frozenset[str] = frozenset()
    """Criteria whose weight only undo, redo and loading may change."""
    undoable: tuple[Weights, ...] = ()
    """Earlier weights, the latest last."""
    redoable: tuple[Weights, ...] = ()
    """Weights that undo left, the latest left last."""
    entry: TypedEntry | None = None
    titles: Mapping[str, str] = field(default_factory=dict)
    """Criterion id → what reasons call it; the id where there is none."""

    @classmethod
    def of(cls, saved: Weights, titles: Mapping[str, str] | None = None) -> WeightsEditing:
        """Return the editor as it opens: nothing changed, nothing locked."""
        return cls(saved=saved, current=saved, titles=titles or {})

    @property
    def is_unsaved(self) -> bool:
        """Whether the weights differ from the saved ones; an entry in progress does not count."""
        return self.current != self.saved

    def differences(self) -> tuple[Difference, ...]:
        """Return the criteria whose weight differs from the saved one, in order."""
        return tuple(
            Difference(criterion, self.saved[criterion], weight)
            for criterion, weight in self.current.as_mapping().items()
            if weight != self.saved[criterion]
        )

    def nudged(self, criterion: str, delta: float) -> WeightsEditing:
        """Return the state with one weight moved by `delta`, not below zero."""
        state = self._open_for(criterion)
        return state._changed(state.current.nudged(criterion, delta))

    def zeroed(self, criterion: str) -> WeightsEditing:
        """Return the state with one weight at zero."""
        state = self._open_for(criterion)
        return state._changed(state.current.replaced({criterion: 0.0}))

    def typed(self, criterion: str, character: str) -> WeightsEditing:
        """Return the state after one more character of a weight: a digit, a point or a comma.

        A 0 that begins an entry zeroes the weight. An entry in progress for another criterion is
        set first.
        """
        if character not in _TYPEABLE:
            raise Refusal(f"a weight is a number: {character!r} does not belong in one")
        if self.entry is None or self.entry.criterion != criterion:
            state, text = self._open_for(criterion), ""
            if character == "0":
                return state.zeroed(criterion)
        else:
            state, text = self, self.entry.text
        text += "." if character == "," else character
        if text.count(".") > 1:
            raise Refusal("a weight has one decimal point")
        if len(text) > _LONGEST_ENTRY or float(f"{text}0") > LARGEST_WEIGHT:
            raise Refusal("that is more digits than a weight needs")
        return replace(state, entry=TypedEntry(criterion, text))

    def erased(self) -> WeightsEditing:
        """Return the state without the last character of the entry in progress."""
        if self.entry is None:
            return self
        text = self.entry.text[:-1]
        return replace(self, entry=TypedEntry(self.entry.criterion, text) if text else None)

    def committed(self) -> WeightsEditing:
        """Return the state with the entry in progress set; without one, the same state."""
        if self.entry is None:
            return self
        number = float(f"0{self.entry.text}")
        return self._changed(self.current.replaced({self.entry.criterion: number}))

    def abandoned(self) -> WeightsEditing:
        """Return the state without the entry in progress."""
        return replace(self, entry=None)

    def scaled_to_100(self) -> WeightsEditing:
        """Return the state with weights that sum to 100, the locked ones untouched."""
        state = self.committed()
        return state._changed(state.current.scaled_to(100.0, state.locks))

    def lock_toggled(self, criterion: str) -> WeightsEditing:
        """Return the state with one criterion locked, or unlocked if it was."""
        state = self.committed()
        state.current.position(criterion)
        return replace(state, locks=state.locks ^ {criterion})

    def replaced(self, weights: Weights) -> WeightsEditing:
        """Return the state with all weights set at once: from pairs, or an order of importance.

        Refused when a locked weight would change.
        """
        state = self.committed()
        changed = state.current.replaced(weights.as_mapping())
        for criterion in changed:
            if changed[criterion] != state.current[criterion]:
                state._refuse_locked(criterion)
        return state._changed(changed)

    def loaded(self, weights: Weights) -> WeightsEditing:
        """Return the state on another saved set: its weights, no locks; undo goes back from it."""
        opened = self.abandoned()._changed(self.current.replaced(weights.as_mapping()))
        return replace(opened, saved=opened.current, locks=frozenset())

    def after_saving(self) -> WeightsEditing:
        """Return the state in which the weights set now are the saved ones."""
        return replace(self, saved=self.current)

    def undone(self) -> WeightsEditing:
        """Return the state before the last change; an entry in progress is dropped."""
        if self.entry is not None:
            return self.abandoned()
        if not self.undoable:
            raise Refusal("nothing to undo")
        return replace(
            self,
            current=self.undoable[-1],
            undoable=self.undoable[:-1],
            redoable=(*self.redoable, self.current),
        )

    def redone(self) -> WeightsEditing:
        """Return the state before the last undo."""
        if not self.redoable:
            raise Refusal("nothing to redo")
        return replace(
            self,
            current=self.redoable[-1],
            undoable=(*self.undoable, self.current),
            redoable=self.redoable[:-1],
            entry=None,
        )

    def _open_for(self, criterion: str) -> WeightsEditing:
        """Return the state with any entry set, if this criterion may be changed."""
        state = self.committed()
        state.current.position(criterion)
        state._refuse_locked(criterion)
        return state

    def _refuse_locked(self, criterion: str) -> None:
        if criterion in self.locks:
            raise Refusal(f"{self.titles.get(criterion, criterion)} is locked")

    def _changed(self, weights: Weights) -> WeightsEditing:
        if weights == self.current:
            return self.abandoned()
        return replace(
            self,
            current=weights,
            undoable=(*self.undoable, self.current)[-UNDO_STEPS:],
            redoable=(),
            entry=None,
        )
