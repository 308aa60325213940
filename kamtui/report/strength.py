"""The section on how strong we are in the customer's eyes, and what it would take."""

from __future__ import annotations

from kamtui.formats.figures import number, share
from kamtui.formats.page import Block, Cell, Entry, Group, Items, Lengths, Row, Said, Section, Table
from kamtui.portfolio.report_parts import AccountReport, Lever, Strength, Supplier, ViewGap
from kamtui.report.cells import cells, numbers, texts

_US = "We"
_BEST_RATING = 10.0


def strength(report: AccountReport) -> Section:
    """Return the section: the index of each supplier, levers, and the two views of us."""
    found = report.strength
    question = "How do we look from the buyer's chair?"
    if found.missing:
        missing = Said("Not rated:", f"{found.missing}.", is_lacking=True)
        return Section("Strength", question, (missing,))
    parts: list[Block | Group] = [_standing(found), _lengths(found), _table(found)]
    if found.levers:
        parts.append(Group("What would draw level", _levers(found)))
    parts.append(Group("How we see ourselves, and how the customer does", _views(found)))
    return Section("Strength", question, tuple(parts))


def _name(supplier: Supplier) -> str:
    return _US if supplier.is_us else supplier.supplier


def _standing(found: Strength) -> Said:
    us, rival = found.us, found.best_rival
    if us is None:
        return Said("We are not rated", "here; the competitors are.", is_lacking=True)
    if rival is None or us.lead is None:
        return Said(f"Index {us.index:.2f}", "of 10; no competitor is rated.", is_lacking=True)
    if us.lead == 0:
        return Said("Level", f"with {rival.supplier}, the best competitor, at {us.index:.2f}.")
    gist = f"{'Ahead' if us.lead > 0 else 'Behind'} by {abs(us.lead):.2f}"
    ours = f"our index is {us.index:.2f} of 10"
    return Said(
        gist, f"– {ours}, that of the best competitor, {rival.supplier}, {rival.index:.2f}."
    )


def _lengths(found: Strength) -> Lengths:
    entries = tuple(Entry(_name(each), each.index, each.is_us) for each in found.suppliers)
    return Lengths("Competitive-strength index, 1–10", entries, _BEST_RATING)


def _table(found: Strength) -> Table:
    rows = [
        Row(
            cells(
                each.position,
                _name(each),
                f"{each.index:.2f}",
                share(each.coverage),
                None if each.relative is None else f"{each.relative:.2f}",
                None if each.lead is None else signed(each.lead, 2),
            ),
            each.is_us,
        )
        for each in found.suppliers
    ]
    note = (
        "Index: the weighted mean of the ratings 1–10. Relative: ours / the best competitor's. "
        "Lead: ours less the best competitor's."
    )
    titles = numbers("Index", "Weight rated", "Relative", "Lead")
    return Table((*texts("Place", "Supplier"), *titles), tuple(rows), note)


def _levers(found: Strength) -> tuple[Block, ...]:
    items = Items(tuple(_lever(each) for each in found.levers))
    if any(each.feasible for each in found.levers):
        return (items,)
    return Said("", "No factor does it alone; it takes several together."), items


def _lever(lever: Lever) -> str:
    rise = f"{lever.factor} {signed(lever.rise_needed, 1)}"
    theirs = lever.best_rival_rating
    beside = f"we have {number(lever.our_rating)}"
    beside += f", it has {number(theirs)}" if theirs is not None else ""
    if lever.feasible:
        return f"{rise} draws level with {lever.best_rival}: {beside}."
    return f"{rise} would draw level with {lever.best_rival}, beyond the scale's 10: {beside}."


def _views(found: Strength) -> tuple[Block, ...]:
    if not found.view_gaps:
        return (Said("Not rated:", "no factor has been rated by both sides.", is_lacking=True),)
    rows = tuple(Row(_gap(each)) for each in found.view_gaps)
    note = "Above zero we think better of ourselves than the customer does: there to begin."
    titles = numbers("Our view", "The customer's", "Difference")
    return (Table((*texts("Factor"), *titles), rows, note),)


def _gap(gap: ViewGap) -> tuple[Cell, ...]:
    tone = "bad" if gap.difference > 0 else ""
    return cells(
        gap.factor,
        number(gap.own_view),
        number(gap.customer_view),
        Cell(signed(gap.difference, 1), tone=tone),
    )


def signed(value: float, places: int) -> str:
    """Return a number with its sign and so many decimals."""
    text = f"{abs(value):.{places}f}"
    if not text.strip("0."):
        return text
    return f"+{text}" if value > 0 else f"−{text}"
