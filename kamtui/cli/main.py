"""The command line's frame: which verb is meant, and how every command ends."""

from __future__ import annotations

import gc
import importlib
import os
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import click
from click.shell_completion import CompletionItem

from kamtui import __version__
from kamtui.cli.exit_codes import ExitCode, exit_code_of, lines_of
from kamtui.cli.options import (
    HistoryFolder,
    owner_option,
    place_options,
    segment_option,
    weights_option,
)
from kamtui.errors import WrongUsage
from kamtui.model.spelling import nearest

PROGRAM = "kamtui"
COMPLETION_VARIABLE = "_KAMTUI_COMPLETE"

# Each verb's module is imported when the verb is used: the terminal UI, the importer and the
# query path do not pay for one another.
VERBS: dict[str, tuple[str, str]] = {
    "query": ("kamtui.cli.query", "ask a question: priorities, measures, or SQL of your own"),
    "weights": ("kamtui.cli.weights", "list, show, set, compare and exchange weight sets"),
    "rate": ("kamtui.cli.rate", "enter judgements: assessments, ratings, weights, stages"),
    "judgements": ("kamtui.cli.judgements", "list, take back, export and import judgements"),
    "log": ("kamtui.cli.log", "log contacts, and deal with what the queue holds"),
    "plan": ("kamtui.cli.plan", "the plan of one account: interval, agreed actions, notes"),
    "weekly": ("kamtui.cli.weekly", "report a week: whom to contact, who was reached, what closed"),
    "calendar": ("kamtui.cli.calendar", "list what the coming days hold, or write it as .ics"),
    "report": ("kamtui.cli.report", "write the plan of one account, as a page"),
    "check": ("kamtui.cli.check", "does a history keep the contract"),
    "import": ("kamtui.cli.importing", "turn CSV, Excel or Parquet files into a history"),
    "sample": ("kamtui.cli.sample", "make up a history of a company that does not exist"),
    "completion": ("kamtui.cli.completion", "print the completion script of a shell"),
}
QUICK = frozenset(
    {
        *("query", "weights", "rate", "judgements", "log", "plan", "weekly", "calendar"),
        *("report", "completion"),
    }
)
"""The verbs that end before it would pay to collect garbage (see kamtui/__main__.py).

The terminal UI collects from its first frame on."""
OPEN = "open"
_OF_THE_GROUP = ("--help", "-h", "--version", OPEN)


class Verbs(click.Group):
    """The verbs, each imported when it is used; what is no verb is a history to open."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the verbs in the order of the help."""
        return list(VERBS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return the verb's command; None when there is no such verb."""
        if cmd_name == OPEN:
            return open_history
        if cmd_name not in VERBS:
            return None
        if cmd_name not in QUICK:
            gc.enable()
        module = VERBS[cmd_name][0]
        command = getattr(importlib.import_module(module), module.rpartition(".")[2])
        if not isinstance(command, click.Command):
            raise TypeError(f"{module} has no command")
        return command

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        """Return the verbs or options that begin like that; else folders, which are histories."""
        if incomplete.startswith("-"):
            shared = open_history.shell_complete(click.Context(open_history), incomplete)
            own = click.Command.shell_complete(self, ctx, incomplete)
            return list({item.value: item for item in (*shared, *own)}.values())
        verbs = [
            CompletionItem(verb, help=about)
            for verb, (_, about) in VERBS.items()
            if verb.startswith(incomplete)
        ]
        return verbs or [CompletionItem(incomplete, type="dir")]

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the verbs, without importing them."""
        with formatter.section("Verbs"):
            formatter.write_dl([(verb, about) for verb, (_, about) in VERBS.items()])

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the options, those of the terminal UI first."""
        records = [param.get_help_record(ctx) for param in open_history.params]
        with formatter.section("Options of the terminal UI"):
            formatter.write_dl([record for record in records if record])
        super().format_options(ctx, formatter)

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Parse the arguments, with options typed before the verb moved behind it."""
        if not args or args[0] not in _OF_THE_GROUP:
            args = self._routed(ctx, args)
        return super().parse_args(ctx, args)

    def _routed(self, ctx: click.Context, args: list[str]) -> list[str]:
        leading = _leading_options(args)
        rest = args[len(leading) :]
        if ctx.resilient_parsing and not rest:  # a shell asks what could come here
            return args
        if not rest or rest[0] not in VERBS:
            if not ctx.resilient_parsing:
                _refuse_wrong_word(rest)
            return [OPEN, *args]
        verb, *others = rest
        if leading and others and isinstance(self.get_command(ctx, verb), click.Group):
            return [verb, others[0], *leading, *others[1:]]
        return [verb, *leading, *others]


def _leading_options(args: Sequence[str]) -> list[str]:
    """Return the options before the first word, with their values."""
    with_value = {
        name
        for option in open_history.params
        if isinstance(option, click.Option) and not option.is_flag
        for name in option.opts
    }
    end = 0
    while end < len(args) and args[end].startswith("-") and args[end] not in ("-", "--"):
        end += 2 if args[end] in with_value else 1
    return list(args[:end])


def _refuse_wrong_word(words: Sequence[str]) -> None:
    # What is spelled as a path is meant as a folder: whether it is there, its opening says.
    word = words[0] if words else os.curdir
    if os.sep in word or word.startswith("-") or Path(word).expanduser().exists():
        return
    from kamtui.portfolio.queries import named_queries

    lines = {verb: f"{PROGRAM} {verb}" for verb in VERBS}
    lines |= {query.name: f"{PROGRAM} query {query.name}" for query in named_queries()}
    close = nearest(word, lines)
    raise WrongUsage(
        f"{word!r} is neither a verb nor a folder",
        f"did you mean {lines[close]}?" if close else f"{PROGRAM} --help says what there is",
    )


def _debug_option(command: Any) -> Any:
    # For the help only: `run` takes --debug out of the arguments, wherever it stands.
    return click.option(
        "--debug", is_flag=True, expose_value=False, help="Show where an error came from."
    )(command)


@click.group(
    cls=Verbs,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    subcommand_metavar="[HISTORY | VERB] …",
    options_metavar="",
    epilog="kamtui VERB --help says more. A script's answers go to stdout, everything else to "
    "stderr.",
)
@click.version_option(__version__, prog_name=PROGRAM, message="%(prog)s %(version)s")
@_debug_option
def kamtui() -> None:
    """Who matters most among your business customers, why, and what moves when the weights do.

    Without a verb the terminal UI opens HISTORY, or the sample data when no history is named.

    \b
    Examples:
      kamtui                          the terminal UI on the sample data
      kamtui ~/history                the terminal UI on your own
      kamtui query priorities --history ~/history --top 20
    """


@click.command(OPEN, add_help_option=False)
@click.argument("folder", type=HistoryFolder(), required=False)
@place_options
@owner_option
@segment_option
@weights_option
@click.option("-h", "--help", "wants_help", is_flag=True)
@click.pass_context
def open_history(
    ctx: click.Context,
    folder: Path | None,
    history: Path | None,
    workspace: Path | None,
    as_of: date | None,
    owner: str | None,
    segment: str | None,
    weights: str | None,
    wants_help: bool,
) -> None:
    """Open the terminal UI."""
    if wants_help:
        click.echo(ctx.find_root().get_help())
        return
    # Textual reads stdin and draws on stderr; stdout that is no terminal is meant as data.
    if not all(stream.isatty() for stream in (sys.stdin, sys.stdout, sys.stderr)):
        raise WrongUsage(
            "the terminal UI needs a terminal to draw on",
            "A script asks: kamtui query priorities --history DIR",
        )
    from kamtui.tui.app import run_app

    run_app(
        history=folder or history,
        workspace=workspace,
        as_of=as_of,
        weights=weights,
        owner=owner,
        segment=segment,
    )


def run(arguments: Sequence[str] | None = None) -> None:
    """Run one command and leave the process with its exit code."""
    args = list(sys.argv[1:] if arguments is None else arguments)
    args, debug = _without_debug(args)
    code: int
    try:
        code = _completed() if COMPLETION_VARIABLE in os.environ else _invoked(args)
        sys.stdout.flush()
    except BrokenPipeError:
        _stop_writing()
        code = ExitCode.FINE
    except (Exception, KeyboardInterrupt) as error:
        code = _failed(error, debug)
    sys.exit(int(code))


def _completed() -> int:
    from click.shell_completion import shell_complete

    instruction = os.environ[COMPLETION_VARIABLE]
    return shell_complete(kamtui, {}, PROGRAM, COMPLETION_VARIABLE, instruction)


def _invoked(args: list[str]) -> int:
    try:
        with kamtui.make_context(PROGRAM, args) as context:
            kamtui.invoke(context)
    except click.exceptions.Exit as ending:
        return ending.exit_code
    return ExitCode.FINE


def _without_debug(args: list[str]) -> tuple[list[str], bool]:
    end = args.index("--") if "--" in args else len(args)
    options = [arg for arg in args[:end] if arg != "--debug"]
    return options + args[end:], len(options) < end


def _failed(error: BaseException, debug: bool) -> ExitCode:
    if debug:
        import traceback

        traceback.print_exception(error, file=sys.stderr)
    for number, line in enumerate(lines_of(error)):
        print(f"{PROGRAM}: {line}" if number == 0 else f"  {line}", file=sys.stderr)
    try:
        sys.stdout.flush()
    except OSError:
        _stop_writing()
    return exit_code_of(error)


def _stop_writing() -> None:
    """Let the interpreter's last flush of stdout go nowhere: its reader is gone."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
