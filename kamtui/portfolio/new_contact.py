"""A contact to be logged, and what one may say."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal, InvalidOperation
from typing import Any

from kamtui.errors import WrongUsage
from kamtui.history.contract import CHANNELS
from kamtui.model.spelling import did_you_mean
from kamtui.workspace.log import NewLogged

OUTCOMES = ("satisfied", "problem", "needs learnt", "offer sent", "order", "none")
"""What came of a contact: what the customer said, or what it led to."""

_SPOKEN = ("satisfied", "problem", "needs learnt", "order")
"""What can only be known from somebody who was reached."""
_LONGEST = 200
_LARGEST_COST = Decimal("9999999999.9999")


@dataclass(frozen=True)
class NewContact:
    """A contact made or tried, to be logged; None is "not told"."""

    account_id: str
    contacted_at: datetime | date | None = None
    """When, on our clocks; a day alone where the hour is not known, None for now."""
    seller: str | None = None
    """Who of us; None for whoever logs it."""
    channel: str | None = None
    """One of CHANNELS."""
    inbound: bool | None = None
    """Whether the customer contacted us."""
    reached: bool | None = None
    """Whether somebody answered. An outcome that only a person can give says that too."""
    topic: str | None = None
    sentiment: int | None = None
    """How it went: -1, 0 or 1."""
    cost: Decimal | None = None
    """What the contact cost us, ≥ 0, in the currency of the history."""
    next_step: str | None = None
    next_step_on: date | None = None
    """By when; not before the contact."""
    outcome: str | None = None
    """One of OUTCOMES."""
    note: str = ""


def as_logged(contact: NewContact, now: datetime, who: str) -> NewLogged:
    """Return a contact as it goes into the log, at the moment `now` without a time zone.

    Raises WrongUsage, with the nearest spelling, for what a contact cannot say.
    """
    at = _moment(contact.contacted_at, now)
    outcome = checked_outcome(contact.outcome)
    if outcome in _SPOKEN and contact.reached is False:
        raise WrongUsage(
            f"the outcome {outcome!r} is of somebody who was reached",
            "Leave the outcome out, or say that somebody was reached.",
        )
    if contact.next_step_on is not None and contact.next_step_on < at.date():
        raise WrongUsage(
            f"the next step is by {contact.next_step_on}, before the contact of {at.date()}"
        )
    said: Mapping[str, Any] = {
        "contacted_at": at.isoformat(),
        "seller": checked_line("seller", contact.seller) or who,
        "channel": _channel(contact.channel),
        "inbound": contact.inbound,
        "reached": True if outcome in _SPOKEN else contact.reached,
        "topic": checked_line("topic", contact.topic),
        "sentiment": _sentiment(contact.sentiment),
        "cost": _cost(contact.cost),
        "next_step": checked_line("next step", contact.next_step),
        "next_step_on": None if contact.next_step_on is None else contact.next_step_on.isoformat(),
        "outcome": outcome,
    }
    return NewLogged(
        kind="contact",
        account_id=contact.account_id,
        said={name: value for name, value in said.items() if value is not None},
        note=contact.note,
    )


def checked_line(what: str, text: str | None) -> str | None:
    """Return a text as one trimmed line, None for an empty one.

    Raises WrongUsage when it is too long or has control characters in it.
    """
    line = " ".join((text or "").split())
    if len(line) > _LONGEST:
        raise WrongUsage(f"the {what} has {len(line)} characters", f"Give it at most {_LONGEST}.")
    if not line.isprintable():
        raise WrongUsage(f"the {what} holds control characters: {line!r}")
    return line or None


def checked_outcome(outcome: str | None) -> str | None:
    """Return an outcome as it is spelled; raises WrongUsage for one that is not there."""
    if outcome is None:
        return None
    return _one_of("outcome", " ".join(outcome.replace("_", " ").split()), OUTCOMES)


def _channel(channel: str | None) -> str | None:
    return None if channel is None else _one_of("channel", channel.strip(), CHANNELS)


def _one_of(what: str, value: str, choices: Collection[str]) -> str:
    if value not in choices:
        raise WrongUsage(f"there is no {what} {value!r}", did_you_mean(value, choices))
    return value


def _sentiment(sentiment: int | None) -> int | None:
    if sentiment is not None and sentiment not in (-1, 0, 1):
        raise WrongUsage(f"how it went is -1, 0 or 1, found {sentiment}")
    return sentiment


def _cost(cost: Decimal | None) -> str | None:
    if cost is None:
        return None
    try:
        exact = Decimal(cost).quantize(Decimal("0.0001"))
    except InvalidOperation:
        exact = Decimal("NaN")
    if exact.is_nan() or not 0 <= exact <= _LARGEST_COST:
        raise WrongUsage(f"a cost is an amount from 0 to {_LARGEST_COST:,.0f}, found {cost}")
    return str(exact)


def _moment(given: datetime | date | None, now: datetime) -> datetime:
    if given is None:
        return now
    moment = given if isinstance(given, datetime) else datetime.combine(given, time())
    if moment.tzinfo is not None:
        moment = moment.astimezone().replace(tzinfo=None)
    if moment.date() > now.date():
        raise WrongUsage(
            f"the contact is of {moment.date()}, and today is {now.date()}",
            "Log a contact when it was made; what is to come is a next step.",
        )
    if moment.year < 1900:
        raise WrongUsage(f"the contact is of {moment.date()}, which cannot be")
    return moment
