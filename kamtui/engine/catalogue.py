"""The catalogue of queries/: what each file answers, and how files make up one statement.

A file holds one SELECT. Its header is made of comment lines:

    -- title: what the answer is, in a few words
    -- row: what a row is
    -- uses: orders, measures            relations of other files, which become CTEs of that name
    -- uses: ranked at since             the same relation as of the day $since: ranked_at_since
    -- tables: accounts, order_lines     the history's tables it reads itself
    -- param: as_of DATE the day the answer is for

A file in `queries/parts/` is a relation that others use, and one in `queries/check/` a question
that `kamtui check` asks of a table: neither is asked for by name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from kamtui.errors import Failed
from kamtui.shipped import shipped

_HEADER = re.compile(r"^-- (title|row|uses|tables|param):\s*(.*?)\s*$")
_MACRO = re.compile(r"^CREATE MACRO ", re.MULTILINE)
_FRAGMENT = re.compile(r"\{(\w+)\}")
_WORDS = re.compile(r"'(?:[^']|'')*'|\"(?:[^\"]|\"\")*\"|--[^\n]*|\$?\b[A-Za-z_]\w*")
"""A quoted text or name, a comment, a parameter or a word of SQL."""
_DAYS = ("$as_of", "$judged_until")
"""The parameters that say up to which day rows count; `at` puts another day in their place."""


@dataclass(frozen=True)
class Parameter:
    """A parameter of a query."""

    name: str
    about: str


@dataclass(frozen=True)
class Query:
    """One file of queries/."""

    name: str
    title: str
    row: str
    """What a row of the answer is."""
    uses: tuple[str, ...]
    tables: tuple[str, ...]
    parameters: tuple[Parameter, ...]
    sql: str
    """The statement without its header; `{fragment}` marks what is composed from the model."""
    is_part: bool
    """Whether it is not asked for by name."""


@dataclass(frozen=True)
class Statement:
    """A whole statement, made up of a query and everything it uses."""

    sql: str
    tables: frozenset[str]
    """The history's tables it reads."""
    parameters: frozenset[str]
    """The names of the parameters it binds."""


class _Catalogue(Mapping[str, Query]):
    """The files of a folder by name, each read when it is first asked for."""

    def __init__(self, folder: Path) -> None:
        self._paths = {
            path.stem: path
            for pattern in ("*.sql", "parts/*.sql", "check/*.sql")
            for path in sorted(folder.glob(pattern))
        }
        self._folder = folder
        self._read: dict[str, Query] = {}

    def __getitem__(self, name: str) -> Query:
        if name not in self._read:
            path = self._paths[name]
            self._read[name] = _read(path, is_part=path.parent != self._folder)
        return self._read[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._paths)

    def __len__(self) -> int:
        return len(self._paths)


@cache
def catalogue() -> Mapping[str, Query]:
    """Return every query of queries/ by name."""
    folder = shipped("queries")
    if not folder.is_dir():
        raise Failed(f"{folder}: the folder of queries is missing from this installation")
    return _Catalogue(folder)


def macros() -> Mapping[str, str]:
    """Return, by its name, the statement that makes each macro of queries/macros.sql."""
    statements = _MACRO.split(catalogue()["macros"].sql)[1:]
    return {statement.split("(")[0]: f"CREATE MACRO {statement}" for statement in statements}


def _read(path: Path, *, is_part: bool) -> Query:
    values: dict[str, list[str]] = {}
    body: list[str] = []
    for line in path.read_text(encoding="utf-8").splitlines():
        match = _HEADER.match(line)
        if match:
            values.setdefault(match[1], []).append(match[2])
        else:
            body.append(line)

    def names(key: str) -> tuple[str, ...]:
        return tuple(name.strip() for line in values.get(key, []) for name in line.split(","))

    parameters = tuple(
        Parameter(name, about.strip())
        for name, _, about in (line.partition(" ") for line in values.get("param", []))
    )
    return Query(
        name=path.stem,
        title=" ".join(values.get("title", [path.stem])),
        row=" ".join(values.get("row", [""])),
        uses=names("uses"),
        tables=names("tables"),
        parameters=parameters,
        sql="\n".join(body).strip().rstrip(";"),
        is_part=is_part,
    )


def compose(
    name: str,
    fragments: Mapping[str, str] | None = None,
    stand_ins: Mapping[str, str] | None = None,
) -> Statement:
    """Return the statement that answers query `name`.

    `fragments` fills the marks `{…}` of the files; a mark without a fragment is an error.
    `stand_ins` gives other SQL for a relation, which then stands for all that it uses: a
    snapshot of the measures for `measures`, one of another day for `measures_at_since`.
    """
    fragments, stand_ins = fragments or {}, stand_ins or {}
    order: list[str] = []
    _visit(name, stand_ins, order)
    tables: set[str] = set()
    parameters: set[str] = set()
    texts: dict[str, str] = {}
    for used in order:
        made = _made(used, fragments, stand_ins)
        texts[used] = made.sql
        tables |= made.tables
        parameters |= made.parameters
    body = texts.pop(name)
    relations = [f"{used.replace(' ', '_')} AS (\n{text}\n)" for used, text in texts.items()]
    # An outer SELECT keeps the order of the inner one: DuckDB preserves insertion order.
    sql = body if not relations else f"WITH {', '.join(relations)}\nSELECT * FROM (\n{body}\n)"
    bound = {word[0][1:] for word in _WORDS.finditer(sql) if word[0].startswith("$")}
    return Statement(sql, frozenset(tables), frozenset(parameters & bound))


def _visit(name: str, stand_ins: Mapping[str, str], order: list[str]) -> None:
    if name in order:
        return
    # A relation as of another day has what it uses within itself.
    if name not in stand_ins and " at " not in name:
        for used in catalogue()[name].uses:
            _visit(used, stand_ins, order)
    order.append(name)


def _made(used: str, fragments: Mapping[str, str], stand_ins: Mapping[str, str]) -> Statement:
    """Return the text of one relation, with the tables it reads and the parameters it may bind."""
    stand_in = stand_ins.get(used.replace(" ", "_"))
    if stand_in is not None:
        return Statement(stand_in, frozenset(), frozenset())
    name, _, day = used.partition(" at ")
    if day:
        return _as_of_another_day(name, day, fragments, stand_ins)
    query = catalogue()[name]
    parameters = frozenset(parameter.name for parameter in query.parameters)
    return Statement(_filled(query, fragments), frozenset(query.tables), parameters)


def _as_of_another_day(
    name: str, day: str, fragments: Mapping[str, str], stand_ins: Mapping[str, str]
) -> Statement:
    ending = f"_at_{day}"
    then = {used.removesuffix(ending): sql for used, sql in stand_ins.items() if ending in used}
    statement = compose(name, fragments, then)
    sql = _WORDS.sub(lambda word: f"${day}" if word[0] in _DAYS else word[0], statement.sql)
    return Statement(sql, statement.tables, statement.parameters | {day})


def _filled(query: Query, fragments: Mapping[str, str]) -> str:
    def fragment(match: re.Match[str]) -> str:
        try:
            return fragments[match[1]]
        except KeyError:
            raise Failed(f"queries/{query.name}.sql: nothing to put for {match[0]}") from None

    return _FRAGMENT.sub(fragment, query.sql)
