"""Unsaved weights of an earlier session, made ready to be offered again."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from kamtui.errors import WrongUsage
from kamtui.model.errors import ModelError
from kamtui.model.scorecard import Scorecard
from kamtui.model.weights_editing import WeightsEditing
from kamtui.portfolio.weights import DEFAULT, weight_set, weights_over
from kamtui.workspace.store import Workspace
from kamtui.workspace.weight_sets import WeightSet


@dataclass(frozen=True)
class OfferedDraft:
    """What somebody changed and did not save."""

    base: WeightSet
    """The version that the change started from, or the nearest one that is still there."""
    editing: WeightsEditing
    """The weights as they were left; one undo away from the saved ones."""
    kept_at: datetime
    """UTC."""
    unknown: tuple[str, ...]
    """Criteria of the draft that the scorecard no longer has; they are left out."""


def offered_draft(workspace: Workspace, scorecard: Scorecard, history: str) -> OfferedDraft | None:
    """Return what this user left unsaved in a history (see `history_key`).

    None when there is nothing, when it is what was saved, or when nothing of it can be used any
    more. Raises Failed or NotAllowed when the workspace cannot be read.
    """
    draft = workspace.draft(history, scorecard=scorecard.id)
    if draft is None:
        return None
    base = _base(workspace, scorecard, draft.name, draft.based_on)
    titles = {criterion.id: criterion.title for criterion in scorecard.criteria}
    try:
        saved = WeightsEditing.of(weights_over(scorecard, base), titles)
        known = {one: weight for one, weight in draft.weights.items() if one in saved.current}
        editing = saved.replaced(saved.current.replaced(known))
    except (ModelError, WrongUsage):
        return None
    if not editing.is_unsaved:
        return None
    return OfferedDraft(
        base=base,
        editing=replace(editing, locks=draft.locks & set(known)),
        kept_at=draft.kept_at,
        unknown=tuple(one for one in draft.weights if one not in known),
    )


def _base(workspace: Workspace, scorecard: Scorecard, name: str, version: int | None) -> WeightSet:
    """Return the version that a draft started from, else the newest, else the default."""
    for found_name, found_version in ((name, version), (name, None)):
        try:
            return weight_set(workspace, scorecard, found_name, found_version)
        except WrongUsage:
            continue
    return weight_set(workspace, scorecard, DEFAULT)
