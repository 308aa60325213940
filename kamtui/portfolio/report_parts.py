"""What the report of one account says, as plain values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from kamtui.model.matrix import Matrix
from kamtui.model.scorecard import ClassThresholds
from kamtui.model.stages import Stages
from kamtui.portfolio.account_card import AccountCard
from kamtui.portfolio.account_plan import AccountPlan


@dataclass(frozen=True)
class StageSeen:
    """The stage of one kind that the relationship is in."""

    kind: Stages
    stage: str | None
    """None where none fits."""
    reason: str | None
    """The signs by which it is told."""
    since: date | None
    """The month end from which on it has been so, or the as-of date; None when not looked for."""
    is_older: bool
    """Whether it may have been so before `since`, which is as far back as was looked."""
    intended: str | None
    """The stage that somebody entered as intended; None where nobody did."""


@dataclass(frozen=True)
class Placing:
    """Where the account stands in one matrix."""

    matrix: Matrix
    """With the cut lines that it was placed by."""
    x: float | None
    """In the unit of the axis; None where too little is known. So is y."""
    y: float | None
    x_band: str | None
    y_band: str | None
    cell: str | None
    """None when it is not placed."""
    missing: str
    """What is lacking to place it; empty when it is placed."""


@dataclass(frozen=True)
class Supplier:
    """A supplier of the account, ourselves among them."""

    supplier: str
    is_us: bool
    index: float
    """1-10, as the ratings."""
    coverage: float
    """The share of the account's whole weight that it is rated on, 0-1."""
    position: int
    """1 is the strongest."""
    relative: float | None
    """Ours / the best competitor's; None but for us, and without a competitor. So is lead."""
    lead: float | None
    """Ours − the best competitor's."""


@dataclass(frozen=True)
class Lever:
    """What it would take on one success factor to draw level with the best competitor."""

    factor: str
    weight: float
    our_rating: float
    best_rival: str
    best_rival_rating: float | None
    """None where nobody rated it on this factor."""
    rise_needed: float
    """Rating points."""
    feasible: bool
    """Whether our rating would stay within 10."""


@dataclass(frozen=True)
class ViewGap:
    """How we see ourselves on one success factor, and how the customer does."""

    factor: str
    own_view: float
    customer_view: float
    difference: float
    """Own less customer's: above zero we think better of ourselves."""


@dataclass(frozen=True)
class Strength:
    """How strong we are in the customer's eyes, beside its other suppliers."""

    suppliers: tuple[Supplier, ...]
    """The strongest first; none where nobody was rated."""
    levers: tuple[Lever, ...]
    """The smallest rise first; none where no competitor is ahead."""
    view_gaps: tuple[ViewGap, ...]
    """Where we flatter ourselves most first; factors that both sides have rated us on."""
    missing: str
    """Why there are no suppliers; else empty."""

    @property
    def us(self) -> Supplier | None:
        """Ourselves; None where nobody rated us."""
        return next((each for each in self.suppliers if each.is_us), None)

    @property
    def best_rival(self) -> Supplier | None:
        """The strongest competitor; None where none is rated."""
        return next((each for each in self.suppliers if not each.is_us), None)


@dataclass(frozen=True)
class GroupBought:
    """A product group that anyone bought in 12 months, and what the account buys of it."""

    product_group: str
    revenue_12m: Decimal | None
    """None where it bought nothing."""
    peer_share: float | None
    """The share of its peers, 0-1, that buys of it; None without peers."""
    state: str
    """now, before or never bought."""
    peers: int
    """How many other customers of its segment and size class bought something in 12 months."""
    size_class: str | None
    """small, medium or large; None where nothing is known of its size."""
    last_bought_on: date | None


@dataclass(frozen=True)
class AccountReport:
    """An account plan: the analysis and what is to be done, as of the card's day."""

    card: AccountCard
    thresholds: ClassThresholds
    stages: tuple[StageSeen, ...]
    """Lifecycle, then formation."""
    placings: tuple[Placing, ...]
    """One for every declared matrix, in their order."""
    strength: Strength
    groups: tuple[GroupBought, ...]
    """What it buys first, then what most of its peers buy; none where no line names a group."""
    plan: AccountPlan
    history_name: str
    is_made_up: bool
    """Whether it is about made-up customers."""
