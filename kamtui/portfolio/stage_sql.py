"""The stages as SQL: the fragments that say which stage an account is in, and why.

The conditions were held to the measures when the model was opened; what is said is quoted text.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from kamtui.engine.quoting import quoted_name, quoted_text
from kamtui.model.scorecard import Model
from kamtui.model.stages import Mark, Sign, Stage, Stages, pieces
from kamtui.portfolio.measure_names import MEASURES, Unit

_UNITS: Mapping[str, Unit] = {measure.name: measure.unit for measure in MEASURES}
_NUMBERS: Mapping[Unit, str] = {
    "money": ",.0f",
    "ratio": ".0f",
    "count": ",.0f",
    "days": ",.0f",
    "months": ",.0f",
    "score": ".1f",
}
# Ratios that are no share of anything.
_TIMES = frozenset({"lapse"})


def stage_fragments(model: Model) -> dict[str, str]:
    """Return the fragments of `queries/parts/staged.sql`: each kind's stage and its reason."""
    fragments = {}
    for name, stages in model.stages.items():
        fragments[name] = observed(stages)
        fragments[f"{name}_reason"] = reason(stages)
    return fragments


def observed(stages: Stages) -> str:
    """Return the SQL of the stage observed, over the measures; null where none fits."""
    return _of_each(stages, lambda stage: quoted_text(stage.id))


def reason(stages: Stages) -> str:
    """Return the SQL of what tells the stage observed, in words."""

    def said(stage: Stage) -> str:
        signs = ", ".join(_said(sign, stages) for sign in stage.signs)
        return f"concat_ws(', ', {signs})"

    return _of_each(stages, said)


def conditions(stages: Stages) -> Iterator[tuple[int, int, str]]:
    """Yield the place of each stage and sign that has a condition, and the condition's SQL."""
    for n, stage in enumerate(stages.stages):
        for m, sign in enumerate(stage.signs):
            if sign.when is not None:
                yield n, m, condition(sign.when, stages)


def condition(text: str, stages: Stages) -> str:
    """Return a sign's condition with its thresholds as numbers."""
    return "".join(
        _threshold(piece, stages) if isinstance(piece, Mark) else piece for piece in pieces(text)
    )


def _of_each(stages: Stages, said: Callable[[Stage], str]) -> str:
    cases = "".join(f" WHEN {_fits(stage, stages)} THEN {said(stage)}" for stage in stages.stages)
    return f"CASE{cases} END"


def _fits(stage: Stage, stages: Stages) -> str:
    joint = " OR " if stage.needs == "any" else " AND "
    return f"({joint.join(_holds(sign, stages) for sign in stage.signs)})"


def _holds(sign: Sign, stages: Stages) -> str:
    return "true" if sign.when is None else f"coalesce((\n{condition(sign.when, stages)}\n), false)"


def _said(sign: Sign, stages: Stages) -> str:
    """Return the SQL of a sign's text; null when it does not hold or a value is not known."""
    parts = [
        _shown(piece, stages) if isinstance(piece, Mark) else quoted_text(piece)
        for piece in pieces(sign.text)
    ]
    return f"CASE WHEN {_holds(sign, stages)} THEN {' || '.join(parts)} END"


def _threshold(mark: Mark, stages: Stages) -> str:
    return f"{stages.thresholds[mark.name]!r}::DOUBLE"


def _shown(mark: Mark, stages: Stages) -> str:
    if mark.name in stages.thresholds:
        return quoted_text(f"{stages.thresholds[mark.name]:{'+' if mark.is_signed else ''}g}")
    unit, name = _UNITS[mark.name], quoted_name(mark.name)
    if unit not in _NUMBERS:
        return f"{name}::VARCHAR"
    sign = "+" if mark.is_signed else ""
    if mark.name in _TIMES:
        text = f"format('{{:{sign}.1f}}', {name}::DOUBLE)"
    elif unit == "ratio":
        text = f"format('{{:{sign}.0f}} %', 100 * {name}::DOUBLE)"
    else:
        text = f"format('{{:{sign}{_NUMBERS[unit]}}}', {name}::DOUBLE)"
    if mark.words is None:
        return text
    one, many = (quoted_text(f" {word}") for word in mark.words)
    return f"{text} || CASE WHEN {name} = 1 THEN {one} ELSE {many} END"
