"""A page in both formats: whatever its texts are, they are text in it."""

from __future__ import annotations

from html.parser import HTMLParser

from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from kamtui.formats.page import Cell, Group, Heading, Items, Page, Path, Row, Said, Section, Table
from kamtui.formats.pages import page_text
from kamtui.text import harmless

MARKUP = [
    *("# a heading", "- an item", "12. an item", "> said", "---", "===", "[a]: /b", "a | b", "#"),
    *("*a* _b_ `c` ~~d~~", "[a](b)", "![a](b)", "<b>a</b>", "<!-- a", "&amp;", "\\", "**", "a #"),
    *("<script>alert(1)</script>", '"><img src=x onerror=1>', "</style>", "</svg>", "    a", "+ a"),
]
HEADINGS = ["h1", "h2", "h3"]
texts = st.text(st.characters(codec="utf-8"), min_size=1, max_size=20).filter(str.strip)
hostile = st.one_of(texts, st.sampled_from(MARKUP))


def page_of(name: str, said: str) -> Page:
    """A page on which both texts stand wherever a text can."""
    table = Table(
        (Heading(name), Heading(said, True)), (Row((Cell(name), Cell(said)), True),), said
    )
    blocks = (Said(name, said), Said("", said), Items((name, said)), Path((name, "end"), name))
    section = Section("History", "How?", (*blocks, table, Group("Group", (table,))))
    return Page(name, name, (name, said), (), (section,), said)


def tokens_of(text: str) -> list[Token]:
    parsed = MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(text)
    return [inner for token in parsed for inner in (token, *(token.children or ()))]


def texts_of_markdown(text: str) -> list[str]:
    """Return what each paragraph, heading, item and cell shows."""
    shown = []
    for token in MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(text):
        if token.type == "inline":
            shown.append("".join(each.content for each in token.children or ()))
    return shown


@given(name=hostile, said=hostile)
def test_markdown_shows_every_text_as_it_is(name: str, said: str) -> None:
    text = page_text(page_of(name, said), "md")
    kinds = {token.type for token in tokens_of(text)}
    assert not {kind for kind in kinds if kind.startswith(("html", "link", "image", "code", "s_"))}
    assert not kinds & {"fence", "blockquote_open", "ordered_list_open"}
    assert [token.type for token in tokens_of(text)].count("em_open") == 1  # of the section
    shown = texts_of_markdown(text)
    a, b = harmless(name).strip(), harmless(said).strip()
    assert [token.tag for token in tokens_of(text) if token.type == "heading_open"] == HEADINGS
    assert shown[0] == a
    assert shown.count(b) >= 4
    assert f"{a} {b}" in shown


class Shown(HTMLParser):
    """The elements of a page, and what it shows."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.shown: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note an element."""
        self.tags.append(tag)

    def handle_data(self, data: str) -> None:
        """Note a text."""
        self.shown.append(data)


@given(name=hostile, said=hostile)
def test_html_shows_every_text_as_it_is(name: str, said: str) -> None:
    page = Shown(page_text(page_of(name, said), "html"))
    plain = Shown(page_text(page_of("a", "b"), "html"))
    assert page.tags == plain.tags
    assert page.shown.count(harmless(name)) >= 5
    assert page.shown.count(harmless(said)) >= 5
