"""`kamtui plan`: the plan of one account, shown and changed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import click

from kamtui.cli.logged_rows import logged_rows
from kamtui.cli.options import (
    Day,
    history_option,
    output_options,
    required_history,
    workspace_option,
)
from kamtui.cli.output import chosen_output, write_answer
from kamtui.errors import WrongUsage
from kamtui.portfolio.opening import Portfolio, open_portfolio
from kamtui.portfolio.plans import (
    Plan,
    add_note,
    agree_action,
    close_action,
    plan_of,
    set_interval,
)
from kamtui.portfolio.rows import Rows, columns
from kamtui.workspace.log import Logged

_PLAN = columns(
    id="BIGINT",
    kind="VARCHAR",
    what="VARCHAR",
    owner="VARCHAR",
    due_on="DATE",
    state="VARCHAR",
    by="VARCHAR",
    on="DATE",
    note="VARCHAR",
    uid="VARCHAR",
)
_KINDS = {"interval": "interval", "action_closed": "closed", "plan_note": "note"}
_CHANGES = ("interval", "agree", "done", "drop", "note")
_OF_AN_ACTION = ("owner", "due")


@click.command()
@click.argument("account")
@history_option
@workspace_option
@click.option("--as-of", type=Day(), help="Show the plan as it was on this day.")
@click.option(
    "--interval", metavar="DAYS", help="A contact every so many days; class for that of its class."
)
@click.option("--agree", metavar="WHAT", help="Write down an agreed action.")
@click.option("--owner", metavar="NAME", help="Who does what is agreed; else the account's owner.")
@click.option("--due", type=Day(), help="By which day it is to be done.")
@click.option("--done", metavar="ID", help="Close the agreed action ID as done.")
@click.option("--drop", metavar="ID", help="Close it as dropped.")
@click.option("--note", metavar="TEXT", help="A note on the account, or on the change.")
@click.option(
    "--based-on",
    type=click.IntRange(min=0),
    metavar="ID",
    help="With --interval: only if ID still set the one that holds; 0 when nothing did.",
)
@output_options
def plan(
    account: str,
    history: Path | None,
    workspace: Path | None,
    as_of: date | None,
    format: str | None,
    output: Path | None,
    **said: Any,
) -> None:
    """Show the plan of ACCOUNT, or change it: what changed is printed.

    The plan is its own contact interval, what was agreed and by when, and how all of that came
    about. Every change counts from today, with your name; kamtui log --undo takes it back.

    \b
    Examples:
      kamtui plan A0047 --history ~/history
      kamtui plan A0047 --interval 45 --note "they asked for less"
      kamtui plan A0047 --agree "Send the samples" --owner "South desk" --due 2025-12-09
      kamtui plan A0047 --done 12
      kamtui plan A0047 --note "A new buyer from January"
    """
    there = chosen_output(format, output)
    given = {name: value for name, value in said.items() if value is not None}
    _check_together(given, as_of)
    portfolio = open_portfolio(required_history(history), workspace=workspace, as_of=as_of)
    if not given:
        write_answer(_rows(plan_of(portfolio, account)), there)
        return
    write_answer(logged_rows([_changed(portfolio, account, given)]), there)


def _check_together(given: Mapping[str, Any], as_of: date | None) -> None:
    changes = [name for name in _CHANGES if name in given]
    if len(changes) > 1 and changes[1] != "note":
        raise WrongUsage(f"--{changes[0]} and --{changes[1]} do not go together", "One at a time.")
    if given and as_of is not None:
        raise WrongUsage("a plan is changed from today", "Leave --as-of out.")
    for name in _OF_AN_ACTION:
        if name in given and "agree" not in given:
            raise WrongUsage(f"--{name} is of an action", "Say which: --agree WHAT.")
    if "based_on" in given and "interval" not in given:
        raise WrongUsage("--based-on is about --interval")


def _changed(portfolio: Portfolio, account: str, given: Mapping[str, Any]) -> Logged:
    note = given.get("note", "")
    if "interval" in given:
        days = _days(given["interval"])
        return set_interval(portfolio, account, days, note, based_on=given.get("based_on"))
    if "agree" in given:
        what, owner, due_on = given["agree"], given.get("owner"), given.get("due")
        return agree_action(portfolio, account, what, owner, due_on, note)
    for option, state in (("done", "done"), ("drop", "dropped")):
        if option in given:
            return close_action(portfolio, _action(portfolio, account, given[option]), state, note)
    return add_note(portfolio, account, note)


def _action(portfolio: Portfolio, account: str, text: str) -> str:
    """Return the uid of an action of the account by its id or uid; raises WrongUsage for none."""
    for action in plan_of(portfolio, account).actions:
        if text in (str(action.id), action.uid):
            return action.uid
    raise WrongUsage(
        f"{account} has no agreed action {text}", f"kamtui plan {account} shows those there are."
    )


def _days(text: str) -> int | None:
    if text == "class":
        return None
    if not text.isdecimal():
        raise WrongUsage(
            f"--interval: {text!r} is not a number of days", "Or class, for that of its class."
        )
    return int(text)


def _rows(shown: Plan) -> Rows:
    """Return the actions, and then how the account has developed, the newest first."""
    actions = tuple(
        (
            *(action.id, "agreed action", action.what, action.owner, action.due_on, action.state),
            *(action.closed_by or action.agreed_by, action.closed_on or action.agreed_on),
            *(action.closed_note or action.note or None, action.uid),
        )
        for action in shown.actions
    )
    steps = tuple(
        (
            step.id,
            _KINDS[step.kind],
            step.text,
            None,
            None,
            None,
            step.by,
            step.on,
            step.note or None,
            None,
        )
        for step in shown.development
        if step.kind != "action"
    )
    return Rows(_PLAN, actions + steps)
