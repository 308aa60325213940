"""The history contract, as data: which tables a history has, which columns, and what must hold.

Everything that needs to know the contract reads it here: the opening of a folder, the checking,
the importer's errors, the made-up sample and the docs.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Kind(Enum):
    """What a column holds, and the DuckDB type that every view gives it."""

    TEXT = "text"
    DATE = "date"
    TIMESTAMP = "timestamp"
    AMOUNT = "amount"
    NUMBER = "number"
    FLAG = "flag"

    @property
    def sql_type(self) -> str:
        """The DuckDB type of a view's column of this kind."""
        return _SQL_TYPES[self]

    def accepts(self, duckdb_type: str) -> bool:
        """Whether a Parquet column of `duckdb_type` can be read as this kind."""
        name = duckdb_type.upper().split("(")[0]
        return name in _ACCEPTED[self]


_INTEGERS = frozenset(
    {"TINYINT", "SMALLINT", "INTEGER", "BIGINT", "HUGEINT"}
    | {"UTINYINT", "USMALLINT", "UINTEGER", "UBIGINT", "UHUGEINT"}
)
_NUMBERS = _INTEGERS | {"FLOAT", "DOUBLE", "DECIMAL"}
_TIMESTAMPS = frozenset(
    {"TIMESTAMP", "TIMESTAMP_S", "TIMESTAMP_MS", "TIMESTAMP_NS", "TIMESTAMP WITH TIME ZONE"}
)
# A column without a single value is written with Arrow's null type, which DuckDB reads as INTEGER
# ("NULL" in some versions): it is accepted by kind only where that reads as "no data".
_ACCEPTED: dict[Kind, frozenset[str]] = {
    Kind.TEXT: frozenset({"VARCHAR", "ENUM", "UUID"}) | _INTEGERS,
    Kind.DATE: frozenset({"DATE"}) | _TIMESTAMPS,
    Kind.TIMESTAMP: frozenset({"DATE"}) | _TIMESTAMPS,
    Kind.AMOUNT: _NUMBERS,
    Kind.NUMBER: _NUMBERS,
    Kind.FLAG: frozenset({"BOOLEAN"}),
}
_SQL_TYPES: dict[Kind, str] = {
    Kind.TEXT: "VARCHAR",
    Kind.DATE: "DATE",
    Kind.TIMESTAMP: "TIMESTAMP",
    Kind.AMOUNT: "DECIMAL(18,4)",
    Kind.NUMBER: "DOUBLE",
    Kind.FLAG: "BOOLEAN",
}


@dataclass(frozen=True)
class Column:
    """One column of a contract table."""

    name: str
    kind: Kind
    about: str
    """What it holds, with its unit, for the docs and for errors."""
    required: bool = False
    """Whether the table is broken without the column, and a row without a value in it."""
    allowed: tuple[str, ...] = ()
    """The values it may have; empty when any will do."""
    low: float | None = None
    """The smallest value allowed; None for no limit."""
    high: float | None = None
    """The largest value allowed; None for no limit."""
    not_before: str | None = None
    """The column of the same row whose date this one may not precede."""


@dataclass(frozen=True)
class Table:
    """One table of the contract."""

    name: str
    row: str
    """What a row is."""
    columns: tuple[Column, ...]
    required: bool = False
    key: tuple[str, ...] = ()
    """The columns that no two rows share; empty when rows have no key of their own."""
    dated: str | None = None
    """The column that says when it happened: rows dated after the as-of date do not count."""
    score_ranges: tuple[tuple[str, float, float], ...] = ()
    """For feedback: metric, lowest and highest score."""

    def column(self, name: str) -> Column:
        """Return the column called `name`; KeyError when there is none."""
        for column in self.columns:
            if column.name == name:
                return column
        raise KeyError(name)

    @property
    def column_names(self) -> tuple[str, ...]:
        """The names of its columns, in the order of the contract."""
        return tuple(column.name for column in self.columns)


def _account(required: bool = True) -> Column:
    return Column("account_id", Kind.TEXT, "the account it belongs to", required=required)


CHANNELS = ("call", "visit", "meeting", "email", "offer", "event", "other")
METRICS: tuple[tuple[str, float, float], ...] = (("nps", 0, 10), ("csat", 1, 5), ("ces", 1, 7))
OUTCOMES = ("open", "won", "lost")
VIEWS = ("own", "customer")
US = "us"
"""How factor_ratings names the company itself."""

TABLES: tuple[Table, ...] = (
    Table(
        "accounts",
        "a customer company or a prospect",
        (
            Column("account_id", Kind.TEXT, "its id, the same in every table", required=True),
            Column("name", Kind.TEXT, "what people call it", required=True),
            Column("business_id", Kind.TEXT, "its number in the trade register"),
            Column("segment", Kind.TEXT, "reseller, builder, …"),
            Column("industry", Kind.TEXT, "line of business"),
            Column("country", Kind.TEXT, "country"),
            Column("region", Kind.TEXT, "region within the country"),
            Column("owner", Kind.TEXT, "the key account manager"),
            Column("customer_since", Kind.DATE, "the day the relationship began"),
            Column("key_account", Kind.FLAG, "named a key account by the company"),
            Column("potential_annual", Kind.AMOUNT, "what it could buy from us in a year", low=0),
            Column("parent_id", Kind.TEXT, "the account_id of its parent company"),
            Column("current_supplier", Kind.TEXT, "the competitor that supplies it now"),
        ),
        required=True,
        key=("account_id",),
    ),
    Table(
        "order_lines",
        "a line of an order; a return or credit has a negative quantity and amount",
        (
            _account(),
            Column("order_id", Kind.TEXT, "the order that the line is part of", required=True),
            Column("ordered_on", Kind.DATE, "the day of the order", required=True),
            Column("net", Kind.AMOUNT, "the line's amount excluding tax", required=True),
            Column("cost", Kind.AMOUNT, "what the line cost us"),
            Column("product_group", Kind.TEXT, "the group of products it belongs to"),
            Column("product", Kind.TEXT, "the product"),
            Column("quantity", Kind.NUMBER, "how many"),
            Column("delivered_on", Kind.DATE, "the day it was delivered", not_before="ordered_on"),
            Column("channel", Kind.TEXT, "web shop, phone, …"),
        ),
        required=True,
        dated="ordered_on",
    ),
    Table(
        "contacts",
        "a contact made or tried",
        (
            _account(),
            Column("contacted_at", Kind.TIMESTAMP, "when", required=True),
            Column("seller", Kind.TEXT, "who of us"),
            Column("channel", Kind.TEXT, "how", allowed=CHANNELS),
            Column("inbound", Kind.FLAG, "the customer contacted us"),
            Column("reached", Kind.FLAG, "somebody answered"),
            Column("topic", Kind.TEXT, "what about"),
            Column("sentiment", Kind.NUMBER, "how it went: -1, 0 or 1", low=-1, high=1),
            Column("cost", Kind.AMOUNT, "what the contact cost us", low=0),
            Column("next_step", Kind.TEXT, "what was agreed"),
            Column("next_step_on", Kind.DATE, "by when", not_before="contacted_at"),
        ),
        dated="contacted_at",
    ),
    Table(
        "complaints",
        "a complaint",
        (
            _account(),
            Column("complaint_id", Kind.TEXT, "its id", required=True),
            Column("opened_on", Kind.DATE, "the day it was made", required=True),
            Column(
                "closed_on",
                Kind.DATE,
                "the day it was settled; empty while open",
                not_before="opened_on",
            ),
            Column("category", Kind.TEXT, "what kind"),
            Column("cost", Kind.AMOUNT, "what it cost us", low=0),
        ),
        key=("complaint_id",),
        dated="opened_on",
    ),
    Table(
        "feedback",
        "an answer to a survey",
        (
            _account(),
            Column("answered_at", Kind.TIMESTAMP, "when", required=True),
            Column(
                "metric",
                Kind.TEXT,
                "nps (0-10), csat (1-5) or ces (1-7)",
                required=True,
                allowed=tuple(name for name, _, _ in METRICS),
            ),
            Column("score", Kind.NUMBER, "the answer, in the metric's range", required=True),
            Column("touchpoint_at", Kind.TIMESTAMP, "when what it is about happened"),
            Column("theme", Kind.TEXT, "what it is about"),
            Column("comment", Kind.TEXT, "in the customer's words"),
        ),
        dated="answered_at",
        score_ranges=METRICS,
    ),
    Table(
        "invoices",
        "an invoice",
        (
            _account(),
            Column("invoice_id", Kind.TEXT, "its number", required=True),
            Column("issued_on", Kind.DATE, "the day it was sent", required=True),
            Column(
                "due_on",
                Kind.DATE,
                "the day it is to be paid by",
                required=True,
                not_before="issued_on",
            ),
            Column("amount", Kind.AMOUNT, "what is to be paid", required=True),
            Column("paid_on", Kind.DATE, "the day it was paid; empty while unpaid"),
        ),
        key=("invoice_id",),
        dated="issued_on",
    ),
    Table(
        "offers",
        "an offer made",
        (
            _account(),
            Column("offer_id", Kind.TEXT, "its id", required=True),
            Column("offered_on", Kind.DATE, "the day it was made", required=True),
            Column("amount", Kind.AMOUNT, "what it is worth", required=True, low=0),
            Column("outcome", Kind.TEXT, "how it ended", required=True, allowed=OUTCOMES),
            Column("closed_on", Kind.DATE, "the day it ended", not_before="offered_on"),
            Column("seller", Kind.TEXT, "who of us made it"),
            Column("competitor", Kind.TEXT, "who else was asked"),
            Column("reason", Kind.TEXT, "why it ended as it did"),
        ),
        key=("offer_id",),
        dated="offered_on",
    ),
    Table(
        "contracts",
        "a running agreement",
        (
            _account(),
            Column("contract_id", Kind.TEXT, "its id", required=True),
            Column("starts_on", Kind.DATE, "its first day", required=True),
            Column("ends_on", Kind.DATE, "its last day; empty when open", not_before="starts_on"),
            Column("annual_value", Kind.AMOUNT, "what it brings in a year", low=0),
            Column("renewed", Kind.FLAG, "it was renewed when it ended"),
        ),
        key=("contract_id",),
        dated="starts_on",
    ),
    Table(
        "assessments",
        "somebody's judgement of one thing about one account",
        (
            _account(),
            Column("assessed_on", Kind.DATE, "when", required=True),
            Column("view", Kind.TEXT, "whose view", required=True, allowed=VIEWS),
            Column(
                "dimension",
                Kind.TEXT,
                "congruence, will, importance, attractiveness, …",
                required=True,
            ),
            Column("score", Kind.NUMBER, "the judgement, 0-10", required=True, low=0, high=10),
            Column("assessor", Kind.TEXT, "who judged"),
        ),
        dated="assessed_on",
    ),
    Table(
        "factor_weights",
        "how much a success factor matters to a customer",
        (
            Column("factor", Kind.TEXT, "the success factor", required=True),
            Column("weight", Kind.NUMBER, "how much it matters", required=True, low=0),
            Column("account_id", Kind.TEXT, "to whom; empty for the default of every account"),
        ),
        key=("account_id", "factor"),
    ),
    Table(
        "factor_ratings",
        "how a supplier does on a factor, for one account",
        (
            _account(),
            Column("supplier", Kind.TEXT, "'us' or a competitor's name", required=True),
            Column("factor", Kind.TEXT, "the success factor", required=True),
            Column("rating", Kind.NUMBER, "how it does, 1-10", required=True, low=1, high=10),
            Column("rated_on", Kind.DATE, "when", required=True),
            Column("view", Kind.TEXT, "whose view", required=True, allowed=VIEWS),
        ),
        dated="rated_on",
    ),
)

TABLE_NAMES: tuple[str, ...] = tuple(table.name for table in TABLES)


def table_named(name: str) -> Table:
    """Return the contract table called `name`; KeyError when there is none."""
    for table in TABLES:
        if table.name == name:
            return table
    raise KeyError(name)
