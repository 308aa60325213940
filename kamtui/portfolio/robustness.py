"""How robust the ranking is: what it would be under other weights, and how far away those are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kamtui.engine.catalogue import compose
from kamtui.errors import WrongUsage
from kamtui.model.acceptability import Acceptability, Drawing, acceptability
from kamtui.model.classes import CLASS_LETTERS
from kamtui.model.ranking import Prepared, Ranking, prepare, rank
from kamtui.model.spelling import did_you_mean
from kamtui.model.turning import SAME_CLASS, Turning, turnings
from kamtui.model.weights import Weights
from kamtui.portfolio.entered_classes import class_thresholds
from kamtui.portfolio.judged import judged_params
from kamtui.portfolio.measures import stand_ins
from kamtui.portfolio.opening import Portfolio
from kamtui.portfolio.priorities import check_filters, weights_for
from kamtui.portfolio.ranked_sql import basis_fragments
from kamtui.portfolio.ranking import Texts, inputs_of, texts_of
from kamtui.portfolio.request import Request
from kamtui.portfolio.rows import Rows, columns
from kamtui.portfolio.scorecard_sql import points_name, unneeded

TOP = 10
"""How many places count as the top unless told."""

_MOST_VECTORS = 10_000_000
_LARGEST_SEED = 2**63 - 1


@dataclass(frozen=True)
class Asked:
    """What `--param` asks of robustness."""

    top: int
    drawing: Drawing


def robustness(portfolio: Portfolio, request: Request) -> Rows:
    """Return for each account how sure its place and class are, in order of importance.

    Shares are 0-1 of the weightings tried; changes are of a criterion's share of the weight, -1
    to 1. The class is null without one; share_in_class then too, and a change where none of that
    criterion alone unseats the account from the top or moves its class. Raises WrongUsage as
    `priorities` does, and for a parameter that cannot be.
    """
    check_filters(portfolio, request)
    weights = weights_for(portfolio, request)
    asked = _asked(request.params, weights)
    found, prepared = _read(portfolio)
    ranking = rank(prepared, weights)
    *_, counted = acceptability(prepared, asked.drawing, asked.top)
    *_, turning = turnings(prepared, ranking, asked.top)
    return _as_rows(found, ranking, counted, turning, _rows_wanted(found, ranking, request))


def _asked(params: Mapping[str, str], weights: Weights) -> Asked:
    around = params.get("around", "all")
    if around not in ("all", "today"):
        raise WrongUsage(
            f"around: expected all or today, found {around!r}",
            did_you_mean(around, ("all", "today")),
        )
    drawing = Drawing(
        vectors=_whole(params, "vectors", Drawing.vectors, 1, _MOST_VECTORS),
        around=weights if around == "today" else None,
        seed=_whole(params, "seed", Drawing.seed, 0, _LARGEST_SEED),
    )
    return Asked(_whole(params, "top", TOP, 1, _LARGEST_SEED), drawing)


def _whole(params: Mapping[str, str], name: str, otherwise: int, least: int, most: int) -> int:
    text = params.get(name)
    if text is None:
        return otherwise
    if not (text.isascii() and text.isdecimal() and least <= int(text[:20]) <= most):
        raise WrongUsage(f"{name}: expected a whole number, {least} or more, found {text!r}")
    return int(text)


def _read(portfolio: Portfolio) -> tuple[dict[str, np.ndarray[Any, Any]], Prepared]:
    """Return who the accounts are, and their points ready to be ranked; ordered by id."""
    model = portfolio.model
    criteria = [criterion.id for criterion in model.priority.criteria]
    fragments = {
        **basis_fragments(model),
        "criteria": ", ".join(points_name(each) for each in criteria),
    }
    stands_in = {**stand_ins(portfolio), **unneeded(model.priority)}
    statement = compose("robustness", fragments, stands_in)
    thresholds = class_thresholds(portfolio)
    params = {**judged_params(portfolio), "active_months": thresholds.active_months}
    found = portfolio.engine.ask(statement, params).numpy()
    inputs = inputs_of(found, criteria)
    return found, prepare(inputs, model.priority.minimum_coverage, thresholds)


def _rows_wanted(
    found: Mapping[str, np.ndarray[Any, Any]], ranking: Ranking, request: Request
) -> NDArray[np.int64]:
    """Return the rows that the request asks for, in order of importance."""
    wanted = np.ones(len(ranking.order), dtype=bool)
    for column, text in (
        ("owner", request.owner),
        ("segment", request.segment),
        ("account_id", request.account),
    ):
        if text is not None:
            wanted &= np.asarray(texts_of(found[column]) == text, dtype=bool)
    rows: NDArray[np.int64] = ranking.order[wanted[ranking.order]][: request.top]
    return rows


def _as_rows(
    found: Mapping[str, np.ndarray[Any, Any]],
    ranking: Ranking,
    counted: Acceptability,
    turning: Turning,
    rows: NDArray[np.int64],
) -> Rows:
    criteria = ranking.weights.criteria
    nearest = turning.nearest
    by_criterion = np.arange(len(nearest)), np.maximum(nearest, 0)
    smallest = np.where(nearest < 0, np.nan, turning.change[by_criterion])
    letters = np.array([letter or None for letter in CLASS_LETTERS], dtype=object)
    a, b, c = counted.in_class.T
    answered: dict[str, tuple[str, np.ndarray[Any, Any]]] = {
        "account_id": ("VARCHAR", found["account_id"]),
        "name": ("VARCHAR", texts_of(found["name"])),
        "rank": ("BIGINT", _or_none(ranking.rank, ranking.rank > 0)),
        "share_in_top": ("DOUBLE", counted.in_top),
        "share_in_class": ("DOUBLE", counted.in_own_class(ranking.classes)),
        "criterion": ("VARCHAR", np.array([*criteria, None], dtype=object)[nearest]),
        "smallest_change": ("DOUBLE", smallest),
        "class": ("VARCHAR", letters[ranking.classes]),
        "share_a": ("DOUBLE", a),
        "share_b": ("DOUBLE", b),
        "share_c": ("DOUBLE", c),
        "share_ranked": ("DOUBLE", counted.ranked),
        "happens": ("VARCHAR", happenings(turning)[by_criterion]),
        **{
            f"change_{criterion}": ("DOUBLE", turning.change[:, place])
            for place, criterion in enumerate(criteria)
        },
        "owner": ("VARCHAR", texts_of(found["owner"])),
        "segment": ("VARCHAR", texts_of(found["segment"])),
    }
    return Rows(
        columns(**{name: kind for name, (kind, _) in answered.items()}),
        tuple(zip(*(_values(column[rows]) for _, column in answered.values()), strict=True)),
    )


def happenings(turning: Turning) -> Texts:
    """Return what each smallest change leads to, in words: n × criteria, None where there is none.

    "leaves the top 10", "class B", "not ranked", or two of them.
    """
    left = f"leaves the top {turning.top}"
    after = ["", "not ranked", *(f"class {letter}" for letter in CLASS_LETTERS[1:])]
    words = [
        ", ".join(part for part in parts if part) or None
        for parts in ((there, then) for there in ("", left) for then in after)
    ]
    place = turning.leaves_top * len(after) + (turning.class_then - SAME_CLASS)
    happens: Texts = np.array(words, dtype=object)[place]
    return happens


def _or_none(values: np.ndarray[Any, Any], is_known: NDArray[np.bool_]) -> np.ndarray[Any, Any]:
    """Return the values as Python's, None where not known."""
    known = values.astype(object)
    known[~is_known] = None
    return known


def _values(column: np.ndarray[Any, Any]) -> Sequence[Any]:
    if column.dtype == np.float64:
        column = _or_none(column, ~np.isnan(column))
    values: list[Any] = column.tolist()
    return values
