"""`kamtui weights`: list, show, set, compare and exchange weight sets."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from pathlib import Path
from typing import Any

import click

from kamtui.cli.options import (
    WeightSetName,
    history_option,
    once_each,
    output_options,
    workspace_option,
)
from kamtui.cli.output import Output, chosen_output, write_answer, write_text
from kamtui.errors import WrongUsage
from kamtui.model.scorecard import Scorecard
from kamtui.model.spelling import did_you_mean
from kamtui.model.weights import parse_weight
from kamtui.portfolio import weights as portfolio
from kamtui.portfolio.declared import declared_model
from kamtui.portfolio.rows import Rows, columns
from kamtui.portfolio.weights_file import as_toml, read_weights_file
from kamtui.workspace.store import Workspace, open_workspace
from kamtui.workspace.weight_sets import PRIORITY, WeightSet

_LISTED = columns(
    name="VARCHAR",
    version="BIGINT",
    saved_by="VARCHAR",
    saved_at="TIMESTAMP WITH TIME ZONE",
    note="VARCHAR",
)
_SHOWN = columns(criterion="VARCHAR", weight="DOUBLE", share="DOUBLE")
_COMPARED = columns(criterion="VARCHAR", before="DOUBLE", after="DOUBLE", change="DOUBLE")

_name_argument = click.argument("name", type=WeightSetName())
_version_option = click.option(
    "--version", type=click.IntRange(min=0), metavar="N", help="Else the newest."
)
_scorecard_option = click.option(
    "--scorecard",
    default=PRIORITY,
    show_default=True,
    metavar="NAME",
    help="Whose criteria they weigh: priority, or that of a matrix's axis, such as congruence.",
)
_based_on_option = click.option(
    "--based-on",
    type=click.IntRange(min=0),
    metavar="N",
    help="The version that the change started from; 0 when there is none yet.",
)


@dataclass(frozen=True)
class _Place:
    """Where weight sets are kept and which criteria they weigh."""

    workspace: Workspace
    scorecard: Scorecard


def _placed(command: Callable[..., None]) -> Callable[..., None]:
    """Add --history, --workspace and --scorecard, which the command gets as `here`."""

    @history_option
    @workspace_option
    @_scorecard_option
    @wraps(command)
    def placed(
        *, history: Path | None, workspace: Path | None, scorecard: str, **others: Any
    ) -> None:
        kept = open_workspace(workspace)
        folders = [kept.folder] if history is None else [history, kept.folder]
        scorecards = declared_model(*folders).scorecards
        if scorecard not in scorecards:
            raise WrongUsage(
                f"there is no scorecard {scorecard!r}", did_you_mean(scorecard, scorecards)
            )
        command(here=_Place(kept, scorecards[scorecard]), **others)

    return placed


def _answering(command: Callable[..., None]) -> Callable[..., None]:
    """Add --format and --output, which the command gets as `there`, and what `_placed` adds."""

    @wraps(command)
    def answering(*, output: Path | None, **others: Any) -> None:
        command(there=chosen_output(others.pop("format"), output), **others)

    return output_options(_placed(answering))


@click.group()
def weights() -> None:
    """List, show, set, compare and exchange weight sets.

    A weight set says how much each criterion counts; only the proportions matter. Every save is
    a new version with who and when, and no version is ever overwritten. `default` is what ranks
    when nothing else is said: version 0 is the model's own.

    \b
    Examples:
      kamtui weights list
      kamtui weights set growth growth_potential=60 loyalty=5 --note "autumn plan"
      kamtui weights set default will=60 --scorecard congruence
      kamtui query priorities --history ~/history --weights growth
    """


@weights.command("list", short_help="which there are, by whom and when")
@_answering
def list_(here: _Place, there: Output) -> None:
    """List the weight sets, each at its newest version, with who saved it and when (UTC).

    \b
    Examples:
      kamtui weights list
      kamtui weights list --format json
    """
    found = portfolio.all_weight_sets(here.workspace, here.scorecard)
    write_answer(_listing(found), there)


@weights.command(short_help="the weights of one, and their shares")
@_name_argument
@_version_option
@_answering
def show(
    name: str,
    version: int | None,
    here: _Place,
    there: Output,
) -> None:
    """Show the weights of NAME: the weight as entered and its share of the whole.

    \b
    Examples:
      kamtui weights show default
      kamtui weights show growth --version 1
      kamtui weights show growth@1
    """
    chosen = _chosen(here, name, version)
    rows = tuple((one.criterion, one.weight, one.share) for one in portfolio.shares(chosen))
    write_answer(Rows(_SHOWN, rows), there)


@weights.command("set", short_help="save a new version with some weights changed")
@_name_argument
@click.argument("changes", nargs=-1, required=True, metavar="CRITERION=WEIGHT...")
@_based_on_option
@click.option("--note", default="", metavar="TEXT", help="One line on what the change is for.")
@_answering
def set_(
    name: str,
    changes: tuple[str, ...],
    based_on: int | None,
    note: str,
    here: _Place,
    there: Output,
) -> None:
    """Save a new version of NAME with some of its weights changed, and print which it is.

    The other weights are those of the newest version, or of --based-on N; a new NAME starts
    from `default`. Exit code 5 and nothing saved when somebody saved a version after N.

    \b
    Examples:
      kamtui weights set growth growth_potential=60 loyalty=5
      kamtui weights set growth loyalty=10 --based-on 2 --note "after the autumn meeting"
    """
    saved = portfolio.save_changes(
        here.workspace,
        here.scorecard,
        name,
        once_each(map(parse_weight, changes), "CRITERION=WEIGHT"),
        based_on=based_on,
        note=note,
    )
    write_answer(_listing((saved,)), there)


@weights.command(short_help="compare two, or two versions of one")
@click.argument("before", type=WeightSetName(), metavar="A")
@click.argument("after", type=WeightSetName(), metavar="B")
@_answering
def diff(
    before: str,
    after: str,
    here: _Place,
    there: Output,
) -> None:
    """Compare the weights of A with those of B; each is NAME (the newest) or NAME@VERSION.

    \b
    Examples:
      kamtui weights diff default growth
      kamtui weights diff growth@1 growth@2
    """
    changes = portfolio.changes_between(_chosen(here, before, None), _chosen(here, after, None))
    rows = tuple((one.criterion, one.before, one.after, one.change) for one in changes)
    write_answer(Rows(_COMPARED, rows), there)


@weights.command(short_help="write one as TOML")
@_name_argument
@_version_option
@click.option(
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Write to FILE, whole or not at all, and not to stdout.",
)
@_placed
def export(
    name: str,
    version: int | None,
    output: Path | None,
    here: _Place,
) -> None:
    """Write NAME as TOML, which `kamtui weights import` reads.

    \b
    Examples:
      kamtui weights export growth --output growth.toml
      kamtui weights export growth@1 | kamtui weights import - --name "growth, as it was"
    """
    chosen = _chosen(here, name, version)
    write_text(as_toml(chosen), output)


@weights.command("import", short_help="save the weights of a TOML file")
@click.argument("file", type=click.Path(path_type=Path, allow_dash=True))
@click.option("--name", metavar="NAME", help="Save under this name, and not the file's.")
@_based_on_option
@_answering
def import_(
    file: Path,
    name: str | None,
    based_on: int | None,
    here: _Place,
    there: Output,
) -> None:
    """Save the weights of a TOML FILE (`-` for stdin) as a new version, and print which it is.

    The file says which version it was exported from. Exit code 5 and nothing saved when that is
    not the newest one here: look at both, then say --based-on N, or --name for another name.

    \b
    Examples:
      kamtui weights import growth.toml
      kamtui weights import growth.toml --name "growth, South desk"
      kamtui weights import growth.toml --based-on 3
    """
    imported = portfolio.save_file(
        here.workspace,
        here.scorecard,
        read_weights_file(_text(file), str(file)),
        name=name,
        based_on=based_on,
    )
    if imported.unnamed:
        click.echo(
            f"kamtui: {file} does not name {', '.join(imported.unnamed)}, which counts 0 now",
            err=True,
        )
    write_answer(_listing((imported.saved,)), there)


def _chosen(here: _Place, name: str, version: int | None) -> WeightSet:
    if version is not None:
        return portfolio.weight_set(here.workspace, here.scorecard, name, version)
    return portfolio.weight_set_spelled(here.workspace, here.scorecard, name)


def _listing(weight_sets: tuple[WeightSet, ...]) -> Rows:
    return Rows(
        _LISTED,
        tuple(
            (one.name, one.version, one.saved_by or None, one.saved_at, one.note or None)
            for one in weight_sets
        ),
    )


def _text(file: Path) -> str:
    try:
        data = sys.stdin.buffer.read() if str(file) == "-" else file.read_bytes()
        return data.decode("utf-8-sig")
    except (FileNotFoundError, IsADirectoryError) as error:
        raise WrongUsage(f"{file}: {error.strerror}") from None
    except UnicodeDecodeError as error:
        raise WrongUsage(f"{file}: is not UTF-8 text (byte {error.start})") from None
