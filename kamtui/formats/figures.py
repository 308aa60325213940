"""How a value is written for a person to read: amounts, ratios, spans of time."""

from __future__ import annotations

import math
from collections.abc import Iterable
from datetime import date
from decimal import Decimal

NO_VALUE = "–"
"""What people see where there is no value."""

Value = Decimal | float | int | date | None

_CENTS_BELOW = 1000
_MONTHS_OF_A_YEAR = 12
_THOUSANDS = ("", "k", "M", "G", "T")


def money(amount: Decimal | float | int | None) -> str:
    """Return an amount, with cents below a thousand; the sign for no value for None."""
    if amount is None:
        return NO_VALUE
    size = abs(float(amount))
    text = f"{size:,.0f}" if size >= _CENTS_BELOW or size.is_integer() else f"{size:,.2f}"
    return f"−{text}" if amount < 0 and text.strip("0.,") else text


def alike(amounts: Iterable[Decimal | float | int | None]) -> list[str]:
    """Return the amounts of one column with the same decimals: cents where all are small."""
    given = list(amounts)
    sizes = [abs(float(amount)) for amount in given if amount is not None]
    is_whole = all(size.is_integer() for size in sizes)
    places = 0 if is_whole or max(sizes, default=0.0) >= _CENTS_BELOW else 2
    return [_fixed(amount, places) for amount in given]


def _fixed(amount: Decimal | float | int | None, places: int) -> str:
    if amount is None:
        return NO_VALUE
    text = f"{abs(amount):,.{places}f}"
    return f"−{text}" if amount < 0 and text.strip("0.,") else text


def compact(amount: float) -> str:
    """Return an amount in three digits and a unit, such as 149k; the sign for no value for NaN."""
    if math.isnan(amount):
        return NO_VALUE
    size, unit = abs(amount), 0
    while size >= 999.5 and unit < len(_THOUSANDS) - 1:
        size, unit = size / 1000.0, unit + 1
    decimals = 0 if unit == 0 or size >= 99.95 else 1 if size >= 9.995 else 2
    text = f"{size:.{decimals}f}"
    sign = "−" if amount < 0 and text.strip("0.") else ""
    return f"{sign}{text}{_THOUSANDS[unit]}"


def share(fraction: float) -> str:
    """Return a fraction of 1 as a percentage: a tenth of a per cent where it is below ten."""
    size = abs(100 * fraction)
    text = f"{size:,.1f}%" if size < 9.95 else f"{size:,.0f}%"
    return f"−{text}" if fraction < 0 and text.strip("0.%") else text


def number(value: float) -> str:
    """Return a number with at most two decimals."""
    text = f"{abs(value):,.2f}".rstrip("0").rstrip(".")
    return f"−{text}" if value < 0 and text != "0" else text


def span_of_months(months: int) -> str:
    """Return a number of months as years and months."""
    years, rest = divmod(months, _MONTHS_OF_A_YEAR)
    parts = [f"{years} y"] * bool(years) + [f"{rest} m"] * (bool(rest) or not years)
    return " ".join(parts)


def span_of_days(days: int) -> str:
    """Return a number of days in words."""
    return f"{days:,} day{'' if days == 1 else 's'}"


def in_unit(value: Value, unit: str | None, currency: str = "") -> str:
    """Return a value in its unit, such as money, ratio, days or months; the sign for no value for
    None, a plain number for another unit.

    A `currency` is put behind an amount of money.
    """
    if value is None:
        return NO_VALUE
    if isinstance(value, date):
        return value.isoformat()
    match unit:
        case "money":
            return f"{money(value)} {currency}".rstrip()
        case "ratio":
            return share(float(value))
        case "days":
            return f"{number(float(value))} d"
        case "months":
            return span_of_months(int(value))
        case _:
            return number(float(value))


def since(day: date, as_of: date) -> str:
    """Return how far a day lies from the as-of date: "today", "in 3 days" or "3 days ago"."""
    days = (as_of - day).days
    if days == 0:
        return "today"
    return f"{span_of_days(days)} ago" if days > 0 else f"in {span_of_days(-days)}"


def exact_in_unit(value: Value, unit: str | None, currency: str = "") -> str:
    """Return a value in its unit, money to the cent, and beyond where it goes beyond."""
    if value is None or unit != "money" or isinstance(value, date):
        return in_unit(value, unit, currency)
    text = f"{abs(value):,.4f}".removesuffix("00")
    sign = "−" if value < 0 else ""
    return f"{sign}{text} {currency}".rstrip()
