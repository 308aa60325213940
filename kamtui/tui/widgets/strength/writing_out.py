"""What the Strength screen shows, as rows to be written or copied."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from kamtui.model.strength_editing import Cell, StrengthEditing
from kamtui.portfolio.strength_card import StrengthCard, StrengthList
from kamtui.tui.exporting import file_name_of
from kamtui.tui.shown import Columns, Shown, dated


def accounts_shown(
    accounts: StrengthList, order: Sequence[int], cursor: int | None, as_of: date
) -> Shown:
    """Return the accounts in the order shown, with our index and the best competitor's."""

    def columns() -> Columns:
        return {
            "account_id": accounts.account_ids[order].tolist(),
            "name": accounts.names[order].tolist(),
            "index": accounts.index[order].tolist(),
            "rival": accounts.rivals[order].tolist(),
            "rival_index": accounts.rival_index[order].tolist(),
            "lead": accounts.lead[order].tolist(),
            "revenue_12m": accounts.revenue_12m[order].tolist(),
        }

    return Shown(dated("strength", as_of), "account", len(order), columns, cursor)


def ratings_shown(card: StrengthCard, editing: StrengthEditing, row: int, as_of: date) -> Shown:
    """Return the ratings of an account that count, as they are tried out: a row a factor."""

    def columns() -> Columns:
        return {
            "factor": card.factors,
            "weight": [editing.weight(factor) for factor in card.factors],
            **{
                supplier: [editing.rating(supplier, factor) for factor in card.factors]
                for supplier in card.suppliers
            },
            "tried_out": [_is_tried(editing, factor) for factor in card.factors],
        }

    name = dated(f"strength-{file_name_of(card.account_id)}", as_of)
    return Shown(name, "factor", len(card.factors), columns, row)


def _is_tried(editing: StrengthEditing, factor: str) -> str | None:
    """Return what of a factor is tried out and not saved; None for nothing."""
    tried = [_named(cell) for cell in editing.tried if cell.factor == factor]
    return ", ".join(tried) or None


def _named(cell: Cell) -> str:
    return "weight" if cell.is_weight else f"{cell.supplier} ({cell.view} view)"


def losses_shown(rows: Sequence[Mapping[str, Any]], as_of: date) -> Shown:
    """Return where we lose over the whole base, the worst first."""

    def columns() -> Columns:
        names = ("factor", "rival", "accounts", "weighted_lead", "revenue_12m")
        return {name: [row[name] for row in rows] for name in names}

    return Shown(dated("losses", as_of), "loss", len(rows), columns, plural="losses")
