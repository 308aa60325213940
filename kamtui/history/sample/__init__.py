"""A made-up company: a whole history, deterministic in its arguments, that looks like a real one.

A seller of garden products and construction-waste services, its resellers and builders, the
prospects that competitors supply, and what became of each of them over the years.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pyarrow as pa

from kamtui.history.manifest import Manifest
from kamtui.history.opening import SETTINGS
from kamtui.history.sample.accounts import account_numbers, account_table
from kamtui.history.sample.base import customer_base
from kamtui.history.sample.billing import Billing, invoice_table
from kamtui.history.sample.contacts import contact_table
from kamtui.history.sample.dealings import contract_table, offer_table
from kamtui.history.sample.judgements import (
    assessment_table,
    factor_rating_table,
    factor_weight_table,
)
from kamtui.history.sample.order_lines import OrderLines, lines_of
from kamtui.history.sample.orders import placed_orders
from kamtui.history.sample.recipe import Recipe
from kamtui.history.sample.voices import complaint_table, feedback_table
from kamtui.history.sample.words import CURRENCY, HISTORY_NAME, TIMEZONE
from kamtui.history.sample.writing import (
    HistoryWriter,
    folder_beside,
    publish,
    refuse_foreign,
)

DEFAULT_ACCOUNTS = 240
DEFAULT_YEARS = 5
DEFAULT_SEED = 1
DEFAULT_UNTIL = date(2025, 11, 30)
_TABLES = (
    ("contacts", contact_table),
    ("complaints", complaint_table),
    ("feedback", feedback_table),
    ("offers", offer_table),
    ("contracts", contract_table),
    ("assessments", assessment_table),
    ("factor_weights", factor_weight_table),
    ("factor_ratings", factor_rating_table),
)
_BILLED_TABLES = (("accounts", account_table), ("invoices", invoice_table))
"""Made last, from what the order lines came to."""
_SETTINGS_TEXT = f"""\
name = "{HISTORY_NAME}"
currency = "{CURRENCY}"
timezone = "{TIMEZONE}"
made_up = true
"""
_LINES_SHARE = 0.9
"""The part of the work that order lines are."""

Progress = Callable[[str, float], None]
"""Told the table at work and how much of the whole is done, 0-1."""


def make_sample(
    out: Path,
    *,
    accounts: int = DEFAULT_ACCOUNTS,
    years: int = DEFAULT_YEARS,
    lines: int | None = None,
    seed: int = DEFAULT_SEED,
    until: date = DEFAULT_UNTIL,
    prospects_share: float = 1 / 6,
    progress: Progress | None = None,
) -> Manifest:
    """Write a made-up history into `out` as a new generation and return its manifest.

    Every table of the contract, `years` of orders up to and including `until`, exactly `lines`
    order lines (None: as many as such customers would order). The same arguments give the same
    files, byte for byte, under the same names, wherever `out` has no other generation yet. The
    history appears whole or not at all. Memory: about 40 bytes an order, 5 KB an account and a
    fixed sum besides.

    Raises NotAllowed when `out` holds anything but a made-up history, WrongUsage for arguments
    that no history can be made from, Failed when it cannot be written.
    """
    recipe = Recipe(accounts, years, lines, seed, until, prospects_share)
    refuse_foreign(out)
    say = progress or _say_nothing
    with folder_beside(out) as staging:
        (staging / SETTINGS).write_text(_SETTINGS_TEXT, encoding="utf-8")
        writer = HistoryWriter(staging, recipe.generation)
        _write_tables(recipe, writer, say)
        manifest = publish(staging, out, writer.manifest(f"{until.isoformat()}T00:00:00Z"))
    say("", 1.0)
    return manifest


def _write_tables(recipe: Recipe, writer: HistoryWriter, say: Progress) -> None:
    base = customer_base(recipe)
    ids = account_numbers(len(base))
    billing = Billing.empty(recipe, len(base))
    lines = lines_of(recipe, base, placed_orders(recipe, base), ids, billing)
    writer.write("order_lines", _told(lines, say))
    for name, make in _TABLES:
        say(name, _LINES_SHARE)
        writer.write(name, [make(recipe, base, ids)])
    for name, make_billed in _BILLED_TABLES:
        say(name, _LINES_SHARE)
        writer.write(name, [make_billed(recipe, base, ids, billing)])


def _told(lines: OrderLines, say: Progress) -> Iterator[pa.Table]:
    total, done = int(lines.orders.lines.sum()), 0
    for block in lines.blocks():
        yield block
        done += block.num_rows
        say("order_lines", _LINES_SHARE * done / total)


def _say_nothing(table: str, done: float) -> None:
    """Take progress and keep it to itself."""
