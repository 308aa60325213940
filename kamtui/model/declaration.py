"""The model TOML, read in layers and checked to the key.

The shipped default is the first layer; a history's and a workspace's own `model.toml` lie over
it. A scorecard in a later layer replaces that scorecard whole; a threshold replaces itself alone.
"""

from __future__ import annotations

import math
import tomllib
from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import replace
from itertools import pairwise
from typing import Any

import msgspec

from kamtui.model.declared_matrices import declared_matrix
from kamtui.model.declared_shape import (
    BandsTable,
    CareTable,
    CriterionTable,
    DirectTable,
    LinearTable,
    LogTable,
    ModelTable,
    ScaleTable,
    ScorecardTable,
    SourceTable,
    converted,
    is_id,
)
from kamtui.model.declared_stages import stages_of
from kamtui.model.errors import ModelError
from kamtui.model.place import Place, shown
from kamtui.model.scorecard import (
    Bands,
    Care,
    ClassThresholds,
    Criterion,
    Direct,
    Linear,
    Log,
    Model,
    Scale,
    Scorecard,
    Source,
)
from kamtui.model.spelling import did_you_mean


def read_model(*layers: tuple[str, str], measures: AbstractSet[str]) -> Model:
    """Return the model that the layers declare together.

    A layer is a TOML text and the name of its file; the default comes first. `measures` are the
    names that a source's `measure` may have. Raises ModelError that names the file, the dotted
    key, what was expected there and what was found.
    """
    model = Model(scorecards={}, classes=ClassThresholds())
    for text, file in layers:
        model = _overlaid(model, _parsed(text, file), Place(file), measures)
    if "priority" not in model.scorecards:
        raise ModelError("expected a scorecard named priority", key="scorecards.priority")
    return model


def _parsed(text: str, file: str) -> ModelTable:
    try:
        raw = tomllib.loads(text)
        _refuse_infinite(raw, Place(file))
    except tomllib.TOMLDecodeError as refused:
        raise ModelError(f"not TOML: {refused}", file=file) from None
    except RecursionError:
        raise ModelError("not a model: nested too deeply", file=file) from None
    return converted(raw, ModelTable, Place(file))


def _refuse_infinite(value: object, place: Place) -> None:
    match value:
        case dict():
            for key, inner in value.items():
                _refuse_infinite(inner, place.of(key))
        case list():
            for index, inner in enumerate(value):
                _refuse_infinite(inner, place.at(index))
        case float() if not math.isfinite(value):
            raise place.error(f"expected a finite number, found {value}")


def _overlaid(model: Model, layer: ModelTable, place: Place, measures: AbstractSet[str]) -> Model:
    scorecards = dict(model.scorecards)
    for name, raw in layer.scorecards.items():
        here = place.of("scorecards").of(name)
        if not is_id(name):
            raise here.error(
                "expected a name of 1-40 lower-case letters, digits and underscores, a letter first"
            )
        scorecards[name] = _scorecard(name, converted(raw, ScorecardTable, here), here, measures)
    matrices = {
        name: declared_matrix(
            name,
            raw,
            place.of("matrices").of(name),
            scorecards=scorecards,
            measures=measures,
        )
        for name, raw in layer.matrices.items()
    }
    return Model(
        scorecards=scorecards,
        matrices={**model.matrices, **matrices},
        stages=stages_of(layer.stages, model.stages, place.of("stages"), measures),
        care={**model.care, **_care(layer, place.of("care"))},
        signals=_signals(model.signals, layer.signals, place.of("signals")),
        effort=_effort(model.effort, layer.effort, place.of("effort")),
        aftercare=_numbers(model.aftercare, layer.aftercare, place.of("aftercare")),
        actions=_actions(model.actions, layer.actions, place.of("actions")),
        classes=_thresholds(model.classes, layer, place.of("classes")),
        factors=_factors(model.factors, layer, place.of("factors")),
        calibrated_from=layer.calibrated_from or model.calibrated_from,
    )


def _thresholds(under: ClassThresholds, layer: ModelTable, place: Place) -> ClassThresholds:
    given = {key: v for key, v in msgspec.structs.asdict(layer.classes).items() if v is not None}
    if layer.classes.money is not None:
        given["money"] = _scale(layer.classes.money, place.of("money"))
    thresholds = replace(under, **given)
    if thresholds.b >= thresholds.a:
        key, expected = (
            ("b", f"less than a ({thresholds.a:g})")
            if "b" in given
            else ("a", f"more than b ({thresholds.b:g})")
        )
        raise place.of(key).error(f"expected {expected}, found {given[key]:g}")
    return thresholds


_CLASSES = ("A", "B", "C", "D", "E")


def _care(layer: ModelTable, place: Place) -> Mapping[str, Care]:
    for name in layer.care:
        if name not in _CLASSES:
            raise place.of(name).error(f"expected a class, one of {', '.join(_CLASSES)}")
    tables = {name: converted(raw, CareTable, place.of(name)) for name, raw in layer.care.items()}
    return {
        name: Care(table.interval_days, table.contents, table.kinds)
        for name, table in tables.items()
    }


_WHOLE = ("_days", "_groups", "_contacts")


def _numbers(
    under: Mapping[str, float], given: Mapping[str, Any], place: Place
) -> Mapping[str, float]:
    for name, number in given.items():
        here = place.of(name)
        # The first layer says which there are.
        if under and name not in under:
            raise here.error("there is no such threshold", hint=did_you_mean(name, under))
        if isinstance(number, bool) or not isinstance(number, int | float) or number < 0:
            raise here.error(f"expected a number ≥ 0, found {shown(number)}")
        if name.endswith(_WHOLE) and not float(number).is_integer():
            raise here.error(f"expected a whole number, found {shown(number)}")
    return {**under, **given}


_MOVED = ("over_served", "under_served")


def _signals(
    under: Mapping[str, float], given: Mapping[str, Any], place: Place
) -> Mapping[str, float]:
    for name in _MOVED:
        if name in given:
            raise place.of(name).error(
                "it is no threshold of a signal", hint=f"Write {name} in the table [effort]."
            )
    return _numbers(under, given, place)


def _effort(
    under: Mapping[str, float], given: Mapping[str, Any], place: Place
) -> Mapping[str, float]:
    numbers = _numbers(under, given, place)
    if numbers and numbers["under_served"] >= numbers["over_served"]:
        name = "under_served" if "under_served" in given else "over_served"
        raise place.of(name).error(
            f"expected under_served ({numbers['under_served']:g}) to be less than over_served "
            f"({numbers['over_served']:g})"
        )
    return numbers


def _actions(
    under: Mapping[str, float], given: Mapping[str, Any], place: Place
) -> Mapping[str, float]:
    numbers = _numbers(under, given, place)
    for name, number in given.items():
        if name.endswith("_days") and number < 1:
            raise place.of(name).error(f"expected 1 or more, found {shown(number)}")
        if not name.endswith("_days") and number > 1:
            raise place.of(name).error(f"expected a number from 0 to 1, found {shown(number)}")
    return numbers


def _factors(under: Mapping[str, float], layer: ModelTable, place: Place) -> Mapping[str, float]:
    if layer.factors is None:
        return under
    if not any(layer.factors.values()):
        raise place.error("expected at least one weight above 0, found none")
    return layer.factors


def _scorecard(
    name: str, table: ScorecardTable, place: Place, measures: AbstractSet[str]
) -> Scorecard:
    first_at: dict[str, int] = {}
    for index, criterion in enumerate(table.criteria):
        earlier = first_at.setdefault(criterion.id, index)
        if earlier != index:
            raise (
                place.of("criteria")
                .at(index)
                .of("id")
                .error(f"expected an id of its own, found {shown(criterion.id)} of [{earlier}]")
            )
    if not any(criterion.weight for criterion in table.criteria):
        raise place.of("criteria").error("expected at least one weight above 0, found all 0")
    return Scorecard(
        id=name,
        title=table.title,
        criteria=tuple(
            _criterion(criterion, place.of("criteria").at(index), measures)
            for index, criterion in enumerate(table.criteria)
        ),
        minimum_coverage=table.minimum_coverage,
    )


def _criterion(table: CriterionTable, place: Place, measures: AbstractSet[str]) -> Criterion:
    otherwise = (
        _source(source, place.of("otherwise").at(index), measures)
        for index, source in enumerate(table.otherwise)
    )
    return Criterion(
        id=table.id,
        title=table.title,
        sources=(_source(table, place, measures), *otherwise),
        weight=float(table.weight),
        direction=table.direction,
        about=table.about,
    )


def _source(table: SourceTable, place: Place, measures: AbstractSet[str]) -> Source:
    named = {"measure": table.measure, "assessment": table.assessment, "sql": table.sql}
    given = [key for key, value in named.items() if value is not None]
    if len(given) != 1:
        found = " and ".join(given) or "none of them"
        raise place.error(f"expected one of measure, assessment and sql, found {found}")
    if table.measure is not None and table.measure not in measures:
        raise place.of("measure").error(
            f"there is no measure {shown(table.measure)}",
            hint=did_you_mean(table.measure, measures),
        )
    return Source(scale=_scale(table.scale, place.of("scale")), **named)


def _scale(table: ScaleTable, place: Place) -> Scale:
    match table:
        case LinearTable():
            return Linear(*_anchors(table.low, table.high, place))
        case LogTable():
            return Log(*_anchors(table.low, table.high, place))
        case BandsTable():
            return _bands(table, place)
        case DirectTable():
            return Direct()


def _anchors(low: float, high: float, place: Place) -> tuple[float, float]:
    if low >= high:
        raise place.of("high").error(f"expected more than low ({low:g}), found {high:g}")
    return float(low), float(high)


def _bands(table: BandsTable, place: Place) -> Bands:
    for index, (below, above) in enumerate(pairwise(table.edges), start=1):
        if below >= above:
            raise (
                place.of("edges")
                .at(index)
                .error(f"expected more than the edge before it ({below:g}), found {above:g}")
            )
    if len(table.points) != len(table.edges) + 1:
        raise place.of("points").error(
            f"expected {len(table.edges) + 1} numbers, one more than edges,"
            f" found {len(table.points)}"
        )
    return Bands(tuple(map(float, table.edges)), tuple(map(float, table.points)))
