"""The text formats that stream: csv, json, jsonl and md, a row at a time."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import Any

from kamtui.formats.figures import NO_VALUE
from kamtui.formats.values import json_string, json_text, plain
from kamtui.text import harmless

Row = tuple[Any, ...]
Chunks = Iterable[list[Row]]

_NEEDS_QUOTES = re.compile(r'[",\r\n]|^\s|\s$|^$')
# What GitHub's Markdown would read as more than text, each only where it would.
_MARKDOWN = re.compile(
    r"[|`*]"  # ends the cell, code, emphasis
    r"|(?<!\w)_|_(?!\w)|~(?=~)"  # emphasis, strikethrough
    r"|(?<=\])\(|(?<=\])\["  # a link's address
    r"|<(?=[A-Za-z/!?])|&(?=#?\w+;)"  # HTML and its entities
    r"|\\(?=[!-/:-@\[-`{-~]|$)"  # a backslash that would escape
)


def csv_lines(names: Sequence[str], chunks: Chunks) -> Iterator[str]:
    """Yield a csv document, RFC 4180: a header, null as nothing at all, empty text as `""`."""
    yield ",".join(map(_csv_field, names)) + "\n"
    # A lone null would be an empty line, which readers skip.
    null = '""' if len(names) == 1 else ""
    for chunk in chunks:
        yield "".join(
            ",".join([null if value is None else _csv_field(value) for value in row]) + "\n"
            for row in chunk
        )


def _csv_field(value: Any) -> str:
    text = plain(value)
    if text is None:
        return ""
    if _NEEDS_QUOTES.search(text):
        return '"' + text.replace('"', '""') + '"'
    return text


def jsonl_lines(names: Sequence[str], chunks: Chunks) -> Iterator[str]:
    """Yield one JSON object a row, a line each."""
    keys = [f"{json_string(name)}: " for name in names]
    for chunk in chunks:
        yield "".join(_json_object(keys, row) + "\n" for row in chunk)


def json_lines(names: Sequence[str], chunks: Chunks) -> Iterator[str]:
    """Yield one JSON array of objects, a row a line."""
    keys = [f"{json_string(name)}: " for name in names]
    yield "["
    before = "\n"
    for row in chain.from_iterable(chunks):
        yield before + _json_object(keys, row)
        before = ",\n"
    yield "\n]\n"


def _json_object(keys: Sequence[str], row: Row) -> str:
    pairs = (key + json_text(value) for key, value in zip(keys, row, strict=True))
    return f"{{{', '.join(pairs)}}}"


def markdown_lines(
    names: Sequence[str], chunks: Chunks, right_aligned: Sequence[bool]
) -> Iterator[str]:
    """Yield a Markdown table; what the data holds is text in it, never markup."""
    yield _markdown_row(map(markdown_cell, names))
    yield _markdown_row("---:" if right else "---" for right in right_aligned)
    for chunk in chunks:
        yield "".join(
            _markdown_row(
                NO_VALUE if (text := plain(v)) is None else markdown_cell(text) for v in row
            )
            for row in chunk
        )


def markdown_cell(text: str) -> str:
    """Return `text` spelled so that a Markdown table shows it as it is, on one line."""
    return _MARKDOWN.sub(r"\\\g<0>", harmless(text))


def _markdown_row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |\n"
