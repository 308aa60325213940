"""A weight set as a TOML file, for another workspace, a colleague or a version control system."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from kamtui.errors import WrongUsage
from kamtui.model.spelling import did_you_mean
from kamtui.workspace.weight_sets import PRIORITY, WeightSet


@dataclass(frozen=True)
class WeightsFile:
    """What a weights file says; the weights are checked when it is saved."""

    source: str
    """The file's name, for messages."""
    scorecard: str
    name: str
    version: int | None
    """The version that the file was exported from; None when it does not say."""
    weights: Mapping[str, float]
    """By criterion id, in the order of the file."""
    note: str


def as_toml(weight_set: WeightSet) -> str:
    """Return a weight set as TOML; `read_weights_file` gives back name, version, weights, note."""
    import tomlkit

    document = tomlkit.document()
    document.add(tomlkit.comment("A weight set of kamtui: kamtui weights import FILE saves it."))
    document.add(tomlkit.comment("Only the proportions of the weights matter."))
    document.add("scorecard", tomlkit.item(weight_set.scorecard))
    document.add("name", tomlkit.item(weight_set.name))
    document.add("version", tomlkit.item(weight_set.version))
    if weight_set.saved_at is not None:
        document.add("saved_by", tomlkit.item(weight_set.saved_by))
        document.add("saved_at", tomlkit.item(weight_set.saved_at))
    if weight_set.note:
        document.add("note", tomlkit.item(weight_set.note))
    weights = tomlkit.table()
    for criterion, weight in weight_set.weights.items():
        weights.add(criterion, float(weight))
    document.add("weights", weights)
    return tomlkit.dumps(document)


def read_weights_file(text: str, source: str) -> WeightsFile:
    """Return what the TOML `text` of the file `source` says.

    Raises WrongUsage that names the file and key for what is not TOML, is unknown or missing, or
    has the wrong type.
    """
    try:
        content = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise WrongUsage(f"{source}: is not TOML: {error}") from error
    for key in content:
        if key not in _EXPECTED:
            raise WrongUsage(f"{source}: there is no key {key!r}", did_you_mean(key, _EXPECTED))
    for key, (expected, fits) in _EXPECTED.items():
        if key in content and not fits(content[key]):
            raise WrongUsage(f"{source}: {key}: expected {expected}, found {content[key]!r:.80}")
    for key in ("name", "weights"):
        if key not in content:
            raise WrongUsage(f"{source}: {key} is missing", f"Expected {_EXPECTED[key][0]}.")
    return WeightsFile(
        source=source,
        scorecard=content.get("scorecard", PRIORITY),
        name=content["name"],
        version=content.get("version"),
        weights=content["weights"],
        note=content.get("note", ""),
    )


def _is_text(value: Any) -> bool:
    return isinstance(value, str)


def _is_version(value: Any) -> bool:
    return type(value) is int and 0 <= value < 2**63


_EXPECTED: dict[str, tuple[str, Callable[[Any], bool]]] = {
    "scorecard": ("text", _is_text),
    "name": ("text", _is_text),
    "version": ("a whole number, 0 or more", _is_version),
    "saved_by": ("text", _is_text),
    "saved_at": ("a date and time", lambda value: hasattr(value, "isoformat")),
    "note": ("text", _is_text),
    "weights": ("a table of criterion = weight", lambda value: isinstance(value, dict)),
}
