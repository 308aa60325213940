"""`kamtui rate`: enter judgements about an account, or many out of a file."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import click

from kamtui.cli.judgements import entered_rows
from kamtui.cli.options import (
    history_option,
    once_each,
    output_options,
    required_history,
    workspace_option,
)
from kamtui.cli.output import chosen_output, write_answer
from kamtui.errors import WrongUsage
from kamtui.model.spelling import did_you_mean
from kamtui.portfolio.entered_classes import CLASS_LINES, LINES, class_thresholds
from kamtui.portfolio.entered_cuts import cut_as_entered, cuts_subject, cuts_text
from kamtui.portfolio.file_rows import read_bytes
from kamtui.portfolio.judgement_file import judgements_in
from kamtui.portfolio.judgements import Placed, enter
from kamtui.portfolio.opening import Portfolio, open_portfolio
from kamtui.workspace.entries import Kind, NewEntry, Subject

STAGES = ("lifecycle", "formation")


@click.command()
@click.argument("judgements", nargs=-1, metavar="[ACCOUNT] [NAME=VALUE...]")
@history_option
@workspace_option
@click.option("--supplier", metavar="NAME", help="Rate this supplier: us, or a competitor.")
@click.option("--weight", is_flag=True, help="Say how much each success factor matters.")
@click.option("--matrix", metavar="NAME", help="Set the cut lines of a matrix: x=40 y=30,60.")
@click.option("--classes", is_flag=True, help="Set the lines between the classes: a=72 b=50.")
@click.option(
    "--view",
    type=click.Choice(["own", "customer"]),
    default="own",
    help="Whose view it is; the customer's comes before our own.",
)
@click.option("--note", default="", metavar="TEXT", help="One line on where it comes from.")
@click.option(
    "--based-on",
    type=click.IntRange(min=0),
    metavar="ID",
    help="Only if judgement ID is still the newest; 0 when there was none.",
)
@click.option(
    "--file",
    type=click.Path(path_type=Path, allow_dash=True),
    metavar="FILE",
    help="Many, out of a CSV, TSV or Parquet file in the columns of the contract; - is stdin.",
)
@output_options
def rate(
    judgements: tuple[str, ...],
    history: Path | None,
    workspace: Path | None,
    supplier: str | None,
    weight: bool,
    matrix: str | None,
    classes: bool,
    view: str,
    note: str,
    based_on: int | None,
    file: Path | None,
    format: str | None,
    output: Path | None,
) -> None:
    """Enter judgements about ACCOUNT: they count from today, with your name.

    NAME is a dimension (congruence, will, importance, attractiveness, …; 0-10), with --supplier
    a success factor (1-10), with --weight a success factor too (without ACCOUNT for every
    account), and lifecycle or formation for an intended stage. All are entered, or none. What
    was entered is printed; kamtui judgements shows and takes back.

    \b
    Examples:
      kamtui rate A0047 congruence=7 will=8 --view customer --history ~/history
      kamtui rate A0047 service=6 price=8 --supplier us --note "visit in March"
      kamtui rate A0047 service=50 --weight
      kamtui rate A0047 lifecycle=development
      kamtui rate --matrix relationship x=45 y=60
      kamtui rate --classes a=72 d=40000
      kamtui rate --file ratings.csv --history ~/history
    """
    there = chosen_output(format, output)
    others = (judgements, supplier, weight, matrix, classes, based_on is not None)
    if file is not None and any(others):
        raise WrongUsage("--file stands alone", "Say the rest in the file's columns.")
    portfolio = open_portfolio(required_history(history), workspace=workspace)
    new: tuple[Placed | NewEntry, ...]
    if file is not None:
        name = "stdin" if str(file) == "-" else str(file)
        new = judgements_in(read_bytes(file, sys.stdin.buffer), name)
    elif matrix is not None:
        new = (_cut_lines(portfolio, matrix, judgements, based_on),)
    elif classes:
        new = (_class_lines(portfolio, judgements, based_on),)
    else:
        new = _typed(judgements, supplier, view, based_on, is_weight=weight)
    write_answer(entered_rows(enter(portfolio, new, note=note)), there)


def _typed(
    words: tuple[str, ...],
    supplier: str | None,
    view: str,
    based_on: int | None,
    *,
    is_weight: bool,
) -> tuple[NewEntry, ...]:
    account = words[0] if words and "=" not in words[0] else ""
    values = words[1:] if account else words
    if not values:
        raise WrongUsage("there is nothing to enter", "Write it like kamtui rate A0047 will=8.")
    if is_weight and supplier:
        raise WrongUsage("--weight and --supplier do not go together", "One at a time.")
    if based_on is not None and len(values) > 1:
        raise WrongUsage("--based-on is about one judgement", "Enter one at a time.")
    new = []
    for name, value in once_each(map(_pair, values), "NAME=VALUE").items():
        kind = _kind(name, supplier, is_weight=is_weight)
        its_view = view if kind in ("assessment", "rating") else ""
        subject = Subject(kind, account, name, supplier or "", its_view)
        if kind == "stage":
            new.append(NewEntry(subject, text=value or None, based_on=based_on))
        else:
            new.append(NewEntry(subject, number=_number(name, value), based_on=based_on))
    return tuple(new)


def _cut_lines(
    portfolio: Portfolio, name: str, words: tuple[str, ...], based_on: int | None
) -> NewEntry:
    matrices = portfolio.model.matrices
    if name not in matrices:
        raise WrongUsage(f"there is no matrix {name!r}", did_you_mean(name, matrices))
    now = cut_as_entered(portfolio, matrices[name])
    cuts = {"x": now.x.cuts, "y": now.y.cuts}
    for axis, text in once_each(map(_pair, words), "NAME=VALUE").items():
        if axis not in cuts:
            raise WrongUsage(f"there is no axis {axis!r}", "A matrix has x and y.")
        cuts[axis] = tuple(_number(axis, cut) for cut in text.split(","))
    text = cuts_text(cuts["x"], cuts["y"])
    return NewEntry(cuts_subject(name), text=text, based_on=based_on)


def _class_lines(portfolio: Portfolio, words: tuple[str, ...], based_on: int | None) -> NewEntry:
    now = class_thresholds(portfolio)
    lines = {line: float(getattr(now, line)) for line in LINES}
    for line, text in once_each(map(_pair, words), "NAME=VALUE").items():
        if line not in lines:
            raise WrongUsage(f"there is no line {line!r}", f"There are {', '.join(LINES)}.")
        lines[line] = _number(line, text)
    return NewEntry(CLASS_LINES, text=json.dumps(lines), based_on=based_on)


def _kind(name: str, supplier: str | None, *, is_weight: bool) -> Kind:
    if is_weight:
        return "factor_weight"
    if supplier:
        return "rating"
    return "stage" if name in STAGES else "assessment"


def _pair(text: str) -> tuple[str, str]:
    name, equals, value = text.rpartition("=")
    if not equals or not name.strip():
        raise WrongUsage(f"{text!r} is not NAME=VALUE", "Write it like will=8.")
    return name.strip(), value.strip()


def _number(name: str, text: str) -> float:
    try:
        return float(text)
    except ValueError:
        raise WrongUsage(f"{name}: {text!r} is not a number") from None
