"""Finding weights: what the dialogs ask of the criteria that are not locked."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from textual.app import App

from kamtui.model.free_weights import free_criteria
from kamtui.model.pairwise import Judgements
from kamtui.model.weights_editing import WeightsEditing
from kamtui.tui.screens.pairwise import Compared, Pairwise
from kamtui.tui.screens.rank_order import RankOrder


async def compared_in_pairs(
    app: App[Any],
    editing: WeightsEditing,
    titles: Mapping[str, str],
    given: Judgements | None,
) -> Compared | None:
    """Return what the user makes of the pairs, going on from the judgements given before.

    Judgements of other criteria are not gone on from. Raises Refusal when there is nothing to
    compare.
    """
    free = free_criteria(editing)
    if given is None or given.items != free:
        given = Judgements.unanswered(free)
    return await app.push_screen_wait(Pairwise(titles, given))


async def put_in_order(
    app: App[Any], editing: WeightsEditing, titles: Mapping[str, str]
) -> Mapping[str, float] | None:
    """Return the share of each criterion by the order the user puts them in; None for none.

    Begins with the order that the weights have. Raises Refusal when there is nothing to order.
    """
    order = sorted(free_criteria(editing), key=lambda one: -editing.current[one])
    return await app.push_screen_wait(RankOrder({one: titles[one] for one in order}, order))
