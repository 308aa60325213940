"""Importing from CSV, TSV, workbooks and Parquet: what is read is what stands in the files."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import xlsxwriter
from support.importing import HISTORY, LINES, Workshop, balanced

from kamtui.errors import Failed, WrongUsage
from kamtui.history.importing.shipped_mappings import shipped_mapping
from kamtui.history.opening import open_history
from kamtui.history.views import open_engine


@pytest.fixture
def workshop(tmp_path: Path) -> Workshop:
    return Workshop(tmp_path)


EXPECTED = [
    {
        "account_id": "17850",
        "order_id": "R1",
        "ordered_on": date(2024, 1, 31),
        "net": Decimal("1234.5000"),
    },
    {
        "account_id": "A2",
        "order_id": "R2",
        "ordered_on": date(2024, 2, 1),
        "net": Decimal("-0.9900"),
    },
]

SAME_IN_EVERY_TEXT = [
    pytest.param(
        "",
        b"account,number,on_day,net\n17850,R1,2024-01-31,1234.5\nA2,R2,2024-02-01,-0.99\n",
        id="plain",
    ),
    pytest.param(
        'delimiter = ";"\ndecimal = ","\nthousands = "."\ndate_formats = "%d.%m.%Y"',
        b"account;number;on_day;net\r\n17850;R1;31.01.2024;1.234,50\r\nA2;R2;1.2.2024;0,99-\r\n",
        id="semicolons, decimal commas, CRLF, trailing minus",
    ),
    pytest.param(
        'encoding = "cp1252"\ndecimal = ","\ndelimiter = ";"\nthousands = " "',
        "account;number;on_day;net\n17850;R1;2024-01-31;€ 1\u00a0234,50\n"
        "A2;R2;2024-02-01;(0,99)\n".encode("cp1252"),
        id="cp1252, a currency sign, hard blanks, parentheses",
    ),
    pytest.param(
        'encoding = "utf-16"\ndelimiter = "\\t"',
        "account\tnumber\ton_day\tnet\n17850\tR1\t2024-01-31\tEUR 1234.5\n"
        "A2\tR2\t2024-02-01\t−.99\n".encode("utf-16"),
        id="utf-16, tabs, the currency's code, a true minus",
    ),
    pytest.param(
        "skip_rows = 2",
        b"\xef\xbb\xbfExport of today\n\naccount,number,on_day,net\n\n 17850 ,R1,2024-01-31T10:00,"
        b"1234.50\nA2,R2,2024-02-01 23:59:59,-0.99",
        id="byte order mark, lines before the header, blank lines, no last line break",
    ),
    pytest.param(
        'header = false\ncolumns = ["account", "number", "on_day", "net"]',
        b'"17850","R1","2024-01-31","1234.5"\r"A2","R2","2024-02-01","-0.99"\r',
        id="no header, quotes, CR alone",
    ),
    pytest.param(
        'thousands = "\'"',
        b"net,NUMBER,Account,on_day,more\n1'234.50,R1,17850,2024-01-31,x\n-.99,R2,A2,2024-02-01,\n",
        id="other order, capitals, a further column",
    ),
]


@pytest.mark.parametrize(("settings", "text"), SAME_IN_EVERY_TEXT)
def test_text_is_read_as_its_settings_say(workshop: Workshop, settings: str, text: bytes) -> None:
    report = workshop.lines(settings, text)
    assert (report.read, report.written, report.rejected) == (2, 2, 0), workshop.rejected()
    assert workshop.rows("order_lines") == EXPECTED


def test_a_tsv_is_told_by_its_suffix(workshop: Workshop) -> None:
    workshop.write(
        "l.tsv",
        "account\tnumber\ton_day\tnet\n17850\tR1\t2024-01-31\t1234.5\nA2\tR2\t2024-02-01\t-.99\n",
    )
    workshop.run(f'[sources.lines]\npath = "l.tsv"\n{LINES}')
    assert workshop.rows("order_lines") == EXPECTED


def _workbook(path: Path) -> None:
    book = xlsxwriter.Workbook(path)
    book.add_worksheet("Notes").write(0, 0, "nothing here")
    sheet = book.add_worksheet("Sales")
    day = book.add_format({"num_format": "dd.mm.yyyy"})
    sheet.write(1, 1, "Sales of the year")
    sheet.write_row(3, 1, ["account", "number", "on_day", "net", "cost"])
    sheet.write_row(4, 1, [17850, "R1"])
    sheet.write_datetime(4, 3, datetime(2024, 1, 31), day)
    sheet.write_row(4, 4, [1234.5, 1000])
    sheet.write_row(6, 1, ["A2", "R2", "1.2.2024", "-0,99", 0.25])
    sheet.write_row(7, 1, ["A3", "R3", "32.2.2024", 5, 1])
    sheet.write_row(8, 1, ["A4", "R4", "2.2.2024", 5])
    sheet.write_formula(8, 5, "=1/0", None, "#DIV/0!")
    sheet.write_row(9, 1, ["A5", "R5", "2.2.2024", "1.234", 1])
    book.close()


def test_a_sheet_is_read_with_its_types_and_its_row_numbers(workshop: Workshop) -> None:
    _workbook(workshop.folder / "book.xlsx")
    report = workshop.run(
        '[sources.lines]\npath = "book.xlsx"\nsheet = "Sales"\nskip_rows = 2\ndecimal = ","\n'
        f'thousands = "."\ndate_formats = ["%d.%m.%Y"]\n{LINES}cost = "cost"\n'
    )
    (lines,) = report.tables
    assert balanced(lines)
    assert lines.read == 5
    costs = [Decimal("1000.0000"), Decimal("0.2500")]
    assert workshop.rows("order_lines") == [
        row | {"cost": cost} for row, cost in zip(EXPECTED, costs, strict=True)
    ]
    told = [(row["row"], row["column"], row["found"]) for row in workshop.rejected()]
    assert told == [
        ("8", "ordered_on", "on_day: 32.2.2024"),
        ("9", "cost", "cost: #DIV/0!"),
        # A number among texts is spelled with a point: whether this is 1.234 or 1234, nobody knows.
        ("10", "net", "net: 1.234"),
    ]


@pytest.mark.parametrize(
    ("sheet", "told"), [('"Slaes"', "did you mean Sales?"), ("3", "there is no sheet 3; it has 2")]
)
def test_a_sheet_that_is_not_there_is_told(workshop: Workshop, sheet: str, told: str) -> None:
    _workbook(workshop.folder / "book.xlsx")
    with pytest.raises(WrongUsage) as caught:
        workshop.run(f'[sources.lines]\npath = "book.xlsx"\nsheet = {sheet}\n{LINES}')
    assert told in str(caught.value)


def test_typed_parquet_is_taken_as_it_is(workshop: Workshop) -> None:
    rows = {
        "account": [17850.0, float("nan")],
        "number": ["R1", "R2"],
        "on_day": [datetime(2024, 1, 31, 23, 30), datetime(2024, 2, 1)],
        "net": [1234.5, -0.99],
    }
    pq.write_table(pa.table(rows), workshop.folder / "l.parquet")
    # A decimal comma is about text: a number that is a number already is never read again.
    report = workshop.run(
        f'[sources.lines]\npath = "l.parquet"\ndecimal = ","\nthousands = "."\n{LINES}'
    )
    assert workshop.rows("order_lines") == EXPECTED[:1]
    assert report.tables[0].reasons == (("no account_id", 1),)


def test_several_files_are_one_source_and_columns_go_by_name(workshop: Workshop) -> None:
    workshop.write("s-2.csv", "net,account,number,on_day\n-0.99,A2,R2,2024-02-01\n")
    workshop.write("s-1.csv", "account,number,on_day,net,new\n17850,R1,2024-01-31,1234.5,x\n")
    report = workshop.run(f'[sources.lines]\npath = "s-*.csv"\n{LINES}')
    assert report.tables[0].written == 2
    assert workshop.rows("order_lines") == EXPECTED
    with pytest.raises(WrongUsage, match=r"s-2\.csv has no column 'new'"):
        workshop.run(f'[sources.lines]\npath = "s-*.csv"\n{LINES}product = "new"\n')


def test_a_table_can_be_fed_by_several_sources_each_read_its_own_way(workshop: Workshop) -> None:
    workshop.write("web.csv", "account,number,on_day,net\n17850,R1,2024-01-31,1234.5\n")
    workshop.write("erp.csv", "kunde;nr;tag;netto\nA2;R2;1.2.2024;-0,99\n")
    workshop.run(
        """
[sources.web]
path = "web.csv"
[sources.erp]
path = "erp.csv"
delimiter = ";"
decimal = ","
date_formats = ["%d.%m.%Y"]
[[tables.order_lines]]
source = "web"
columns = {account_id = "account", order_id = "number", ordered_on = "on_day", net = "net"}
[[tables.order_lines]]
source = "erp"
[tables.order_lines.columns]
account_id = "kunde"
order_id = "nr"
ordered_on = "tag"
net = "netto"
product = "'from the ERP'"
"""
    )
    products = [None, "from the ERP"]
    assert workshop.rows("order_lines") == [
        row | {"product": product} for row, product in zip(EXPECTED, products, strict=True)
    ]


def test_points_in_time_are_told_in_the_time_zone_of_the_history(workshop: Workshop) -> None:
    workshop.write(
        "c.csv",
        "a,at\nA1,2024-07-01T22:30:00Z\nA1,2024-07-01 22:30\nA1,2024-01-01T00:00:00+01:00\n",
    )
    workshop.run(
        '[sources.c]\npath = "c.csv"\n[tables.contacts]\nsource = "c"\n'
        'columns = {account_id = "a", contacted_at = "at"}\n'
    )
    assert [row["contacted_at"] for row in workshop.rows("contacts")] == [
        datetime(2024, 1, 1, 1, 0),
        datetime(2024, 7, 1, 22, 30),
        datetime(2024, 7, 2, 1, 30),
    ]


def test_flags_and_numbers_are_read(workshop: Workshop) -> None:
    workshop.write(
        "c.csv", "a,at,in,mood\nA1,2024-07-01,Kyllä,-1\nA1,2024-07-02,NO,1e0\nA1,2024-07-03,,\n"
    )
    workshop.run(
        '[sources.c]\npath = "c.csv"\n[tables.contacts]\nsource = "c"\n[tables.contacts.columns]\n'
        'account_id = "a"\ncontacted_at = "at"\ninbound = "\\"in\\""\nsentiment = "mood"\n'
    )
    told = [(row["inbound"], row["sentiment"]) for row in workshop.rows("contacts")]
    assert told == [(True, -1.0), (False, 1.0), (None, None)]


def test_the_shipped_semicolon_mapping_reads_what_it_promises(workshop: Workshop) -> None:
    customers = (
        "Customer no;Name;Business ID;Group;Country;Responsible\n"
        "100;Åkervägen & Söner;12345-6;Trade;Sweden;North desk\n"
        '200;"Cut ""Price""; Retail";;Retail;Finland;\n'
        ";No number;;;;\n"
    )
    sales = (
        "Customer no;Invoice no;Date;Product group;Product;Quantity;Amount;Cost\n"
        "100;L-1;31.12.2024;Tools;Spade;2;1.234,50;1.000,00\n"
        "200;L-2;2.1.2025;Tools;Spade;-1;617,25-;n/a\n"
        ";;;;TOTAL;;617,25;\n"
        "300;L-3;3.1.2025;-;Rake;1;12.34;\n"
    )
    workshop.write("customers.csv", customers.encode("cp1252"))
    workshop.write("sales-2025.csv", sales.encode("cp1252"))
    mapping = shipped_mapping("semicolon_csv").read_text(encoding="utf-8")
    accounts, lines = workshop.run(mapping, history="").tables
    assert str(accounts) == "accounts: 3 read, 2 written, 1 rejected (no account_id: 1)"
    assert (
        str(lines)
        == "order_lines: 4 read, 2 written, 1 filtered, 1 rejected (net cannot be read: 1)"
    )
    assert [row["name"] for row in workshop.rows("accounts")] == [
        "Åkervägen & Söner",
        'Cut "Price"; Retail',
    ]
    assert [(row["net"], row["cost"], row["quantity"]) for row in workshop.rows("order_lines")] == [
        (Decimal("1234.5000"), Decimal("1000.0000"), 2.0),
        (Decimal("-617.2500"), None, -1.0),
    ]
    with open_engine(open_history(workshop.out)).connection as connection:
        assert connection is not None


def test_what_is_written_is_the_contract(workshop: Workshop) -> None:
    workshop.write("a.csv", "id,name\n17850,Norra\nA2,Harbour\n")
    workshop.write("lines.csv", SAME_IN_EVERY_TEXT[0].values[1])
    report = workshop.run(
        '[sources.a]\npath = "a.csv"\n[sources.lines]\npath = "lines.csv"\n[tables.accounts]\n'
        f'source = "a"\ncolumns = {{account_id = "id", name = "name"}}\n{LINES}'
    )
    history = open_history(workshop.out)
    assert history.settings.currency == "EUR"
    assert history.settings.timezone == "Europe/Helsinki"
    assert history.generation.startswith(report.generation)
    assert history.newest["order_lines"] == date(2024, 2, 1)
    assert dict(history.columns or {})["order_lines"] == {
        "account_id": "VARCHAR",
        "order_id": "VARCHAR",
        "ordered_on": "DATE",
        "net": "DECIMAL(18,4)",
    }
    (path,) = history.files["order_lines"]
    schema = pq.read_schema(path)
    assert schema.field("net").type == pa.decimal128(18, 4)
    assert schema.field("ordered_on").type == pa.date32()
    counted = open_engine(history).run("SELECT 1").rows()
    assert next(iter(counted)) == [(1,)]


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("l.csv", b"", "is empty"),
        ("l.csv", b'"account,net\n1,2\n', "its header cannot be read"),
        ("l.parquet", b"PAR1 but no more", "is not a whole Parquet file"),
        ("l.xlsx", b"PK no workbook", "is not a workbook"),
    ],
)
def test_a_file_that_is_not_what_it_says_is_told(
    workshop: Workshop, name: str, content: bytes, told: str
) -> None:
    workshop.write(name, content)
    with pytest.raises(Failed, match=told):
        workshop.run(f'[sources.lines]\npath = "{name}"\n{LINES}', history=HISTORY)
    assert not workshop.out.exists()
