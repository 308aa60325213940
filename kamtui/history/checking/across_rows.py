"""The rules that need other rows to tell: unknown accounts, keys given twice, values alike."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from kamtui.engine.catalogue import compose
from kamtui.engine.embedded import Engine
from kamtui.engine.quoting import quoted_name, quoted_text
from kamtui.history.checking.findings import Finding, Severity, example
from kamtui.history.checking.row_counts import Counted
from kamtui.history.contract import Table

_EACH_COUNTS = "each of the rows counts"
_AN_ACCOUNT_EACH = "each is an account of its own"
_PARENT = "the value stands as given, and leads nowhere"

_EFFECTS: Mapping[str, str] = {
    "unknown_account": "the rows count for no account",
    "alike_account": "the rows count for no account",
    "duplicate_key": _EACH_COUNTS,
    "alike_values": "each is a value of its own",
    "shared_business_id": _AN_ACCOUNT_EACH,
    "unknown_parent": _PARENT,
    "own_parent": _PARENT,
    "parent_circle": _PARENT,
    "repeated_line": _EACH_COUNTS,
    "shared_order_id": "each account has an order of its own",
}
_COLUMNS: Mapping[str, str] = {
    "unknown_account": "account_id",
    "alike_account": "account_id",
    "shared_business_id": "business_id",
    "unknown_parent": "parent_id",
    "own_parent": "parent_id",
    "parent_circle": "parent_id",
    "shared_order_id": "order_id",
}
_WORDS: Mapping[str, tuple[str, ...]] = {
    "accounts": ("account_id", "segment", "industry", "country", "region", "owner"),
    "order_lines": ("product_group",),
    "complaints": ("complaint_id", "category"),
    "invoices": ("invoice_id",),
    "offers": ("offer_id", "competitor"),
    "contracts": ("contract_id",),
    "assessments": ("dimension",),
    "factor_weights": ("factor",),
    "factor_ratings": ("supplier", "factor"),
}
"""The ids and the words of a short list, whose spellings are meant to be one."""


@dataclass(frozen=True)
class _Question:
    """A query of queries/check, for a table."""

    query: str
    fragments: Mapping[str, str]
    column: str | None = None
    """The column that it is about, where its rules do not say."""
    effect: str | None = None
    """What is done about it, where that is not the same for every table."""


def findings_across_rows(engine: Engine, counted: Counted) -> Iterator[Finding]:
    """Yield what the rows of a table show beside one another and beside the accounts."""
    table = counted.table
    for question in _questions(table):
        engine.need([f"raw_{table.name}", table.name])
        answer = engine.ask(compose(question.query, question.fragments))
        for rule, rows, examples in answer.all_rows():
            if rows:
                yield Finding(
                    severity=Severity.FINDING,
                    rule=rule,
                    table=table.name,
                    column=question.column or _COLUMNS.get(rule),
                    effect=question.effect or _EFFECTS[rule],
                    rows=rows,
                    share=counted.share(rows),
                    examples=tuple(map(example, examples)),
                )


def _questions(table: Table) -> Iterator[_Question]:
    relation = {"relation": quoted_name(f"raw_{table.name}")}
    if table.name != "accounts":
        yield _Question("unknown_accounts", relation)
    if table.key:
        yield _Question(
            "duplicate_keys",
            {**relation, **_key_fragments(table)},
            column=table.key[-1],
            effect="one of the rows counts" if table.name == "accounts" else None,
        )
    for word in _WORDS.get(table.name, ()):
        yield _Question(
            "alike_values",
            {**relation, "column": quoted_name(word), "label": quoted_text(word)},
            column=word,
            effect=_AN_ACCOUNT_EACH if word == "account_id" else None,
        )
    if table.name == "accounts":
        yield _Question("shared_business_ids", {})
        yield _Question("parents_astray", {})
    if table.name == "order_lines":
        columns = ", ".join(map(quoted_name, table.column_names))
        yield _Question("shared_order_ids", {})
        yield _Question("repeated_lines", {"columns": columns})


def _key_fragments(table: Table) -> Mapping[str, str]:
    names = [quoted_name(name) for name in table.key]
    required = [quoted_name(name) for name in table.key if table.column(name).required]
    return {
        "key": ", ".join(names),
        # An empty text is no value: factor_weights without an account are the default of all.
        "key_values": ", ".join(f"nullif({name}, '') AS {name}" for name in names),
        "has_key": " AND ".join(f"{name} <> ''" for name in required),
        "spelled": ", ".join(f"{quoted_text(name)}: {quoted_name(name)}" for name in table.key),
    }
