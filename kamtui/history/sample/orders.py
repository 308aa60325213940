"""When each account orders, and how many lines each order has."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from kamtui.history.sample.base import Base
from kamtui.history.sample.columns import Flags, Ints, Reals
from kamtui.history.sample.recipe import Recipe
from kamtui.history.sample.seasons import order_clock
from kamtui.history.sample.shares import apportioned

_BLOCK = 1 << 20
"""Orders that are placed at a time."""
_RETURNS = 0.022
"""The share of orders that are returns."""


@dataclass(frozen=True)
class Orders:
    """Every order by day, in 16 bytes an order."""

    keys: Ints
    """Day, account and whether it is a return, packed; rising."""
    lines: Ints
    """How many lines the order has, at least 1."""
    accounts: int
    """How many accounts there are."""

    def __len__(self) -> int:
        return len(self.keys)

    def unpacked(self, part: slice) -> tuple[Ints, Ints, Flags]:
        """Return the day numbers, the accounts and which are returns, for some of the orders."""
        rest, is_return = np.divmod(self.keys[part], 2)
        day, account = np.divmod(rest, self.accounts)
        return day, account, is_return == 1

    def lines_by_account(self) -> Reals:
        """Return how many lines each account has ordered."""
        account = self.keys // 2 % self.accounts
        return np.bincount(account, self.lines, self.accounts).astype(np.float64)


def placed_orders(recipe: Recipe, base: Base) -> Orders:
    """Return the orders of every account; their lines sum to the recipe's number of lines.

    Without a number in the recipe they are what the accounts would order.
    """
    likely = np.where(base.is_customer, base.orders_a_year * base.years_active(), 0.0)
    likely_lines = float(np.sum(likely * base.lines_an_order))
    lines = max(round(likely_lines), 1) if recipe.lines is None else recipe.lines
    count = min(max(round(float(np.sum(likely)) * lines / likely_lines), 1), lines)
    keys = _order_keys(recipe, base, _orders_an_account(base, likely, count))
    chance = recipe.chance("lines an order")
    weights = np.maximum(base.lines_an_order[keys // 2 % len(base)] - 1.0, 0.05)
    weights *= chance.standard_gamma(1.3, len(keys))
    weights[keys % 2 == 1] *= 0.3
    return Orders(keys, 1 + apportioned(weights, lines - count), len(base))


def _orders_an_account(base: Base, likely: Reals, count: int) -> Ints:
    """Return the number of orders of each account.

    Every customer has one, and those of a first order no more, when there are enough to go round.
    """
    customers = int(np.count_nonzero(base.is_customer))
    if count < customers:
        return apportioned(likely, count)
    further = np.where(base.end > base.start, likely, 0.0)
    return base.is_customer + apportioned(further, count - customers)


def _order_keys(recipe: Recipe, base: Base, orders: Ints) -> Ints:
    """Return the packed orders, sorted. The newest is on the last day of the history."""
    clock = order_clock(recipe)
    chance = recipe.chance("order days")
    ends = np.cumsum(orders)
    keys = np.empty(int(ends[-1]), dtype=np.int64)
    for begin in range(0, len(keys), _BLOCK):
        number = np.arange(begin, min(begin + _BLOCK, len(keys)))
        account = np.searchsorted(ends, number, side="right")
        turn = number - (ends - orders)[account]
        drift = base.unevenness[account] * (chance.random(len(number)) - 0.5)
        share = ((turn + 0.5 + drift) / orders[account]) ** base.pace[account]
        day = clock.days_at(base.season[account], base.start[account], base.end[account], share)
        is_return = (chance.random(len(number)) < _RETURNS) & (turn > 0)
        keys[number] = (day * len(base) + account) * 2 + is_return
    keys.sort()
    keys[-1] = (recipe.last_day * len(base) + keys[-1] // 2 % len(base)) * 2
    return keys
