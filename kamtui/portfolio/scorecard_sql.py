"""A scorecard as SQL: the fragments that `queries/parts/standing.sql` and the rankings are
composed of.

Everything that goes into a fragment was parsed before: criterion ids and measures are checked
names, numbers are numbers, and a criterion's own expression has been parsed as one expression
over the measures.
"""

from __future__ import annotations

from collections.abc import Mapping

from kamtui.engine.quoting import quoted_name, quoted_text
from kamtui.model.scorecard import Bands, Criterion, Direct, Linear, Log, Scale, Scorecard, Source


def standing_fragments(scorecard: Scorecard) -> dict[str, str]:
    """Return the fragments `values`, `judged` and `standing` for `parts/standing.sql`."""
    values = [
        f"{source_value(source)} AS {_value_name(criterion, place)}"
        for criterion in scorecard.criteria
        for place, source in enumerate(criterion.sources)
    ]
    standing = [column for criterion in scorecard.criteria for column in _standing(criterion)]
    return {
        "values": ",\n        ".join(values),
        "judged": "LEFT JOIN judgements USING (account_id)" if is_judged(scorecard) else "",
        "standing": ",\n    ".join(standing),
    }


NO_JUDGEMENTS = "SELECT NULL AS account_id WHERE false"
"""What stands for `judgements` where nothing uses them."""


def unneeded(scorecard: Scorecard) -> dict[str, str]:
    """Return what stands for the relations that a scorecard makes no use of."""
    return {} if is_judged(scorecard) else {"judgements": NO_JUDGEMENTS}


def is_judged(scorecard: Scorecard) -> bool:
    """Whether a scorecard makes use of assessments."""
    sources = [source for criterion in scorecard.criteria for source in criterion.sources]
    return any(source.assessment is not None for source in sources)


def score_fragments(weights: Mapping[str, float]) -> dict[str, str]:
    """Return the fragments that sum weighted points, criterion by criterion in the given order."""
    weighted = [
        f"coalesce({points_name(criterion)}, 0) * {_number(weight)}"
        for criterion, weight in weights.items()
    ]
    scored = [
        f"CASE WHEN {points_name(criterion)} IS NULL THEN 0 ELSE {_number(weight)} END"
        for criterion, weight in weights.items()
    ]
    return {
        "weighted_points": " + ".join(weighted),
        "scored_weight": " + ".join(scored),
        "whole_weight": " + ".join(_number(weight) for weight in weights.values()),
    }


def shown_columns(weights: Mapping[str, float], *, explain: bool) -> str:
    """Return the fragment `shown`: each criterion's points, the classes by potential and by revenue
    alone and, to explain, what made the points.

    The contributions of an account's criteria add up to its score.
    """
    columns = [points_name(criterion) for criterion in weights]
    columns += ["class_by_potential", "class_by_revenue"]
    if explain:
        for criterion, weight in weights.items():
            columns += [
                f"{_number(weight)} AS {quoted_name(f'weight_{criterion}')}",
                quoted_name(f"source_{criterion}"),
                raw_name(criterion),
                f"{points_name(criterion)} * {_number(weight)} / scored_weight "
                f"AS {quoted_name(f'contribution_{criterion}')}",
            ]
    return ",\n    ".join(columns)


def points_name(criterion: str) -> str:
    """Return the column, quoted, that holds a criterion's points."""
    return quoted_name(f"points_{criterion}")


def raw_name(criterion: str) -> str:
    """Return the column, quoted, that holds the raw value that a criterion's points came from."""
    return quoted_name(f"raw_{criterion}")


def source_title(source: Source) -> str:
    """Return what a source is called: its measure, its dimension, or its expression."""
    return source.measure or source.assessment or source.sql or ""


def _standing(criterion: Criterion) -> list[str]:
    values = [_value_name(criterion, place) for place in range(len(criterion.sources))]
    points = [
        _points(source, value, criterion.direction == "less")
        for source, value in zip(criterion.sources, values, strict=True)
    ]
    chosen = "".join(
        f" WHEN {value} IS NOT NULL THEN {quoted_text(source_title(source))}"
        for source, value in zip(criterion.sources, values, strict=True)
    )
    which = "".join(
        f" WHEN {value} IS NOT NULL THEN {point}"
        for value, point in zip(values, points, strict=True)
    )
    return [
        f"coalesce({', '.join(values)}) AS {raw_name(criterion.id)}",
        f"CASE{chosen} END AS {quoted_name(f'source_{criterion.id}')}",
        f"CASE{which} END AS {points_name(criterion.id)}",
    ]


def _value_name(criterion: Criterion, place: int) -> str:
    return quoted_name(f"value_{criterion.id}_{place}")


def source_value(source: Source) -> str:
    """Return the SQL of a source's value, a double; null where an account has none."""
    if source.measure is not None:
        return f"measures.{quoted_name(source.measure)}::DOUBLE"
    if source.assessment is not None:
        return f"judgements.by_dimension[{quoted_text(source.assessment)}]"
    # Measures are finite; what an expression makes of them need not be.
    value = f"TRY_CAST((\n{source.sql}\n) AS DOUBLE)"
    return f"CASE WHEN isfinite({value}) THEN {value} END"


def _points(source: Source, value: str, less_is_better: bool) -> str:
    points = scale_points(source.scale, value)
    return f"100 - {points}" if less_is_better else points


def scale_points(scale: Scale, value: str) -> str:
    """Return the SQL of the points 0-100 that a scale gives to a double; null for null."""
    match scale:
        case Linear(low, high):
            return f"points_linear({value}, {_number(low)}, {_number(high)})"
        case Log(low, high):
            return f"points_log({value}, {_number(low)}, {_number(high)})"
        case Bands(edges, of_bands):
            return f"points_bands({value}, {_numbers(edges)}, {_numbers(of_bands)})"
        case Direct():
            return f"points_direct({value})"


def _numbers(numbers: tuple[float, ...]) -> str:
    return f"[{', '.join(_number(number) for number in numbers)}]"


def _number(number: float) -> str:
    return f"{float(number)!r}::DOUBLE"
