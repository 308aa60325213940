"""How one value is spelled, the same in every text format.

Full precision, ISO dates, a point for decimals and never an exponent in an amount. Null, and a
number that is none (NaN, infinity), has no spelling: each format says how it shows that.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from json.encoder import encode_basestring
from typing import Any
from uuid import UUID

# JSON itself lets these through as they are; a terminal might obey them.
_UNSEEN = re.compile("[\x7f-\x9f\u00ad\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff]")


def plain(value: Any) -> str | None:
    """Return a value's text as a csv field holds it; None when it is null or not a number.

    Lists and structs are JSON text.
    """
    return None if value is None else _PLAIN.get(type(value), str)(value)


def json_text(value: Any) -> str:
    """Return a value as JSON; `null` when it is null or not a number."""
    if value is None:
        return "null"
    return _JSON.get(type(value), _quoted_plain)(value)


def json_string(text: str) -> str:
    """Return `text` as a JSON string, with what a terminal would obey escaped."""
    quoted = encode_basestring(text)
    return quoted if quoted.isprintable() else _UNSEEN.sub(_escaped, quoted)


def _escaped(match: re.Match[str]) -> str:
    return f"\\u{ord(match[0]):04x}"


def _real(value: float) -> str | None:
    return repr(value) if math.isfinite(value) else None


def _amount(value: Decimal) -> str | None:
    if not value.is_finite():
        return None
    text = format(value, "f")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def _flag(value: bool) -> str:
    return "true" if value else "false"


def _json_list(values: list[Any] | tuple[Any, ...]) -> str:
    return f"[{', '.join(map(json_text, values))}]"


def _json_object(values: dict[Any, Any]) -> str:
    fields = (f"{json_string(str(key))}: {json_text(value)}" for key, value in values.items())
    return f"{{{', '.join(fields)}}}"


def _quoted_plain(value: Any) -> str:
    text = plain(value)
    return "null" if text is None else json_string(text)


def _bare_plain(value: Any) -> str:
    return plain(value) or "null"


_PLAIN: dict[type, Callable[[Any], str | None]] = {
    str: str,
    bool: _flag,
    int: str,
    float: _real,
    Decimal: _amount,
    date: date.isoformat,
    datetime: datetime.isoformat,
    time: time.isoformat,
    timedelta: str,
    UUID: str,
    bytes: bytes.hex,
    list: _json_list,
    tuple: _json_list,
    dict: _json_object,
}
_JSON: dict[type, Callable[[Any], str]] = {
    str: json_string,
    bool: _flag,
    int: str,
    float: _bare_plain,
    Decimal: _bare_plain,
    list: _json_list,
    tuple: _json_list,
    dict: _json_object,
}
