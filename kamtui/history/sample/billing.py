"""What each account is billed, month by month, and how it pays."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from kamtui.history.sample import columns
from kamtui.history.sample.base import Base
from kamtui.history.sample.columns import Column, Ints, Reals
from kamtui.history.sample.recipe import Recipe
from kamtui.history.sample.shares import drawn

_TERMS = np.array([14, 21, 30, 45])
"""Days to pay in."""
_TERM_SHARES = (0.35, 0.2, 0.35, 0.1)


def _month_numbers(days: Ints) -> Ints:
    """Return the months from January 1970 to each day number."""
    return days.astype("datetime64[D]").astype("datetime64[M]").astype(np.int64)


@dataclass(frozen=True)
class Billing:
    """What each account ordered in each month of the history, in cents."""

    first_month: int
    """Months from January 1970 to the first of the history."""
    cents: Ints
    """Rows months, columns accounts."""

    @classmethod
    def empty(cls, recipe: Recipe, accounts: int) -> Billing:
        """Return billing with nothing in it yet."""
        first, last = _month_numbers(np.array([recipe.first_day, recipe.last_day])).tolist()
        return cls(first, np.zeros((last - first + 1, accounts), dtype=np.int64))

    def add(self, day: Ints, account: Ints, cents: Ints) -> None:
        """Add what each order came to."""
        np.add.at(self.cents, (_month_numbers(day) - self.first_month, account), cents)

    def last_year(self) -> Reals:
        """Return what each account ordered in the last twelve months, credits aside, EUR."""
        cents: Ints = np.maximum(self.cents[-12:], 0).sum(axis=0)
        return cents / 100


def invoice_table(recipe: Recipe, base: Base, ids: Column, billing: Billing) -> pa.Table:
    """Return an invoice for each account and month with orders, dated at the month's end.

    A month of returns is a credit note. Some accounts pay late, some invoices not at all yet.
    """
    chance = recipe.chance("invoices")
    month, account = np.nonzero(billing.cents)
    next_month = (month + billing.first_month + 1).astype("datetime64[M]")
    month_end = next_month.astype("datetime64[D]").astype(np.int64) - 1
    issued = np.minimum(month_end, recipe.last_day)
    amount = billing.cents[month, account]
    terms = _TERMS[drawn(chance, _TERM_SHARES, len(base))]
    is_late = chance.random(len(base)) < np.clip(0.13 - 0.06 * base.mood, 0.03, 0.35)
    due = issued + terms[account]
    count = len(account)
    prompt = np.rint(-1.5 + 3.5 * chance.standard_normal(count))
    late = chance.gamma(2.0, 11, count)
    delay = np.where(is_late[account], late, prompt).astype(np.int64)
    paid = np.maximum(due + delay, issued + 1)
    paid = np.where(amount < 0, issued + 7, paid)
    stuck = is_late[account] & (recipe.last_day - due < 100) & (chance.random(count) < 0.3)
    unpaid = (paid > recipe.last_day) | (stuck & (amount > 0))
    number = np.arange(1, count + 1)
    return pa.table(
        {
            "account_id": columns.account_ids(ids, account),
            "invoice_id": columns.numbered("I", number, max(len(str(count)), 6)),
            "issued_on": columns.days(issued),
            "due_on": columns.days(due),
            "amount": columns.amounts(amount),
            "paid_on": columns.days(paid, unpaid),
        }
    )
