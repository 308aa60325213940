"""`kamtui check`: does a history keep the contract."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kamtui.cli.options import HistoryFolder, output_options, place_options, required_history
from kamtui.cli.output import chosen_output, write_answer

if TYPE_CHECKING:
    from kamtui.history.checking.findings import Finding


@click.command()
@click.argument("folder", type=HistoryFolder(), required=False, metavar="[HISTORY]")
@click.option("--deep", is_flag=True, help="Read every byte: checksums, row counts, every page.")
@click.option("--contract", "wants_contract", is_flag=True, help="Print what the contract says.")
@place_options
@output_options
def check(
    folder: Path | None,
    deep: bool,
    wants_contract: bool,
    history: Path | None,
    workspace: Path | None,
    as_of: date | None,
    format: str | None,
    output: Path | None,
) -> None:
    """Say whether HISTORY keeps the contract, and what in it is doubtful, missing or old.

    Each row is a finding: its severity, rule, table and column, how many rows it is about, up to
    five examples, and what kamtui does about it. `broken` keeps the history from being used
    (exit code 3), a `finding` is worth putting right, a `note` worth knowing (exit code 0).

    \b
    Examples:
      kamtui check ~/history
      kamtui check ~/history --format json | jq '.[] | select(.severity == "finding")'
      kamtui check ~/history --deep
      kamtui check --contract --format md
    """
    wanted = chosen_output(format, output)
    if wants_contract:
        from kamtui.portfolio.contract_rows import contract_rows

        write_answer(contract_rows(), wanted)
        return
    from kamtui.portfolio import check as portfolio

    checked = required_history(folder or history)
    found = portfolio.check(checked, workspace=workspace, as_of=as_of, deep=deep)
    write_answer(portfolio.as_rows(found), wanted)
    if error := portfolio.broken_contract(checked, found):
        raise error
    click.echo(f"kamtui: {_summary(found)}", err=True)


def _summary(found: Sequence[Finding]) -> str:
    doubtful = sum(one.severity == "finding" for one in found)
    if not doubtful:
        return "the history keeps the contract, and nothing in it is doubtful"
    noun = "finding" if doubtful == 1 else "findings"
    return f"the history can be used; {doubtful:,} {noun}"
