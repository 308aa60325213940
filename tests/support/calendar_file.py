"""A reader of calendar files that follows RFC 5545 and knows nothing of the writer."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

_NAME = re.compile(r"([A-Z-]+)((?:;[A-Z-]+=[^:;]*)*):(.*)", re.DOTALL)


@dataclass(frozen=True)
class Property:
    """One content line, unfolded; its value with the escapes of a text value resolved."""

    name: str
    parameters: str
    value: str


def properties(data: bytes) -> list[Property]:
    """Return every content line; fails on a line that RFC 5545 does not allow."""
    assert data.endswith(b"\r\n")
    physical = data[:-2].split(b"\r\n")
    for line in physical:
        assert len(line) <= 75, line
        assert b"\n" not in line, line
        assert b"\r" not in line, line
        line.decode("utf-8")  # no character is cut in two
    lines: list[str] = []
    for text in (line.decode("utf-8") for line in physical):
        if text.startswith((" ", "\t")):
            lines[-1] += text[1:]
        else:
            lines.append(text)
    return [_property(line) for line in lines]


def _property(line: str) -> Property:
    match = _NAME.fullmatch(line)
    assert match, line
    assert not re.search(r"[\x00-\x08\x0a-\x1f\x7f]", line), line
    return Property(match[1], match[2], _unescaped(match[3]))


def _unescaped(value: str) -> str:
    assert not re.search(r"(?<!\\)(?:\\\\)*[;,]", value), value
    found = re.sub(r"\\([\\;,nN])", lambda m: {"n": "\n", "N": "\n"}.get(m[1], m[1]), value)
    assert not re.search(r"\\[^\\;,nN]", re.sub(r"\\\\", "", value)), value
    return found


def events(data: bytes) -> list[dict[str, str]]:
    """Return each event's values by property name; fails on what is no calendar of events."""
    found = properties(data)
    assert [each.value for each in (found[0], found[-1])] == ["VCALENDAR", "VCALENDAR"]
    assert ("VERSION", "2.0") in [(each.name, each.value) for each in found]
    assert any(each.name == "PRODID" and each.value for each in found)
    read: list[dict[str, str]] = []
    is_inside = False
    for each in found[1:-1]:
        if (each.name, each.value) == ("BEGIN", "VEVENT"):
            assert not is_inside
            is_inside = True
            read.append({})
        elif (each.name, each.value) == ("END", "VEVENT"):
            is_inside = False
            assert {"UID", "DTSTAMP", "DTSTART"} <= set(read[-1])
        elif is_inside:
            assert each.name not in read[-1]
            read[-1][each.name] = each.value
            if each.name == "DTSTART":
                assert each.parameters == ";VALUE=DATE"
            if each.name == "DTSTAMP":
                assert re.fullmatch(r"\d{8}T\d{6}Z", each.value)
    return read


def day_of(event: dict[str, str]) -> date:
    """Return the day of an all-day event."""
    assert re.fullmatch(r"\d{8}", event["DTSTART"])
    return date(int(event["DTSTART"][:4]), int(event["DTSTART"][4:6]), int(event["DTSTART"][6:]))
