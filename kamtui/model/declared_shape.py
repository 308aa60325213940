"""The shape of the model TOML: which keys, of which type, and how an error names its place."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from typing import Annotated, Any, Literal, TypeVar, get_args, get_type_hints

import msgspec
from msgspec import Meta, Struct, field

from kamtui.model.errors import ModelError
from kamtui.model.place import Place, shown
from kamtui.model.spelling import did_you_mean
from kamtui.model.weights import LARGEST_WEIGHT

Text = Annotated[str, Meta(min_length=1, description="text")]
Title = Annotated[str, Meta(min_length=1, max_length=80, description="text of 1-80 characters")]
_ID = r"\A[a-z][a-z0-9_]{0,39}\Z"
Id = Annotated[
    str,
    Meta(
        pattern=_ID,
        description="1-40 lower-case letters, digits and underscores, a letter first",
    ),
]
Weight = Annotated[
    float, Meta(ge=0, le=LARGEST_WEIGHT, description=f"a number from 0 to {LARGEST_WEIGHT:,.0f}")
]
Number = Annotated[float, Meta(ge=-1e15, le=1e15, description="a number")]
NotNegative = Annotated[float, Meta(ge=0, le=1e15, description="a number ≥ 0")]
Points = Annotated[float, Meta(ge=0, le=100, description="a number from 0 to 100")]
Share = Annotated[float, Meta(ge=0, le=1, description="a number from 0 to 1")]
Months = Annotated[int, Meta(ge=1, le=1200, description="a whole number of months, 1 or more")]


class Table(Struct, forbid_unknown_fields=True):
    """A TOML table that may hold these keys and no others."""


class LinearTable(Table, tag_field="kind", tag="linear"):
    low: Number
    high: Number


class LogTable(Table, tag_field="kind", tag="log"):
    low: NotNegative
    high: NotNegative


class BandsTable(Table, tag_field="kind", tag="bands"):
    edges: Annotated[tuple[Number, ...], Meta(description="a list of rising numbers")]
    points: Annotated[tuple[Points, ...], Meta(description="a list of numbers from 0 to 100")]


class DirectTable(Table, tag_field="kind", tag="direct"):
    pass


ScaleTable = LinearTable | LogTable | BandsTable | DirectTable

_SCALES: dict[str, type[Table]] = {
    "linear": LinearTable,
    "log": LogTable,
    "bands": BandsTable,
    "direct": DirectTable,
}


class SourceTable(Table):
    scale: Annotated[
        ScaleTable,
        Meta(description='a table with a kind, such as { kind = "linear", low = 0, high = 100 }'),
    ]
    measure: Text | None = None
    assessment: Text | None = None
    sql: Text | None = None


class CriterionTable(SourceTable, kw_only=True):
    id: Id
    title: Title
    weight: Weight
    direction: Annotated[Literal["more", "less"], Meta(description='"more" or "less"')] = "more"
    about: Annotated[str, Meta(description="text")] = ""
    otherwise: Annotated[tuple[SourceTable, ...], Meta(description="a list of tables")] = ()


class ScorecardTable(Table):
    title: Title
    criteria: Annotated[
        tuple[CriterionTable, ...], Meta(min_length=1, description="a list of at least one table")
    ]
    minimum_coverage: Share = 0.5


class ThresholdsTable(Table):
    a: Points | None = None
    b: Points | None = None
    d: NotNegative | None = None
    active_months: Months | None = None
    money: Annotated[
        ScaleTable | None,
        Meta(description='a table with a kind, such as { kind = "log", low = 500, high = 250000 }'),
    ] = None


class AxisTable(Table):
    title: Title
    cuts: Annotated[
        tuple[Number, ...], Meta(min_length=1, description="a list of rising numbers, one or more")
    ]
    bands: Annotated[tuple[Title, ...], Meta(description="a list of names, the lowest first")]
    scorecard: Annotated[str | None, Meta(description="the id of a scorecard")] = None
    measure: Annotated[str | None, Meta(description="the name of a measure")] = None
    assessment: Annotated[Text | None, Meta(description="a dimension of assessments")] = None
    strength: Annotated[
        Literal["relative", "lead", "index"] | None,
        Meta(description='"relative", "lead" or "index"'),
    ] = None
    sql: Annotated[Text | None, Meta(description="a SQL expression")] = None


class CellTable(Table):
    x: Annotated[str, Meta(description="a band of x")]
    y: Annotated[str, Meta(description="a band of y")]
    name: Title


class MatrixTable(Table):
    title: Title
    x: Annotated[AxisTable, Meta(description="a table")]
    y: Annotated[AxisTable, Meta(description="a table")]
    cells: Annotated[tuple[CellTable, ...], Meta(description="a list of tables")]
    source: Annotated[str, Meta(description="text")] = ""


class SignTable(Table):
    text: Annotated[str, Meta(min_length=1, max_length=200, description="text of 1-200 characters")]
    when: Annotated[Text | None, Meta(description="a SQL condition over the measures")] = None


class StageTable(Table):
    id: Id
    signs: Annotated[
        tuple[SignTable, ...], Meta(min_length=1, description="a list of at least one table")
    ]
    needs: Annotated[Literal["any", "all"], Meta(description='"any" or "all"')] = "any"


class StagesTable(Table):
    title: Annotated[Title | None, Meta(description="text of 1-80 characters")] = None
    stages: Annotated[tuple[StageTable, ...] | None, Meta(description="a list of tables")] = None
    path: Annotated[tuple[Id, ...] | None, Meta(description="a list of the stages' ids")] = None
    thresholds: Annotated[dict[str, Number], Meta(description="a table of numbers by name")] = {}
    source: Annotated[str, Meta(description="text")] = ""


ContactKind = Literal["call", "visit", "meeting", "email", "offer", "event", "other"]


class CareTable(Table):
    interval_days: Annotated[
        int, Meta(ge=1, le=3650, description="a whole number of days, 1-3,650")
    ]
    kinds: Annotated[
        tuple[ContactKind, ...],
        Meta(description="a list of kinds of contact, such as call"),
    ] = ()
    contents: Annotated[str, Meta(max_length=300, description="text of up to 300 characters")] = ""


class ModelTable(Table):
    scorecards: Annotated[dict[str, Any], Meta(description="a table of scorecards")] = {}
    matrices: Annotated[dict[str, Any], Meta(description="a table of matrices")] = {}
    stages: Annotated[dict[str, Any], Meta(description="a table of lifecycle and formation")] = {}
    classes: Annotated[ThresholdsTable, Meta(description="a table")] = field(
        default_factory=ThresholdsTable
    )
    signals: Annotated[dict[str, Any], Meta(description="a table of numbers by threshold")] = {}
    aftercare: Annotated[dict[str, Any], Meta(description="a table of numbers by threshold")] = {}
    actions: Annotated[dict[str, Any], Meta(description="a table of numbers by threshold")] = {}
    effort: Annotated[dict[str, Any], Meta(description="a table of numbers by threshold")] = {}
    care: Annotated[dict[str, Any], Meta(description="a table of care plans by class")] = {}
    factors: Annotated[
        dict[Title, Weight] | None, Meta(description="a table of weights by success factor")
    ] = None
    calibrated_from: Annotated[str, Meta(description="text")] = ""


_TABLES_BY_KEY: dict[str, type[Table]] = {
    "classes": ThresholdsTable,
    "criteria": CriterionTable,
    "otherwise": SourceTable,
    "x": AxisTable,
    "y": AxisTable,
    "cells": CellTable,
    "stages": StageTable,
    "signs": SignTable,
}


_Table = TypeVar("_Table", bound=Table)


def is_id(text: str) -> bool:
    """Return whether the text can name a scorecard or criterion."""
    return re.search(_ID, text) is not None


# msgspec makes its reader for a shape when it is first used, and two threads that make one at
# the same moment bring the process down.
_ONE_AT_A_TIME = threading.Lock()


def converted(raw: object, shape: type[_Table], place: Place) -> _Table:
    """Return what TOML gave as a table of that shape.

    Raises ModelError that names the file, the dotted key, what was expected and what was found.
    """
    try:
        with _ONE_AT_A_TIME:
            return msgspec.convert(raw, shape)
    except msgspec.ValidationError as refused:
        raise _explained(str(refused), raw, shape, place) from None


_AT = re.compile(r"^(?P<what>.*?)(?: - at `\$(?P<path>.*)`)?$", re.DOTALL)
_STEP = re.compile(r"\.(\w+)|\[(\d+)\]")
_EXTRA_KEY = re.compile(r"^Object contains unknown field `(.*)`$", re.DOTALL)
_MISSING_KEY = re.compile(r"^Object missing required field `(.*)`$")


def _explained(message: str, raw: object, root: type[Table], place: Place) -> ModelError:
    found = _AT.match(message)
    what, path = (found["what"], found["path"] or "") if found else (message, "")
    steps = list(_steps(path))
    if missing := _MISSING_KEY.match(what):
        steps.append(missing[1])
    value, shape, expected = raw, root, "a table"
    for step, before in zip(steps, [None, *steps], strict=False):
        value = _inside(value, step)
        expected = _expected(shape, step) if isinstance(step, str) else _expected_item(before)
        shape = _shape_of(step, value, shape)
        place = place.at(step) if isinstance(step, int) else place.of(step)
    if extra := _EXTRA_KEY.match(what):
        keys = _keys(shape)
        return place.of(extra[1]).error("there is no such key", hint=did_you_mean(extra[1], keys))
    return place.error(f"expected {expected}, found {shown(value)}")


def _steps(path: str) -> Iterator[str | int]:
    for key, index in _STEP.findall(path):
        yield key or int(index)


def _inside(value: object, step: str | int) -> object:
    match value, step:
        case dict(), str():
            return value.get(step)
        case list(), int():
            return value[step]
    return None


def _shape_of(step: str | int, value: object, shape: type[Table]) -> type[Table]:
    if step == "scale" and isinstance(value, dict):
        return _SCALES.get(str(value.get("kind")), shape)
    return _TABLES_BY_KEY.get(str(step), shape)


def _expected_item(key: str | int | None) -> str:
    items = {
        "edges": "a number",
        "points": "a number from 0 to 100",
        "kinds": f"one of {', '.join(get_args(ContactKind))}",
    }
    return items.get(str(key), "a table")


def _expected(shape: type[Table], key: str) -> str:
    """Return the description beside the type of a key."""
    if key == "kind":
        return '"linear", "log", "bands" or "direct"'
    hint = get_type_hints(shape, include_extras=True)[key]
    annotations = (hint, *getattr(hint, "__args__", ()))
    metas = [meta for kind in annotations for meta in getattr(kind, "__metadata__", ())]
    return str(metas[0].description)


def _keys(shape: type[Table]) -> tuple[str, ...]:
    tag = ("kind",) if shape in _SCALES.values() else ()
    return (*tag, *shape.__struct_fields__)
