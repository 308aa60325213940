"""The customer base: who the made-up accounts are, how large, and what becomes of each."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

import numpy as np

from kamtui.history.sample.columns import NONE, Flags, Ints, Reals
from kamtui.history.sample.recipe import Recipe
from kamtui.history.sample.seasons import on_weekdays
from kamtui.history.sample.shares import dealt, drawn, percentile
from kamtui.history.sample.words import COMPETITOR_SHARES, DESKS, REGION_SHARES, SEASONS, SEGMENTS

YEAR = 365.25
"""Days."""


class Story(IntEnum):
    """What becomes of an account over the years."""

    STEADY = 0
    GROWING = 1
    NARROWING = 2
    """Buys from fewer product groups than it did."""
    QUIET = 3
    """Ordered regularly and has stopped, two to four of its own intervals ago."""
    LOST = 4
    """Stopped long ago."""
    NEW = 5
    """A customer for some months."""
    FIRST_ORDER_CALLED = 6
    """Bought a first time in the last weeks and was called afterwards."""
    FIRST_ORDER = 7
    """Bought a first time in the last weeks; nobody has called since."""
    OCCASIONAL = 8
    PROSPECT = 9
    """Never bought: a competitor supplies it."""


# One value a story, in their order.
_SHARES = (0.40, 0.13, 0.09, 0.09, 0.09, 0.06, 0.025, 0.025, 0.09)
_SIZE = np.array([1.0, 1.0, 1.1, 1.0, 0.8, 0.8, 0.25, 0.25, 0.25, 2.2])
_MOOD = np.array([0.3, 0.7, -0.5, -0.5, -1.0, 0.4, 0.2, 0.0, 0.0, -0.2])
_GROWTH = np.array([0.01, 0.22, -0.14, 0.0, -0.05, 0.10, 0.0, 0.0, 0.0, 0.0])
_PACE = np.array([1.0, 0.7, 1.25, 1.0, 1.15, 1.0, 1.0, 1.0, 1.0, 1.0])
_SUPPLIER_KNOWN = np.array([0.2, 0.1, 0.55, 0.3, 0.6, 0.2, 0.2, 0.2, 0.3, 1.0])


@dataclass(frozen=True)
class Base:
    """The accounts as arrays, one value an account; days are day numbers."""

    story: Ints
    segment: Ints
    season: Ints
    region: Ints
    desk: Ints
    """Index of DESKS; NONE where nobody looks after the account."""
    annual: Reals
    """What it buys in a year at its newest, EUR; for prospects what it would."""
    orders_a_year: Reals
    lines_an_order: Reals
    start: Ints
    """The first day on which it can order."""
    end: Ints
    """The last day on which it can order."""
    since: Ints
    """The day the relationship began; NONE for prospects."""
    growth: Reals
    """By how much the size of an order line changes in a year."""
    pace: Reals
    """Below 1 when orders come more often with time, above 1 when more seldom."""
    unevenness: Reals
    """0 when orders come at equal intervals, 1 when at any time."""
    mood: Reals
    """How content it is with us: about 0 on average, mostly within -2 to 2."""
    key_account: Flags
    supplier: Ints
    """Index of COMPETITORS; NONE where none is known."""
    wallet_share: Reals
    """What part of its potential it buys from us, 0-1."""

    def __len__(self) -> int:
        return len(self.story)

    @property
    def is_customer(self) -> Flags:
        """Which accounts have bought."""
        return np.not_equal(self.story, Story.PROSPECT)

    @property
    def size(self) -> Reals:
        """The place of each account by what it buys or would buy, 0 the smallest, 1 the largest."""
        return percentile(self.annual)

    def is_one_of(self, *stories: Story) -> Flags:
        """Which accounts have one of the stories."""
        return np.isin(self.story, stories)

    def years_active(self) -> Reals:
        """For how many years each account orders; at least a week."""
        days: Ints = np.maximum(self.end - self.start + 1, 7)
        return days / YEAR


def customer_base(recipe: Recipe) -> Base:
    """Return the accounts of the recipe; they order as much as its number of lines asks for."""
    chance = recipe.chance("base")
    count = recipe.accounts
    story = _stories(recipe, chance)
    segment = dealt(chance, [segment.share for segment in SEGMENTS], count)
    middle = np.array([segment.size for segment in SEGMENTS])[segment] * _SIZE[story]
    annual = np.clip(middle * np.exp(1.35 * chance.standard_normal(count)), 300, 900_000)
    often, lines_an_order = _ordering_habits(recipe, chance, story, annual)
    region = drawn(chance, REGION_SHARES, count)
    long_known = story < Story.NEW
    remembered = percentile(annual * np.exp(0.8 * chance.standard_normal(count)))
    key_account = long_known & (remembered > 0.89)
    start, end, since = _lifespans(recipe, chance, story, often)
    evenly = np.select([story == Story.OCCASIONAL, story == Story.QUIET], [1.0, 0.3], 0.6)
    return Base(
        story=story,
        segment=segment,
        season=_seasons(segment, story),
        region=region,
        desk=_desks(chance, region, key_account),
        annual=annual,
        orders_a_year=often,
        lines_an_order=lines_an_order,
        start=start,
        end=end,
        since=since,
        growth=_GROWTH[story] + 0.05 * chance.standard_normal(count),
        pace=_PACE[story],
        unevenness=evenly * (0.6 + 0.4 * chance.random(count)),
        mood=_MOOD[story] + 0.8 * chance.standard_normal(count),
        key_account=key_account,
        supplier=_suppliers(chance, story),
        wallet_share=np.clip(chance.beta(2.2, 2.4, count), 0.05, 0.93),
    )


def _stories(recipe: Recipe, chance: np.random.Generator) -> Ints:
    customers = dealt(chance, _SHARES, recipe.accounts - recipe.prospects)
    prospects = np.full(recipe.prospects, int(Story.PROSPECT))
    stories: Ints = chance.permutation(np.concatenate([customers, prospects]))
    return stories


def _ordering_habits(
    recipe: Recipe, chance: np.random.Generator, story: Ints, annual: Reals
) -> tuple[Reals, Reals]:
    """Return how many orders a year each account makes and how many lines they have.

    The larger order more often. A number of lines in the recipe scales both.
    """
    often = 13 * (annual / 10_000) ** 0.42 * np.exp(0.35 * chance.standard_normal(len(story)))
    often *= np.where(story == Story.OCCASIONAL, 0.25, 1.0)
    often = np.clip(often, np.where(story == Story.QUIET, 11, 0.8), 110)
    lines_an_order = np.clip(3.6 * np.exp(0.35 * chance.standard_normal(len(story))), 1.2, 9)
    if recipe.lines is None:
        return often, lines_an_order
    customer_years = np.where(story == Story.PROSPECT, 0.0, 0.77 * recipe.years)
    scale = recipe.lines / float(np.sum(often * lines_an_order * customer_years))
    return often * scale**0.75, lines_an_order * scale**0.25


def _seasons(segment: Ints, story: Ints) -> Ints:
    """Quiet customers order the year round, so that their silence is not the season's."""
    names = list(SEASONS)
    own = np.array([names.index(segment.season) for segment in SEGMENTS])[segment]
    return np.where(story == Story.QUIET, names.index("upkeep"), own)


def _desks(chance: np.random.Generator, region: Ints, key_account: Flags) -> Ints:
    desks = np.where(key_account, len(DESKS) - 1, region % (len(DESKS) - 1))
    return np.where(chance.random(len(region)) < 0.03, NONE, desks)


def _suppliers(chance: np.random.Generator, story: Ints) -> Ints:
    rival = drawn(chance, COMPETITOR_SHARES, len(story))
    return np.where(chance.random(len(story)) < _SUPPLIER_KNOWN[story], rival, NONE)


def _lifespans(
    recipe: Recipe, chance: np.random.Generator, story: Ints, often: Reals
) -> tuple[Ints, Ints, Ints]:
    """Return the first and last day of ordering, and the day the relationship began."""
    count, first, last = len(story), recipe.first_day, recipe.last_day
    is_first = np.isin(story, (Story.FIRST_ORDER, Story.FIRST_ORDER_CALLED))
    silence = ((1.5 + 2.0 * chance.random(count)) * YEAR / often).astype(np.int64)
    gone = (recipe.days * (0.12 + 0.7 * chance.random(count))).astype(np.int64)
    first_order = on_weekdays(last - chance.integers(9, 45, count))
    end = np.select(
        [is_first, story == Story.QUIET, story == Story.LOST],
        [first_order, last - silence, last - gone],
        last,
    )
    joined = first + (0.8 * recipe.days * chance.random(count) ** 1.2).astype(np.int64)
    was_there = (chance.random(count) < 0.68) | (end - joined < 200)
    start = np.select(
        [is_first, story == Story.NEW, was_there],
        [first_order, last - chance.integers(70, 210, count), np.full(count, first)],
        joined,
    )
    start = np.maximum(start, first)
    end = np.maximum(end, start)
    known_for = chance.gamma(1.6, 1500, count).astype(np.int64)
    acquainted = np.where(start == first, known_for, chance.integers(0, 40, count))
    since = np.where(story == Story.PROSPECT, NONE, start - acquainted)
    return start, end, since


def happenings(
    chance: np.random.Generator, a_year: Reals, begin: Ints, end: Ints
) -> tuple[Ints, Ints]:
    """Return the account and the weekday of things that happen so often a year from begin to end.

    The arguments have one value an account; those that come back are sorted by day.
    """
    span = end - begin + 1
    account = np.repeat(np.arange(len(span)), chance.poisson(a_year * span / YEAR))
    place = chance.random(len(account)) * span[account]
    day = np.maximum(on_weekdays(begin[account] + place.astype(np.int64)), begin[account])
    order = np.lexsort((account, day))
    return account[order], day[order]
