"""The format for calendars: ics (RFC 5545), an all-day event a row."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from kamtui import __version__
from kamtui.errors import WrongUsage
from kamtui.formats.text import Chunks
from kamtui.formats.values import plain
from kamtui.text import harmless

NEEDED = ("day", "account_id", "kind")
"""The columns without which an answer is no calendar."""
_PRODUCT = f"PRODID:-//kamtui//kamtui {__version__}//EN"
_LONGEST_LINE = 75
"""Octets, without the line break (RFC 5545, 3.1)."""
_ESCAPED = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n"})


def ics_lines(names: Sequence[str], chunks: Chunks, as_of: date | None) -> Iterator[str]:
    """Yield a calendar: an event for each row that has a day, stamped with the day `as_of`.

    An event's UID comes from the columns kind, account_id and key, so that a calendar that reads
    the next file moves what was moved and repeats nothing. Raises WrongUsage for an answer
    without the columns day, account_id and kind.
    """
    lacking = [name for name in NEEDED if name not in names]
    if lacking:
        raise WrongUsage(
            f"this answer is no calendar: it has no column {lacking[0]}",
            "ics is for kamtui calendar, and for SQL that gives day, account_id and kind.",
        )
    yield from map(_line, ("BEGIN:VCALENDAR", "VERSION:2.0", _PRODUCT, "CALSCALE:GREGORIAN"))
    for chunk in chunks:
        for row in chunk:
            event = dict(zip(names, row, strict=True))
            if isinstance(event["day"], date):
                yield from map(_line, _event(event, event["day"], as_of))
    yield _line("END:VCALENDAR")


def _event(event: dict[str, Any], day: date, as_of: date | None) -> Iterator[str]:
    kind = (plain(event["kind"]) or "").replace("_", " ")
    name = plain(event.get("name")) or plain(event["account_id"]) or ""
    detail, owner = plain(event.get("detail")), plain(event.get("owner"))
    yield "BEGIN:VEVENT"
    yield f"UID:{_uid(event)}"
    yield f"DTSTAMP:{_compact(as_of or day)}T000000Z"
    yield f"DTSTART;VALUE=DATE:{_compact(day)}"
    yield f"SUMMARY:{_text(f'{name}: {kind}')}"
    told = [each for each in (detail, f"Looked after by {owner}" if owner else None) if each]
    told.append(f"Account {plain(event['account_id'])}")
    yield f"DESCRIPTION:{_text(chr(10).join(told))}"
    yield f"CATEGORIES:{_text(kind)}"
    yield "TRANSP:TRANSPARENT"
    yield "END:VEVENT"


def _compact(day: date) -> str:
    return f"{day.year:04}{day.month:02}{day.day:02}"


def _uid(event: dict[str, Any]) -> str:
    """Return an id that is the same whenever the thing is the same, whatever its texts hold."""
    identity = [plain(event.get(name)) for name in ("kind", "account_id", "key")]
    if "key" not in event:
        identity.append(event["day"].isoformat())
    digest = hashlib.sha256(ascii(identity).encode()).hexdigest()
    return f"{digest[:32]}@kamtui"


def _text(value: str) -> str:
    """Return a text value: line breaks are kept, other control characters spelled out."""
    return "\n".join(map(harmless, value.split("\n"))).translate(_ESCAPED)


def _line(content: str) -> str:
    """Return a content line, folded so that none is longer than 75 octets and no character cut."""
    if len(content) * 4 <= _LONGEST_LINE:
        return f"{content}\r\n"
    parts, part, room = [], "", _LONGEST_LINE
    for character in content:
        size = len(character.encode())
        if size > room:
            parts.append(part)
            part, room = "", _LONGEST_LINE - 1  # the blank that a folded line begins with
        part += character
        room -= size
    return "\r\n ".join((*parts, part)) + "\r\n"
