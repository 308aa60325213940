"""`kamtui judgements`: what people entered, by whom and when; take back, export, import."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import wraps
from pathlib import Path
from typing import Any

import click

from kamtui.cli.options import (
    history_option,
    output_options,
    required_history,
    workspace_option,
)
from kamtui.cli.output import chosen_output, write_answer
from kamtui.errors import WrongUsage
from kamtui.formats.writing import written
from kamtui.portfolio.judged import counting, entries_of
from kamtui.portfolio.judgements import take_back
from kamtui.portfolio.opening import Portfolio, open_portfolio
from kamtui.portfolio.rows import Rows, columns
from kamtui.workspace.entries import Entry

_ENTERED = columns(
    id="BIGINT",
    account_id="VARCHAR",
    kind="VARCHAR",
    topic="VARCHAR",
    supplier="VARCHAR",
    view="VARCHAR",
    number="DOUBLE",
    text="VARCHAR",
    entered_by="VARCHAR",
    entered_at="TIMESTAMP WITH TIME ZONE",
    entered_on="DATE",
    note="VARCHAR",
    undone_by="VARCHAR",
    undone_on="DATE",
)
_WRITTEN = columns(file="VARCHAR", rows="BIGINT")
_TAKEN_IN = columns(new="BIGINT", entries="BIGINT")
_account_option = click.option("--account", metavar="ID", help="Only about this account.")


def entered_rows(entries: Iterable[Entry]) -> Rows:
    """Return entries as rows that can be written."""
    return Rows(
        _ENTERED,
        tuple(
            (
                each.id,
                each.subject.account_id or None,
                each.subject.kind,
                each.subject.topic,
                each.subject.supplier or None,
                each.subject.view or None,
                each.number,
                each.text,
                each.entered_by,
                each.entered_at,
                each.entered_on,
                each.note or None,
                each.undone_by,
                each.undone_on,
            )
            for each in entries
        ),
    )


def _answering(command: Callable[..., Rows]) -> Callable[..., None]:
    """Add the options of place and output; the command gets the portfolio and returns rows."""

    @history_option
    @workspace_option
    @output_options
    @wraps(command)
    def answering(
        *, history: Path | None, workspace: Path | None, output: Path | None, **others: Any
    ) -> None:
        there = chosen_output(others.pop("format"), output)
        portfolio = open_portfolio(required_history(history), workspace=workspace)
        write_answer(command(portfolio=portfolio, **others), there)

    return answering


@click.group()
def judgements() -> None:
    """Show what people entered about a history, and take back, export and import it.

    Nothing that was entered is ever overwritten: of each subject the newest judgement counts
    that nobody took back. kamtui rate enters more.

    \b
    Examples:
      kamtui judgements list --history ~/history --account A0047
      kamtui judgements undo 12 --history ~/history
      kamtui judgements export judged --history ~/history
    """


@judgements.command("list", short_help="what counts")
@_account_option
@_answering
def list_(portfolio: Portfolio, account: str | None) -> Rows:
    """List the judgements that count: the newest of each subject.

    \b
    Example:
      kamtui judgements list --history ~/history --format json
    """
    return entered_rows(_of(account, counting(entries_of(portfolio), portfolio.judged_until)))


@judgements.command(short_help="everything that was entered")
@_account_option
@_answering
def history(portfolio: Portfolio, account: str | None) -> Rows:
    """List everything that was entered, the oldest first, and who took what back.

    \b
    Example:
      kamtui judgements history --history ~/history --account A0047
    """
    return entered_rows(_of(account, entries_of(portfolio)))


@judgements.command(short_help="take one back")
@click.argument("id", type=click.IntRange(min=1))
@_answering
def undo(portfolio: Portfolio, id: int) -> Rows:
    """Take back judgement ID: from today what was entered before it counts again.

    \b
    Example:
      kamtui judgements undo 12 --history ~/history
    """
    return entered_rows((take_back(portfolio, id),))


@judgements.command(short_help="write them as Parquet, in the contract's tables")
@click.argument("folder", type=click.Path(path_type=Path))
@_answering
def export(portfolio: Portfolio, folder: Path) -> Rows:
    """Write what counts to FOLDER as tables of the contract, and all of it as a log.

    assessments.parquet, factor_ratings.parquet and factor_weights.parquet can be laid into a
    history; kamtui judgements import reads entries.parquet.

    \b
    Example:
      kamtui judgements export judged --history ~/history
    """
    import pyarrow.parquet as pq

    from kamtui.portfolio.judgement_export import exported_judgements

    if folder.exists() and not folder.is_dir():
        raise WrongUsage(f"{folder}: is not a folder")
    tables = exported_judgements(portfolio)
    folder.mkdir(parents=True, exist_ok=True)
    for name, table in tables.items():
        with written(folder / name) as sink:
            pq.write_table(table, sink, compression="zstd")
    return Rows(_WRITTEN, tuple((str(folder / name), t.num_rows) for name, t in tables.items()))


@judgements.command("import", short_help="take in the log of an export")
@click.argument("source", type=click.Path(path_type=Path))
@_answering
def import_(portfolio: Portfolio, source: Path) -> Rows:
    """Take in the log of an export: SOURCE is its folder, or the file entries.parquet.

    What is here already is left as it is; each entry keeps who made it and when.

    \b
    Example:
      kamtui judgements import judged --history ~/history --workspace ~/team
    """
    from kamtui.portfolio.judgement_export import import_judgements

    return Rows(_TAKEN_IN, (import_judgements(portfolio, source),))


def _of(account: str | None, entries: Iterable[Entry]) -> list[Entry]:
    return [each for each in entries if account is None or each.subject.account_id == account]
