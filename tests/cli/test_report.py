"""`kamtui report`: both formats say the same, it ends as it should, and the page is harmless."""

from __future__ import annotations

import re
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from support.account_history import AS_OF, ESCAPE, MARKUP, write_account_history

VOID = {"meta", "br", "hr", "img", "input", "link"}
NUMBER = re.compile(r"^[+−]?[\d,]+(\.\d+)?( EUR|%)?$")


class Page(HTMLParser):
    """What an HTML page holds: its texts, its tables, its elements with their attributes."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.texts: list[str] = []
        self.rows: list[list[str]] = []
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self._open: list[str] = []
        self.feed(text)
        self.close()
        assert not self._open, "every element is closed"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note an element."""
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self._open.append(tag)
        if tag == "tr":
            self.rows.append([])
        if tag in ("td", "th"):
            self.rows[-1].append("")

    def handle_endtag(self, tag: str) -> None:
        """Leave an element, which must be the last that was opened."""
        assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        """Note a text."""
        if self._open and self._open[-1] in ("td", "th"):
            self.rows[-1][-1] += data
        if data.strip() and "style" not in self._open:
            self.texts.append(data.strip())

    @property
    def tags(self) -> set[str]:
        """The names of the elements."""
        return {tag for tag, _ in self.elements}


@pytest.fixture
def report(kamtui: Callable[..., Any], tiny_history: Path) -> Callable[..., Any]:
    """A function that asks for a report of the tiny history."""

    def report(account: str, *more: object) -> Any:
        return kamtui("report", account, "--history", tiny_history, *more)

    return report


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A history whose texts would do harm where they were obeyed."""
    return write_account_history(tmp_path_factory.mktemp("hostile") / "history")


def rows_of(markdown: str) -> list[list[str]]:
    """Return the rows of a page's tables, without their rules."""
    lines = [line for line in markdown.splitlines() if line.startswith("| ")]
    rows = [[cell.strip().strip("*") for cell in line[1:-1].split(" | ")] for line in lines]
    return [row for row in rows if not all(re.fullmatch(r"-+:?", cell) for cell in row)]


def test_markdown_is_the_default(report: Callable[..., Any]) -> None:
    ended = report("A1")
    assert (ended.code, ended.err) == (0, "")
    assert ended.out.startswith("# Norra Brygga\n")
    headings = [line[3:] for line in ended.out.splitlines() if line.startswith("## ")]
    assert headings == [
        *("Position", "Stage", "Matrices", "Strength", "White space", "Plan", "History"),
    ]
    assert report("A1", "--format", "md").out == ended.out


@pytest.mark.parametrize("account", ["A0211", "A0235", "A0047"])
def test_both_formats_hold_the_same_tables(kamtui: Callable[..., Any], account: str) -> None:
    markdown = kamtui("report", account, "--history", "sample").out
    page = Page(kamtui("report", account, "--history", "sample", "--format", "html").out)
    # The figures at the head are a table in Markdown alone.
    in_markdown, in_html = rows_of(markdown)[3:], page.rows
    assert in_html == in_markdown
    assert sum(bool(NUMBER.match(cell)) for row in in_html for cell in row) > 60
    for cell in rows_of(markdown)[1]:
        assert cell in page.texts


def amount(text: str) -> float:
    return float(text.replace(",", "").replace("−", "-"))


def test_the_years_add_up_to_their_total(kamtui: Callable[..., Any]) -> None:
    rows = rows_of(kamtui("report", "A0235", "--history", "sample").out)
    start = next(place for place, row in enumerate(rows) if row[0] == "Year")
    end = next(place for place, row in enumerate(rows) if row[0] == "Total")
    years, total = rows[start + 1 : end], rows[end]
    assert len(years) >= 5
    so_far = rows[start].index("Profit so far")
    for column in range(1, len(total)):
        if column == so_far:
            assert total[column] == years[-1][column]
            continue
        rounding = 0.5 * len(years)
        whole = sum(amount(year[column]) for year in years)
        assert whole == pytest.approx(amount(total[column]), abs=rounding), rows[start][column]


def test_the_criteria_add_up_to_the_score(kamtui: Callable[..., Any]) -> None:
    rows = rows_of(kamtui("report", "A0211", "--history", "sample").out)
    start = next(place for place, row in enumerate(rows) if row[0] == "Criterion")
    end = next(place for place, row in enumerate(rows) if place > start and row[0] == "Score")
    adds = [amount(row[-1]) for row in rows[start + 1 : end]]
    assert sum(adds) == pytest.approx(amount(rows[end][-1]), abs=0.05 * len(adds) + 0.05)


def test_weights_for_this_run_rank_it(report: Callable[..., Any]) -> None:
    def weights(text: str) -> list[str]:
        start = next(place for place, row in enumerate(rows_of(text)) if row[0] == "Criterion")
        return [row[4] for row in rows_of(text)[start + 1 : start + 6]]

    assert weights(report("A1").out) == ["30", "25", "25", "10", "10"]
    assert weights(report("A1", "-w", "loyalty=40").out) == ["30", "25", "25", "10", "40"]


def test_an_earlier_day_knows_nothing_of_what_followed(report: Callable[..., Any]) -> None:
    ended = report("A1", "--as-of", "2025-06-30")
    assert "as of 2025-06-30" in ended.out
    assert "| 2025 | 21,000 |" in ended.out


@pytest.mark.parametrize("account", ["A1", "A2", "A3", "A4"])
def test_the_html_page_rests_on_nothing_but_itself(
    kamtui: Callable[..., Any], hostile: Path, account: str
) -> None:
    text = kamtui("report", account, "--history", hostile, "--format", "html").out
    page = Page(text)
    assert not page.tags & {"script", "link", "img", "iframe", "object", "embed", "base", "a"}
    for tag, attributes in page.elements:
        assert not [name for name in attributes if name.startswith("on")], tag
        assert not attributes.keys() & {"src", "href", "xlink:href", "srcset", "action", "data"}
    style = "".join(re.findall(r"<style>(.*?)</style>", text, re.S))
    assert "url(" not in style
    assert "@import" not in style
    assert "://" not in text
    assert "@page" in style
    assert "@media print" in style
    assert not [sign for sign in text if sign != "\n" and not sign.isprintable()]


def test_what_the_data_holds_is_text(kamtui: Callable[..., Any], hostile: Path) -> None:
    def asked(*words: str) -> str:
        return str(kamtui("report", *words, "--history", hostile, "--as-of", AS_OF).out)

    page = Page(asked("A1", "--format", "html"))
    assert MARKUP in page.texts
    assert [MARKUP in row for row in page.rows].count(True) >= 2
    markdown = asked("A2")
    assert "\x1b" not in markdown
    assert "\x07" not in markdown
    assert ESCAPE.replace("\x1b", r"\x1b").replace("\x07", r"\x07") in markdown


@pytest.mark.parametrize(
    ("file", "typed", "begins"),
    [
        ("plan.html", (), "<!DOCTYPE html>"),
        ("plan.HTM", (), "<!DOCTYPE html>"),
        ("plan.md", (), "# Norra Brygga"),
        ("plan.txt", (), "# Norra Brygga"),
        ("plan.md", ("--format", "html"), "<!DOCTYPE html>"),
    ],
)
def test_the_ending_says_the_format_where_none_is_typed(
    report: Callable[..., Any], tmp_path: Path, file: str, typed: tuple[str, ...], begins: str
) -> None:
    ended = report("A1", "--output", tmp_path / file, *typed)
    assert (ended.code, ended.out, ended.err) == (0, "", "")
    assert (tmp_path / file).read_text(encoding="utf-8").startswith(begins)


def test_a_file_appears_whole_or_not_at_all(
    report: Callable[..., Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "plan.html"
    file.write_text("as it was")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(Path, "replace", full)
        ended = report("A1", "--output", file)
    assert ended.code == 1
    assert file.read_text() == "as it was"
    assert [each.name for each in tmp_path.iterdir()] == ["plan.html"]
    assert report("A99", "--output", file).code == 2
    assert file.read_text() == "as it was"


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("A11",), 2, "there is no account 'A11'"),
        (("A11",), 2, "did you mean"),
        (("A1", "--format", "pdf"), 2, "there is no format 'pdf' for a report"),
        (("A1", "--format", "htm"), 2, "did you mean html?"),
        (("A1", "--output", "nowhere/plan.md"), 2, "there is no folder nowhere"),
        (("A1", "-w", "loyaty=3"), 2, "did you mean loyalty?"),
        (("A1", "--weights", "growth"), 2, "there is no weight set 'growth'"),
        ((), 2, "missing argument"),
    ],
)
def test_what_cannot_be_is_said(
    report: Callable[..., Any], kamtui: Callable[..., Any], words: Any, code: int, said: str
) -> None:
    ended = report(*words) if words else kamtui("report")
    assert (ended.code, ended.out) == (code, "")
    assert said in ended.err


def test_a_script_that_names_no_history_gets_no_made_up_customer(
    kamtui: Callable[..., Any],
) -> None:
    ended = kamtui("report", "A0235")
    assert (ended.code, ended.out) == (2, "")
    assert "no history was named" in ended.err


def test_what_people_entered_counts(
    report: Callable[..., Any], kamtui: Callable[..., Any], tiny_history: Path, tmp_path: Path
) -> None:
    desk = ("--workspace", tmp_path / "desk")
    assert "Intended" not in report("A1", *desk).out
    for words in (
        ("A1", "lifecycle=retention", "will=8", "importance=2"),
        ("--matrix", "willingness", "x=9"),
    ):
        ended = kamtui("rate", *words, "--history", tiny_history, *desk)
        assert ended.code == 0, ended.err
    text = report("A1", *desk).out
    assert "**Intended:** retention." in text
    assert (
        "**discontented toil** – Will to cooperate 8 (doubted), "
        "Importance to the customer 2 (indifferent)." in text
    )
