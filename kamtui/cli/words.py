"""Values of options that log and plan: one of a few words, a moment, an amount."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

import click
from click.shell_completion import CompletionItem

from kamtui.errors import WrongUsage


class Word(click.ParamType[str]):
    """One of a few words, which the shell completes; what is none of them, the portfolio says."""

    name = "name"

    def __init__(self, choices: Collection[str]) -> None:
        self.choices = choices

    def convert(self, value: Any, param: Any, ctx: Any) -> str:
        """Return the word as it was typed."""
        return str(value)

    def shell_complete(self, ctx: Any, param: Any, incomplete: str) -> list[CompletionItem]:
        """Complete the words that begin like that."""
        return [CompletionItem(word) for word in self.choices if word.startswith(incomplete)]


class Moment(click.ParamType[datetime | date]):
    """A day, or a day and an hour."""

    name = "moment"

    def convert(self, value: Any, param: Any, ctx: Any) -> datetime | date:
        """Return the moment, or raise WrongUsage that says what was expected."""
        from kamtui.portfolio.contact_file import moment

        if isinstance(value, date):
            return value
        try:
            return moment(value)
        except ValueError:
            raise WrongUsage(
                f"--at: {value!r} is not a moment", "Write it as 2025-11-30 or 2025-11-30T14:30."
            ) from None


class Amount(click.ParamType[Decimal]):
    """An amount of money."""

    name = "amount"

    def convert(self, value: Any, param: Any, ctx: Any) -> Decimal:
        """Return the amount, or raise WrongUsage."""
        try:
            return Decimal(value)
        except InvalidOperation:
            raise WrongUsage(f"--cost: {value!r} is not an amount", "Write it as 12.50.") from None
