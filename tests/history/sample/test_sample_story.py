"""The made-up history is worth looking at: every story that a sales lead looks for is in it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

Ask = Callable[[str], list[tuple]]


def count_of(ask: Ask, sql: str) -> int:
    return int(ask(sql)[0][0] or 0)


def test_a_sixth_are_prospects_whom_a_competitor_supplies(ask: Ask) -> None:
    never = "account_id NOT IN (SELECT account_id FROM order_lines)"
    assert count_of(ask, f"SELECT count(*) FROM accounts WHERE {never}") == 40
    supplied = f"{never} AND current_supplier IS NOT NULL AND customer_since IS NULL"
    assert count_of(ask, f"SELECT count(*) FROM accounts WHERE {supplied}") == 40
    assert count_of(ask, f"SELECT count(*) FROM offers WHERE {never} AND outcome = 'won'") == 0


def test_a_few_customers_bring_much_of_the_revenue(ask: Ask) -> None:
    largest = (
        "SELECT 100 * sum(bought) FILTER (place <= 20) / sum(bought) FROM "
        "(SELECT sum(net) AS bought, row_number() OVER (ORDER BY sum(net) DESC) AS place "
        "FROM order_lines WHERE ordered_on > DATE '2024-11-30' GROUP BY account_id)"
    )
    assert 40 <= count_of(ask, largest) <= 70


def test_gardens_sell_in_spring_and_grit_in_winter(ask: Ask) -> None:
    share = (
        "SELECT 100 * sum(net) FILTER (month(ordered_on) IN ({months})) / sum(net) "
        "FROM order_lines WHERE product_group = '{group}'"
    )
    assert count_of(ask, share.format(months="4, 5, 6", group="Soil and mulch")) > 40
    assert count_of(ask, share.format(months="11, 12, 1, 2, 3", group="Grit and salt")) > 70
    assert count_of(ask, share.format(months="4, 5, 6, 7, 8, 9, 10", group="Skips")) > 60
    weekend = "SELECT count(*) FROM order_lines WHERE isodow(ordered_on) > 5"
    lines = count_of(ask, "SELECT count(*) FROM order_lines")
    assert 0 < count_of(ask, weekend) < 0.05 * lines


def test_some_regular_customers_have_gone_quiet(ask: Ask) -> None:
    quiet = """
        WITH days AS (SELECT DISTINCT account_id, ordered_on AS day FROM order_lines WHERE net > 0),
        gaps AS (
            SELECT *, day - lag(day) OVER (PARTITION BY account_id ORDER BY day) AS gap FROM days
        ),
        lapses AS (
            SELECT (DATE '2025-11-30' - max(day)) / median(gap) AS lapse
            FROM gaps GROUP BY account_id HAVING count(*) >= 4
        )
        SELECT count(*) FROM lapses WHERE lapse BETWEEN 2 AND 4
    """
    assert count_of(ask, quiet) >= 10


def test_first_orders_of_the_last_weeks_were_followed_up_or_not(
    ask: Ask,
) -> None:
    firsts = ask("""
        WITH firsts AS (
            SELECT account_id, min(ordered_on) AS day FROM order_lines
            GROUP BY account_id HAVING min(ordered_on) > DATE '2025-10-10'
        )
        SELECT bool_or(contacted_at::DATE > day) FROM firsts JOIN contacts USING (account_id)
        GROUP BY account_id
    """)
    assert firsts.count((True,)) >= 3
    assert firsts.count((False,)) >= 3


@pytest.mark.parametrize(
    ("what", "sql", "least"),
    [
        ("returns", "SELECT count(DISTINCT order_id) FROM order_lines WHERE net < 0", 50),
        ("open complaints", "SELECT count(*) FROM complaints WHERE closed_on IS NULL", 3),
        (
            "overdue invoices",
            "SELECT count(*) FROM invoices WHERE paid_on IS NULL AND due_on < DATE '2025-11-30'",
            5,
        ),
        ("credit notes", "SELECT count(*) FROM invoices WHERE amount < 0", 5),
        (
            "idle offers",
            "SELECT count(*) FROM offers WHERE outcome = 'open' AND offered_on < '2025-10-01'",
            3,
        ),
        (
            "offers lost to a competitor for a reason",
            "SELECT count(*) FROM offers WHERE outcome = 'lost' AND competitor IS NOT NULL "
            "AND reason IS NOT NULL",
            100,
        ),
        (
            "contracts ending soon",
            "SELECT count(*) FROM contracts WHERE ends_on BETWEEN '2025-11-30' AND '2026-02-28'",
            5,
        ),
        ("nobody's accounts", "SELECT count(*) FROM accounts WHERE owner IS NULL", 2),
        (
            "narrowed",
            "SELECT count(*) FROM (SELECT account_id FROM order_lines GROUP BY ALL HAVING "
            "count(DISTINCT product_group) FILTER (ordered_on > '2024-11-30') + 1 < "
            "count(DISTINCT product_group) "
            "FILTER (ordered_on BETWEEN '2023-12-01' AND '2024-11-30') "
            "AND max(ordered_on) > '2025-08-31')",
            4,
        ),
        ("detractors", "SELECT count(*) FROM feedback WHERE metric = 'nps' AND score <= 6", 5),
        (
            "accounts where a competitor is ahead of us in the customer's eyes",
            "SELECT count(*) FROM (SELECT account_id, supplier, avg(rating) AS mean "
            "FROM factor_ratings WHERE view = 'customer' GROUP BY ALL) AS rival JOIN "
            "(SELECT account_id, avg(rating) AS ours FROM factor_ratings "
            "WHERE view = 'customer' AND supplier = 'us' GROUP BY ALL) USING (account_id) "
            "WHERE mean > ours",
            15,
        ),
        (
            "accounts rated on two days or more",
            "SELECT count(*) FROM (SELECT account_id FROM factor_ratings GROUP BY ALL "
            "HAVING count(DISTINCT rated_on) >= 2)",
            50,
        ),
        (
            "wills that fell",
            "SELECT count(*) FROM (SELECT account_id FROM assessments WHERE dimension = 'will' "
            "AND view = 'own' GROUP BY ALL "
            "HAVING arg_max(score, assessed_on) <= arg_min(score, assessed_on) - 2)",
            5,
        ),
    ],
    ids=lambda item: item if isinstance(item, str) and " FROM " not in item else "",
)
def test_there_is_something_to_find(ask: Ask, what: str, sql: str, least: int) -> None:
    assert count_of(ask, sql) >= least, what
