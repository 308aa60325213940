"""The report's page in a real browser: it is drawn, it holds what it should, it prints."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from html import escape
from pathlib import Path

import pytest
from support.browser import Browsed, browse, browser, colours
from support.written_tables import line, write_tables

from kamtui.cli.main import run

WHITE = (255, 255, 255)
ACCENT = (29, 106, 140)
A4 = (595, 842)
"""Points, rounded."""

NAME = '</h1><script>document.title = 1</script><img src=x onerror=alert(1)> & "Sons"'
LINES = [line("A1", "1", date(2025, 11, 3), "100.50")]

Browse = Callable[..., Browsed]


@pytest.fixture
def browse_page(tmp_path: Path) -> Browse:
    """A function that opens a page in a browser."""
    program = browser()
    if program is None:
        pytest.skip("no Chromium on this machine: apt-get install chromium")

    def browse_page(page: Path, *options: str) -> Browsed:
        return browse(program, page, tmp_path / "profile", *options)

    return browse_page


def written(folder: Path, account: str, history: str | Path = "sample") -> Path:
    """Write an account's report and return the file."""
    file = folder / "plan.html"
    with pytest.raises(SystemExit) as ending:
        run(["report", account, "--history", str(history), "--output", str(file)])
    assert ending.value.code == 0
    return file


def test_the_page_is_drawn(browse_page: Browse, tmp_path: Path) -> None:
    picture = tmp_path / "page.png"
    page = written(tmp_path, "A0211")
    browsed = browse_page(page, f"--screenshot={picture}", "--window-size=720,1000")
    assert "Content Security Policy" not in browsed.said
    drawn = colours(picture)
    assert drawn.total() == 720 * 1000
    assert 0.03 < 1 - drawn[WHITE] / drawn.total() < 0.5
    assert len(drawn) > 50
    assert drawn[ACCENT] > 1000  # styles count: the stage that has been reached is filled


def test_it_holds_the_name_and_the_charts(browse_page: Browse, tmp_path: Path) -> None:
    document = browse_page(written(tmp_path, "A0211"), "--dump-dom").out
    assert "<h1>Ruskosarka Garden Depot</h1>" in document
    labels = re.findall(r'<svg[^>]* aria-label="([^"]*)"', document)
    assert labels == [
        "Congruence of interests and Value of the relationship",
        "Will to cooperate and Importance to the customer",
        "Strength beside the best competitor and Attractiveness",
        "Competitive-strength index, 1–10",
        "Revenue and profit by year, EUR",
        "Profit so far, EUR",
        "Revenue and profit by month, EUR",
    ]
    for element in ("rect", "polyline", "circle"):
        assert re.search(rf"<svg.*<{element} ", document, re.S)


def test_it_prints_on_a4(browse_page: Browse, tmp_path: Path) -> None:
    paper = tmp_path / "plan.pdf"
    browse_page(written(tmp_path, "A0211"), "--no-pdf-header-footer", f"--print-to-pdf={paper}")
    printed = paper.read_bytes()
    assert printed.startswith(b"%PDF-")
    assert 1 <= len(re.findall(rb"/Type\s*/Page\b", printed)) <= 6
    boxes = re.findall(rb"/MediaBox\s*\[0 0 ([\d.]+) ([\d.]+)\]", printed)
    assert boxes
    for width, height in boxes:
        assert (round(float(width)), round(float(height))) == A4


def test_a_name_that_is_markup_is_text(browse_page: Browse, tmp_path: Path) -> None:
    tables = {"accounts": [{"account_id": "A1", "name": NAME}], "order_lines": LINES}
    history = write_tables(tables, tmp_path / "history")
    document = browse_page(written(tmp_path, "A1", history), "--dump-dom").out
    assert f"<h1>{escape(NAME, quote=False)}</h1>" in document
    assert not re.search(r"<(script|img)", document)
