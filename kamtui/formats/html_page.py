"""A page as one HTML file: no script, no reference to anything outside it; it prints on A4."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from kamtui.formats import page
from kamtui.formats.charts import bars_svg, line_svg
from kamtui.formats.markup import NOTHING, Markup, element, joined, text
from kamtui.formats.small_charts import grid_svg, lengths_svg

_FULL = 880.0
"""The width of a chart that stands alone, in pixels of a wide screen."""
_GAP = 32.0
_FEW_ROWS, _FEW_COLUMNS = 8, 4
_POLICY = "default-src 'none'; style-src 'unsafe-inline'"


def html_page(whole: page.Page) -> str:
    """Return the page as HTML; what the data holds is text in it, never markup."""
    # A browser would read nothing from elsewhere for this page even if it were told to.
    head = f"""<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{_POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
{element("title", text(f"{whole.title} – {whole.kind}"))}
<style>
{_style()}</style>
</head>
"""
    sections = joined(*map(_section, whole.sections), by="\n")
    foot = element("footer", element("p", text(whole.foot)))
    body = joined(_header(whole), element("main", sections), foot, by="\n")
    return f"{head}{element('body', body)}\n</html>\n"


def _style() -> str:
    return Path(__file__).with_name("page.css").read_text(encoding="utf-8")


def _header(whole: page.Page) -> Markup:
    facts = element("ul", *(element("li", text(fact)) for fact in whole.facts), class_="facts")
    figures = element("dl", *map(_figure, whole.figures), class_="figures")
    return element(
        "header",
        element("p", text(whole.kind), class_="kind"),
        element("h1", text(whole.title)),
        facts if whole.facts else NOTHING,
        figures if whole.figures else NOTHING,
    )


def _figure(figure: page.Figure) -> Markup:
    note = element("dd", text(figure.note), class_="note") if figure.note else NOTHING
    value = element("dd", text(figure.value), class_="value")
    return element("div", element("dt", text(figure.title)), value, note)


def _section(section: page.Section) -> Markup:
    about = element("p", text(section.about), class_="about")
    head = element("div", element("h2", text(section.title)), about, class_="head")
    return element("section", head, *(_part(part, _FULL) for part in section.parts))


def _part(part: page.Block | page.Group, width: float) -> Markup:
    if isinstance(part, page.Group):
        return _group(part, width)
    if isinstance(part, page.Beside):
        count = len(part.groups)
        of_each = (width - _GAP * (count - 1)) / count if count else width
        return element("div", *(_group(group, of_each) for group in part.groups), class_="beside")
    return _block(part, width)


def _group(group: page.Group, width: float) -> Markup:
    blocks = (_part(block, width) for block in group.blocks)
    return element("div", element("h3", text(group.title)), *blocks, class_="group")


def _block(block: page.Block, width: float) -> Markup:
    match block:
        case page.Said():
            return _said(block)
        case page.Items():
            return element("ul", *(element("li", text(each)) for each in block.texts))
        case page.Table():
            return _table(block)
        case page.Path():
            return element("ol", *_steps(block), class_="path")
        case page.Grid():
            return _figure_of(grid_svg(block, width))
        case page.Lengths():
            return _figure_of(lengths_svg(block, width))
        case page.Bars():
            return _figure_of(bars_svg(block, width))
        case page.Line():
            return _figure_of(line_svg(block, width))
        case _:
            return NOTHING


def _figure_of(chart: Markup) -> Markup:
    return element("figure", chart)


def _said(said: page.Said) -> Markup:
    gist = element("strong", text(said.gist)) if said.gist else NOTHING
    blank = text(" ") if said.gist and said.text else NOTHING
    kind = "lacking" if said.is_lacking else None
    return element("p", gist, blank, text(said.text), class_=kind)


def _steps(path: page.Path) -> Iterator[Markup]:
    for step in path.steps:
        is_here = step == path.here
        yield element(
            "li",
            text(step),
            class_="here" if is_here else None,
            aria_current="step" if is_here else None,
        )


def _table(table: page.Table) -> Markup:
    kinds = ["number" if heading.is_number else None for heading in table.headings]
    headings = (
        element("th", text(heading.title), scope="col", class_=kind)
        for heading, kind in zip(table.headings, kinds, strict=True)
    )
    rows = (
        element(
            "tr",
            *(_cell(cell, kind) for cell, kind in zip(row.cells, kinds, strict=True)),
            class_="total" if row.is_total else None,
        )
        for row in table.rows
    )
    head, body = element("thead", element("tr", *headings)), element("tbody", *rows)
    note = element("p", text(table.note), class_="note") if table.note else NOTHING
    few = "few-columns" if len(table.headings) <= _FEW_COLUMNS else None
    whole = "wide whole" if len(table.rows) <= _FEW_ROWS else "wide"
    return joined(element("div", element("table", head, body, class_=few), class_=whole), note)


def _cell(cell: page.Cell, kind: str | None) -> Markup:
    names = " ".join(name for name in (kind, cell.tone, "share" if cell.share else None) if name)
    share = f"background-size: {100 * cell.share:.1f}% 1.25em" if cell.share else None
    return element("td", text(cell.text), class_=names or None, style=share)
