"""Mappings: what is wrong in one is told with file, key and the nearest right spelling."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest
from support.importing import HISTORY, LINES, Workshop

from kamtui.errors import KamtuiError, NotAllowed, WrongUsage
from kamtui.history.importing.expressions import Parser, known_functions
from kamtui.history.importing.shipped_mappings import (
    mapping_named,
    shipped_mapping,
    shipped_mapping_names,
)

SOURCE = '[sources.lines]\npath = "lines.csv"\n'
CSV = "account,number,on_day,net\nA1,R1,2024-01-31,10\n"


@pytest.fixture
def workshop(tmp_path: Path) -> Workshop:
    shop = Workshop(tmp_path)
    shop.write("lines.csv", CSV)
    return shop


@pytest.mark.parametrize(
    ("body", "key", "told"),
    [
        (SOURCE + "delimeter = ';'\n" + LINES, "sources.lines.delimeter", "delimiter?"),
        (SOURCE + "delimiter = ';;'\n" + LINES, "sources.lines.delimiter", "one character"),
        (SOURCE + "delimiter = 3\n" + LINES, "sources.lines.delimiter", "Expected str"),
        (SOURCE + "decimal = '#'\n" + LINES, "sources.lines.decimal", "#"),
        (SOURCE + "thousands = '.'\n" + LINES, "sources.lines.thousands", "same as decimal"),
        (SOURCE + "encoding = 'latin-99'\n" + LINES, "sources.lines.encoding", "latin-99"),
        (SOURCE + "encoding = 'base64'\n" + LINES, "sources.lines.encoding", "base64"),
        (SOURCE + "date_formats = 'dd.mm'\n" + LINES, "sources.lines.date_formats", "%d.%m.%Y"),
        (SOURCE + "date_formats = '%Q'\n" + LINES, "sources.lines.date_formats", "%Q"),
        (SOURCE.replace("lines.csv", "lined.csv") + LINES, "sources.lines.path", "lined.csv"),
        (SOURCE.replace("lines.csv", "l*.tsv") + LINES, "sources.lines.path", "l*.tsv"),
        (SOURCE + LINES.replace("order_lines", "orderlines"), "tables.orderlines", "order_lines?"),
        (SOURCE + LINES.replace('"lines"', '"line"'), "tables.order_lines.source", "lines?"),
        (SOURCE + LINES + 'nett = "net"\n', "tables.order_lines.columns.nett", "net?"),
        (SOURCE + LINES.replace('net = "amount(net)"', ""), "tables.order_lines.columns", "net is"),
        (SOURCE + LINES.replace("(net)", "(nett)"), "tables.order_lines.columns.net", "net?"),
        (SOURCE + LINES.replace("amount(", "amuont("), "tables.order_lines.columns.net", "amount?"),
        (SOURCE + LINES.replace("(net)", "(net"), "columns.net", "not a SQL expression"),
        (SOURCE + LINES.replace("amount(net)", "net + 1"), "columns.net", ""),
        (SOURCE + LINES.replace("source =", 'filter = "net"\nsource ='), "filter", "true or false"),
        (SOURCE + LINES.replace("source =", 'newest_by = "net"\nsource ='), "newest_by", "one_row"),
        (SOURCE, "tables", "is missing"),
        (LINES, "sources", "is missing"),
        (SOURCE + "[tabels]\n", "tabels", "tables?"),
        (SOURCE + LINES + "[[", "", "is not TOML"),
    ],
)  # fmt: skip
def test_what_is_wrong_in_a_mapping_is_told_where_it_is(
    workshop: Workshop, body: str, key: str, told: str
) -> None:
    if "net + 1" in body:  # Text and a number: DuckDB says what it can be added to.
        body = body.replace("net + 1", "net + DATE '2024-01-01'")
    with pytest.raises(WrongUsage) as caught:
        workshop.run(body)
    assert str(workshop.folder / "map.toml") in caught.value.message
    assert key in caught.value.message
    assert told in str(caught.value)
    assert not workshop.out.exists()


@pytest.mark.parametrize(
    ("history", "told"),
    [
        ("", "history.currency is missing"),
        ('[history]\ncurrency = "euro"\n', "expected a code such as EUR"),
        ('[history]\ncurrency = "EUR"\ntimezone = "Europe/Helsingfors"\n', "Europe/Helsinki?"),
        ('[history]\ncurency = "EUR"\n', "currency?"),
    ],
)
def test_settings_of_the_history_are_held_to_what_they_can_be(
    workshop: Workshop, history: str, told: str
) -> None:
    with pytest.raises(WrongUsage) as caught:
        workshop.run(SOURCE + LINES, history=history)
    assert told in str(caught.value)


def test_another_currency_or_time_zone_is_not_mixed_in(workshop: Workshop) -> None:
    workshop.run(SOURCE + LINES)
    before = workshop.everything()
    for history in (HISTORY.replace("EUR", "SEK"), HISTORY.replace("Helsinki", "London")):
        with pytest.raises(WrongUsage, match="Import into another folder"):
            workshop.run(SOURCE + LINES, history=history)
    assert workshop.everything() == before
    workshop.run(SOURCE + LINES, history="")
    assert 'currency = "EUR"' in (workshop.out / "history.toml").read_text(encoding="utf-8")


def test_what_history_toml_says_besides_stays(workshop: Workshop) -> None:
    workshop.run(SOURCE + LINES)
    settings = workshop.out / "history.toml"
    settings.write_text('# ours\nowner = "kept"\n' + settings.read_text(encoding="utf-8"))
    workshop.run(SOURCE + LINES, history='[history]\nname = "New name"\n')
    text = settings.read_text(encoding="utf-8")
    assert text.startswith('# ours\nowner = "kept"\n')
    assert 'name = "New name"' in text


WAYS_OUT = [
    "(SELECT max(account) FROM lines)",
    "(SELECT content FROM read_text('/etc/passwd'))",
    "read_text('/etc/passwd')",
    "read_csv('/etc/passwd')",
    "glob('/*')",
    "EXISTS (SELECT 1)",
    "account IN (SELECT 1)",
    "account = ANY (SELECT 1)",
    "account FROM 'lines.csv'",
    "account) FROM read_text('/etc/passwd') --",
    "account, (SELECT 1)",
    "account UNION SELECT 1",
    "1); ATTACH 'x.db'; SELECT (1",
    "1; COPY (SELECT 1) TO 'x.csv'",
    "1) + (2",
    "account LIMIT 1",
    "account ORDER BY 1",
    "account AS b",
    "DISTINCT account",
    "*",
    "COLUMNS(*)",
    "lines.*",
    "$1",
    "?",
    "sum(account)",
    "count(*)",
    "GROUPING(account)",
    "row_number() OVER ()",
    "lag(account) OVER ()",
    "random()",
    "uuid()",
    "nextval('s')",
    "setseed(0.1)",
    "sleep_ms(1000)",
    "write_log('x')",
    "error('x')",
    "current_query()",
    "unnest([1, 2])",
    "read_amount_or_error(account)",
    "other_table.account",
    "information_schema.tables",
    "/* open",
    "",
]


@pytest.mark.parametrize("text", WAYS_OUT)
def test_an_expression_sees_one_row_of_its_source_and_no_more(text: str) -> None:
    with duckdb.connect() as connection:
        parser = Parser(connection, ("account", "number"), known_functions(connection))
        with pytest.raises((NotAllowed, WrongUsage)):
            parser.parse("key", text)


def test_a_way_out_ends_the_import_before_anything_is_read(workshop: Workshop) -> None:
    tables = LINES.replace('"amount(net)"', "\"(SELECT content FROM read_text('map.toml'))\"")
    with pytest.raises(KamtuiError, match="a subquery is not allowed"):
        workshop.run(SOURCE + tables)
    assert not workshop.out.exists()


@pytest.mark.parametrize(
    "text",
    [
        "upper(account) || '-' || number",
        "CASE WHEN number LIKE 'C%' THEN -1 ELSE 1 END * amount(account)",
        "regexp_replace(account, '^0+', '')",
        "list_transform(string_split(account, ','), lambda part: trim(part))[1]",
        "CAST(account AS INTEGER) BETWEEN 1 AND 5",
        "coalesce(nullif(account, ''), number)",
        "strftime(day(account), '%Y')",
        "{'a': account}.a",
        "account IS DISTINCT FROM number AND NOT (account IN ('a', 'b'))",
        "account -- a comment",
    ],
)
def test_what_looks_at_one_row_is_allowed_and_means_the_same(text: str) -> None:
    with duckdb.connect() as connection:
        parser = Parser(connection, ("account", "number"), known_functions(connection))
        parsed = parser.parse("key", text)
        again = parser.parse("key", text)
        assert parsed == again
        assert "account" not in parsed.sql.replace("'account'", "")


def test_a_text_that_is_a_column_is_that_column() -> None:
    with duckdb.connect() as connection:
        parser = Parser(connection, ("a - b", "at", "1", "A - B"), known_functions(connection))
        assert [parser.parse("key", text).sql for text in ("a - b", " at ", "1")] == [
            "(c1)",
            "(c2)",
            "(c3)",
        ]


def test_a_mapping_is_a_file_or_the_name_of_a_shipped_one(
    workshop: Workshop, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert shipped_mapping_names() == ("online_retail", "semicolon_csv")
    assert mapping_named("online_retail") == shipped_mapping("online_retail")
    monkeypatch.chdir(workshop.folder)
    workshop.write("online_retail", "x = 1")
    assert mapping_named("online_retail") == Path("online_retail")
    with pytest.raises(WrongUsage, match="did you mean online_retail"):
        shipped_mapping("online-retail")
