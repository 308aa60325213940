"""The accounts table: ids, invented names, and what the company knows of each account."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from kamtui.history.sample import columns
from kamtui.history.sample.base import Base, Story
from kamtui.history.sample.billing import Billing
from kamtui.history.sample.columns import NONE, Column, Ints
from kamtui.history.sample.names import NAME_HEADS, NAME_TAILS
from kamtui.history.sample.recipe import Recipe
from kamtui.history.sample.shares import drawn
from kamtui.history.sample.words import (
    COMPETITORS,
    COUNTRIES,
    COUNTRY_SHARES,
    DESKS,
    REGIONS,
    SEGMENTS,
)


def account_numbers(count: int) -> Column:
    """Return the account ids, in order."""
    return columns.numbered("A", np.arange(1, count + 1), max(len(str(count)), 4))


def account_table(recipe: Recipe, base: Base, ids: Column, billing: Billing) -> pa.Table:
    """Return the accounts table; none has bought more in the last year than it could."""
    chance = recipe.chance("accounts")
    count = len(base)
    everyone = np.arange(count)
    unregistered = chance.random(count) < 0.02
    business_id = columns.numbered("MADE-UP-", everyone + 1, max(len(str(count)), 6))
    bought = np.maximum(base.annual, billing.last_year())
    potential = bought / np.where(base.is_customer, base.wallet_share, 1.0)
    potential = np.ceil(potential / 500) * 500
    unsure = chance.random(count) < np.where(base.is_customer, 0.07, 0.04)
    return pa.table(
        {
            "account_id": ids,
            "name": _names(chance, base),
            "business_id": pc.if_else(pa.array(unregistered), None, business_id),
            "segment": columns.texts([segment.name for segment in SEGMENTS], base.segment),
            "industry": columns.texts([segment.industry for segment in SEGMENTS], base.segment),
            "country": columns.texts(COUNTRIES, drawn(chance, COUNTRY_SHARES, count)),
            "region": columns.texts(
                REGIONS, np.where(chance.random(count) < 0.02, NONE, base.region)
            ),
            "owner": columns.texts(DESKS, base.desk),
            "customer_since": columns.days(base.since, base.since == NONE),
            "key_account": columns.flags(base.key_account, chance.random(count) < 0.02),
            "potential_annual": columns.amounts((potential * 100).astype(np.int64), unsure),
            "parent_id": columns.account_ids(ids, _parents(chance, base)),
            "current_supplier": columns.texts(COMPETITORS, base.supplier),
        }
    )


def _names(chance: np.random.Generator, base: Base) -> Column:
    """Return a name for each account, no two alike.

    The words before the trade differ from account to account; when they run out a number follows.
    """
    stems = [head + tail for head in NAME_HEADS for tail in NAME_TAILS]
    trades = [trade for segment in SEGMENTS for trade in segment.trades]
    every_name = pa.array([f"{stem} {trade}" for stem in stems for trade in trades])
    lap, place = np.divmod(np.arange(len(base)), len(stems))
    stem = chance.permutation(len(stems))[place]
    sizes = np.array([len(segment.trades) for segment in SEGMENTS])
    first_trade = np.cumsum(sizes) - sizes
    trade = first_trade[base.segment] + chance.integers(0, sizes[base.segment])
    names = every_name.take(stem * len(trades) + trade)
    numbers = pa.array(lap + 1).cast(pa.string())
    numbered = pc.binary_join_element_wise(names, numbers, pa.repeat(" ", len(base)))
    unique: Column = pc.if_else(pa.array(lap == 0), names, numbered)
    return unique


def _parents(chance: np.random.Generator, base: Base) -> Ints:
    """Return the parent of the few that belong to one of the larger customers of their kind."""
    parents = np.full(len(base), NONE)
    large = np.flatnonzero((base.size > 0.85) & base.is_one_of(Story.STEADY, Story.GROWING))
    if len(large) == 0:
        return parents
    child = (base.size < 0.85) & (chance.random(len(base)) < 0.05)
    chosen = large[chance.integers(0, len(large), len(base))]
    same = base.segment == base.segment[chosen]
    return np.where(child & same, chosen, parents)
