"""A made-up history for account cards, with texts that would do harm where they were obeyed."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from support.written_tables import write_tables

AS_OF = date(2025, 11, 30)

MARKUP = "[@click=app.quit]Leave[/] [/] [red]"
ESCAPE = "Bell\x07 \x1b]52;c;QUJD\x07 \x1b[31m"
WIDE = "株式会社 ガーデン 🌲🌲 Überbau & Söhne"
GROUPS = ("Soil", "[bold]Skips[/]", "Tools\x1b[2J")


def _lines(account: str, scale: int, *, cost: bool = True) -> list[dict[str, Any]]:
    """Return two lines a month for two years; a line of every seventh month is sent back."""
    lines = []
    for month in range(24):
        year, of_year = 2023 + (month + 11) // 12, (month + 11) % 12 + 1
        for number, group in enumerate(GROUPS[: 1 + month % 3]):
            net = Decimal(scale * (7 + month * (number + 2) % 11)) / 4
            sent_back = month % 7 == 6 and number == 0
            lines.append(
                {
                    "account_id": account,
                    "order_id": f"{account}-{month}{'R' if sent_back else ''}",
                    "ordered_on": date(year, of_year, 3 + month % 20),
                    "net": -net if sent_back else net,
                    "cost": net * Decimal("-0.7" if sent_back else "0.7") if cost else None,
                    "product_group": group,
                    "product": f"Product of {group}",
                    "quantity": float(number + 1),
                }
            )
    return lines


TABLES: dict[str, list[dict[str, Any]]] = {
    "accounts": [
        {
            "account_id": "A1",
            "name": MARKUP,
            "owner": "North desk",
            "segment": "Trade",
            "key_account": True,
            "customer_since": date(2019, 3, 1),
            "potential_annual": Decimal(9000),
        },
        {"account_id": "A2", "name": ESCAPE, "owner": ESCAPE, "parent_id": "A1"},
        {"account_id": "A3", "name": WIDE, "segment": WIDE, "owner": "South desk"},
        {"account_id": "A4", "name": "Only Asked Once", "current_supplier": MARKUP},
    ],
    "order_lines": [*_lines("A1", 300), *_lines("A2", 100), *_lines("A3", 40, cost=False)],
    "contacts": [
        {
            "account_id": "A1",
            "contacted_at": datetime(2025, 11, 3, 10),
            "seller": "North desk",
            "channel": "call",
            "reached": True,
            "topic": MARKUP,
            "sentiment": 1.0,
            "cost": Decimal("14.50"),
            "next_step": "Call back",
            "next_step_on": date(2025, 11, 20),
        },
        {
            "account_id": "A1",
            "contacted_at": datetime(2025, 9, 3, 10),
            "channel": "email",
            "reached": False,
            "topic": ESCAPE,
        },
    ],
    "complaints": [
        {
            "account_id": "A1",
            "complaint_id": "C1",
            "opened_on": date(2025, 11, 1),
            "category": "Late delivery",
            "cost": Decimal(120),
        },
        {
            "account_id": "A1",
            "complaint_id": "C2",
            "opened_on": date(2025, 5, 1),
            "closed_on": date(2025, 5, 9),
            "category": ESCAPE,
        },
    ],
    "invoices": [
        {
            "account_id": "A1",
            "invoice_id": "I1",
            "issued_on": date(2025, 10, 1),
            "due_on": date(2025, 10, 31),
            "amount": Decimal("1250.75"),
        },
        {
            "account_id": "A1",
            "invoice_id": "I2",
            "issued_on": date(2025, 11, 20),
            "due_on": date(2025, 12, 20),
            "amount": Decimal(900),
        },
    ],
    "offers": [
        {
            "account_id": "A1",
            "offer_id": "T1",
            "offered_on": date(2025, 11, 5),
            "amount": Decimal(5000),
            "outcome": "open",
        },
        {
            "account_id": "A1",
            "offer_id": "T2",
            "offered_on": date(2025, 2, 5),
            "amount": Decimal(3000),
            "outcome": "lost",
            "closed_on": date(2025, 3, 1),
            "competitor": MARKUP,
            "reason": "Price",
        },
    ],
    "contracts": [
        {
            "account_id": "A1",
            "contract_id": "K1",
            "starts_on": date(2025, 1, 1),
            "ends_on": date(2026, 12, 31),
            "annual_value": Decimal(12000),
        }
    ],
}


def write_account_history(folder: Path) -> Path:
    """Write the history and return its folder."""
    write_tables(TABLES, folder)
    (folder / "history.toml").write_text('name = "Tiny"\ncurrency = "EUR"\n')
    return folder
