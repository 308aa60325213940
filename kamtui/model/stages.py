"""Stages of a relationship: rules over the measures that say which one an account is in.

What a stage is told by is declared, not coded: each has signs, a SQL condition over the measures
with what to say when it holds. The first stage whose signs hold is the one observed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

_MARK = re.compile(
    r"\{(?P<name>[a-z_][a-z0-9_]*)(?P<sign>:\+)?(?: (?P<one>[^{}|]+)\|(?P<many>[^{}|]+))?\}"
)


@dataclass(frozen=True)
class Sign:
    """One thing by which a stage is told."""

    text: str
    """What to say when it holds; `{name}` stands for a measure or a threshold, `{name:+}` for one
    with its sign, `{name day|days}` for one with the word that goes with it."""
    when: str | None = None
    """A SQL condition over the measures; `{name}` stands for a threshold. None holds always."""


@dataclass(frozen=True)
class Stage:
    """One stage, and what tells it."""

    id: str
    signs: tuple[Sign, ...]
    needs: Literal["any", "all"] = "any"
    """Whether one of the signs is enough."""


@dataclass(frozen=True)
class Stages:
    """The stages that a relationship goes through."""

    id: str
    title: str
    stages: tuple[Stage, ...]
    """In the order in which they are tried: the first that fits is the stage observed."""
    path: tuple[str, ...]
    """The ids of the stages in the order that a relationship goes through them."""
    thresholds: Mapping[str, float]
    """The numbers that the signs name."""
    source: str = ""
    """Who described them, for people."""


@dataclass(frozen=True)
class Mark:
    """A place in a text where a value goes."""

    name: str
    is_signed: bool
    words: tuple[str, str] | None
    """What follows the value 1, and what any other."""


def pieces(text: str) -> Iterator[str | Mark]:
    """Yield a text's plain parts and its marks, such as `{name}`, in their order."""
    end = 0
    for mark in _MARK.finditer(text):
        if mark.start() > end:
            yield text[end : mark.start()]
        words = (mark["one"], mark["many"]) if mark["one"] else None
        yield Mark(mark["name"], mark["sign"] is not None, words)
        end = mark.end()
    if end < len(text):
        yield text[end:]
