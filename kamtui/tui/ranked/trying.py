"""Trying other weightings on the ranked accounts, in a thread, to be cancelled at any moment."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from time import monotonic

from kamtui.model.acceptability import Acceptability, Drawing, acceptability
from kamtui.model.ranking import Prepared, Ranking
from kamtui.model.turning import Turning, turnings
from kamtui.model.weights import Weights

TOP = 10
"""How many places count as the top."""

_SAY_EVERY_SECONDS = 0.2


@dataclass(frozen=True, eq=False)
class Counted:
    """What was counted of the weightings, and of what."""

    prepared: Prepared
    around: Weights | None
    """None for all weightings."""
    shares: Acceptability

    def holds_for(self, prepared: Prepared, weights: Weights) -> bool:
        """Whether it is true of these accounts, ranked by these weights."""
        return self.prepared is prepared and self.around in (None, weights)


@dataclass(frozen=True, eq=False)
class Robust:
    """How sure the places and classes of one ranking are."""

    ranking: Ranking
    counted: Counted
    turning: Turning


@dataclass(eq=False)
class Trying:
    """One search; whoever asked for it knows it by identity, so that a late answer is dropped."""

    prepared: Prepared
    ranking: Ranking
    around: Weights | None
    known: Counted | None
    """What was counted before, if it holds still."""
    cancelled: bool = False
    """Set from any thread: the search ends after its next step."""

    def found(self, say: Callable[[str], None]) -> Robust | None:
        """Return what was found; None when it was cancelled. Says how far it is now and then."""
        counted = self.known or self._counted(say)
        if counted is None:
            return None
        say("finding the smallest changes")
        turning: Turning | None = None
        for each in turnings(self.prepared, self.ranking, TOP):
            if self.cancelled:
                return None
            turning = each
        return None if turning is None else Robust(self.ranking, counted, turning)

    def _counted(self, say: Callable[[str], None]) -> Counted | None:
        drawing = Drawing(around=self.around)
        shares: Acceptability | None = None
        said_at = 0.0
        for each in acceptability(self.prepared, drawing, TOP):
            if self.cancelled:
                return None
            if monotonic() - said_at >= _SAY_EVERY_SECONDS:
                say(f"trying weightings {each.done:.0%}")
                said_at = monotonic()
            shares = each
        return None if shares is None else Counted(self.prepared, self.around, shares)
