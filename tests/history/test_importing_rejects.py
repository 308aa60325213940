"""Importing rows that are wrong: each is rejected with its place and its reason, none is lost."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.importing import LINES, Workshop, balanced

from kamtui.errors import Failed
from kamtui.history.importing.report import MaxRejects


@pytest.fixture
def workshop(tmp_path: Path) -> Workshop:
    return Workshop(tmp_path)


HEADER = "account,number,on_day,net\n"
GOOD = "A1,R1,2024-01-31,10\n"


@pytest.mark.parametrize(
    ("row", "reason", "found"),
    [
        (",R2,2024-01-31,10", "no account_id", "account: "),
        (" \u00a0,R2,2024-01-31,10", "no account_id", "account:  \u00a0"),
        ("A2,,2024-01-31,10", "no order_id", "number: "),
        ("A2,R2,,10", "no ordered_on", "on_day: "),
        ("A2,R2,31.1.2024,10", "ordered_on cannot be read", "on_day: 31.1.2024"),
        ("A2,R2,2024-02-30,10", "ordered_on cannot be read", "on_day: 2024-02-30"),
        ("A2,R2,24-02-03,10", "ordered_on cannot be read", "on_day: 24-02-03"),
        ("A2,R2,2024-01-31,ten", "net cannot be read", "net: ten"),
        ("A2,R2,2024-01-31,1'000", "net cannot be read", "net: 1'000"),
        ("A2,R2,2024-01-31,1.000.000", "net cannot be read", "net: 1.000.000"),
        ("A2,R2,2024-01-31,NaN", "net cannot be read", "net: NaN"),
        ("A2,R2,2024-01-31,inf", "net cannot be read", "net: inf"),
        ("A2,R2,2024-01-31,USD 10", "net cannot be read", "net: USD 10"),
        ("A2,R2,2024-01-31,123456789012345678", "net cannot be read", "net: 123456789012345678"),
        (
            "A2,R2,2024-01-31",
            "unreadable record",
            "3 fields where the header has 4: A2,R2,2024-01-31",
        ),
        (
            "A2,R2,2024-01-31,10,5",
            "unreadable record",
            "5 fields where the header has 4: A2,R2,2024-01-31,10,5",
        ),
        (
            '"A2"x,R2,2024-01-31,10',
            "unreadable record",
            "broken quotes or an overlong field (',' expected after '\"'): "
            '"A2"x,R2,2024-01-31,10',
        ),
        (
            '"A2,R2,2024-01-31,10',
            "unreadable record",
            'broken quotes or an overlong field (unexpected end of data): "A2,R2,2024-01-31,10',
        ),
    ],
)
def test_a_wrong_row_is_rejected_with_its_line_and_the_next_is_read(
    workshop: Workshop, row: str, reason: str, found: str
) -> None:
    report = workshop.lines("", f"{HEADER}{GOOD}{row}\n{GOOD.replace('A1', 'A9')}")
    assert (report.read, report.written) == (3, 2)
    assert report.reasons == ((reason, 1),)
    (told,) = workshop.rejected()
    assert (told["row"], told["reason"], told["found"]) == ("3", reason, found)
    assert [line["account_id"] for line in workshop.rows("order_lines")] == ["A1", "A9"]


def test_a_line_in_the_middle_that_opens_a_quote_does_not_swallow_the_rest(
    workshop: Workshop,
) -> None:
    text = (
        HEADER
        + '"A0,R0,2024-01-31,1\n'
        + "".join(f"A{n},R{n},2024-01-31,{n}\n" for n in range(1, 20_000))
    )
    report = workshop.lines("", text)
    assert (report.read, report.rejected) == (20_000, 1)
    assert workshop.rejected()[0]["row"] == "2"


def test_hostile_values_are_data_and_no_more(workshop: Workshop) -> None:
    values = [
        "'; DROP TABLE checked; --",
        'quote "inside"',
        "line\nbreak",
        "[@click=app.quit]x[/]",
        "\x1b]52;c;aGk=\x07",
        "nul\0byte",
        "{braces} {0} %s",
        "$1 ? :a",
        "=1+1",
    ]
    quoted = [value.replace('"', '""') for value in values]
    text = HEADER + "".join(f'"{value}",R1,2024-01-31,1\n' for value in quoted)
    report = workshop.lines("", text)
    assert (report.read, report.written) == (len(values), len(values))
    assert [row["account_id"] for row in workshop.rows("order_lines")] == values


def test_hostile_headers_are_names_and_no_more(workshop: Workshop) -> None:
    text = (
        '"a""; DROP VIEW x; --",number,NUMBER,,"on\nday",net,"source_row"\n'
        "A1,R1,again,empty,2024-01-31,5,77\n"
    )
    workshop.write("lines.csv", text)
    workshop.run(
        """
[sources.'s"; --']
path = "lines.csv"
[tables.order_lines]
source = 's"; --'
[tables.order_lines.columns]
account_id = 'a"; DROP VIEW x; --'
order_id = 'number || NUMBER_2 || column_4 || source_row'
ordered_on = "on\\nday"
net = "net"
"""
    )
    assert [(row["account_id"], row["order_id"]) for row in workshop.rows("order_lines")] == [
        ("A1", "R1againempty77")
    ]


def test_bytes_that_are_no_text_are_rejected(workshop: Workshop) -> None:
    text = f"{HEADER}{GOOD}".encode() + b"\xc4kersson,R2,2024-01-31,1\nA3,R3,2024-01-31,1\n"
    report = workshop.lines("", text)
    assert (report.read, report.written) == (3, 2)
    (told,) = workshop.rejected()
    assert told["row"] == "3"
    assert told["account"] == r"\xc4kersson"
    assert "no text in the encoding" in told["found"]


CONTRACT_RULES = [
    (
        "contacts",
        'contacted_at = "v1"\nchannel = "v2"',
        "2024-01-01,fax",
        "channel not one of",
    ),
    (
        "contacts",
        'contacted_at = "v1"\nsentiment = "v2"',
        "2024-01-01,2",
        "sentiment not in -1-1",
    ),
    (
        "invoices",
        'invoice_id = "\'I1\'"\nissued_on = "v1"\ndue_on = "v2"\namount = "\'1\'"',
        "2024-01-02,2024-01-01",
        "due_on before issued_on",
    ),
    (
        "feedback",
        'answered_at = "\'2024-01-01\'"\nmetric = "v1"\nscore = "v2"',
        "nps,11",
        "score out of range",
    ),
    (
        "complaints",
        'complaint_id = "v1"\nopened_on = "\'2024-01-01\'"\ncost = "v2"',
        "C1,-1",
        "cost below 0",
    ),
]


@pytest.mark.parametrize(("table", "columns", "row", "reason"), CONTRACT_RULES)
def test_what_the_contract_does_not_allow_is_rejected(
    workshop: Workshop, table: str, columns: str, row: str, reason: str
) -> None:
    workshop.write("t.csv", f"account,v1,v2\nA1,{row}\n")
    report = workshop.run(
        f'[sources.t]\npath = "t.csv"\n[tables.{table}]\nsource = "t"\n[tables.{table}.columns]\n'
        f'account_id = "account"\n{columns}\n'
    )
    (only,) = report.tables
    assert only.rejected == 1
    assert only.reasons[0][0].startswith(reason)


ACCOUNTS = """
[sources.a]
path = "a.csv"
[tables.accounts]
source = "a"
columns = {account_id = "id", name = "name", country = "country"}
"""


def test_a_key_that_was_given_before_is_rejected_and_says_where(workshop: Workshop) -> None:
    workshop.write("a.csv", "id,name,country\nA1,One,FI\nA2,Two,SE\nA1,Uno,\n")
    (report,) = workshop.run(ACCOUNTS).tables
    assert str(report) == ("accounts: 3 read, 2 written, 1 rejected (account_id given before: 1)")
    (told,) = workshop.rejected("accounts.a.csv")
    assert told["found"] == "A1, first in row 2 of a.csv"
    assert [told["id"], told["name"], told["country"]] == ["A1", "Uno", ""]


def test_one_row_per_key_keeps_the_newest_and_counts_the_others(workshop: Workshop) -> None:
    workshop.write(
        "lines.csv",
        "account,number,on_day,net,country\nA1,1,2024-01-03,1,FI\nA1,2,2024-01-09,1,SE\n"
        "A1,3,2024-01-05,1,NO\n,4,2024-01-05,1,DK\nA2,5,2024-01-05,1,\n",
    )
    accounts, _ = workshop.run(
        '[sources.lines]\npath = "lines.csv"\n[tables.accounts]\nsource = "lines"\n'
        'filter = "clean(account) IS NOT NULL"\none_row_per = ["account_id"]\n'
        'newest_by = "day(on_day)"\n[tables.accounts.columns]\naccount_id = "account"\n'
        f'name = "\'Customer \' || account"\ncountry = "country"\n{LINES}'
    ).tables
    assert balanced(accounts)
    assert (accounts.written, accounts.filtered, accounts.merged) == (2, 1, 2)
    assert [tuple(row.values()) for row in workshop.rows("accounts")] == [
        ("A1", "Customer A1", "SE"),
        ("A2", "Customer A2", None),
    ]


def test_an_expression_may_do_without_what_cannot_be_read_only_when_it_says_so(
    workshop: Workshop,
) -> None:
    def report_for(net: str) -> str:
        tables = LINES.replace('"amount(net)"', f'"{net}"')
        return str(
            workshop.lines("", f"{HEADER}{GOOD}A2,R2,2024-01-31,n/a\nA3,R3,2024-01-31,\n", tables)
        )

    assert "1 written, 2 rejected (net cannot be read: 1, no net: 1)" in report_for("amount(net)")
    assert "2 written, 1 rejected (net cannot be read: 1)" in report_for("coalesce(amount(net), 0)")
    assert "3 written" in report_for("coalesce(TRY(amount(net)), 0)")
    chosen = "CASE WHEN net = 'n/a' THEN 7 ELSE amount(net) END"
    assert "2 written, 1 rejected (no net: 1)" in report_for(chosen)
    assert "1 written, 2 rejected" in report_for("amount(net) * 2")
    assert "1 written, 2 rejected" in report_for("CAST(net AS INTEGER)")
    assert "1 written, 2 rejected" in report_for("amount(amount(net) + 1)")


def test_a_filter_that_cannot_be_told_rejects_and_null_filters(workshop: Workshop) -> None:
    tables = LINES.replace('source = "lines"', 'source = "lines"\nfilter = "amount(net) > 5"')
    report = workshop.lines(
        "", f"{HEADER}{GOOD}A2,R2,2024-01-31,what\nA3,R3,2024-01-31,\nA4,,2024-01-31,1\n", tables
    )
    assert (report.written, report.filtered, report.rejected) == (1, 2, 1)
    assert report.reasons == (("filter cannot be told", 1),)


def test_rows_of_accounts_that_the_history_does_not_have_are_kept_and_counted(
    workshop: Workshop,
) -> None:
    workshop.write("a.csv", "id,name,country\nA1,One,FI\n")
    workshop.write("lines.csv", HEADER + GOOD + GOOD.replace("A1", "A7") * 2)
    lines = f'[sources.lines]\npath = "lines.csv"\n{LINES}'
    assert workshop.run(ACCOUNTS + lines).tables[1].unknown_accounts == 2
    # The accounts that stay from the generation before are known as well.
    assert workshop.run(lines).tables[0].unknown_accounts == 2


@pytest.mark.parametrize("limit", [MaxRejects(count=0), MaxRejects(share=0.49)])
def test_too_many_rejects_leave_the_history_as_it_was_and_show_the_rows(
    workshop: Workshop, limit: MaxRejects
) -> None:
    workshop.write("lines.csv", HEADER + GOOD)
    body = f'[sources.lines]\npath = "lines.csv"\n{LINES}'
    workshop.run(body, max_rejects=limit)
    before = workshop.everything()
    workshop.write("lines.csv", HEADER + GOOD + ",R2,2024-01-31,10\n")
    with pytest.raises(Failed, match="more than the"):
        workshop.run(body, max_rejects=limit)
    assert workshop.rejected()[0]["reason"] == "no account_id"
    after = workshop.everything()
    assert {name: after[name] for name in before} == before
    assert all(name.startswith("rejected-") for name in set(after) - set(before))
