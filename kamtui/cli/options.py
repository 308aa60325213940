"""The options that mean the same under every verb, and the values that they become.

A verb takes them as decorators:

    @click.command()
    @history_option
    @workspace_option
    @as_of_option
    def check(history: Path | None, workspace: Path | None, as_of: date | None) -> None: ...

An option that was not typed and is not in the environment is None, or an empty tuple where it
may be repeated.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

import click
from click.shell_completion import CompletionItem

from kamtui.cli.output import FORMATS
from kamtui.errors import WrongUsage
from kamtui.model.spelling import did_you_mean
from kamtui.shipped import shipped

Decorated = TypeVar("Decorated", bound=Callable[..., Any])

SAMPLE = "sample"
"""What `--history` calls the sample data."""


class Folder(click.ParamType[Path]):
    """A folder, which need not exist; an empty value is as good as none."""

    name = "dir"

    def convert(self, value: Any, param: Any, ctx: Any) -> Path:
        """Return the path with `~` written out."""
        return Path(value).expanduser()

    def shell_complete(self, ctx: Any, param: Any, incomplete: str) -> list[CompletionItem]:
        """Let the shell complete folders."""
        return [CompletionItem(incomplete, type="dir")]


class HistoryFolder(Folder):
    """A history's folder, or `sample` for the sample data."""

    def convert(self, value: Any, param: Any, ctx: Any) -> Path:
        """Return the folder."""
        return shipped("sample_data") if value == SAMPLE else super().convert(value, param, ctx)


class Day(click.ParamType[date]):
    """A day, as YYYY-MM-DD."""

    name = "date"

    def convert(self, value: Any, param: Any, ctx: Any) -> date:
        """Return the day, or raise WrongUsage that says what was expected."""
        if isinstance(value, date):
            return value
        try:
            if len(value) != len("2025-11-30"):
                raise ValueError
            return date.fromisoformat(value)
        except ValueError:
            raise WrongUsage(
                f"{_option(param)}: {value!r} is not a day",
                "Write it as year, month and day: 2025-11-30.",
            ) from None


class Assignment(click.ParamType[tuple[str, str]]):
    """NAME=VALUE; the value may be empty and may hold further `=`."""

    def __init__(self, left: str, right: str, example: str) -> None:
        self.name = f"{left}={right}"
        self._example = example

    def convert(self, value: Any, param: Any, ctx: Any) -> Any:
        """Return name and value, or raise WrongUsage that shows how it is written."""
        if isinstance(value, tuple):
            return value
        name, equals, text = value.partition("=")
        if not equals or not name.strip():
            raise WrongUsage(
                f"{_option(param)}: {value!r} is not {self.name}", f"Write it like {self._example}."
            )
        return name.strip(), text.strip()


class Weight(Assignment):
    """CRITERION=WEIGHT, the weight a number ≥ 0."""

    def __init__(self) -> None:
        super().__init__("criterion", "weight", "-w profitability=40")

    def convert(self, value: Any, param: Any, ctx: Any) -> Any:
        """Return criterion and weight, or raise WrongUsage."""
        criterion, text = super().convert(value, param, ctx)
        try:
            weight = float(text)
        except ValueError:
            weight = math.nan
        if not math.isfinite(weight) or weight < 0:
            raise WrongUsage(
                f"-w {criterion}: {text!r} is not a weight", "A weight is a number, 0 or more."
            )
        return criterion, weight


class WeightSetName(click.ParamType[str]):
    """The name of a weight set of the workspace."""

    name = "name"

    def convert(self, value: Any, param: Any, ctx: Any) -> str:
        """Return the name as it is; whether it is there, the workspace knows."""
        return str(value)

    def shell_complete(self, ctx: Any, param: Any, incomplete: str) -> list[CompletionItem]:
        """Complete the names that the workspace has."""
        from kamtui.cli.completion import weight_set_names

        names = weight_set_names(ctx.params.get("workspace"))
        return [CompletionItem(name) for name in names if name.startswith(incomplete)]


class FormatName(click.ParamType[str]):
    """One of the output formats."""

    name = "format"

    def convert(self, value: Any, param: Any, ctx: Any) -> str:
        """Return the format, or raise WrongUsage with the nearest spelling."""
        name = str(value).lower()
        if name not in FORMATS:
            raise WrongUsage(
                f"{_option(param)}: there is no format {value!r}", did_you_mean(name, FORMATS)
            )
        return name

    def shell_complete(self, ctx: Any, param: Any, incomplete: str) -> list[CompletionItem]:
        """Complete the formats."""
        return [CompletionItem(name) for name in FORMATS if name.startswith(incomplete)]


def _option(param: Any) -> str:
    return str(max(param.opts, key=len)) if param is not None else "value"


def once_each(pairs: Iterable[tuple[str, Any]], option: str) -> dict[str, Any]:
    """Return name=value pairs as a dictionary; WrongUsage when a name was given twice."""
    found: dict[str, Any] = {}
    for name, value in pairs:
        if name in found:
            raise WrongUsage(f"{option}: {name} was given twice", "Give it once.")
        found[name] = value
    return found


def required_history(history: Path | None) -> Path:
    """Return the history that was named; WrongUsage when none was.

    A script never gets made-up customers without asking for them.
    """
    if history is None:
        raise WrongUsage(
            "no history was named",
            "Say --history DIR or set KAMTUI_HISTORY; --history sample is the sample data.",
        )
    return history


def _in_order(*options: Callable[[Decorated], Decorated]) -> Callable[[Decorated], Decorated]:
    def decorated(command: Decorated) -> Decorated:
        for option in reversed(options):
            command = option(command)
        return command

    return decorated


history_option = click.option(
    "--history",
    type=HistoryFolder(),
    envvar="KAMTUI_HISTORY",
    help="The folder of the history, or `sample` for the sample data (KAMTUI_HISTORY).",
)
workspace_option = click.option(
    "--workspace",
    type=Folder(),
    envvar="KAMTUI_WORKSPACE",
    help="Where weight sets are kept (KAMTUI_WORKSPACE; else the user's data folder).",
)
as_of_option = click.option(
    "--as-of", type=Day(), help="The day to answer for; else the newest day of the history."
)
owner_option = click.option("--owner", metavar="NAME", help="Only this key account manager's.")
segment_option = click.option("--segment", metavar="NAME", help="Only this segment.")
weights_option = click.option(
    "--weights", type=WeightSetName(), help="Rank with this weight set of the workspace."
)
one_weight_option = click.option(
    "-w",
    "weight_overrides",
    type=Weight(),
    multiple=True,
    metavar="CRITERION=WEIGHT",
    help="This criterion's weight for this run only; may be repeated.",
)
top_option = click.option("--top", type=click.IntRange(min=1), metavar="N", help="At most N rows.")
param_option = click.option(
    "--param",
    "params",
    type=Assignment("name", "value", "--param since=2025-01-01"),
    multiple=True,
    metavar="NAME=VALUE",
    help="A parameter of the query; may be repeated.",
)

place_options = _in_order(history_option, workspace_option, as_of_option)
"""Which history, which workspace, which day: history, workspace, as_of."""

request_options = _in_order(
    top_option,
    owner_option,
    segment_option,
    click.option("--account", metavar="ID", help="The account that the question is about."),
    weights_option,
    one_weight_option,
    param_option,
    click.option(
        "--explain",
        is_flag=True,
        help="Add each criterion's weight, raw value and contribution (priorities).",
    ),
)
"""What a query is asked: top, owner, segment, account, weights, weight_overrides, params,
explain."""


output_options = _in_order(
    click.option(
        "--format",
        type=FormatName(),
        metavar="|".join(FORMATS),
        help="How the answer is written; else by the ending of --output, else a table on a "
        "terminal and csv in a pipe.",
    ),
    click.option(
        "--output",
        type=click.Path(path_type=Path, dir_okay=False),
        metavar="FILE",
        help="Write to FILE, whole or not at all, and not to stdout.",
    ),
)
"""How and where an answer is written: format, output (see kamtui.cli.output.chosen_output)."""
