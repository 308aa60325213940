"""What passed between us: offers, complaints, contacts and what was agreed in them."""

from __future__ import annotations

from kamtui.formats.figures import money, since, span_of_days
from kamtui.formats.page import Block, Cell, Row, Said, Table
from kamtui.portfolio.account_card import AccountCard, Complaint, Contact, Offer
from kamtui.report.cells import cells, newest, numbers, texts

_MOST = 8
_MOODS = {1.0: "good", 0.0: "fair", -1.0: "bad"}


def offers(card: AccountCard) -> tuple[Block, ...]:
    """Return the offers won, lost and open, with the competitors and the reasons."""
    if not card.offers:
        return (_nothing(card, "offers", "no offer has been made."),)
    counts = filter(None, (_counted(card, outcome) for outcome in ("won", "lost", "open")))
    shown, note = newest(card.offers, _MOST, "open ones first, then the newest")
    titles = (
        *texts("Offered"),
        *numbers(card.currency),
        *texts("Outcome", "Closed", "Competitor", "Reason"),
    )
    return Said(", ".join(counts)), Table(titles, tuple(Row(_offer(each)) for each in shown), note)


def _counted(card: AccountCard, outcome: str) -> str:
    of_them = [each for each in card.offers if each.outcome == outcome]
    amount = money(sum(each.amount for each in of_them))
    return f"{len(of_them):,} {outcome} ({amount} {card.currency})" if of_them else ""


def _offer(offer: Offer) -> tuple[Cell, ...]:
    tone = {"won": "good", "lost": "bad"}.get(offer.outcome, "")
    return cells(
        offer.offered_on,
        money(offer.amount),
        Cell(offer.outcome, tone=tone),
        offer.closed_on,
        offer.competitor,
        offer.reason,
    )


def complaints(card: AccountCard) -> tuple[Block, ...]:
    """Return the complaints, those still open first."""
    if not card.complaints:
        return (_nothing(card, "complaints", "it has never complained."),)
    still_open = sum(1 for each in card.complaints if each.closed_on is None)
    said = f"{still_open:,} open, {len(card.complaints) - still_open:,} closed"
    shown, note = newest(card.complaints, _MOST, "open ones first, then the newest")
    titles = (*texts("Made", "Closed", "About", "How long"), *numbers(f"Cost, {card.currency}"))
    rows = tuple(Row(_complaint(each, card)) for each in shown)
    return Said(said), Table(titles, rows, note)


def _complaint(complaint: Complaint, card: AccountCard) -> tuple[Cell, ...]:
    opened, closed = complaint.opened_on, complaint.closed_on
    days = span_of_days(((closed or card.as_of) - opened).days)
    return cells(
        opened,
        closed or Cell("open", tone="bad"),
        complaint.category,
        days if closed else f"{days} so far",
        None if complaint.cost is None else money(complaint.cost),
    )


def contacts(card: AccountCard) -> tuple[Block, ...]:
    """Return the next step, and the contacts with what was agreed in each."""
    step = _next_step(card)
    if not card.contacts:
        return step, _nothing(card, "contacts", "nobody has contacted it yet.")
    shown, note = newest(card.contacts, _MOST, "the newest first")
    titles = texts("Day", "How", "About", "It went", "Agreed", "By")
    return step, _reached(card), Table(titles, tuple(Row(_contact(each)) for each in shown), note)


def _next_step(card: AccountCard) -> Said:
    contact = card.next_step
    if contact is None:
        missing = card.measure("next_step_on").missing or "no next step was agreed"
        return Said("Next step:", f"{missing}.", is_lacking=True)
    name = contact.next_step or "a next step that has no name"
    agreed = f"agreed on {contact.contacted_at.date()}"
    day = contact.next_step_on
    if day is None:
        return Said("Next step:", f"{name}, for no particular day; {agreed}.")
    late = (card.as_of - day).days
    state = f"{span_of_days(late)} late" if late > 0 else since(day, card.as_of)
    return Said("Next step:", f"{name} by {day} ({state}); {agreed}.")


def _reached(card: AccountCard) -> Said:
    made, reached = card.measure("contacts_12m").value, card.measure("reached_12m").value
    answered = "how many reached somebody is not known" if reached is None else f"{reached} reached"
    return Said("In 12 months:", f"{made} contacts made or tried, {answered}.")


def _contact(contact: Contact) -> tuple[Cell, ...]:
    mood = _MOODS.get(contact.sentiment, "") if contact.sentiment is not None else ""
    if contact.reached is False:
        mood = "not reached"
    direction = {True: "from the customer", False: "by us", None: ""}[contact.inbound]
    how = ", ".join(each for each in (contact.channel, direction) if each)
    return cells(
        contact.contacted_at.date(),
        how,
        contact.topic,
        mood,
        contact.next_step,
        contact.next_step_on,
    )


def _nothing(card: AccountCard, table: str, none: str) -> Said:
    """Return that there is none, or that the history does not know."""
    if card.known[table]:
        return Said("None:", none)
    return Said("Not known:", f"the history has no {table}.", is_lacking=True)
