"""What our people and the customers think: assessments, success factors, competitors' ratings."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from kamtui.history.contract import US, VIEWS
from kamtui.history.sample import columns
from kamtui.history.sample.base import Base, Story
from kamtui.history.sample.columns import NONE, Column, Flags, Ints, Reals
from kamtui.history.sample.recipe import Recipe
from kamtui.history.sample.seasons import on_weekdays
from kamtui.history.sample.shares import drawn
from kamtui.history.sample.words import (
    COMPETITORS,
    DEFAULT_FACTOR_WEIGHTS,
    DESKS,
    DIMENSIONS,
    FACTORS,
)

_ROUNDS = ((395, 345), (60, 12))
"""Between how many days before the last each round of judging was held, the earlier first."""
_OUR_RATING = np.array([7.2, 6.0, 7.4, 6.6])
"""In the order of FACTORS."""
_RIVAL_RATING = np.array(
    [[6.6, 6.9, 5.9, 6.2], [6.0, 7.4, 6.1, 5.6], [7.0, 5.9, 6.3, 6.9], [6.3, 6.3, 6.9, 5.8]]
)
"""Rows in the order of COMPETITORS, columns in the order of FACTORS."""


def _judged_on(recipe: Recipe, base: Base, chance: np.random.Generator) -> tuple[Ints, Flags]:
    """Return the day of each account's judgement in each round, and whether it could be judged.

    Columns are rounds. Customers are judged from their first orders until some time after the
    last one.
    """
    days = np.stack(
        [recipe.last_day - chance.integers(to, since, len(base)) for since, to in _ROUNDS], axis=1
    )
    days = on_weekdays(days)
    known = np.where(base.is_customer, base.start, recipe.last_day - 400)[:, None] <= days
    return days, known & (days <= base.end[:, None] + 300)


def assessment_table(recipe: Recipe, base: Base, ids: Column) -> pa.Table:
    """Return the assessments: our own for most accounts, the customer's for a third of them."""
    chance = recipe.chance("assessments")
    days, judged = _judged_on(recipe, base, chance)
    likely = np.where(base.is_customer, 0.45 + 0.5 * base.size, 0.55)
    judged &= (chance.random(len(base)) < likely)[:, None]
    judged[:, 0] &= chance.random(len(base)) < 0.75
    views = np.stack([np.ones(len(base), np.bool_), chance.random(len(base)) < 0.35], axis=1)
    asked = judged[:, :, None, None] & views[:, None, :, None]
    asked = np.broadcast_to(asked, (len(base), len(_ROUNDS), len(VIEWS), len(DIMENSIONS)))
    account, turn, view, dimension = np.nonzero(asked)
    level = _levels(base, chance)[account, dimension]
    cooling = base.is_one_of(Story.QUIET, Story.NARROWING, Story.LOST)[account] & (turn == 1)
    level -= np.where(cooling & (dimension == DIMENSIONS.index("will")), 2.6, 0.0)
    level -= np.where(cooling & (dimension == DIMENSIONS.index("congruence")), 1.1, 0.0)
    level += np.where(view == VIEWS.index("customer"), -0.4, 0.0)
    level += (0.5 + 0.5 * view) * chance.standard_normal(len(account))
    desk = np.where(base.desk == NONE, chance.integers(0, len(DESKS), len(base)), base.desk)
    table = pa.table(
        {
            "account_id": columns.account_ids(ids, account),
            "assessed_on": columns.days(days[account, turn]),
            "view": columns.texts(VIEWS, view),
            "dimension": columns.texts(DIMENSIONS, dimension),
            "score": columns.counts(np.clip(np.rint(level), 0, 10).astype(np.int64)),
            "assessor": columns.texts(
                DESKS, np.where(chance.random(len(account)) < 0.03, NONE, desk[account])
            ),
        }
    )
    return table.take(np.argsort(days[account, turn], kind="stable"))


def _levels(base: Base, chance: np.random.Generator) -> Reals:
    """Return what each account is like in each of DIMENSIONS, about 0-10."""
    noise = chance.standard_normal((len(base), len(DIMENSIONS)))
    congruence = 5.6 + 1.4 * base.mood + 1.2 * noise[:, 0]
    will = 5.8 + 1.6 * base.mood + 1.0 * noise[:, 1]
    importance = 2.6 + 5.2 * base.wallet_share + 1.5 * base.key_account + 1.2 * noise[:, 2]
    attractiveness = 2.2 + 5.6 * base.size + 0.05 * base.growth + 1.1 * noise[:, 3]
    return np.stack([congruence, will, importance, attractiveness], axis=1)


def factor_weight_table(recipe: Recipe, base: Base, ids: Column) -> pa.Table:
    """Return the default weights, then the own weights of a third of the accounts.

    Each set sums to 100.
    """
    chance = recipe.chance("factor weights")
    own = np.flatnonzero(chance.random(len(base)) < 0.2 + 0.3 * base.size)
    draws = chance.standard_gamma(np.array(DEFAULT_FACTOR_WEIGHTS) / 5.0, (len(own), len(FACTORS)))
    steps = np.rint(20 * np.cumsum(draws, axis=1) / np.sum(draws, axis=1, keepdims=True))
    weights = 5 * np.diff(steps, axis=1, prepend=0).astype(np.int64)
    factor = np.tile(np.arange(len(FACTORS)), len(own) + 1)
    default = np.array(DEFAULT_FACTOR_WEIGHTS)
    return pa.table(
        {
            "factor": columns.texts(FACTORS, factor),
            "weight": columns.counts(np.concatenate([default, weights.ravel()])),
            "account_id": columns.account_ids(
                ids, np.repeat(np.concatenate([[NONE], own]), len(FACTORS))
            ),
        }
    )


def factor_rating_table(recipe: Recipe, base: Base, ids: Column) -> pa.Table:
    """Return how we and two to four competitors do at each rated account, in up to two rounds."""
    chance = recipe.chance("factor ratings")
    count = len(base)
    days, judged = _judged_on(recipe, base, chance)
    judged &= (chance.random(count) < np.where(base.is_customer, 0.3 + 0.55 * base.size, 0.6))[
        :, None
    ]
    judged[:, 0] &= chance.random(count) < 0.8
    views = np.stack([chance.random(count) < 0.92, chance.random(count) < 0.55], axis=1)
    named = _named_suppliers(base, chance)
    asked = judged[:, None, :, None] & views[:, None, None, :] & named[:, :, None, None]
    account, supplier, turn, view = np.nonzero(asked)
    levels = _ratings(base, chance)[account, supplier]
    levels += 0.35 * (supplier == 0)[:, None] * np.where(view == 0, 1.0, -1.0)[:, None]
    drift = np.where(supplier == 0, 0.4 * base.mood[account], 0.15) * turn
    levels = levels + drift[:, None] + 0.5 * chance.standard_normal(levels.shape)
    order = np.argsort(days[account, turn], kind="stable")
    row = np.repeat(order, len(FACTORS))
    return pa.table(
        {
            "account_id": columns.account_ids(ids, account[row]),
            "supplier": columns.texts((US, *COMPETITORS), supplier[row]),
            "factor": columns.texts(FACTORS, np.tile(np.arange(len(FACTORS)), len(order))),
            "rating": columns.counts(
                np.clip(np.rint(levels[order]), 1, 10).astype(np.int64).ravel()
            ),
            "rated_on": columns.days(days[account, turn][row]),
            "view": columns.texts(VIEWS, view[row]),
        }
    )


def _named_suppliers(base: Base, chance: np.random.Generator) -> Flags:
    """Return which suppliers each account is rated for: us and two to four competitors."""
    liking = chance.random((len(base), len(COMPETITORS)))
    present = np.flatnonzero(base.supplier != NONE)
    liking[present, base.supplier[present]] = 2.0
    place = np.argsort(np.argsort(-liking, axis=1), axis=1)
    rivals = 2 + drawn(chance, (0.45, 0.4, 0.15), len(base))
    return np.concatenate([np.ones((len(base), 1), np.bool_), place < rivals[:, None]], axis=1)


def _ratings(base: Base, chance: np.random.Generator) -> Reals:
    """Return how each supplier (ours first) does at each account on each factor, about 1-10."""
    usual = np.concatenate([_OUR_RATING[None], _RIVAL_RATING])
    ratings = usual + 1.1 * chance.standard_normal((len(base), *usual.shape))
    ratings[:, 0] += 0.75 * base.mood[:, None]
    return ratings
