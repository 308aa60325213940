"""The words of the made-up company: what it sells, to whom, and who it competes with.

Company names are composed from these lists and plainly invented; people have no names here.
"""

from __future__ import annotations

from dataclasses import dataclass

HISTORY_NAME = "Kuurakivi Garden and Waste (made up)"
CURRENCY = "EUR"
TIMEZONE = "Europe/Helsinki"

DESKS = ("North desk", "South desk", "East desk", "West desk", "Key desk")
"""The key account managers; the last one has the key accounts."""
REGIONS = ("North", "South", "East", "West", "Lakes")
REGION_SHARES = (0.14, 0.36, 0.18, 0.20, 0.12)
COUNTRIES = ("Finland", "Estonia", "Sweden")
COUNTRY_SHARES = (0.90, 0.06, 0.04)
COMPETITORS = ("Multakumpu Supply", "Lavaviisikko", "Pihavarikko", "Murskaviite Services")
COMPETITOR_SHARES = (0.36, 0.28, 0.22, 0.14)


@dataclass(frozen=True)
class Segment:
    """A kind of customer."""

    name: str
    share: float
    """Of the accounts."""
    season: str
    """Which season its orders follow."""
    size: float
    """What the middle one buys in a year, EUR."""
    industry: str
    trades: tuple[str, ...]
    """How the names of its companies end."""
    groups: tuple[float, ...]
    """How much it asks for each product group, in the order of GROUPS."""


SEGMENTS = (
    Segment(
        "reseller",
        0.40,
        "garden",
        9_000,
        "Retail of garden products",
        ("Garden Centre", "Plant Shop", "Home and Garden", "Yard Market", "Garden Depot"),
        (3.0, 3.0, 2.4, 2.2, 1.6, 1.2, 1.4, 0.0, 0.3, 0.0, 0.5),
    ),
    Segment(
        "builder",
        0.27,
        "works",
        13_000,
        "Construction of buildings",
        ("Builders", "Construction", "House Works", "Foundations", "Renovation"),
        (0.7, 0.0, 0.0, 0.4, 1.8, 0.9, 0.0, 3.2, 2.6, 1.8, 0.3),
    ),
    Segment(
        "landscaper",
        0.13,
        "garden",
        6_000,
        "Landscape care",
        ("Landscaping", "Yard Works", "Green Works", "Park Care"),
        (3.0, 1.4, 1.6, 1.4, 2.6, 1.0, 0.3, 0.8, 1.6, 0.3, 0.5),
    ),
    Segment(
        "property manager",
        0.12,
        "upkeep",
        5_000,
        "Property management",
        ("Property Care", "Housing Services", "House Keeping", "Estates"),
        (0.8, 0.4, 0.6, 0.6, 0.5, 0.6, 0.9, 1.6, 1.6, 0.4, 2.6),
    ),
    Segment(
        "municipality",
        0.08,
        "upkeep",
        19_000,
        "Public administration",
        ("Municipality", "Town Works", "Parks Department"),
        (2.0, 1.2, 1.0, 0.9, 1.8, 0.9, 0.5, 1.4, 0.9, 1.2, 2.4),
    ),
)


SEASONS: dict[str, tuple[float, ...]] = {
    "garden": (0.35, 0.45, 0.9, 1.7, 2.1, 1.7, 1.1, 1.0, 0.95, 0.75, 0.55, 0.45),
    "works": (0.55, 0.6, 0.8, 1.15, 1.3, 1.25, 0.8, 1.2, 1.3, 1.25, 1.05, 0.75),
    "upkeep": (1.0, 0.95, 1.0, 1.1, 1.1, 1.0, 0.75, 0.95, 1.05, 1.05, 1.05, 1.0),
}
"""How many orders a day come in each month beside the others, January first."""

ORDER_CHANNELS = ("web shop", "phone", "email", "EDI", "desk")
ORDER_CHANNEL_SHARES = (0.42, 0.27, 0.17, 0.09, 0.05)

FACTORS = ("product", "price", "service", "image")
DEFAULT_FACTOR_WEIGHTS = (30, 25, 30, 15)
DIMENSIONS = ("congruence", "will", "importance", "attractiveness")

TOPICS = (
    "Season plan",
    "Prices",
    "New products",
    "Delivery",
    "Follow-up",
    "Agreement",
    "Ordering",
    "Waste reporting",
    "Stock",
)
AFTER_CARE = "After-care of the first delivery"
NEXT_STEPS = (
    "Call back",
    "Send an offer",
    "Send samples",
    "Visit the site",
    "Agree the season order",
    "Check the delivery",
    "Send the price list",
    "Arrange a meeting",
)
COMPLAINT_CATEGORIES = (
    "Late delivery",
    "Damaged goods",
    "Wrong product",
    "Invoice",
    "Short delivery",
    "Skip collection",
)
COMPLAINT_SHARES = (0.3, 0.2, 0.12, 0.14, 0.1, 0.14)
FEEDBACK_THEMES = ("Delivery", "Ordering", "Service", "Products", "Prices", "Complaint handling")
COMMENTS = (
    ("Promises were not kept.", "Nobody called back.", "The delivery was late again."),
    ("Works as it should.", "Prices have gone up.", "Would like to hear of news earlier."),
    ("Quick answers.", "They know our season.", "Told us in advance, thank you."),
)
"""Of unhappy, middling and happy customers."""
WON_REASONS = (
    "Service",
    "Availability",
    "Price",
    "One supplier for everything",
    "Earlier experience",
)
LOST_REASONS = (
    "Price",
    "Delivery time",
    "Range",
    "Stayed with the present supplier",
    "No decision",
)
