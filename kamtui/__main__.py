"""`python -m kamtui` and the `kamtui` command."""

from __future__ import annotations

import gc
import os
import sys


def main() -> None:
    """Run the command line and end the process with its exit code.

    What a command makes lives until it ends, so nothing is collected while its modules load, and
    at the end the streams are flushed and the interpreter is left as it is: collecting and
    taking it down would be a fifth of a script's question.
    """
    gc.disable()
    from kamtui.cli.main import run

    code = 1
    try:
        run()
    except SystemExit as ending:
        code = ending.code if isinstance(ending.code, int) else int(ending.code is not None)
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except OSError:
            code = code or 1
    os._exit(code)


if __name__ == "__main__":
    main()
