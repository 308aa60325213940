"""The formats that a page can be written in."""

from __future__ import annotations

from pathlib import Path

from kamtui.formats.page import Page

PAGE_FORMATS = ("md", "html")
_BY_ENDING = {".md": "md", ".markdown": "md", ".html": "html", ".htm": "html"}


def page_format_of(file: Path) -> str | None:
    """Return the format that a file's ending names; None when it names none."""
    return _BY_ENDING.get(file.suffix.lower())


def page_text(page: Page, format_name: str) -> str:
    """Return the whole page in one of PAGE_FORMATS."""
    if format_name == "html":
        from kamtui.formats.html_page import html_page

        return html_page(page)
    from kamtui.formats.markdown_page import markdown_page

    return markdown_page(page)
