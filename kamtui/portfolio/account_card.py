"""What is known of one account, as plain values: the account card."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from kamtui.model.scorecard import Criterion
from kamtui.portfolio.account_past import FeedbackSummary, Past
from kamtui.portfolio.measure_names import Measure, Unit


@dataclass(frozen=True)
class Facts:
    """Who it is, as table `accounts` says; None where it does not say."""

    account_id: str
    name: str
    business_id: str | None
    segment: str | None
    industry: str | None
    country: str | None
    region: str | None
    owner: str | None
    """The key account manager."""
    customer_since: date | None
    key_account: bool | None
    potential_annual: Decimal | None
    """Money a year."""
    parent_id: str | None
    current_supplier: str | None
    parent_name: str | None
    """None also when the parent is not among the accounts."""


@dataclass(frozen=True)
class PassedOver:
    """A source of a criterion that gave no value for the account."""

    title: str
    reason: str


@dataclass(frozen=True)
class CriterionScore:
    """One criterion's part in the score."""

    criterion: Criterion
    title: str
    """What the value is: the title of the measure used, or what the criterion is about."""
    unit: Unit | None
    """The raw value's unit; None for a plain number, as of an expression."""
    raw: float | None
    """None when no source has a value; likewise points and contribution."""
    points: float | None
    """0-100."""
    weight: float
    """As entered."""
    share: float
    """Of the whole weight, 0-1."""
    contribution: float | None
    """What it adds to the score; the contributions of an account sum to its score."""
    passed_over: tuple[PassedOver, ...]
    """The sources tried before the one that was used, or all of them."""


@dataclass(frozen=True)
class Score:
    """An account's score taken apart."""

    rank: int | None
    """1 is the first; None when not ranked."""
    ranked_count: int
    """How many accounts are ranked."""
    account_count: int
    """How many there are."""
    class_letter: str | None
    """A-E."""
    class_by_potential: str | None
    """By its purchase potential alone, A-C; None where that is not known."""
    class_by_revenue: str | None
    """By what it bought in 12 months alone; None where it is not active."""
    score: float | None
    """0-100; None when nothing that has weight could be scored."""
    coverage: float
    """The share of the weight that could be scored, 0-1."""
    criteria: tuple[CriterionScore, ...]
    """In the order of the scorecard."""


@dataclass(frozen=True)
class MeasureValue:
    """One measure of the account."""

    measure: Measure
    value: Decimal | float | int | date | None
    """In the measure's unit."""
    missing: str
    """Why the value is None; else empty."""


@dataclass(frozen=True)
class Month:
    """One month, counted back from the as-of date."""

    first_day: date
    last_day: date
    revenue: Decimal
    margin: Decimal | None
    """None where no line of the month has a cost."""


@dataclass(frozen=True)
class GroupBought:
    """A product group that the account buys, has bought, or could buy."""

    product_group: str | None
    """None stands for the lines that name no group."""
    revenue_12m: Decimal
    revenue_prior: Decimal
    """The 12 months before."""
    revenue_total: Decimal
    first_bought_on: date | None
    """None when it never bought any; so is the last day."""
    last_bought_on: date | None
    sold_12m: Decimal
    """What all accounts together bought of the group in the last 12 months."""


@dataclass(frozen=True)
class Contact:
    """A contact made or tried."""

    contacted_at: datetime
    seller: str | None
    channel: str | None
    inbound: bool | None
    """Whether the customer contacted us."""
    reached: bool | None
    topic: str | None
    sentiment: float | None
    """-1, 0 or 1."""
    cost: Decimal | None
    next_step: str | None
    next_step_on: date | None


@dataclass(frozen=True)
class Complaint:
    """A complaint, as it stood on the as-of date."""

    complaint_id: str
    opened_on: date
    closed_on: date | None
    """None while open."""
    category: str | None
    cost: Decimal | None


@dataclass(frozen=True)
class UnpaidInvoice:
    """An invoice that was not paid on the as-of date."""

    invoice_id: str
    issued_on: date
    due_on: date
    amount: Decimal
    days_overdue: int
    """0 when it is not due yet."""


@dataclass(frozen=True)
class Offer:
    """An offer, as it was known on the as-of date."""

    offer_id: str
    offered_on: date
    amount: Decimal
    outcome: str
    """open, won or lost."""
    closed_on: date | None
    seller: str | None
    competitor: str | None
    reason: str | None
    """Why it ended as it did; None while open."""


@dataclass(frozen=True)
class Contract:
    """An agreement that had begun by the as-of date."""

    contract_id: str
    starts_on: date
    ends_on: date | None
    """None when it is open-ended."""
    annual_value: Decimal | None
    renewed: bool | None
    """None until it has ended."""
    is_running: bool


@dataclass(frozen=True)
class Feedback:
    """An answer to a survey."""

    answered_at: datetime
    metric: str
    """nps (0-10), csat (1-5) or ces (1-7)."""
    score: float
    theme: str | None
    comment: str | None


@dataclass(frozen=True)
class StageJudged:
    """Where a relationship stands on one path, and where it is meant to go."""

    kind: str
    """lifecycle or formation."""
    path: tuple[str, ...]
    """The stages in their order."""
    observed: str | None
    """None where none fits."""
    reason: str
    """What tells the observed one."""
    intended: str | None
    """None where nobody entered one."""


@dataclass(frozen=True)
class AccountCard:
    """Everything that is known of one account as of a day; money in `currency`."""

    facts: Facts
    score: Score
    stages: tuple[StageJudged, ...]
    """The lifecycle, then the formation of the relationship."""
    measures: tuple[MeasureValue, ...]
    """Every measure but the list of months, in the order of `measure_names.MEASURES`."""
    months: tuple[Month, ...]
    """The 24 months up to the as-of date, the oldest first."""
    groups: tuple[GroupBought, ...]
    """Those bought most in 12 months first, those never bought last."""
    contacts: tuple[Contact, ...]
    """The newest first."""
    complaints: tuple[Complaint, ...]
    """Open ones first, then the newest."""
    unpaid: tuple[UnpaidInvoice, ...]
    """The longest overdue first."""
    offers: tuple[Offer, ...]
    """Open ones first, then the newest."""
    contracts: tuple[Contract, ...]
    """Running ones first, then the newest."""
    feedback: tuple[Feedback, ...]
    """The newest first."""
    feedback_summary: tuple[FeedbackSummary, ...]
    """NPS, CSAT and CES, over all answers up to the as-of date."""
    past: Past
    known: Mapping[str, bool]
    """Whether the history has a table, or a column as TABLE_COLUMN."""
    as_of: date
    currency: str

    def measure(self, name: str) -> MeasureValue:
        """Return the measure called `name`; KeyError when there is none."""
        for value in self.measures:
            if value.measure.name == name:
                return value
        raise KeyError(name)

    @property
    def next_step(self) -> Contact | None:
        """The contact whose next step counts: the newest of those that gave it a day.

        Without such a one, the newest that named a step; None when there is none either.
        """
        dated = [contact for contact in self.contacts if contact.next_step_on is not None]
        named = [contact for contact in self.contacts if contact.next_step]
        return next(iter(dated + named), None)
