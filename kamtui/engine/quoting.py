"""How a name and a text are spelled in SQL."""

from __future__ import annotations

from collections.abc import Iterable


def quoted_name(name: str) -> str:
    """Return `name` as a SQL identifier, whatever it holds."""
    return '"' + name.replace('"', '""') + '"'


def quoted_text(text: str) -> str:
    """Return `text` as a SQL string literal."""
    return "'" + text.replace("'", "''") + "'"


def text_list(texts: Iterable[str]) -> str:
    """Return a SQL list of string literals."""
    return "[" + ", ".join(quoted_text(text) for text in texts) + "]"
