"""The contacts: who of us spoke with whom, what came of it, and what was to follow."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from kamtui.history.contract import CHANNELS
from kamtui.history.sample import columns
from kamtui.history.sample.base import Base, Story, happenings
from kamtui.history.sample.columns import NONE, Column, Flags, Ints
from kamtui.history.sample.recipe import Recipe
from kamtui.history.sample.seasons import on_weekdays
from kamtui.history.sample.shares import drawn
from kamtui.history.sample.words import AFTER_CARE, DESKS, NEXT_STEPS, TOPICS

# In the order of the contract's CHANNELS.
_CHANNEL_SHARES = (0.50, 0.07, 0.12, 0.20, 0.04, 0.03, 0.04)
_CHANNEL_COSTS = np.array([14.0, 165.0, 110.0, 7.0, 60.0, 220.0, 12.0])
_REACHED = np.array([0.50, 0.95, 1.0, 0.62, 0.7, 1.0, 0.6])
_CALL, _EMAIL = CHANNELS.index("call"), CHANNELS.index("email")
_KEPT_STEPS = 0.85
"""The share of agreed steps that were taken."""


@dataclass(frozen=True)
class Contacts:
    """When each account was contacted and what was agreed, one value a contact."""

    account: Ints
    day: Ints
    step: Ints
    """Index of NEXT_STEPS; NONE where nothing was agreed."""
    step_day: Ints
    is_after_care: Flags
    """Whether it is the call after a first delivery."""

    def at(self, rows: Ints) -> Contacts:
        """Return some of the contacts, in the order of `rows`."""
        return Contacts(
            self.account[rows],
            self.day[rows],
            self.step[rows],
            self.step_day[rows],
            self.is_after_care[rows],
        )

    def and_also(self, others: Contacts) -> Contacts:
        """Return these contacts and then the others."""
        return Contacts(
            np.concatenate([self.account, others.account]),
            np.concatenate([self.day, others.day]),
            np.concatenate([self.step, others.step]),
            np.concatenate([self.step_day, others.step_day]),
            np.concatenate([self.is_after_care, others.is_after_care]),
        )


def _without_step(account: Ints, day: Ints, is_after_care: bool) -> Contacts:
    nothing = np.full(len(account), NONE)
    return Contacts(account, day, nothing, nothing, np.full(len(account), is_after_care))


def contact_table(recipe: Recipe, base: Base, ids: Column) -> pa.Table:
    """Return the contacts, by time; the larger the account, the more often."""
    chance = recipe.chance("contacts")
    contacts = _contacts(recipe, base, chance)
    second = chance.integers(8 * 60, 16 * 60, len(contacts.day)) * 60
    order = np.lexsort((contacts.account, second, contacts.day))
    contacts, second = contacts.at(order), second[order]
    account, has_step, count = contacts.account, contacts.step != NONE, len(order)
    channel = drawn(chance, _CHANNEL_SHARES, count)
    channel = np.where(contacts.is_after_care, _CALL, channel)
    inbound = np.isin(channel, (_CALL, _EMAIL)) & (chance.random(count) < 0.22)
    inbound &= ~contacts.is_after_care
    keen = np.clip(0.08 * base.mood[account], -0.25, 0.15)
    answered = chance.random(count) < _REACHED[channel] + keen
    reached = inbound | has_step | contacts.is_after_care | answered
    feeling = base.mood[account] + chance.standard_normal(count)
    sentiment = np.select([feeling > 0.75, feeling < -1.1], [1, -1], 0)
    topic = chance.integers(0, len(TOPICS), count)
    topic = np.where(chance.random(count) < 0.04, NONE, topic)
    cost = 100 * _CHANNEL_COSTS[channel] * np.exp(0.25 * chance.standard_normal(count))
    return pa.table(
        {
            "account_id": columns.account_ids(ids, account),
            "contacted_at": columns.moments(contacts.day, second),
            "seller": columns.texts(DESKS, _sellers(chance, base, account)),
            "channel": columns.texts(CHANNELS, channel),
            "inbound": columns.flags(inbound),
            "reached": columns.flags(reached),
            "topic": columns.texts(
                (*TOPICS, AFTER_CARE), np.where(contacts.is_after_care, len(TOPICS), topic)
            ),
            "sentiment": columns.counts(sentiment, ~reached | (chance.random(count) < 0.3)),
            "cost": columns.amounts(np.rint(cost).astype(np.int64)),
            "next_step": columns.texts(NEXT_STEPS, contacts.step),
            "next_step_on": columns.days(
                contacts.step_day, ~has_step | (chance.random(count) < 0.05)
            ),
        }
    )


def _contacts(recipe: Recipe, base: Base, chance: np.random.Generator) -> Contacts:
    """Return the contacts by chance, those that kept what was agreed, and the after-care calls."""
    begin, end = _contact_spans(recipe, base, chance)
    a_year = 1.5 + 8.0 * base.size**3 + 8.0 * base.key_account
    a_year = np.where(base.is_customer, a_year, 3.2) * np.where(base.desk == NONE, 0.2, 1.0)
    is_first = base.is_one_of(Story.FIRST_ORDER, Story.FIRST_ORDER_CALLED)
    account, day = happenings(chance, np.where(is_first, 14.0, a_year), begin, end)
    step = chance.integers(0, len(NEXT_STEPS), len(day))
    step = np.where(chance.random(len(day)) < 0.3, step, NONE)
    step_day = on_weekdays(day + chance.integers(5, 48, len(day)))
    by_chance = Contacts(account, day, step, step_day, np.zeros(len(day), np.bool_))
    was_kept = (step != NONE) & (chance.random(len(day)) < _KEPT_STEPS)
    kept = np.flatnonzero(was_kept & (step_day <= end[account]))
    called = np.flatnonzero(base.is_one_of(Story.FIRST_ORDER_CALLED))
    call_day = on_weekdays(base.start[called] + chance.integers(5, 9, len(called)))
    follow_ups = _without_step(account[kept], step_day[kept], False)
    return by_chance.and_also(follow_ups).and_also(_without_step(called, call_day, True))


def _contact_spans(recipe: Recipe, base: Base, chance: np.random.Generator) -> tuple[Ints, Ints]:
    """Return the first and the last day on which each account was contacted at random.

    Those of a first order are left alone after it: the one after-care call is added to some.
    """
    first, last = recipe.first_day, recipe.last_day
    is_first = base.is_one_of(Story.FIRST_ORDER, Story.FIRST_ORDER_CALLED)
    found = last - chance.integers(60, 900, len(base))
    begin = np.select([is_first, base.is_customer], [base.start - 60, base.since], found)
    begin = np.clip(begin, first, last)
    end = np.select([is_first, base.is_one_of(Story.LOST)], [base.start - 1, base.end + 240], last)
    return begin, np.clip(end, begin, last)


def _sellers(chance: np.random.Generator, base: Base, account: Ints) -> Ints:
    """Return who made each contact: mostly the account's own desk."""
    desk = base.desk[account]
    anyone = chance.integers(0, len(DESKS), len(account))
    return np.where((desk != NONE) & (chance.random(len(account)) < 0.88), desk, anyone)
