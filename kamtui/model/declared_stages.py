"""The stages of the model TOML, checked to the key."""

from __future__ import annotations

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import replace
from typing import Any

from kamtui.model.declared_shape import StagesTable, StageTable, converted, is_id
from kamtui.model.place import Place, shown
from kamtui.model.spelling import did_you_mean
from kamtui.model.stages import Mark, Sign, Stage, Stages, pieces

KINDS = ("lifecycle", "formation")
"""The two ways in which a relationship is said to develop."""


def stages_of(
    layer: Mapping[str, Any],
    under: Mapping[str, Stages],
    place: Place,
    measures: AbstractSet[str],
) -> dict[str, Stages]:
    """Return the stages by name once a layer lies over those `under` it.

    Stages replace those under them whole; a threshold replaces itself alone. Raises ModelError.
    """
    for name in layer:
        if name not in KINDS:
            raise place.of(name).error(
                f"expected {' or '.join(KINDS)}", hint=did_you_mean(name, KINDS)
            )
    laid = {
        name: _declared(
            name, converted(raw, StagesTable, place.of(name)), place.of(name), under, measures
        )
        for name, raw in layer.items()
    }
    return {**under, **laid}


def _declared(
    name: str,
    table: StagesTable,
    place: Place,
    laid_over: Mapping[str, Stages],
    measures: AbstractSet[str],
) -> Stages:
    under = laid_over.get(name) or Stages(name, name.capitalize(), (), (), {})
    new = {} if table.stages is not None else dict(under.thresholds)
    for key, number in table.thresholds.items():
        here = place.of("thresholds").of(key)
        if not is_id(key):
            raise here.error("expected a name of lower-case letters, digits and underscores")
        if key in measures:
            raise here.error("there is a measure of this name already")
        if table.stages is None and key not in under.thresholds:
            raise here.error("there is no such threshold", hint=did_you_mean(key, under.thresholds))
        new[key] = float(number)
    stages = under.stages
    if table.stages is not None:
        stages = _stages(table.stages, place.of("stages"))
    declared = replace(
        under,
        title=table.title or under.title,
        source=table.source or under.source,
        stages=stages,
        thresholds=new,
        path=_path(table, stages, under, place),
    )
    if not stages:
        raise place.error("expected stages, found none")
    _check_marks(declared, place.of("stages"), measures)
    return declared


def _stages(tables: tuple[StageTable, ...], place: Place) -> tuple[Stage, ...]:
    seen: set[str] = set()
    for index, table in enumerate(tables):
        if table.id in seen:
            raise (
                place.at(index)
                .of("id")
                .error(f"expected an id of its own, found {shown(table.id)} again")
            )
        seen.add(table.id)
    return tuple(
        Stage(
            id=table.id,
            signs=tuple(Sign(text=sign.text, when=sign.when) for sign in table.signs),
            needs=table.needs,
        )
        for table in tables
    )


def _path(
    table: StagesTable, stages: tuple[Stage, ...], under: Stages, place: Place
) -> tuple[str, ...]:
    ids = [stage.id for stage in stages]
    if table.path is None:
        return under.path if table.stages is None else tuple(ids)
    if sorted(table.path) != sorted(ids):
        raise place.of("path").error(
            f"expected each of {', '.join(ids)} once, found {', '.join(table.path) or 'none'}"
        )
    return table.path


def _check_marks(declared: Stages, place: Place, measures: AbstractSet[str]) -> None:
    thresholds = declared.thresholds
    for n, stage in enumerate(declared.stages):
        for m, sign in enumerate(stage.signs):
            here = place.at(n).of("signs").at(m)
            _check_names(sign.when or "", thresholds.keys(), here.of("when"), "threshold")
            _check_names(
                sign.text, {*thresholds, *measures}, here.of("text"), "measure or threshold"
            )


def _check_names(text: str, known: AbstractSet[str], place: Place, kind: str) -> None:
    for piece in pieces(text):
        if isinstance(piece, Mark) and piece.name not in known:
            raise place.error(
                f"there is no {kind} {shown(piece.name)}", hint=did_you_mean(piece.name, known)
            )
