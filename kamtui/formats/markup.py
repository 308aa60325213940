"""Markup of a page: elements, and text that can only be text in them."""

from __future__ import annotations

from html import escape
from typing import NewType

from kamtui.text import harmless

Markup = NewType("Markup", str)
"""HTML or SVG. Only `text` and `element` make it, so that nothing of the data ever is markup."""

NOTHING = Markup("")


def text(value: str) -> Markup:
    """Return what shows a text as it is spelled; what a reader would obey is spelled out."""
    return Markup(escape(harmless(value)))


def element(name: str, *children: Markup, **attributes: str | float | None) -> Markup:
    """Return an element with its children.

    An attribute's `_` stands for `-`, one at its end for nothing; one that is None is left out.
    """
    given = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{_value(value)}"'
        for key, value in attributes.items()
        if value is not None
    )
    return Markup(f"<{name}{given}>{joined(*children)}</{name}>")


def joined(*parts: Markup, by: str = "") -> Markup:
    """Return markup with nothing, or with a blank or line break, between its parts."""
    return Markup(by.join(parts))


def _value(value: str | float) -> str:
    if isinstance(value, str):
        return text(value)
    return f"{value:.2f}".rstrip("0").rstrip(".")
