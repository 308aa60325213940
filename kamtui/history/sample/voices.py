"""What the customers say by themselves and when they are asked: complaints and feedback."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from kamtui.history.contract import METRICS
from kamtui.history.sample import columns
from kamtui.history.sample.base import Base, Story, happenings
from kamtui.history.sample.columns import NONE, Column
from kamtui.history.sample.recipe import Recipe
from kamtui.history.sample.seasons import on_weekdays
from kamtui.history.sample.shares import drawn
from kamtui.history.sample.words import (
    COMMENTS,
    COMPLAINT_CATEGORIES,
    COMPLAINT_SHARES,
    FEEDBACK_THEMES,
)


def complaint_table(recipe: Recipe, base: Base, ids: Column) -> pa.Table:
    """Return the complaints, by day: the discontented complain more, some are still open.

    Before a third of the lost customers left there was a complaint.
    """
    chance = recipe.chance("complaints")
    a_year = 0.28 * np.exp(-0.55 * base.mood) * (0.5 + 1.2 * base.size)
    account, opened = happenings(
        chance, np.where(base.is_customer, a_year, 0.0), base.start, base.end
    )
    leaving = base.is_one_of(Story.LOST) & (chance.random(len(base)) < 0.35)
    left = np.flatnonzero(leaving & (base.end - base.start > 90))
    last_straw = on_weekdays(base.end[left] - chance.integers(5, 60, len(left)))
    account, opened = np.concatenate([account, left]), np.concatenate([opened, last_straw])
    order = np.lexsort((account, opened))
    account, opened = account[order], opened[order]
    count = len(opened)
    closed = opened + 1 + chance.gamma(1.4, 9, count).astype(np.int64)
    age = recipe.last_day - opened
    likely_open = np.select([age < 75, age < 240], [0.45, 0.08], 0.0)
    is_open = (closed > recipe.last_day) | (chance.random(count) < likely_open)
    cost = 100 * np.exp(4.6 + 0.9 * chance.standard_normal(count)) * (0.5 + base.size[account])
    cost_unknown = chance.random(count) < np.select([is_open, age > 400], [0.4, 0.1], 0.0)
    category = drawn(chance, COMPLAINT_SHARES, count)
    return pa.table(
        {
            "account_id": columns.account_ids(ids, account),
            "complaint_id": columns.numbered("R", np.arange(1, count + 1), 7),
            "opened_on": columns.days(opened),
            "closed_on": columns.days(closed, is_open),
            "category": columns.texts(
                COMPLAINT_CATEGORIES, np.where(chance.random(count) < 0.03, NONE, category)
            ),
            "cost": columns.amounts(np.rint(cost).astype(np.int64), cost_unknown),
        }
    )


def feedback_table(recipe: Recipe, base: Base, ids: Column) -> pa.Table:
    """Return the answers to surveys, by day; few are asked and fewer answer."""
    chance = recipe.chance("feedback")
    a_year = np.where(base.is_customer, 0.12 + 0.25 * base.size, 0.0)
    begin = np.minimum(np.maximum(base.start + 14, recipe.last_day - 900), base.end)
    account, day = happenings(chance, a_year, begin, base.end)
    count = len(day)
    second = chance.integers(8 * 60, 20 * 60, count) * 60
    metric = drawn(chance, (0.6, 0.28, 0.12), count)
    middle, step = np.array([7.7, 3.9, 5.2])[metric], np.array([1.3, 0.5, 0.7])[metric]
    feeling = base.mood[account] + 0.8 * chance.standard_normal(count)
    low, high = np.array([limits for _, *limits in METRICS])[metric].T
    score = np.clip(np.rint(middle + step * feeling), low, high).astype(np.int64)
    tone = np.clip(np.floor((feeling + 1.0) * 1.5), 0, 2).astype(np.int64)
    comments = [comment for tone_comments in COMMENTS for comment in tone_comments]
    comment = tone * len(COMMENTS[0]) + chance.integers(0, len(COMMENTS[0]), count)
    theme = chance.integers(0, len(FEEDBACK_THEMES), count)
    return pa.table(
        {
            "account_id": columns.account_ids(ids, account),
            "answered_at": columns.moments(day, second),
            "metric": columns.texts([name for name, _, _ in METRICS], metric),
            "score": columns.counts(score),
            "touchpoint_at": columns.moments(
                day - chance.integers(1, 12, count), second, chance.random(count) < 0.2
            ),
            "theme": columns.texts(
                FEEDBACK_THEMES, np.where(chance.random(count) < 0.1, NONE, theme)
            ),
            "comment": columns.texts(
                comments, np.where(chance.random(count) < 0.62, NONE, comment)
            ),
        }
    )
