"""A program in a terminal of its own: keys go in, and what the screen shows is read.

pexpect holds the terminal, pyte draws it. Nothing waits for a time: every wait is for something
to appear, and ends with the screen as it stands when the deadline is over.
"""

from __future__ import annotations

import os
import re
import signal
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Self

import pexpect
import psutil
import pyte
from pyte.modes import DECTCEM

DEADLINE = 60.0
"""Seconds; far more than anything takes, for a machine that is busy."""

KEYS: Mapping[str, bytes] = {
    "enter": b"\r",
    "escape": b"\x1b",
    "tab": b"\t",
    "backspace": b"\x7f",
    "space": b" ",
    "up": b"\x1b[A",
    "down": b"\x1b[B",
    "right": b"\x1b[C",
    "left": b"\x1b[D",
    "pagedown": b"\x1b[6~",
    "ctrl+c": b"\x03",
    "ctrl+p": b"\x10",
    "ctrl+r": b"\x12",
    "ctrl+u": b"\x15",
}
"""What a terminal sends for keys that are no character."""

_ALTERNATE_SCREEN = 1049 << 5
_GIVES_SCREEN_BACK = b"\x1b[?1049l"
_CONTROL_SEQUENCE = re.compile(r"\x1b(\[[0-?]*[ -/]*[@-~]|[@-Z\\-_])")
_FRAME_BEGINS, _FRAME_ENDS = b"\x1b[?2026h", b"\x1b[?2026l"
_ASKS_FOR_FRAMES, _HAS_FRAMES = b"\x1b[?2026$p", b"\x1b[?2026;2$y"

Condition = Callable[["Terminal"], object]


def kamtui_command() -> str:
    """Return the path of the command that is installed beside this interpreter."""
    return str(Path(sys.executable).with_name("kamtui"))


def terminal_environment(home: Path, **more: str) -> dict[str, str]:
    """Return the environment of a user at a terminal with 256 colours, and `more` of it."""
    taken = {name: os.environ[name] for name in ("PATH", "KAMTUI_CI_RUN") if name in os.environ}
    return {
        **taken,
        "HOME": str(home),
        "LANG": "C.UTF-8",
        "TERM": "xterm-256color",
        **more,
    }


def _session_of(pid: int) -> int | None:
    try:
        return os.getsid(pid)
    except OSError:
        return None


class Terminal:
    """A terminal with a program in it. As a context it leaves no process behind."""

    def __init__(
        self,
        command: Sequence[str],
        environment: Mapping[str, str],
        *,
        columns: int = 80,
        lines: int = 24,
    ) -> None:
        """Start `command`; its stdin, stdout and stderr are the terminal."""
        self.received: list[tuple[float, bytes]] = []
        """What the program wrote, in pieces, each with the moment (perf_counter) it arrived."""
        self._screen = pyte.Screen(columns, lines)
        self._stream = pyte.ByteStream(self._screen)
        self._drawn = 0
        self._tail = b""
        self._in_frame = False
        self.begun = time.perf_counter()
        self._program = pexpect.spawn(
            command[0],
            list(command[1:]),
            env=dict(environment),
            dimensions=(lines, columns),
            timeout=DEADLINE,
        )
        self._program.delaybeforesend = None
        self._process = psutil.Process(self._program.pid)

    # What it shows

    @property
    def screen(self) -> pyte.Screen:
        """The screen with everything on it that was read. Drawn when it is looked at."""
        for _, piece in self.received[self._drawn :]:
            self._stream.feed(piece)
        self._drawn = len(self.received)
        return self._screen

    @property
    def lines(self) -> list[str]:
        """The screen's lines, without blanks at their ends."""
        return [line.rstrip() for line in self.screen.display]

    @property
    def text(self) -> str:
        """The whole screen."""
        return "\n".join(self.lines)

    @property
    def output(self) -> bytes:
        """Everything that the program ever wrote, control sequences and all."""
        return b"".join(piece for _, piece in self.received)

    def is_restored(self) -> bool:
        """Whether the terminal is as it was before: its own screen, with a cursor."""
        return _ALTERNATE_SCREEN not in self.screen.mode and DECTCEM in self.screen.mode

    @property
    def written_after_leaving(self) -> str:
        """What was written after the program gave the terminal's own screen back, as text."""
        after = self.output.rpartition(_GIVES_SCREEN_BACK)[2].decode()
        return _CONTROL_SEQUENCE.sub("", after)

    @property
    def frame_is_whole(self) -> bool:
        """Whether what was read ends with a whole frame, for a program that tells."""
        return not self._in_frame

    def line_with(self, text: str) -> str:
        """Return the first line that holds a text; "" when none does."""
        return next((line for line in self.lines if text in line), "")

    # What is done to it

    def press(self, *keys: str) -> None:
        """Press keys: characters, or names of `KEYS`."""
        for key in keys:
            self._program.send(KEYS.get(key, key.encode()))

    def write(self, text: str) -> None:
        """Type a text, character after character."""
        self._program.send(text.encode())

    def resize(self, columns: int, lines: int) -> None:
        """Give the terminal another size, of which the program is told."""
        self.screen.resize(lines, columns)
        self._program.setwinsize(lines, columns)

    def hang_up(self) -> None:
        """Close the terminal under the program, as a lost connection does."""
        self._program.ptyproc.fileobj.close()

    def signal(self, name: str) -> None:
        """Send the program a signal, such as SIGTERM."""
        self._process.send_signal(signal.Signals[name])

    # What is waited for

    def wait_for(self, wanted: str | Condition, seconds: float = DEADLINE) -> None:
        """Read until the screen holds a text, or a condition is true of the terminal.

        Raises AssertionError with the screen when that does not come within so many seconds.
        """
        is_there: Condition = (
            (lambda terminal: wanted in terminal.text) if isinstance(wanted, str) else wanted
        )
        ends = time.monotonic() + seconds
        while self._in_frame or not is_there(self):
            if time.monotonic() > ends:
                raise AssertionError(f"not there after {seconds:g} s: {wanted!r}\n{self._shown()}")
            if not self.read():
                assert is_there(self), f"ended before there was {wanted!r}\n{self._shown()}"
                return

    def wait_for_end(self, seconds: float = DEADLINE) -> int:
        """Read until the program has ended; return its exit code, or the signal's with a minus."""
        ends = time.monotonic() + seconds
        while self.read():
            if time.monotonic() > ends:
                raise AssertionError(f"still running after {seconds:g} s\n{self._shown()}")
        return self.ended(max(0.1, ends - time.monotonic()))

    def ended(self, seconds: float = DEADLINE) -> int:
        """Return the exit code of a program whose terminal is gone."""
        try:
            code = self._process.wait(seconds)
        except psutil.TimeoutExpired:
            raise AssertionError(f"still running after {seconds:g} s\n{self._shown()}") from None
        return self._code_heard_while_reading() if code is None else int(code)

    def _code_heard_while_reading(self) -> int:
        """Return the exit code of a program whose end was noticed while its screen was read."""
        assert not self._program.isalive()
        if self._program.exitstatus is not None:
            return int(self._program.exitstatus)
        return -int(self._program.signalstatus)

    def left_running(self) -> list[int]:
        """Return the processes that were started in the terminal and still run."""
        return [
            process.pid
            for process in psutil.process_iter()
            if _session_of(process.pid) == self._program.pid
            and process.status() != psutil.STATUS_ZOMBIE
        ]

    def read(self, seconds: float = 0.2) -> bool:
        """Read what the program writes within so many seconds; False when it has ended."""
        try:
            piece = self._program.read_nonblocking(65536, seconds)
        except pexpect.TIMEOUT:
            return True
        except pexpect.EOF:
            return False
        self.received.append((time.perf_counter(), piece))
        self._follow_frames(piece)
        return True

    def _follow_frames(self, piece: bytes) -> None:
        # A program that is told that it may brackets each frame, so that no half of one is read.
        seen = self._tail + piece
        if _ASKS_FOR_FRAMES in seen and _ASKS_FOR_FRAMES not in self._tail:
            self._program.send(_HAS_FRAMES)
        begins, ends = seen.rfind(_FRAME_BEGINS), seen.rfind(_FRAME_ENDS)
        if max(begins, ends) >= 0:
            self._in_frame = begins > ends
        self._tail = seen[-len(_ASKS_FOR_FRAMES) :]

    def _shown(self) -> str:
        bar = "─" * self.screen.columns
        return f"┌{bar}┐\n{self.text}\n└{bar}┘"

    # How it ends

    def close(self) -> None:
        """Leave nothing running that was started in the terminal."""
        for kill in (os.killpg, os.kill):
            with suppress(ProcessLookupError, PermissionError):
                kill(self._program.pid, signal.SIGKILL)
        with suppress(OSError):
            self._program.ptyproc.fileobj.close()
        with suppress(psutil.Error):
            self._process.wait(DEADLINE)
        self._program.ptyproc.closed = self._program.closed = True

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: object,
        error: object,
        traceback: object,
    ) -> None:
        self.close()
