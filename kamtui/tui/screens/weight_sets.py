"""Choosing and saving weight sets: what the dialogs ask, and what the workspace answers.

The workspace is asked in threads: another program may hold it. Everything here raises KamtuiError
where it cannot be read or written.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import Any

from textual.app import App

from kamtui.model.scorecard import Scorecard
from kamtui.model.weights import Weights
from kamtui.portfolio.weights import DEFAULT, all_weight_sets, declared_weight_set
from kamtui.tui.screens.load_weights import KeptSet, LoadWeights
from kamtui.tui.screens.save_as import SaveAs, SaveTarget
from kamtui.tui.screens.save_conflict import Choice, SaveConflict
from kamtui.workspace.store import Workspace
from kamtui.workspace.weight_sets import WeightSet, WeightSetChanged


@dataclass(frozen=True)
class Settled:
    """What saving came to."""

    weight_set: WeightSet
    """The version that is now the saved one."""
    is_mine: bool
    """False when the user took the weights that somebody else had saved."""


async def chosen_weight_set(
    app: App[Any], workspace: Workspace, scorecard: Scorecard, current: Weights
) -> WeightSet | None:
    """Return the version that the user chooses to load; None when nothing is to be loaded."""
    kept = await asyncio.to_thread(_kept_sets, workspace, scorecard)
    return await app.push_screen_wait(LoadWeights(kept, scorecard, current.as_mapping()))


async def chosen_name(
    app: App[Any], workspace: Workspace, scorecard: Scorecard, suggested: str
) -> SaveTarget | None:
    """Return the name that the user gives; None when nothing is to be saved."""
    known = await asyncio.to_thread(all_weight_sets, workspace, scorecard)
    return await app.push_screen_wait(SaveAs({one.name: one for one in known}, suggested))


async def saved(
    app: App[Any], workspace: Workspace, scorecard: Scorecard, target: SaveTarget, mine: Weights
) -> Settled | None:
    """Save weights, and return what came of it once nobody else is in the way.

    Asks what to do as often as somebody saved in between; None when the user leaves it open.
    """
    while True:
        try:
            weight_set = await asyncio.to_thread(_save, workspace, scorecard, target, mine)
        except WeightSetChanged as changed:
            dialog = SaveConflict(changed, scorecard, mine.as_mapping())
            choice = await app.push_screen_wait(dialog)
            if choice is Choice.THEIRS:
                return Settled(changed.theirs, is_mine=False)
            onward = await _onward(app, workspace, scorecard, target, changed, choice)
            if onward is None:
                return None
            target = onward
        else:
            return Settled(weight_set, is_mine=True)


async def _onward(
    app: App[Any],
    workspace: Workspace,
    scorecard: Scorecard,
    target: SaveTarget,
    changed: WeightSetChanged,
    choice: Choice | None,
) -> SaveTarget | None:
    """Return where to save mine next; None when nowhere."""
    if choice is Choice.MINE:
        return SaveTarget(target.name, changed.theirs.version, target.note)
    if choice is Choice.ANOTHER_NAME:
        return await chosen_name(app, workspace, scorecard, "")
    return None


def _save(
    workspace: Workspace, scorecard: Scorecard, target: SaveTarget, weights: Weights
) -> WeightSet:
    return workspace.save_weight_set(
        target.name,
        weights.as_mapping(),
        based_on=target.based_on,
        note=target.note,
        scorecard=scorecard.id,
    )


def _kept_sets(workspace: Workspace, scorecard: Scorecard) -> tuple[KeptSet, ...]:
    """Return every weight set with its versions, by name; the declared one is version 0."""
    declared = declared_weight_set(scorecard)
    kept = []
    for newest in all_weight_sets(workspace, scorecard):
        versions = workspace.versions(newest.name, scorecard=scorecard.id)
        kept.append(KeptSet((*versions, declared) if newest.name == DEFAULT else versions))
    return tuple(kept)
