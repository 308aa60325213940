"""A page for people: titled sections of sentences, tables and charts, in no format yet.

Every text in it is plain text. What a format would take for markup, its renderer escapes.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Said:
    """A sentence, its gist in front."""

    gist: str
    """Stands out; may be empty."""
    text: str = ""
    is_lacking: bool = False
    """Whether it says that something is not known."""


@dataclass(frozen=True)
class Items:
    """A list of sentences."""

    texts: tuple[str, ...]


@dataclass(frozen=True)
class Heading:
    """A column's heading."""

    title: str
    is_number: bool = False
    """Whether it stands to the right."""


@dataclass(frozen=True)
class Cell:
    """A value of a table."""

    text: str
    share: float | None = None
    """0-1: how long the bar behind it is, where the format can draw one; None for no bar."""
    tone: str = ""
    """good or bad; never the only carrier of what it says."""


@dataclass(frozen=True)
class Row:
    """A row of a table."""

    cells: tuple[Cell, ...]
    is_total: bool = False
    """Whether it sums up the rows above, or is the one to look at."""


@dataclass(frozen=True)
class Table:
    """Rows under headings."""

    headings: tuple[Heading, ...]
    rows: tuple[Row, ...]
    note: str = ""
    """What was left out, or how it is to be read."""


@dataclass(frozen=True)
class Path:
    """The steps of a way, with the one that has been reached."""

    steps: tuple[str, ...]
    here: str | None
    """None where none has been."""


@dataclass(frozen=True)
class Grid:
    """A matrix: what each cell is called, and where a point lies in it."""

    x_title: str
    y_title: str
    x_bands: tuple[str, ...]
    """From the left."""
    y_bands: tuple[str, ...]
    """From below."""
    names: tuple[tuple[str, ...], ...]
    """The cells' names, a tuple a band of y, from below."""
    point: tuple[float, float] | None
    """In bands from the lower left corner: (0.5, 0.5) is the middle of the first cell."""


@dataclass(frozen=True)
class Entry:
    """A thing with its value."""

    name: str
    value: float
    is_here: bool = False
    """Whether it is the one to look at."""


@dataclass(frozen=True)
class Lengths:
    """Values of a few things, as horizontal bars."""

    title: str
    entries: tuple[Entry, ...]
    whole: float
    """The value that fills the width, > 0."""


@dataclass(frozen=True)
class Series:
    """One value a period."""

    name: str
    values: tuple[float | None, ...]
    """None where the value is not known."""


@dataclass(frozen=True)
class Bars:
    """Values by period, as columns side by side."""

    title: str
    periods: tuple[str, ...]
    series: tuple[Series, ...]


@dataclass(frozen=True)
class Line:
    """A value that runs over periods."""

    title: str
    periods: tuple[str, ...]
    series: Series


@dataclass(frozen=True)
class Beside:
    """Groups that stand side by side where there is room."""

    groups: tuple[Group, ...]


Chart = Path | Grid | Lengths | Bars | Line
Block = Said | Items | Table | Chart | Beside


@dataclass(frozen=True)
class Group:
    """Blocks under a heading of their own."""

    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class Section:
    """A chapter of the page."""

    title: str
    about: str
    """One line: the question that it answers."""
    parts: tuple[Block | Group, ...]


@dataclass(frozen=True)
class Figure:
    """A number that the page begins with."""

    title: str
    value: str
    note: str = ""


@dataclass(frozen=True)
class Page:
    """A whole page."""

    kind: str
    """What it is, above the title."""
    title: str
    facts: tuple[str, ...]
    figures: tuple[Figure, ...]
    sections: tuple[Section, ...]
    foot: str
