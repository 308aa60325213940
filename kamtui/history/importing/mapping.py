"""A mapping: where the sources lie, how they are written, and what fills each contract table."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping as Dictionary
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from kamtui.errors import WrongUsage
from kamtui.history.contract import TABLE_NAMES, Table, table_named
from kamtui.history.importing.settings import SourceSettings, check_settings
from kamtui.model.spelling import did_you_mean


class HistorySettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What the mapping says about the history as a whole, for `history.toml`."""

    currency: str | None = None
    """ISO 4217; None leaves what the history says."""
    name: str | None = None
    timezone: str | None = None
    """IANA name; points in time with an offset are told in it. None leaves what is there."""


class _FeedSection(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    source: str
    columns: dict[str, str]
    filter: str | None = None
    one_row_per: list[str] = []
    newest_by: str | None = None


@dataclass(frozen=True)
class Feed:
    """What one source gives to one contract table."""

    key: str
    """Where it stands in the mapping, for errors: `tables.order_lines`."""
    table: Table
    source: str
    columns: Dictionary[str, str]
    """A SQL expression over the source's columns for each contract column."""
    filter: str | None
    """Rows for which this is not true are left out; None leaves out none."""
    one_row_per: tuple[str, ...]
    """Contract columns of which one row each is kept; empty keeps every row."""
    newest_by: str | None
    """Of rows that share `one_row_per` the one where this is greatest is kept, else the last."""


@dataclass(frozen=True)
class Mapping:
    """A mapping file that was read and holds together."""

    file: Path
    history: HistorySettings
    sources: Dictionary[str, SourceSettings]
    feeds: tuple[Feed, ...]

    def feeds_of(self, table: Table) -> tuple[Feed, ...]:
        """The feeds of one contract table, in the order of the mapping."""
        return tuple(feed for feed in self.feeds if feed.table.name == table.name)


def read_mapping(file: Path) -> Mapping:
    """Return the mapping in `file`.

    Raises WrongUsage naming the file, the key and what was expected there.
    """
    try:
        text = file.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise WrongUsage(
            f"{file}: there is no such mapping",
            "`kamtui import --show online_retail` prints one to start from.",
        ) from None
    except (OSError, UnicodeDecodeError) as error:
        raise WrongUsage(f"{file}: cannot be read: {error}") from error
    try:
        content = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise WrongUsage(f"{file}: is not TOML: {error}") from error
    return _Reader(file).mapping(content)


_Section = TypeVar("_Section", bound=msgspec.Struct)


@dataclass(frozen=True)
class _Reader:
    file: Path

    def mapping(self, content: dict[str, Any]) -> Mapping:
        self._known("", content, ("history", "sources", "tables"))
        for needed in ("sources", "tables"):
            if not self._section(needed, content.get(needed, {})):
                raise self._wrong(needed, "is missing or empty: expected at least one")
        history = self._convert("history", content.get("history", {}), HistorySettings)
        sources = {
            name: self._source(name, section) for name, section in content["sources"].items()
        }
        feeds = tuple(
            self._feed(key, table, section, tuple(sources))
            for name, sections in content["tables"].items()
            for table in [self._table(name)]
            for key, section in self._entries(f"tables.{name}", sections)
        )
        return Mapping(file=self.file, history=history, sources=sources, feeds=feeds)

    def _source(self, name: str, section: Any) -> SourceSettings:
        key = f"sources.{name}"
        settings = self._convert(key, section, SourceSettings)
        wrong = check_settings(settings)
        if wrong is not None:
            raise self._wrong(f"{key}.{wrong.key}", wrong.message)
        return settings

    def _table(self, name: str) -> Table:
        try:
            return table_named(name)
        except KeyError:
            raise self._wrong(
                f"tables.{name}",
                "the contract has no such table",
                did_you_mean(name, TABLE_NAMES),
            ) from None

    def _entries(self, key: str, sections: Any) -> list[tuple[str, Any]]:
        if isinstance(sections, list):
            return [(f"{key}[{number}]", section) for number, section in enumerate(sections, 1)]
        return [(key, sections)]

    def _feed(self, key: str, table: Table, section: Any, sources: tuple[str, ...]) -> Feed:
        feed = self._convert(key, section, _FeedSection)
        if feed.source not in sources:
            raise self._wrong(
                f"{key}.source",
                f"there is no source {feed.source!r}",
                did_you_mean(feed.source, sources),
            )
        self._known(f"{key}.columns", feed.columns, table.column_names)
        for column in table.columns:
            if column.required and column.name not in feed.columns:
                raise self._wrong(
                    f"{key}.columns",
                    f"{column.name} is missing ({column.about}): "
                    f"expected an expression of {column.kind.value}",
                )
        self._known(f"{key}.one_row_per", feed.one_row_per, tuple(feed.columns))
        if feed.newest_by is not None and not feed.one_row_per:
            raise self._wrong(f"{key}.newest_by", "says nothing without one_row_per")
        return Feed(
            key=key,
            table=table,
            source=feed.source,
            columns=feed.columns,
            filter=feed.filter,
            one_row_per=tuple(feed.one_row_per),
            newest_by=feed.newest_by,
        )

    def _convert(self, key: str, section: Any, kind: type[_Section]) -> _Section:
        self._known(key, self._section(key, section), kind.__struct_fields__)
        try:
            return msgspec.convert(section, kind)
        except msgspec.ValidationError as error:
            message, _, path = str(error).partition(" - at `$")
            raise self._wrong(key + path.rstrip("`"), message.replace("`", "")) from error

    def _section(self, key: str, section: Any) -> dict[str, Any]:
        if not isinstance(section, dict):
            raise self._wrong(key, "expected a section of keys and values")
        return section

    def _known(self, key: str, found: Any, known: tuple[str, ...]) -> None:
        for name in found:
            if name not in known:
                where = f"{key}.{name}" if key else str(name)
                raise self._wrong(
                    where, "there is no such name here", did_you_mean(str(name), known)
                )

    def _wrong(self, key: str, message: str, hint: str | None = None) -> WrongUsage:
        return WrongUsage(f"{self.file}: {key}: {message}", hint)
