"""The order lines, a block of orders at a time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from kamtui.history.sample import columns
from kamtui.history.sample.assortment import GROUPS, Products, product_list
from kamtui.history.sample.base import YEAR, Base
from kamtui.history.sample.billing import Billing
from kamtui.history.sample.columns import NONE, Column, Flags, Ints, Reals
from kamtui.history.sample.orders import Orders
from kamtui.history.sample.recipe import Recipe
from kamtui.history.sample.seasons import month_of, weekday
from kamtui.history.sample.shares import drawn
from kamtui.history.sample.taste import Taste, account_taste
from kamtui.history.sample.words import ORDER_CHANNEL_SHARES, ORDER_CHANNELS

BLOCK_LINES = 1 << 18
_SPREAD = 0.75
"""Standard deviation of the logarithm of a line's value around the account's usual one."""


@dataclass(frozen=True)
class Terms:
    """On what terms each account buys, one value an account."""

    line_value: Reals
    """What a middling line comes to at the end of the history, in cents."""
    discount: Reals
    """From the list price, 0-1."""
    channel: Ints
    """Index of ORDER_CHANNELS: how it usually orders."""


def account_terms(recipe: Recipe, base: Base, orders: Orders) -> Terms:
    """Return the terms at which each account's lines come to what it buys in a year."""
    chance = recipe.chance("terms")
    lines_a_year = np.maximum(orders.lines_by_account() / base.years_active(), 1.0)
    return Terms(
        line_value=base.annual * 100 / lines_a_year * np.exp(-(_SPREAD**2) / 2),
        discount=np.round(0.16 * base.size * chance.random(len(base)), 2),
        channel=drawn(chance, ORDER_CHANNEL_SHARES, len(base)),
    )


@dataclass(frozen=True)
class OrderLines:
    """The order lines of a history, made as they are asked for."""

    recipe: Recipe
    base: Base
    orders: Orders
    ids: Column
    """The account ids."""
    billing: Billing
    """Filled while the lines are made."""
    taste: Taste
    products: Products
    terms: Terms

    def blocks(self) -> Iterator[pa.Table]:
        """Yield the lines by day, about BLOCK_LINES at a time."""
        reached = np.cumsum(self.orders.lines)
        marks = np.arange(BLOCK_LINES, reached[-1] + BLOCK_LINES, BLOCK_LINES)
        ends = np.minimum(np.searchsorted(reached, marks) + 1, len(reached)).tolist()
        begin = 0
        for block, end in enumerate(ends):
            if begin < end:
                yield self._block(self.recipe.chance("order lines", block), slice(begin, end))
            begin = end

    def _block(self, chance: np.random.Generator, part: slice) -> pa.Table:
        day, account, is_return = self.orders.unpacked(part)
        sizes = self.orders.lines[part]
        order = np.repeat(np.arange(len(day)), sizes)
        product = self._product(chance, day, account, order)
        net, cost, quantity = self._sums(chance, day[order], account[order], product)
        sign = np.where(is_return[order], -1, 1)
        self.billing.add(day, account, np.add.reduceat(net * sign, np.cumsum(sizes) - sizes))
        delivered, undelivered = self._deliveries(chance, day, is_return)
        channel = self._channel(chance, account)
        number = np.arange(part.start, part.stop) + 1
        order_ids = columns.numbered("S", number, max(len(str(len(self.orders))), 6))
        uncosted = self.recipe.last_day - day[order] > 3 * YEAR
        uncosted &= chance.random(len(order)) < 0.02
        return pa.table(
            {
                "account_id": columns.account_ids(self.ids, account[order]),
                "order_id": columns.repeated(order_ids, order),
                "ordered_on": columns.days(day[order]),
                "net": columns.amounts(net * sign),
                "cost": columns.amounts(cost * sign, uncosted),
                "product_group": columns.texts(
                    [group.name for group in GROUPS], self.products.group[product]
                ),
                "product": columns.texts(self.products.names, product),
                "quantity": columns.counts(quantity * sign),
                "delivered_on": columns.days(delivered[order], undelivered[order]),
                "channel": columns.texts(ORDER_CHANNELS, channel[order]),
            }
        )

    def _product(self, chance: np.random.Generator, day: Ints, account: Ints, order: Ints) -> Ints:
        """Return the product of each line; `day` and `account` have one value an order."""
        in_month = np.array([group.season for group in GROUPS]).T
        changed = day >= self.taste.changes[account]
        asked = np.where(changed[:, None], self.taste.after[account], self.taste.before[account])
        edges = np.cumsum(asked * in_month[month_of(day)], axis=1)
        place = chance.random(len(order)) * edges[order, -1]
        group = np.sum(edges[order, :-1] <= place[:, None], axis=1)
        place = chance.random(len(order))
        within = np.sum(self.products.popularity[group, :-1] <= place[:, None], axis=1)
        product: Ints = self.products.first[group] + within
        return product

    def _sums(
        self, chance: np.random.Generator, day: Ints, account: Ints, product: Ints
    ) -> tuple[Ints, Ints, Ints]:
        """Return the net amount and the cost of each line in cents, and its quantity."""
        ago = (self.recipe.last_day - day) / YEAR
        spread = np.exp(_SPREAD * chance.standard_normal(len(day)))
        grown = np.exp(-self.base.growth[account] * ago)
        price = self.products.prices_by_year(self.recipe.years)[ago.astype(np.int64), product]
        wanted = self.terms.line_value[account] * grown * spread / price
        quantity = np.maximum(np.rint(wanted), 1.0)
        net = np.rint(price * quantity * (1 - self.terms.discount[account]))
        margin = self.products.margin[product] + 0.02 * chance.standard_normal(len(day))
        cost = np.rint(price * quantity * (1 - margin))
        return net.astype(np.int64), cost.astype(np.int64), quantity.astype(np.int64)

    def _deliveries(
        self, chance: np.random.Generator, day: Ints, is_return: Flags
    ) -> tuple[Ints, Flags]:
        """Return the day of each order's delivery and which have none (yet)."""
        ready = day + 1 + np.minimum(chance.geometric(0.45, len(day)), 21)
        to_monday = np.where(weekday(ready) > 4, 7 - weekday(ready), 0)
        delivered = ready + to_monday
        unnoted = chance.random(len(day)) < 0.004
        return delivered, is_return | unnoted | (delivered > self.recipe.last_day)

    def _channel(self, chance: np.random.Generator, account: Ints) -> Ints:
        other = drawn(chance, ORDER_CHANNEL_SHARES, len(account))
        roll = chance.random(len(account))
        channel = np.where(roll < 0.75, self.terms.channel[account], other)
        return np.where(roll > 0.995, NONE, channel)


def lines_of(
    recipe: Recipe, base: Base, orders: Orders, ids: Column, billing: Billing
) -> OrderLines:
    """Return the lines of the orders; making them adds up the billing."""
    taste, products = account_taste(recipe, base), product_list()
    terms = account_terms(recipe, base, orders)
    return OrderLines(recipe, base, orders, ids, billing, taste, products, terms)
