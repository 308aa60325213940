"""A headless Chromium, and the pixels of the pictures that it takes."""

from __future__ import annotations

import os
import shutil
import signal
import struct
import subprocess
import zlib
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

PROGRAMS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")

Colour = tuple[int, ...]


def browser() -> str | None:
    """Return the path of a Chromium on this machine; None where there is none."""
    return next((path for name in PROGRAMS if (path := shutil.which(name))), None)


@dataclass(frozen=True)
class Browsed:
    """What the browser did with a page."""

    out: str
    said: str
    """What it logged, the page's console among it."""


def browse(program: str, page: Path, profile: Path, *options: str) -> Browsed:
    """Open a page in a browser of its own, which is gone with all its helpers afterwards."""
    process = subprocess.Popen(
        [
            program,
            *("--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"),
            *("--no-first-run", "--disable-extensions", "--disable-background-networking"),
            *("--disable-crash-reporter", "--disable-breakpad", "--hide-scrollbars"),
            *("--enable-logging=stderr", f"--user-data-dir={profile}"),
            *options,
            page.as_uri(),
        ],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
        cwd=profile.parent,
    )
    try:
        out, said = process.communicate(timeout=180)
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
    assert process.returncode == 0, said.decode("utf-8", "replace")
    return Browsed(out.decode("utf-8"), said.decode("utf-8", "replace"))


def colours(picture: Path) -> Counter[Colour]:
    """Return how many pixels of a PNG have each colour (RGB)."""
    data = picture.read_bytes()
    assert data[:8] == b"\x89PNG\r\n\x1a\n"
    width, height, depth, kind, *_ = struct.unpack(">IIBBBBB", data[16:29])
    assert (depth, kind) in ((8, 2), (8, 6)), "8 bits a channel, RGB or RGBA"
    channels = 3 if kind == 2 else 4
    packed, place = b"", 8
    while place < len(data):
        length, name = struct.unpack(">I4s", data[place : place + 8])
        if name == b"IDAT":
            packed += data[place + 8 : place + 8 + length]
        place += length + 12
    raw, size = zlib.decompress(packed), width * channels
    above, counted = bytearray(size), Counter[Colour]()
    for row in range(height):
        start = row * (size + 1)
        line = bytearray(raw[start + 1 : start + 1 + size])
        _unfiltered(raw[start], line, above, channels)
        counted.update(zip(*(line[channel::channels] for channel in range(3)), strict=True))
        above = line
    return counted


def _unfiltered(kind: int, line: bytearray, above: bytearray, channels: int) -> None:
    """Undo a row's filter (PNG, section 9.2) in place."""
    if kind == 0:
        return
    for i in range(len(line)):
        left = line[i - channels] if i >= channels else 0
        upper_left = above[i - channels] if i >= channels else 0
        if kind == 1:
            guess = left
        elif kind == 2:
            guess = above[i]
        elif kind == 3:
            guess = (left + above[i]) // 2
        else:
            guess = _paeth(left, above[i], upper_left)
        line[i] = (line[i] + guess) & 255


def _paeth(left: int, above: int, upper_left: int) -> int:
    by_left, by_above = abs(above - upper_left), abs(left - upper_left)
    by_both = abs(left + above - 2 * upper_left)
    if by_left <= by_above and by_left <= by_both:
        return left
    return above if by_above <= by_both else upper_left
