"""`kamtui log`: log contacts, deal with what the queue holds, list, take back, carry over."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import click

from kamtui.cli.logged_rows import listed, logged_rows, taken_in, written_out
from kamtui.cli.options import (
    Day,
    history_option,
    output_options,
    required_history,
    workspace_option,
)
from kamtui.cli.output import chosen_output, write_answer
from kamtui.cli.words import Amount, Moment, Word
from kamtui.errors import WrongUsage
from kamtui.history.contract import CHANNELS
from kamtui.portfolio.contact_file import contacts_in
from kamtui.portfolio.contact_log import (
    REASONS,
    hand_over,
    log_contact,
    log_contacts,
    mark_done,
    snooze,
    take_back,
)
from kamtui.portfolio.file_rows import read_bytes
from kamtui.portfolio.new_contact import OUTCOMES, NewContact
from kamtui.portfolio.opening import Portfolio, open_portfolio
from kamtui.portfolio.rows import Rows

_ALONE = ("file", "lists", "everything", "undo", "export", "source")
_DEALS = ("snoozed", "handed", "done")
_NEEDS = {"until": "snoozed", "to": "handed"}
_SPELLED = {
    "lists": "--list",
    "everything": "--all",
    "source": "--import",
    "snoozed": "--snooze",
    "handed": "--hand-over",
    "contacted_at": "--at",
}


@click.command()
@click.argument("account", required=False)
@history_option
@workspace_option
@click.option("--channel", type=Word(CHANNELS), metavar="NAME", help=f"{', '.join(CHANNELS)}.")
@click.option("--reached/--not-reached", default=None, help="Did somebody answer?")
@click.option("--inbound/--outbound", default=None, help="Did the customer contact us?")
@click.option("--outcome", type=Word(OUTCOMES), metavar="NAME", help=f"{', '.join(OUTCOMES)}.")
@click.option("--topic", metavar="TEXT", help="What about.")
@click.option("--sentiment", type=click.IntRange(-1, 1), help="How it went: -1, 0 or 1.")
@click.option("--next", "next_step", metavar="TEXT", help="What was agreed to come next.")
@click.option("--on", "next_step_on", type=Day(), help="By which day.")
@click.option("--at", "contacted_at", type=Moment(), help="When it was; else now.")
@click.option("--seller", metavar="NAME", help="Who of us it was; else you.")
@click.option("--cost", type=Amount(), metavar="AMOUNT", help="What the contact cost us.")
@click.option("--note", metavar="TEXT", help="One line more.")
@click.option(
    "--snooze",
    "snoozed",
    type=Word(REASONS),
    metavar="REASON",
    help="Put a thing in the queue off until a day.",
)
@click.option("--until", type=Day(), help="The day to which --snooze puts it off.")
@click.option(
    "--hand-over",
    "handed",
    type=Word(REASONS),
    metavar="REASON",
    help="Give a thing in the queue to another owner.",
)
@click.option("--to", metavar="NAME", help="The owner to whom --hand-over gives it.")
@click.option(
    "--done", type=Word(REASONS), metavar="REASON", help="Say that a thing in the queue is done."
)
@click.option(
    "--file",
    type=click.Path(path_type=Path, allow_dash=True),
    metavar="FILE",
    help="Many contacts, out of a CSV, TSV or Parquet file; - is stdin.",
)
@click.option("--list", "lists", is_flag=True, help="List what was logged, of ACCOUNT or of all.")
@click.option("--all", "everything", is_flag=True, help="List also what was taken back.")
@click.option("--undo", metavar="ID", help="Take back what has this id.")
@click.option("--export", type=click.Path(path_type=Path), metavar="FOLDER", help="Write it all.")
@click.option(
    "--import", "source", type=click.Path(path_type=Path), metavar="FOLDER", help="Read that back."
)
@output_options
def log(
    account: str | None,
    history: Path | None,
    workspace: Path | None,
    format: str | None,
    output: Path | None,
    **said: Any,
) -> None:
    """Log a contact with ACCOUNT: it counts at once, with your name, in every answer.

    A line without an option says that you were in touch now. --snooze, --hand-over and --done
    deal with a thing in the queue instead: care, step, signal:NAME, aftercare:STEP, the uid of an
    agreed action, or account for all of it. What was logged is printed.

    \b
    Examples:
      kamtui log A0047 --channel call --not-reached --history ~/history
      kamtui log A0047 --outcome satisfied --next "send the list" --on 2025-12-09
      kamtui log A0047 --snooze care --until 2025-12-15
      kamtui log A0047 --hand-over account --to "South desk"
      kamtui log A0047 --done signal:dormant
      kamtui log --file contacts.csv --history ~/history
      kamtui log A0047 --list
      kamtui log --undo 12
      kamtui log --export logged
      kamtui log --import logged --workspace ~/team
    """
    there = chosen_output(format, output)
    given = {name: value for name, value in said.items() if value not in (None, False)}
    given |= {name: False for name in ("reached", "inbound") if said[name] is False}
    _check_together(account, given)
    portfolio = open_portfolio(required_history(history), workspace=workspace)
    write_answer(_answer(portfolio, account, given), there)


def _answer(portfolio: Portfolio, account: str | None, given: Mapping[str, Any]) -> Rows:
    if "undo" in given:
        return logged_rows([take_back(portfolio, _which(given["undo"]))])
    if "export" in given:
        return written_out(portfolio, given["export"])
    if "source" in given:
        return taken_in(portfolio, given["source"])
    if "lists" in given or "everything" in given:
        return listed(portfolio, account, with_undone="everything" in given)
    if "file" in given:
        file: Path = given["file"]
        name = "stdin" if str(file) == "-" else str(file)
        contacts = contacts_in(read_bytes(file, sys.stdin.buffer), name)
        return logged_rows(log_contacts(portfolio, contacts))
    if account is None:
        raise WrongUsage(
            "no account was named", "Write it like kamtui log A0047 --channel call --reached."
        )
    return logged_rows([_logged(portfolio, account, given)])


def _logged(portfolio: Portfolio, account: str, given: Mapping[str, Any]) -> Any:
    note = given.get("note", "")
    if "snoozed" in given:
        until: date = given["until"]
        return snooze(portfolio, account, given["snoozed"], until, note)
    if "handed" in given:
        return hand_over(portfolio, account, given["handed"], given["to"], note)
    if "done" in given:
        return mark_done(portfolio, account, given["done"], note)
    return log_contact(portfolio, NewContact(account, **given))


def _check_together(account: str | None, given: Mapping[str, Any]) -> None:
    """Raise WrongUsage for options that do not go together."""
    others = set(given) - {"everything"}
    for alone in _ALONE:
        with_account = alone in ("lists", "everything")
        if alone in given and (others - {alone, "lists"} or (account and not with_account)):
            raise WrongUsage(f"{_option(alone)} stands alone")
    deals = [deal for deal in _DEALS if deal in given]
    allowed = {*deals[:1], "note", *(name for name, of in _NEEDS.items() if of in deals)}
    if deals and (wrong := next((name for name in given if name not in allowed), None)):
        raise WrongUsage(f"{_option(deals[0])} and {_option(wrong)} do not go together")
    for name, of in _NEEDS.items():
        if (name in given) != (of in given):
            raise WrongUsage(f"{_option(of)} and --{name} go together")


def _option(name: str) -> str:
    return _SPELLED.get(name, f"--{name.replace('_', '-')}")


def _which(text: str) -> int | str:
    return int(text) if text.isdecimal() else text
