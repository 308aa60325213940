"""Who the account is, and every measure of it."""

from __future__ import annotations

from kamtui.formats.figures import in_unit, money
from kamtui.portfolio.account_card import AccountCard, MeasureValue
from kamtui.portfolio.behind import BEHIND
from kamtui.tui.widgets.card.columns import CardColumn, CardRow, cell, heading
from kamtui.tui.widgets.card.table import SectionTable

_COLUMNS = (
    CardColumn("", stretches=True, least=16),
    CardColumn("", right=True, most=36),
)

_FACTS = (
    ("business_id", "Business id"),
    ("segment", "Segment"),
    ("industry", "Industry"),
    ("region", "Region"),
    ("country", "Country"),
    ("owner", "Key account manager"),
    ("customer_since", "Customer since"),
    ("current_supplier", "Supplied by"),
)


class MeasuresTable(SectionTable, can_focus=True):
    """Every measure, and every fact of table accounts."""

    name_of_tab = "Measures"

    def show(self, card: AccountCard) -> None:
        """Show the measures and the facts."""
        unknown = sum(1 for each in card.measures if each.value is None)
        self.entitle("Measures and facts", f"{unknown} not known" if unknown else "")
        measures = [_measure(each, card.currency) for each in card.measures]
        self.show_rows(
            _COLUMNS, [heading("Measures"), *measures, heading("Who it is"), *_facts(card)]
        )


def _measure(value: MeasureValue, currency: str) -> CardRow:
    measure = value.measure
    about = f"{measure.name}"
    if value.value is None:
        about += f" is not known: {value.missing}"
    return CardRow(
        (cell(measure.title), cell(in_unit(value.value, measure.unit, currency))),
        about=about,
        opens=measure.name if measure.name in BEHIND else "",
    )


def _facts(card: AccountCard) -> list[CardRow]:
    facts = card.facts
    rows = [_fact(title, getattr(facts, name), f"accounts.{name}") for name, title in _FACTS]
    key_account = None if facts.key_account is None else "yes" if facts.key_account else "no"
    parent = facts.parent_name or facts.parent_id
    potential = facts.potential_annual
    worth = None if potential is None else f"{money(potential)} {card.currency}"
    return [
        *rows,
        _fact("Key account", key_account, "accounts.key_account"),
        _fact("Parent", parent, "accounts.parent_id"),
        _fact("Purchase potential a year", worth, "accounts.potential_annual"),
    ]


def _fact(title: str, value: object, column: str) -> CardRow:
    about = column if value not in (None, "") else f"{column} is not given"
    return CardRow((cell(title), cell(value)), about=about)
