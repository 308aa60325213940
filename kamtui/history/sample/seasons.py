"""When a business day is busy: the seasons, the week and the holidays as a clock of orders."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from kamtui.history.sample.columns import Flags, Ints, Reals
from kamtui.history.sample.recipe import Recipe
from kamtui.history.sample.words import SEASONS

_WEEK = np.array([1.05, 1.1, 1.05, 1.0, 0.8, 0.04, 0.015])
"""How busy each weekday is, Monday first."""
_HOLIDAYS = frozenset({(1, 1), (1, 6), (5, 1), (12, 6), (12, 24), (12, 25), (12, 26), (12, 31)})
_HOLIDAY = 0.03


def weekday(days: Ints) -> Ints:
    """Return the weekday of each day number, Monday 0."""
    return np.mod(days + 3, 7)


def on_weekdays(days: Ints) -> Ints:
    """Return the days with each Saturday and Sunday moved back to the Friday before."""
    return days - np.maximum(weekday(days) - 4, 0)


def month_of(days: Ints) -> Ints:
    """Return the calendar month of each day number, January 0."""
    return np.mod(days.astype("datetime64[D]").astype("datetime64[M]").astype(np.int64), 12)


@dataclass(frozen=True)
class Clock:
    """For each season, how much of all ordering has happened by each day of the history."""

    first_day: int
    elapsed: Reals
    """One row a season, in the order of SEASONS; column d is the sum before day first_day + d."""

    def days_at(self, season: Ints, start: Ints, end: Ints, share: Reals) -> Ints:
        """Return the day on which `share` (0-1) of the ordering from start to end has happened.

        The arrays have one value an order; a day number comes back for each, within start-end.
        """
        opened, closed = start - self.first_day, end - self.first_day + 1
        days = np.empty(len(season), dtype=np.int64)
        for row, elapsed in enumerate(self.elapsed):
            mine = season == row
            low, high = elapsed[opened[mine]], elapsed[closed[mine]]
            reached = low + (high - low) * share[mine]
            days[mine] = np.searchsorted(elapsed, reached, side="right") - 1
        return np.clip(days + self.first_day, start, end)


def order_clock(recipe: Recipe) -> Clock:
    """Return the clock of orders for the days of the recipe."""
    days = np.arange(recipe.first_day, recipe.last_day + 1)
    week = _WEEK[weekday(days)] * np.where(_is_holiday(days), _HOLIDAY, 1.0)
    elapsed = np.zeros((len(SEASONS), len(days) + 1))
    for row, months in enumerate(SEASONS.values()):
        elapsed[row, 1:] = np.cumsum(week * _smooth(np.array(months), days))
    return Clock(recipe.first_day, elapsed)


def _smooth(months: Reals, days: Ints) -> Reals:
    """Return monthly values read between the middles of the months."""
    year = days.astype("datetime64[D]").astype("datetime64[Y]").astype("datetime64[D]")
    place = (days - year.astype(np.int64)) / 30.4375 - 0.5
    low = np.floor(place).astype(np.int64)
    rest = place - low
    return months[low % 12] * (1 - rest) + months[(low + 1) % 12] * rest


def _is_holiday(days: Ints) -> Flags:
    dates = days.astype("datetime64[D]")
    month = dates.astype("datetime64[M]")
    day_of_month = (dates - month.astype("datetime64[D]")).astype(np.int64) + 1
    found = np.zeros(len(days), dtype=np.bool_)
    for holiday_month, holiday in _HOLIDAYS:
        found |= (month_of(days) == holiday_month - 1) & (day_of_month == holiday)
    return found
