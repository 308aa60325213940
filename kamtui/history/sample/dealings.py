"""What is agreed beside the orders: offers and contracts."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from kamtui.history.contract import OUTCOMES
from kamtui.history.sample import columns
from kamtui.history.sample.base import Base, Story, happenings
from kamtui.history.sample.columns import NONE, Column, Ints
from kamtui.history.sample.recipe import Recipe
from kamtui.history.sample.shares import drawn
from kamtui.history.sample.words import COMPETITORS, DESKS, LOST_REASONS, WON_REASONS

_OPEN, _WON, _LOST = (OUTCOMES.index(outcome) for outcome in ("open", "won", "lost"))
_RIVAL_KNOWN = {_OPEN: 0.35, _WON: 0.4, _LOST: 0.85}


def offer_table(recipe: Recipe, base: Base, ids: Column) -> pa.Table:
    """Return the offers, by day: won, lost, and open, some of them for longer than they should.

    A prospect has not taken one: it would be a customer.
    """
    chance = recipe.chance("offers")
    begin = np.where(base.is_customer, base.start, recipe.last_day - 700)
    end = np.where(base.is_customer, base.end, recipe.last_day)
    a_year = np.where(base.is_customer, 0.35 + 1.1 * base.size, 0.8)
    account, offered = happenings(chance, a_year, np.maximum(begin, recipe.first_day), end)
    count = len(account)
    closed = offered + 4 + chance.gamma(1.8, 14, count).astype(np.int64)
    is_idle = (recipe.last_day - offered < 210) & (chance.random(count) < 0.12)
    likely = 1 / (1 + np.exp(0.1 - 0.8 * base.mood[account])) * base.is_customer[account]
    decided = np.where(chance.random(count) < likely, _WON, _LOST)
    outcome = np.where(is_idle | (closed > recipe.last_day), _OPEN, decided)
    amount = base.annual[account] * (0.05 + 0.4 * chance.random(count) ** 2)
    cents = np.maximum(np.rint(amount / 10) * 1000, 10_000).astype(np.int64)
    desk, anyone = base.desk[account], chance.integers(0, len(DESKS), count)
    return pa.table(
        {
            "account_id": columns.account_ids(ids, account),
            "offer_id": columns.numbered("T", np.arange(1, count + 1), 7),
            "offered_on": columns.days(offered),
            "amount": columns.amounts(cents),
            "outcome": columns.texts(OUTCOMES, outcome),
            "closed_on": columns.days(closed, outcome == _OPEN),
            "seller": columns.texts(DESKS, np.where(desk == NONE, anyone, desk)),
            "competitor": columns.texts(COMPETITORS, _rivals(chance, base, account, outcome)),
            "reason": columns.texts((*WON_REASONS, *LOST_REASONS), _reasons(chance, outcome)),
        }
    )


def _rivals(chance: np.random.Generator, base: Base, account: Ints, outcome: Ints) -> Ints:
    """Return who else was asked, where we know: usually who supplies the account."""
    anyone = chance.integers(0, len(COMPETITORS), len(account))
    supplier = base.supplier[account]
    rival = np.where(supplier == NONE, anyone, supplier)
    known = np.array([_RIVAL_KNOWN[number] for number in range(len(OUTCOMES))])[outcome]
    return np.where(chance.random(len(account)) < known, rival, NONE)


def _reasons(chance: np.random.Generator, outcome: Ints) -> Ints:
    """Return the index of each offer's reason in the won and then the lost ones."""
    won = drawn(chance, (0.34, 0.22, 0.2, 0.14, 0.1), len(outcome))
    lost = len(WON_REASONS) + drawn(chance, (0.36, 0.18, 0.16, 0.18, 0.12), len(outcome))
    reason = np.where(outcome == _WON, won, lost)
    unknown = (outcome == _OPEN) | (chance.random(len(outcome)) < 0.1)
    return np.where(unknown, NONE, reason)


def contract_table(recipe: Recipe, base: Base, ids: Column) -> pa.Table:
    """Return the contracts, by their first day: an account's one after the other, some ending soon.

    Who has stopped ordering has not renewed the last one.
    """
    chance = recipe.chance("contracts")
    likely = np.where(base.is_customer & (base.end - base.start > 150), 0.1 + 0.55 * base.size, 0)
    holder = np.flatnonzero(chance.random(len(base)) < likely)
    begins = base.start[holder] + chance.integers(20, 140, len(holder))
    length = np.array([365, 365, 730, 1095])[chance.integers(0, 4, len(holder))]
    has_stopped = base.is_one_of(Story.LOST, Story.QUIET)[holder]
    reach = np.where(has_stopped, base.end[holder], recipe.last_day)
    times = (reach - begins) // length + 1
    row = np.repeat(np.arange(len(holder)), times)
    turn = np.arange(len(row)) - np.repeat(np.cumsum(times) - times, times)
    starts = begins[row] + turn * length[row]
    order = np.lexsort((row, starts))
    row, turn, starts = row[order], turn[order], starts[order]
    account, ends = holder[row], starts + length[row] - 1
    is_newest = turn == times[row] - 1
    is_running = is_newest & (ends >= recipe.last_day)
    is_open_ended = is_running & (chance.random(len(holder)) < 0.15)[row]
    value = base.annual[account] * 0.7 * (1 - 0.06 * (times[row] - 1 - turn))
    cents = np.maximum(np.rint(value / 100), 1).astype(np.int64) * 10_000
    return pa.table(
        {
            "account_id": columns.account_ids(ids, account),
            "contract_id": columns.numbered("C", np.arange(1, len(row) + 1), 7),
            "starts_on": columns.days(starts),
            "ends_on": columns.days(ends, is_open_ended),
            "annual_value": columns.amounts(cents, chance.random(len(row)) < 0.05),
            "renewed": columns.flags(~is_newest, is_running),
        }
    )
