"""`kamtui query`: a named question, or one SELECT of the user's own."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

import click
from click.shell_completion import CompletionItem

from kamtui.cli.options import (
    once_each,
    output_options,
    place_options,
    request_options,
    required_history,
)
from kamtui.cli.output import Output, Writable, chosen_output, write_answer
from kamtui.errors import WrongUsage
from kamtui.portfolio.request import Request

if TYPE_CHECKING:
    from kamtui.portfolio.opening import Portfolio

Place: TypeAlias = tuple[Path | None, Path | None, date | None]
"""Which history, which workspace, which day, each None where it was not said."""


class QueryName(click.ParamType[str]):
    """The name of a query of the catalogue."""

    name = "query"

    def convert(self, value: Any, param: Any, ctx: Any) -> str:
        """Return the name as it is; whether it is there, the catalogue knows."""
        return str(value)

    def shell_complete(self, ctx: Any, param: Any, incomplete: str) -> list[CompletionItem]:
        """Complete the names that the catalogue has."""
        from kamtui.cli.completion import query_names

        return [CompletionItem(name) for name in query_names() if name.startswith(incomplete)]


@click.command()
@click.argument("name", type=QueryName(), required=False)
@click.option("--list", "wants_list", is_flag=True, help="Which queries there are.")
@click.option("--sql", metavar="SELECT", help="Ask this SELECT of the history's tables.")
@click.option(
    "--file",
    type=click.Path(path_type=Path, allow_dash=True),
    metavar="F.sql",
    help="Ask the SELECT in this file; `-` is stdin.",
)
@place_options
@request_options
@output_options
def query(
    name: str | None,
    wants_list: bool,
    sql: str | None,
    file: Path | None,
    history: Path | None,
    workspace: Path | None,
    as_of: date | None,
    top: int | None,
    owner: str | None,
    segment: str | None,
    account: str | None,
    weights: str | None,
    weight_overrides: tuple[tuple[str, float], ...],
    params: tuple[tuple[str, str], ...],
    explain: bool,
    format: str | None,
    output: Path | None,
) -> None:
    """Answer the query NAME, or one SELECT of your own over the history's tables.

    \b
    Examples:
      kamtui query --list
      kamtui query priorities --history ~/history --top 20
      kamtui query priorities -w profitability=50 --format json > ranked.json
      kamtui query --sql "select owner, count(*) n from accounts group by all"
      kamtui query --file late.sql --param since=2025-01-01 --output late.parquet
    """
    wanted = chosen_output(format, output)
    if _one_of(name, wants_list, sql, file) == "--list":
        write_answer(_listing(history, workspace), wanted, top)
        return
    request = Request(
        # A table says how many rows there are besides those it shows, and so needs them all.
        top=None if wanted.counts_rows else top,
        owner=owner,
        segment=segment,
        account=account,
        weights_name=weights,
        weight_overrides=tuple(once_each(weight_overrides, "-w").items()),
        params=once_each(params, "--param"),
        explain=explain,
    )
    text = _text_of(file) if file is not None else sql
    if name is not None:
        answer_by_name(name, (history, workspace, as_of), request, wanted, top)
    else:
        answer, day = _answer_in_sql(text or "", (history, workspace, as_of), request)
        write_answer(answer, wanted, top, day)


def _one_of(name: str | None, wants_list: bool, sql: str | None, file: Path | None) -> str:
    given = [
        word
        for word, is_given in (
            ("NAME", name is not None),
            ("--list", wants_list),
            ("--sql", sql is not None),
            ("--file", file is not None),
        )
        if is_given
    ]
    if len(given) == 1:
        return given[0]
    raise WrongUsage(
        f"{' and '.join(given)} ask for different things" if given else "no query was named",
        "One of: kamtui query NAME, --list, --sql SELECT, --file F.sql",
    )


def answer_by_name(
    name: str, place: Place, request: Request, output: Output, top: int | None
) -> None:
    """Answer the query `name` about the history of a place, and say what is to be known of it."""
    from kamtui.portfolio.queries import ask_by_name, missing_tables
    from kamtui.portfolio.rows import Rows

    portfolio = _opened(place)
    answer = ask_by_name(portfolio, name, request)
    for table in missing_tables(portfolio, name):
        click.echo(f"kamtui: {name} has no rows: the history has no {table}", err=True)
    for note in answer.notes if isinstance(answer, Rows) else ():
        click.echo(f"kamtui: {name}: {note}", err=True)
    write_answer(answer, output, top, portfolio.as_of)


def _answer_in_sql(sql: str, place: Place, request: Request) -> tuple[Writable, date]:
    from kamtui.portfolio.queries import ask_in_sql

    portfolio = _opened(place)
    return ask_in_sql(portfolio, sql, request), portfolio.as_of


def _opened(place: Place) -> Portfolio:
    from kamtui.portfolio.opening import open_portfolio

    history, workspace, as_of = place
    return open_portfolio(required_history(history), workspace=workspace, as_of=as_of)


def _text_of(file: Path) -> str:
    try:
        data = sys.stdin.buffer.read() if str(file) == "-" else file.read_bytes()
        return data.decode("utf-8-sig")
    except (FileNotFoundError, IsADirectoryError) as error:
        raise WrongUsage(f"--file {file}: {error.strerror}") from None
    except UnicodeDecodeError as error:
        raise WrongUsage(f"--file {file}: is not UTF-8 text (byte {error.start})") from None


def _listing(history: Path | None, workspace: Path | None) -> Writable:
    from kamtui.portfolio.opening import SAMPLE
    from kamtui.portfolio.queries import named_queries
    from kamtui.portfolio.rows import Rows, columns
    from kamtui.workspace.location import workspace_folder

    folders = [workspace_folder(workspace)]
    if history is not None and str(history) != SAMPLE:
        folders.insert(0, history)
    return Rows(
        columns(name="VARCHAR", title="VARCHAR", row="VARCHAR", params="VARCHAR"),
        tuple(
            (
                query.name,
                query.title,
                query.row,
                "; ".join(f"{p.name}: {p.about}" for p in query.parameters) or None,
            )
            for query in named_queries(*folders)
        ),
    )
