"""What happened with the account: contacts, complaints and feedback, and money."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import TypeVar

from kamtui.formats.figures import money, number, since, span_of_days
from kamtui.portfolio.account_card import (
    AccountCard,
    Complaint,
    Contact,
    Contract,
    Feedback,
    Offer,
    UnpaidInvoice,
)
from kamtui.portfolio.account_past import FeedbackSummary
from kamtui.tui.widgets.card.columns import CardColumn, CardRow, cell, heading
from kamtui.tui.widgets.card.table import SectionTable
from kamtui.tui.widgets.cells import NO_VALUE

T = TypeVar("T")

_MOODS = {1.0: ("good", "good"), 0.0: ("fair", ""), -1.0: ("bad", "bad")}
_OUTCOMES = {"open": "warning", "won": "good", "lost": "bad"}


_COST = CardColumn("Cost", right=True, leaves=2)


def _columns(how: str, amount: CardColumn) -> tuple[CardColumn, ...]:
    return (
        CardColumn("Day", leaves=1),
        CardColumn("What", stretches=True, least=12),
        CardColumn(how, most=22),
        amount,
    )


def _part(
    title: str,
    table: str,
    items: Sequence[T],
    row: Callable[[T, AccountCard], CardRow],
    card: AccountCard,
) -> list[CardRow]:
    """Return a heading with the rows under it, or a row that says why there are none."""
    if items:
        return [heading(f"{title} ({len(items):,})"), *(row(each, card) for each in items)]
    known = card.known[table]
    reason = f"it has no {title.lower()}" if known else f"the history has no {table}"
    nothing = cell("none" if known else None, "muted")
    return [heading(title), CardRow(((), nothing), about=reason)]


class ContactsTable(SectionTable, can_focus=True):
    """The next step, and the contacts, the newest first."""

    name_of_tab = "Contacts"

    def show(self, card: AccountCard) -> None:
        """Show the next step and the contacts."""
        reached = card.measure("reached_12m").value
        made = card.measure("contacts_12m").value
        said = f"{reached} of {made} reached in 12 months" if reached is not None else ""
        self.entitle("Next step and contacts", said)
        rows = [heading("Next step"), _next_step(card)]
        rows += _part("Contacts", "contacts", card.contacts, _contact, card)
        self.show_rows(_columns("How", _COST), rows)


class VoiceTable(SectionTable, can_focus=True):
    """What the customer says: complaints and answers to surveys."""

    name_of_tab = "Feedback"

    def show(self, card: AccountCard) -> None:
        """Show the complaints, open ones first, and the feedback."""
        still_open = [each for each in card.complaints if each.closed_on is None]
        closed = [each for each in card.complaints if each.closed_on is not None]
        said = f"{len(still_open)} open" if card.known["complaints"] else ""
        self.entitle("Complaints and feedback", said)
        rows = _part("Open complaints", "complaints", still_open, _complaint, card)
        if closed:
            rows += _part("Closed complaints", "complaints", closed, _complaint, card)
        if card.known["feedback"]:
            rows += [heading("Feedback, taken together"), *map(_summary, card.feedback_summary)]
        rows += _part("Feedback", "feedback", card.feedback, _feedback, card)
        self.show_rows(_columns("How", _COST), rows)


class MoneyTable(SectionTable, can_focus=True):
    """What is owed, offered and agreed."""

    name_of_tab = "Money"

    def show(self, card: AccountCard) -> None:
        """Show overdue invoices, other unpaid ones, offers and contracts."""
        overdue = [each for each in card.unpaid if each.days_overdue > 0]
        due = [each for each in card.unpaid if each.days_overdue == 0]
        amount = card.measure("overdue_amount").value
        said = f"{money(sum(each.amount for each in overdue))} overdue" if overdue else ""
        self.entitle(f"Money, {card.currency}", said if amount is not None else "")
        rows = _part("Invoices overdue", "invoices", overdue, _invoice, card)
        if due:
            rows += _part("Invoices not due yet", "invoices", due, _invoice, card)
        rows += _part("Offers", "offers", card.offers, _offer, card)
        rows += _part("Contracts", "contracts", card.contracts, _contract, card)
        self.show_rows(_columns("State", CardColumn(card.currency, right=True)), rows)


def _next_step(card: AccountCard) -> CardRow:
    contact = card.next_step
    if contact is None:
        missing = card.measure("next_step_on").missing or "no next step was agreed"
        return CardRow(((), cell(None)), about=missing)
    day, name = contact.next_step_on, contact.next_step or "(not named)"
    agreed = f"agreed {_day(contact.contacted_at.date(), card)}"
    if day is None:
        return CardRow((cell(None), cell(name, "strong")), about=agreed)
    late = day < card.as_of
    state = f"{span_of_days((card.as_of - day).days)} late" if late else since(day, card.as_of)
    return CardRow(
        (cell(day), cell(name, "strong"), cell(state, "warning" if late else "good")), about=agreed
    )


def _contact(contact: Contact, card: AccountCard) -> CardRow:
    direction = "from the customer" if contact.inbound else "by us"
    said = [contact.channel or "contact", direction if contact.inbound is not None else ""]
    if contact.seller:
        said.append(f"with {contact.seller}")
    if contact.next_step:
        by = f" by {contact.next_step_on}" if contact.next_step_on else ""
        said.append(f"next step {contact.next_step}{by}")
    mood, tone = (
        _MOODS.get(contact.sentiment, ("", "")) if contact.sentiment is not None else ("", "")
    )
    if contact.reached is False:
        mood, tone = "not reached", "muted"
    how = " · ".join(each for each in (contact.channel, mood) if each)
    return CardRow(
        (
            cell(contact.contacted_at.date()),
            cell(contact.topic),
            cell(how, tone),
            cell(None if contact.cost is None else money(contact.cost), "muted"),
        ),
        about=f"{_day(contact.contacted_at.date(), card)}: {', '.join(filter(None, said))}",
    )


def _complaint(complaint: Complaint, card: AccountCard) -> CardRow:
    opened, closed = complaint.opened_on, complaint.closed_on
    if closed is None:
        state, tone = f"open {span_of_days((card.as_of - opened).days)}", "warning"
    else:
        state, tone = f"closed in {span_of_days((closed - opened).days)}", "muted"
    return CardRow(
        (
            cell(opened),
            cell(complaint.category),
            cell(state, tone),
            cell(None if complaint.cost is None else money(complaint.cost), "muted"),
        ),
        about=f"complaint {complaint.complaint_id}, made {_day(opened, card)}",
    )


def _feedback(answer: Feedback, card: AccountCard) -> CardRow:
    return CardRow(
        (
            cell(answer.answered_at.date()),
            cell(answer.comment or answer.theme),
            cell(f"{answer.metric.upper()} {number(answer.score)}"),
        ),
        about=f"{_day(answer.answered_at.date(), card)}"
        + (f", about {answer.theme}" if answer.theme else "")
        + (f": {answer.comment}" if answer.comment else ""),
    )


def _summary(summary: FeedbackSummary) -> CardRow:
    name = summary.metric.upper()
    count = f"{summary.n:,} answer{'' if summary.n == 1 else 's'}"
    if summary.value is None or summary.lowest is None or summary.highest is None:
        about = f"{name} is the {summary.method}; nobody has answered"
        return CardRow((cell(None), cell(f"{name} {NO_VALUE}", "muted"), cell(count)), about=about)
    spread = f"{number(summary.lowest)} to {number(summary.highest)}"
    return CardRow(
        (
            cell(summary.last_on),
            cell(f"{name} {number(summary.value)}, from {spread}", "strong"),
            cell(count),
        ),
        about=f"{name} is the {summary.method}; answers from {summary.first_on} to "
        f"{summary.last_on}",
    )


def _invoice(invoice: UnpaidInvoice, card: AccountCard) -> CardRow:
    late = invoice.days_overdue > 0
    state = f"{span_of_days(invoice.days_overdue)} overdue"
    if not late:
        state = f"due {since(invoice.due_on, card.as_of)}"
    return CardRow(
        (
            cell(invoice.due_on),
            cell(f"Invoice {invoice.invoice_id}"),
            cell(state, "bad" if late else "muted"),
            cell(money(invoice.amount)),
        ),
        about=f"invoice {invoice.invoice_id}, issued {invoice.issued_on}, due {invoice.due_on}",
    )


def _offer(offer: Offer, card: AccountCard) -> CardRow:
    state = offer.outcome
    if offer.closed_on is not None:
        state += f" {offer.closed_on}"
    elif offer.outcome == "open":
        state += f" {span_of_days((card.as_of - offer.offered_on).days)}"
    against = f" against {offer.competitor}" if offer.competitor else ""
    said = [f"offer {offer.offer_id}{against}"]
    said += [f"by {offer.seller}"] if offer.seller else []
    said += [f"{offer.outcome}: {offer.reason}"] if offer.reason else []
    return CardRow(
        (
            cell(offer.offered_on),
            cell(f"Offer{against}"),
            cell(state, _OUTCOMES.get(offer.outcome, "")),
            cell(money(offer.amount)),
        ),
        about=", ".join(said),
    )


def _contract(contract: Contract, card: AccountCard) -> CardRow:
    ends = contract.ends_on
    if not contract.is_running:
        state, tone = f"ended {ends}", "muted"
    elif ends is None:
        state, tone = "open-ended", "good"
    else:
        state, tone = f"until {ends}", "good"
    said = f"contract {contract.contract_id}, began {contract.starts_on}"
    if ends is not None:
        said += f", {'ends' if contract.is_running else 'ended'} {since(ends, card.as_of)}"
    if contract.renewed is not None:
        said += ", was renewed" if contract.renewed else ", was not renewed"
    return CardRow(
        (
            cell(contract.starts_on),
            cell("Contract"),
            cell(state, tone),
            cell(None if contract.annual_value is None else f"{money(contract.annual_value)}/y"),
        ),
        about=said,
    )


def _day(day: date, card: AccountCard) -> str:
    return f"{day.isoformat()}, {since(day, card.as_of)}"
