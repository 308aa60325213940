"""Weights given to the criteria that are not locked, from how they share what is left."""

from __future__ import annotations

import math
from collections.abc import Mapping

from kamtui.model.errors import Refusal
from kamtui.model.weights import Weights
from kamtui.model.weights_editing import WeightsEditing

_WHOLE = 100.0


def free_criteria(editing: WeightsEditing) -> tuple[str, ...]:
    """Return the criteria that are not locked, in order.

    Raises Refusal when there are fewer than two, or the locked ones leave nothing of 100: then
    there is nothing to share out.
    """
    free = tuple(one for one in editing.current if one not in editing.locks)
    if len(free) < 2:
        raise Refusal("fewer than two criteria are not locked: there is nothing to compare")
    _left_of_whole(editing)
    return free


def shared_out(editing: WeightsEditing, shares: Mapping[str, float]) -> WeightsEditing:
    """Return the state in which the free criteria share what the locked ones leave of 100.

    `shares` holds each free criterion's share of that, 0-1; they sum to 1. One step for undo.
    Raises Refusal when the locked ones leave nothing.
    """
    left = _left_of_whole(editing)
    return editing.replaced(Weights.of({one: left * share for one, share in shares.items()}))


def _left_of_whole(editing: WeightsEditing) -> float:
    locked = math.fsum(
        weight for one, weight in editing.current.as_mapping().items() if one in editing.locks
    )
    if locked >= _WHOLE:
        raise Refusal(
            f"the locked weights already make {locked:g} of 100: nothing is left for the others"
        )
    return _WHOLE - locked
