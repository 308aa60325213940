"""The lines of the ranked table: the heading, the accounts that are seen, the rule."""

from __future__ import annotations

from collections.abc import Collection
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual.css.styles import RenderStyles
from textual.geometry import Region, Size
from textual.scroll_view import ScrollView
from textual.strip import Strip

from kamtui.tui.ranked.rows import Lines, RankedPage
from kamtui.tui.widgets.columns import Placed, gap_for, pages
from kamtui.tui.widgets.ranked_row import Parts, heading_parts, row_parts

HEADING = 1
"""Lines that the heading takes."""
_GUTTER = 2
"""Cells before the first column, where the mark of the cursor stands."""
_CUT = Style(underline=True)
_FALLING_BY_NATURE = frozenset({"move", "score", "top", "revenue", "months", "growth", "days"})


class RankedLines(ScrollView):
    """Draws a `RankedPage` of any length; only the lines that are seen are worked out."""

    DEFAULT_CSS = """
    RankedLines {
        height: 1fr;
        overflow-x: hidden;
        overflow-y: scroll;
        scrollbar-size-vertical: 1;
        background: $background;
        color: $foreground;
        & > .ranked-lines--heading {
            background: $panel;
            color: $foreground-muted;
            text-style: bold;
        }
        & > .ranked-lines--sorted { color: $text; text-style: bold underline; }
        & > .ranked-lines--cursor { background: $primary 30%; }
        &:ansi > .ranked-lines--cursor { background: ansi_bright_black; text-style: bold; }
        & > .ranked-lines--resting { background: $surface; }
        & > .ranked-lines--rule { color: $foreground-muted; }
        & > .ranked-lines--name { text-style: none; }
        & > .ranked-lines--score { text-style: bold; }
        & > .ranked-lines--muted { color: $foreground-muted; }
        & > .ranked-lines--up { color: $text-success; }
        & > .ranked-lines--down { color: $text-error; }
        & > .ranked-lines--key { color: $text-warning; }
        & > .ranked-lines--bar { color: $primary 65%; }
        & > .ranked-lines--spark { color: $secondary 80%; }
        & > .ranked-lines--class-a { color: $text-success; text-style: bold; }
        & > .ranked-lines--class-b { color: $text-primary; text-style: bold; }
        & > .ranked-lines--class-c { color: $text; }
        & > .ranked-lines--class-d { color: $text-warning; }
        & > .ranked-lines--class-e { color: $foreground-muted; }
    }
    """
    _STYLES: ClassVar[tuple[str, ...]] = (
        *("heading", "sorted", "cursor", "resting", "rule", "name", "score", "muted"),
        *("up", "down", "key", "bar", "spark"),
        *("class-a", "class-b", "class-c", "class-d", "class-e"),
    )
    COMPONENT_CLASSES: ClassVar[set[str]] = {f"ranked-lines--{name}" for name in _STYLES}

    def __init__(self) -> None:
        super().__init__()
        self._view: RankedPage | None = None
        self._currency = ""
        self._lines = Lines(0, 0)
        self._cursor = 0
        self._page = 0
        self._laid_out: tuple[int, int] = (0, 0)
        self._pages_laid_out: tuple[tuple[Placed, ...], ...] = ()
        self._styles: dict[tuple[str, str], Style] = {}
        self._cut_below: frozenset[int] = frozenset()

    @property
    def view(self) -> RankedPage | None:
        """What is shown; None before anything is."""
        return self._view

    @property
    def columns(self) -> tuple[Placed, ...]:
        """The columns on the page that is shown."""
        return self._pages[min(self._page, len(self._pages) - 1)]

    @property
    def _pages(self) -> tuple[tuple[Placed, ...], ...]:
        """The columns on every page, laid out once for a width and the digits of a rank."""
        width = self.scrollable_content_region.width - _GUTTER
        digits = len(str(self._view.of_all)) if self._view else 1
        if (width, digits) != self._laid_out:
            self._laid_out, self._pages_laid_out = (width, digits), pages(width, digits)
        return self._pages_laid_out

    def _draw(self, view: RankedPage, cursor: int) -> None:
        """Draw another snapshot with the cursor at a place."""
        self._view, self._cursor = view, cursor
        self._lines = Lines(len(view), view.ranked)
        # It never scrolls sideways: columns that do not fit stand on another page.
        self.virtual_size = Size(0, HEADING + self._lines.count)
        self._bring_into_view()
        self.refresh()

    def draw_cuts_below(self, places: Collection[int]) -> None:
        """Draw a line below the accounts at these places, and no other."""
        if places != self._cut_below:
            self._cut_below = frozenset(places)
            self.refresh()

    def _move_cursor(self, place: int) -> None:
        """Put the cursor at another place, and draw no more than the two lines."""
        before, self._cursor = self._cursor, place
        self._bring_into_view()
        for changed in (before, place):
            line = self._lines.line_of(changed) + HEADING - self.scroll_offset.y
            self.refresh(Region(0, line, self.size.width, 1))

    def on_resize(self) -> None:
        """Keep the cursor in view at the new height."""
        self._bring_into_view()

    def _bring_into_view(self) -> None:
        line, rows = self._lines.line_of(self._cursor), self._lines_seen
        top = self.scroll_offset.y
        if line < top:
            self.scroll_to(y=line, animate=False, force=True)
        elif line >= top + rows:
            self.scroll_to(y=line - rows + 1, animate=False, force=True)

    @property
    def _lines_seen(self) -> int:
        return max(1, self.scrollable_content_region.height - HEADING)

    def render_line(self, y: int) -> Strip:
        """Return one line of the widget: the heading, an account, or the rule."""
        width = self.size.width
        if self._view is None:
            return Strip.blank(width, self._style("", ""))
        if y < HEADING:
            return self._heading(self._view, width)
        line = y - HEADING + self.scroll_offset.y
        if line == self._lines.rule:
            return self._rule(self._view, width)
        place = self._lines.place_at(line)
        if place is None:
            return Strip.blank(width, self._style("", ""))
        return self._account_line(self._view, place, width)

    def _account_line(self, view: RankedPage, place: int, width: int) -> Strip:
        mark, ground = "  ", ""
        if place == self._cursor:
            mark, ground = ("▸ ", "cursor") if self.has_focus else ("› ", "resting")
        parts = row_parts(view.row_at(place), self.columns, self._gap)
        strip = self._strip(((mark, ""), *parts), ground, width)
        return strip.apply_style(_CUT) if place in self._cut_below else strip

    def _heading(self, view: RankedPage, width: int) -> Strip:
        sorting = view.sorting
        falling = (sorting.column in _FALLING_BY_NATURE) != sorting.reverse
        parts = heading_parts(self.columns, self._gap, self._currency, sorting.column, falling)
        more = len(self._pages) > 1
        mark = f"{'‹' if more and self._page else ' '}{'›' if self._page_is_not_last else ' '}"
        return self._strip(((mark, ""), *parts), "heading", width)

    def _rule(self, view: RankedPage, width: int) -> Strip:
        count = len(view) - view.ranked
        text = f"── not ranked: {count:,} with under {view.least_coverage:.0%} of the weight known "
        return self._strip(((text.ljust(width, "─")[:width], "rule"),), "", width)

    def _strip(self, parts: Parts, ground: str, width: int) -> Strip:
        segments = [Segment(text, self._style(name, ground)) for text, name in parts]
        return Strip(segments).adjust_cell_length(width, self._style("", ground))

    def _style(self, name: str, ground: str) -> Style:
        """Return the style of a piece of text on a ground, with what is translucent mixed in."""
        if (name, ground) not in self._styles:
            behind = self._component(ground)
            text = self._component(name) if name else behind
            background = self.styles.background + behind.background
            style = Style.from_color((background + text.color).rich_color, background.rich_color)
            self._styles[name, ground] = style + behind.text_style + text.text_style
        return self._styles[name, ground]

    def _component(self, name: str) -> RenderStyles:
        return self.get_component_styles(f"ranked-lines--{name}") if name else self.styles

    def notify_style_update(self) -> None:
        """Forget the styles of the theme before."""
        self._styles.clear()
        super().notify_style_update()

    @property
    def _gap(self) -> int:
        return gap_for(self.scrollable_content_region.width - _GUTTER)

    @property
    def _page_is_not_last(self) -> bool:
        return self._page < len(self._pages) - 1
