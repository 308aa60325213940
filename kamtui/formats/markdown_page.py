"""A page as Markdown: sentences and tables; a chart is left to the table beside it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from kamtui.formats import page
from kamtui.formats.text import markdown_cell

# What makes a line more than a paragraph, where the line begins with it.
_OPENS_A_BLOCK = re.compile(r"^(\d{1,9}(?=[.)](?:\s|$)))?([#>\[.)]|[-+=](?=[\s=-]|$))")
_CLOSES_A_HEADING = re.compile(r"#(?=#*\s*$)")


def markdown_page(whole: page.Page) -> str:
    """Return the page as Markdown; what the data holds is text in it, never markup."""
    return "\n\n".join(_blocks_of(whole)) + "\n"


def _blocks_of(whole: page.Page) -> Iterator[str]:
    yield _heading(1, whole.title)
    yield _line(whole.kind)
    if whole.facts:
        yield _line(" · ".join(whole.facts))
    if whole.figures:
        yield _figures(whole.figures)
    for section in whole.sections:
        yield _heading(2, section.title)
        yield f"*{_line(section.about)}*"
        for part in section.parts:
            yield from _part(part)
    yield "---"
    yield _line(whole.foot)


def _part(part: page.Block | page.Group) -> Iterator[str]:
    if isinstance(part, page.Group):
        texts = [text for block in part.blocks for text in _part(block)]
        if texts:  # a group of charts has none
            yield _heading(3, part.title)
            yield from texts
    elif isinstance(part, page.Beside):
        for group in part.groups:
            yield from _part(group)
    elif text := _block(part):
        yield text


def _block(block: page.Block) -> str:
    match block:
        case page.Said():
            return _said(block)
        case page.Items():
            return "\n".join(f"- {_line(text)}" for text in block.texts)
        case page.Table():
            return _table(block)
        case page.Path():
            return " → ".join(
                f"**{_text(step)}**" if step == block.here else _text(step) for step in block.steps
            )
        case _:
            return ""


def _said(said: page.Said) -> str:
    if not said.gist:
        return _line(said.text)
    gist = f"**{_text(said.gist)}**"
    return f"{gist} {_text(said.text)}" if said.text else gist


def _figures(figures: Iterable[page.Figure]) -> str:
    shown = list(figures)
    rows = [[each.value for each in shown], [each.note for each in shown]]
    return "\n".join(
        [
            _row(_text(each.title) for each in shown),
            _row("---" for _ in shown),
            *(_row(map(_text, row)) for row in rows if any(row)),
        ]
    )


def _table(table: page.Table) -> str:
    lines = [
        _row(_text(heading.title) for heading in table.headings),
        _row("---:" if heading.is_number else "---" for heading in table.headings),
    ]
    for row in table.rows:
        texts = [_text(cell.text) for cell in row.cells]
        lines.append(_row(f"**{text}**" if row.is_total and text else text for text in texts))
    if table.note:
        lines += ["", _line(table.note)]
    return "\n".join(lines)


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _heading(level: int, text: str) -> str:
    return f"{'#' * level} " + _CLOSES_A_HEADING.sub(r"\#", _text(text))


def _line(text: str) -> str:
    """Return a paragraph: text that begins no heading, list, quotation or definition."""
    return _OPENS_A_BLOCK.sub(r"\1\\\2", _text(text))


def _text(text: str) -> str:
    return markdown_cell(text).strip()
