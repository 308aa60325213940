"""What is to be done about one account: its care, what was agreed, what asks for attention."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date

from kamtui.model.weights import Weights
from kamtui.portfolio.care import care_by
from kamtui.portfolio.opening import Portfolio, settled
from kamtui.portfolio.plans import Plan, plan_of
from kamtui.portfolio.request import Request
from kamtui.portfolio.signals import signals


@dataclass(frozen=True)
class CareOfAccount:
    """How often the account is to be contacted, and how often it is."""

    interval_days: int
    has_own_interval: bool
    """Whether the interval is its own, and not that of its class."""
    contents: str | None
    """What the contacts of its class hold; None where the class has no plan."""
    kinds: str | None
    """Of which kinds they are, such as "visit, call"; None where the plan names none."""
    last_contact_on: date | None
    due_on: date
    days_overdue: int
    contacts_12m: int | None
    """None where nothing is known of contacts; so is `served`."""
    contacts_planned: float
    """A year."""
    served: str | None
    """over, under or as planned."""
    effort_class: str | None
    """The class whose plan the contacts would fill; None for none."""


@dataclass(frozen=True)
class SignalRaised:
    """Something about the account that asks for attention."""

    signal: str
    since: date | None
    severity: int
    """1 worth knowing, 2 worth a call, 3 pressing."""
    detail: str


@dataclass(frozen=True)
class AccountPlan:
    """What is to be done about one account, as of the portfolio's day."""

    class_letter: str | None
    """None where it is in no class."""
    care: CareOfAccount | None
    """None where neither it nor its class has a care plan."""
    plan: Plan
    signals: tuple[SignalRaised, ...]
    """The most pressing first."""


def load_account_plan(portfolio: Portfolio, account_id: str, weights: Weights) -> AccountPlan:
    """Return the plan of an account in the class that the weights give it.

    Raises WrongUsage for an account that is not there.
    """
    return settled(portfolio, lambda current: account_plan_of(current, account_id, weights))


def account_plan_of(portfolio: Portfolio, account_id: str, weights: Weights) -> AccountPlan:
    """Return the same, as a part of a question that is settled as a whole."""
    request = Request(account=account_id)
    plan = plan_of(portfolio, account_id)
    cared = care_by(portfolio, weights, request).records()
    names = [field.name for field in fields(CareOfAccount)]
    raised = signals(portfolio, request).records()
    return AccountPlan(
        class_letter=cared[0]["class"] if cared else None,
        care=CareOfAccount(**{name: cared[0][name] for name in names}) if cared else None,
        plan=plan,
        signals=tuple(
            SignalRaised(row["signal"], row["since"], row["severity"], row["detail"])
            for row in raised
        ),
    )
