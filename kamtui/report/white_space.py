"""The section on what the customer buys of each product group, and what customers like it buy."""

from __future__ import annotations

from kamtui.formats.figures import NO_VALUE, alike, share
from kamtui.formats.page import Block, Cell, Row, Said, Section, Table
from kamtui.portfolio.report_parts import AccountReport, GroupBought
from kamtui.report.cells import cell, cells, numbers, texts

_HALF = 0.5
_STATES = {"now": "in 12 months", "before": "earlier only", "never": "never"}


def white_space(report: AccountReport) -> Section:
    """Return the section: a row a product group, what is bought first."""
    question = "What could this customer buy from us that it does not?"
    found = report.groups
    if not found:
        missing = Said("Not known:", "the order lines name no product group.", is_lacking=True)
        return Section("White space", question, (missing,))
    parts: tuple[Block, ...] = (_openings(found), _table(report))
    return Section("White space", question, parts)


def _openings(found: tuple[GroupBought, ...]) -> Said:
    blank = [each for each in found if each.state != "now"]
    if not blank:
        return Said("It buys from every group", "that anyone bought in 12 months.")
    usual = [each for each in blank if (each.peer_share or 0.0) >= _HALF]
    gist = f"{len(blank)} of {len(found)} groups"
    if not usual:
        return Said(gist, "are not bought; none is bought by half of the customers like it.")
    named = ", ".join(f"{each.product_group} ({share(each.peer_share or 0.0)})" for each in usual)
    return Said(gist, f"are not bought. Half or more of the customers like it buy {named}.")


def _table(report: AccountReport) -> Table:
    found = report.groups
    amounts = [Cell(text) for text in alike(each.revenue_12m for each in found)]
    rows = tuple(_row(each, amount) for each, amount in zip(found, amounts, strict=True))
    peers, size = found[0].peers, found[0].size_class
    kind = " ".join(word for word in (size, report.card.facts.segment) if word)
    note = (
        f"Amounts of 12 months in {report.card.currency}. Like it: the {peers:,} other customers "
        f"of its segment and size{f' ({kind})' if kind else ''} that bought something in 12 months."
    )
    titles = numbers("Bought, 12 months", "Of those like it")
    return Table((*texts("Product group"), *titles, *texts("Bought", "Last")), rows, note)


def _row(group: GroupBought, amount: Cell) -> Row:
    part = group.peer_share
    peers = Cell(NO_VALUE) if part is None else Cell(share(part), share=part)
    last = None if group.last_bought_on is None else group.last_bought_on.isoformat()
    row = cells(group.product_group, amount, peers, _STATES[group.state], cell(last))
    return Row(row)
