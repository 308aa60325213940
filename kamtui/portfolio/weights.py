"""The weight sets that a ranking can use: those that people saved, and the model's own.

The weight set `default` is always there. Its version 0 is what the model declares; saving under
the name makes version 1, which from then on is the default in this workspace. Version 0 stays
and can be shown, compared with and gone back to.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kamtui.errors import WrongUsage
from kamtui.model.errors import ModelError
from kamtui.model.scorecard import Scorecard
from kamtui.model.spelling import did_you_mean
from kamtui.model.weights import Weights
from kamtui.workspace.store import Workspace
from kamtui.workspace.weight_sets import WeightSet, checked_name

if TYPE_CHECKING:
    from kamtui.portfolio.weights_file import WeightsFile

DEFAULT = "default"
"""The weight set that ranks when none is named."""


@dataclass(frozen=True)
class Share:
    """How much one criterion counts in a weight set."""

    criterion: str
    weight: float
    """As entered."""
    share: float
    """Of the whole weight, 0-1."""


@dataclass(frozen=True)
class Change:
    """How one criterion's weight differs between two weight sets, as entered."""

    criterion: str
    before: float | None
    """None where the set does not know the criterion; so is `after`."""
    after: float | None
    change: float | None
    """None when one of the two is."""


def declared_weight_set(scorecard: Scorecard) -> WeightSet:
    """Return the weights that the model declares, as version 0 of `default`."""
    return WeightSet(
        scorecard=scorecard.id,
        name=DEFAULT,
        version=0,
        weights=scorecard.weights,
        based_on=None,
        saved_by="",
        saved_at=None,
        note="declared by the model",
    )


def all_weight_sets(workspace: Workspace, scorecard: Scorecard) -> tuple[WeightSet, ...]:
    """Return the newest version of every weight set by name, `default` among them."""
    saved = {one.name: one for one in workspace.weight_sets(scorecard.id)}
    by_name = {DEFAULT: declared_weight_set(scorecard), **saved}
    return tuple(by_name[name] for name in sorted(by_name))


def weight_set(
    workspace: Workspace, scorecard: Scorecard, name: str = DEFAULT, version: int | None = None
) -> WeightSet:
    """Return a version of a weight set, the newest unless told.

    Raises WrongUsage with the nearest name, or the versions there are, when there is no such one.
    """
    found = _found(workspace, scorecard, name, version)
    if found is not None:
        return found
    newest = _found(workspace, scorecard, name, None)
    if newest is None:
        names = [one.name for one in all_weight_sets(workspace, scorecard)]
        raise WrongUsage(
            f"there is no weight set {checked_name(name)!r}", did_you_mean(name, names)
        )
    raise WrongUsage(
        f"weight set {newest.name!r} has no version {version}",
        f"The newest is version {newest.version}.",
    )


def _found(
    workspace: Workspace, scorecard: Scorecard, name: str, version: int | None
) -> WeightSet | None:
    saved = workspace.weight_set(name, version, scorecard=scorecard.id)
    if saved is None and checked_name(name) == DEFAULT and not version:
        return declared_weight_set(scorecard)
    return saved


def weight_set_spelled(workspace: Workspace, scorecard: Scorecard, text: str) -> WeightSet:
    """Return what NAME or NAME@VERSION means; a set whose name is the whole text comes first.

    Raises WrongUsage as `weight_set` does.
    """
    name, at, version = text.rpartition("@")
    is_versioned = bool(at and name.strip()) and version.isascii() and version.isdecimal()
    if is_versioned and _found(workspace, scorecard, text, None) is None:
        return weight_set(workspace, scorecard, name, int(version[:18]))
    return weight_set(workspace, scorecard, text)


def weights_over(scorecard: Scorecard, chosen: WeightSet) -> Weights:
    """Return the weights of a set for the criteria of a scorecard, in the scorecard's order.

    A criterion that the set does not know counts 0: what the model declares for it may be in
    another unit. Raises WrongUsage when the set weighs a criterion that is not there.
    """
    way_out = (
        f"or rank by the model's own weights, --weights {DEFAULT}@0, and save a version of this "
        "set without it by kamtui weights import"
    )
    with _refused(f"weight set {chosen.name!r} version {chosen.version}: ", way_out):
        return _over(scorecard, chosen.weights)


def shares(chosen: WeightSet) -> tuple[Share, ...]:
    """Return how much each criterion of a weight set counts, in its order."""
    share = Weights.of(chosen.weights).shares()
    return tuple(Share(one, weight, share[one]) for one, weight in chosen.weights.items())


def changes_between(before: WeightSet, after: WeightSet) -> tuple[Change, ...]:
    """Return every criterion of both sets with both weights, in the order of the first."""
    old, new = before.weights, after.weights
    return tuple(
        Change(
            criterion=one,
            before=old.get(one),
            after=new.get(one),
            change=new[one] - old[one] if one in old and one in new else None,
        )
        for one in {**old, **new}
    )


def save_changes(
    workspace: Workspace,
    scorecard: Scorecard,
    name: str,
    changes: Mapping[str, float],
    *,
    based_on: int | None = None,
    note: str = "",
) -> WeightSet:
    """Save a weight set with some of its weights changed, and return the version that holds them.

    The others are those of version `based_on`, else of the newest version now; under a name that
    is not there yet, those of `default`. Raises WrongUsage for an unknown criterion or a weight
    that cannot be, WeightSetChanged when somebody saved in between, NotAllowed where nothing can
    be saved.
    """
    start = _found(workspace, scorecard, name, based_on)
    if start is None and based_on:
        start = weight_set(workspace, scorecard, name, based_on)
    if start is None:
        start = weight_set(workspace, scorecard, DEFAULT)
        based_on = 0
    with _refused():
        weights = _over(scorecard, start.weights).replaced(changes).as_mapping()
    return workspace.save_weight_set(
        name,
        weights,
        based_on=start.version if based_on is None else based_on,
        note=note,
        scorecard=scorecard.id,
    )


@dataclass(frozen=True)
class Imported:
    """A weight set that came from a file."""

    saved: WeightSet
    unnamed: tuple[str, ...]
    """The criteria of the scorecard that the file does not name, which count 0."""


def save_file(
    workspace: Workspace,
    scorecard: Scorecard,
    file: WeightsFile,
    *,
    name: str | None = None,
    based_on: int | None = None,
) -> Imported:
    """Save the weights of a file as the next version of its name, or under another name.

    Without `based_on` the file itself says which version it started from. Raises WrongUsage for
    an unknown criterion or a weight that cannot be, WeightSetChanged when that version is not
    the newest one here, NotAllowed where nothing can be saved.
    """
    if file.scorecard != scorecard.id:
        raise WrongUsage(
            f"{file.source}: scorecard: expected {scorecard.id!r}, found {file.scorecard!r}"
        )
    chosen = checked_name(name or file.name)
    if based_on is None and chosen == checked_name(file.name):
        based_on = _version_here(workspace, scorecard, chosen, file.version)
    with _refused(f"{file.source}: weights: "):
        weights = _over(scorecard, file.weights).as_mapping()
    saved = workspace.save_weight_set(
        chosen, weights, based_on=based_on, note=file.note, scorecard=scorecard.id
    )
    return Imported(saved, tuple(one for one in weights if one not in file.weights))


def _version_here(
    workspace: Workspace, scorecard: Scorecard, name: str, version: int | None
) -> int | None:
    """The file's version, where this workspace has it; a file from elsewhere starts from none."""
    here = workspace.weight_set(name, version, scorecard=scorecard.id) if version else None
    return version if here else None


def _over(scorecard: Scorecard, weights: Mapping[str, float]) -> Weights:
    """Return a weight for each criterion of the scorecard; raises ModelError for an unknown one."""
    declared = Weights.of(scorecard.weights)
    for criterion in weights:
        declared.position(criterion)
    return Weights.of({criterion: weights.get(criterion, 0.0) for criterion in declared})


@contextmanager
def _refused(where: str = "", way_out: str = "") -> Iterator[None]:
    """Say what the model refuses as wrong usage, with where it stood and what can be done."""
    try:
        yield
    except ModelError as error:
        hint = "; ".join(part for part in (error.hint, way_out) if part)
        raise WrongUsage(f"{where}{error.line}", hint or None) from error
