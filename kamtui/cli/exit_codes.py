"""How the command line ends: its exit codes, and what an error says on stderr."""

from __future__ import annotations

from enum import IntEnum

import click

from kamtui.errors import (
    BrokenContract,
    ChangedMeanwhile,
    Failed,
    KamtuiError,
    NotAllowed,
    WrongUsage,
)
from kamtui.text import harmless


class ExitCode(IntEnum):
    """What the shell is told."""

    FINE = 0
    FAILED = 1
    WRONG_USAGE = 2
    BROKEN_CONTRACT = 3
    NOT_ALLOWED = 4
    CHANGED_MEANWHILE = 5
    INTERRUPTED = 130


_CODES: tuple[tuple[type[BaseException], ExitCode], ...] = (
    (Failed, ExitCode.FAILED),
    (WrongUsage, ExitCode.WRONG_USAGE),
    (BrokenContract, ExitCode.BROKEN_CONTRACT),
    (NotAllowed, ExitCode.NOT_ALLOWED),
    (ChangedMeanwhile, ExitCode.CHANGED_MEANWHILE),
    (click.UsageError, ExitCode.WRONG_USAGE),
    (KeyboardInterrupt, ExitCode.INTERRUPTED),
    (click.Abort, ExitCode.INTERRUPTED),
    (PermissionError, ExitCode.NOT_ALLOWED),
)

# What DuckDB raises when Ctrl-C arrives while a query runs: no class of its own.
_INTERRUPTED_QUERY = "Query interrupted"


def exit_code_of(error: BaseException) -> ExitCode:
    """Return the exit code of a command that ended with `error`; FAILED when nothing else fits."""
    if isinstance(error, RuntimeError) and str(error) == _INTERRUPTED_QUERY:
        return ExitCode.INTERRUPTED
    for kind, code in (*_CODES, *_codes_of_parts()):
        if isinstance(error, kind):
            return code
    return ExitCode.FAILED


def _codes_of_parts() -> tuple[tuple[type[BaseException], ExitCode], ...]:
    # Imported when there is an error to name, so that a command that ends well never pays.
    import duckdb

    from kamtui.model.errors import ModelError

    return (
        (ModelError, ExitCode.WRONG_USAGE),
        (duckdb.InterruptException, ExitCode.INTERRUPTED),
    )


def lines_of(error: BaseException) -> tuple[str, ...]:
    """Return what an error says, as one or two harmless lines; none when it was an interruption."""
    if exit_code_of(error) is ExitCode.INTERRUPTED:
        return ()
    if isinstance(error, click.ClickException):
        return _lines_of_click(error)
    if isinstance(error, KamtuiError):
        return _lines(error.message, error.hint)
    if isinstance(error, OSError) and error.strerror:
        where = f"{error.filename}: " if error.filename else ""
        return _lines(f"{where}{error.strerror}")
    return _lines_of_parts(error)


def _lines_of_parts(error: BaseException) -> tuple[str, ...]:
    import duckdb

    from kamtui.model.errors import ModelError

    if isinstance(error, ModelError):
        return _lines(error.line, error.hint)
    if isinstance(error, duckdb.Error):
        return _lines(f"the query failed: {str(error).strip().splitlines()[0]}")
    if isinstance(error, MemoryError):
        return _lines("there is not enough memory", "Ask for less, or set KAMTUI_MEMORY lower.")
    return _lines(
        f"this is a fault in kamtui: {type(error).__name__}: {error}",
        "The same command with --debug shows where.",
    )


def _lines_of_click(error: click.ClickException) -> tuple[str, ...]:
    message = error.message.rstrip(".")
    if isinstance(error, click.MissingParameter | click.BadParameter):
        message = error.format_message().rstrip(".")
    near = getattr(error, "possibilities", None)
    if near:
        return _lines(_lowered(message), f"did you mean {near[0]}?")
    context = error.ctx if isinstance(error, click.UsageError) else None
    if context is None:
        return _lines(_lowered(message))
    verb = context if context.command.add_help_option else context.find_root()
    return _lines(_lowered(message), f"{verb.command_path} --help says what there is")


def _lowered(message: str) -> str:
    return message[:1].lower() + message[1:]


def _lines(message: str, hint: str | None = None) -> tuple[str, ...]:
    return tuple(harmless(line) for line in (message, hint) if line)
