"""The sections on how far the relationship has come, and where it stands in each matrix."""

from __future__ import annotations

from kamtui.formats.figures import number
from kamtui.formats.page import Beside, Block, Grid, Group, Path, Said, Section
from kamtui.model.matrix import Axis
from kamtui.portfolio.report_parts import AccountReport, Placing, StageSeen

_SCORES, _JUDGEMENTS, _RATINGS = (0.0, 100.0), (0.0, 10.0), (1.0, 10.0)
_UNKNOWN = (None, None)


def stage(report: AccountReport) -> Section:
    """Return the section on the stages that the relationship is in, and by what signs."""
    groups = tuple(Group(each.kind.title, _seen(each)) for each in report.stages)
    return Section("Stage", "How far has the relationship come?", groups)


def _seen(seen: StageSeen) -> tuple[Block, ...]:
    path = Path(seen.kind.path, seen.stage)
    intended = (Said("Intended:", f"{seen.intended}."),) if seen.intended else ()
    return path, _observed(seen), *intended


def _observed(seen: StageSeen) -> Said:
    if seen.stage is None:
        return Said("No stage fits", "what the measures say.", is_lacking=True)
    since = ""
    if seen.since is not None:
        since = f"since {seen.since}{' or before' if seen.is_older else ''}"
    reason = seen.reason or "no sign says why"
    return Said(seen.stage, f"{since}: {reason}." if since else f"– {reason}.")


def matrices(report: AccountReport) -> Section:
    """Return the section on the account's cell in each declared matrix."""
    groups = tuple(Group(each.matrix.title, _placed(each)) for each in report.placings)
    return Section("Matrices", "What do we mean to each other?", (Beside(groups),))


def _placed(placing: Placing) -> tuple[Block, ...]:
    matrix = placing.matrix
    names = tuple(tuple(matrix.cells[x, y] for x in matrix.x.bands) for y in matrix.y.bands)
    grid = Grid(
        matrix.x.title, matrix.y.title, matrix.x.bands, matrix.y.bands, names, _point(placing)
    )
    if placing.cell is None:
        missing = placing.missing or f"{matrix.x.title}, {matrix.y.title}"
        return grid, Said("Not placed:", f"{missing} not known.", is_lacking=True)
    x, y = placing.x or 0.0, placing.y or 0.0
    where = (
        f"{matrix.x.title} {_value(matrix.x, x)} ({placing.x_band}), "
        f"{matrix.y.title} {_value(matrix.y, y)} ({placing.y_band})."
    )
    return grid, Said(placing.cell, f"– {where}")


def _value(axis: Axis, value: float) -> str:
    return f"{value:.1f}" if axis.scorecard is not None else number(value)


def _point(placing: Placing) -> tuple[float, float] | None:
    if placing.cell is None or placing.x is None or placing.y is None:
        return None
    return _along(placing.matrix.x, placing.x), _along(placing.matrix.y, placing.y)


def _along(axis: Axis, value: float) -> float:
    """Return how many bands from the axis's beginning a value lies; half-way in one without end."""
    low, high = _ends(axis)
    edges = [low, *axis.cuts, high]
    band = sum(1 for cut in axis.cuts if cut <= value)
    start, end = edges[band], edges[band + 1]
    if start is None or end is None or end <= start:
        return band + 0.5
    return band + max(0.0, min(1.0, (value - start) / (end - start)))


def _ends(axis: Axis) -> tuple[float | None, float | None]:
    """Return the least and the most that the axis's value can be; None where that is not known."""
    if axis.scorecard is not None:
        return _SCORES
    if axis.assessment is not None:
        return _JUDGEMENTS
    if axis.strength == "index":
        return _RATINGS
    if axis.strength == "relative":
        return 0.0, 2.0
    return _UNKNOWN
