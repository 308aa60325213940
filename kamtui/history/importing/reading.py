"""The macros that read a source's values, filled with its settings."""

from __future__ import annotations

import re

from kamtui.engine.quoting import quoted_text, text_list
from kamtui.history.importing.settings import FALSE_TEXTS, TRUE_TEXTS, SourceSettings
from kamtui.shipped import shipped

_BLANKS = " \t\r\n\u00a0\u202f\u2007\u2009\ufeff"
_HARD_BLANKS = "[ \u00a0\u202f\u2009]"
_SYMBOLS = {
    "EUR": "€",
    "GBP": "£",
    "USD": r"US\$|\$",
    "JPY": "¥",
    "CNY": "¥",
    "SEK": r"kr\.?|:-",
    "NOK": r"kr\.?|,-",
    "DKK": r"kr\.?",
    "CHF": r"Fr\.?|SFr\.?",
    "PLN": "zł",
}
_ISO = ("%Y-%m-%d", "%Y-%m-%d %H:%M:%S", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M")
_ISO_FRACTIONS = ("%Y-%m-%d %H:%M:%S.%f", "%Y-%m-%dT%H:%M:%S.%f")
_MARK = re.compile(r"\{(\w+)\}")


def date_formats(settings: SourceSettings) -> tuple[str, ...]:
    """Return the formats that a source's dates are read by: its own, then ISO 8601."""
    return (*settings.formats_of_dates, *_ISO, *_ISO_FRACTIONS)


def reading_macros(settings: SourceSettings, currency: str, is_workbook: bool) -> str:
    """Return the statements that make the read_… macros for one source.

    An amount may name `currency` or its sign; another currency cannot be read.
    """
    text = (shipped("queries") / "import" / "reading.sql").read_text(encoding="utf-8")
    money = _currency(currency)
    fragments = {
        "blanks": quoted_text(_BLANKS),
        "blank_ends": quoted_text(f"^[{_BLANKS}]|[{_BLANKS}]$"),
        "null_texts": text_list(["", *settings.null_texts]),
        "true_texts": text_list(_lower(settings.true_texts) or TRUE_TEXTS),
        "false_texts": text_list(_lower(settings.false_texts) or FALSE_TEXTS),
        "date_formats": text_list(date_formats(settings)),
        "decimal": quoted_text(settings.decimal),
        "currency": quoted_text(money),
        "not_digits": quoted_text(f"[^0-9{settings.decimal}]"),
        "plain": quoted_text(_plain(settings, is_workbook)),
        "exponent": quoted_text(_plain(settings, is_workbook) + "(?:[eE][-+]?[0-9]+)?"),
        "shape": quoted_text(_shape(settings, money, is_workbook)),
    }
    body = "\n".join(line for line in text.splitlines() if not line.startswith("--"))
    return _MARK.sub(lambda mark: fragments.get(mark[1], mark[0]), body)


def _lower(texts: list[str]) -> list[str]:
    return [text.lower() for text in texts]


def _currency(code: str) -> str:
    symbol = _SYMBOLS.get(code.upper())
    return f"(?:{re.escape(code.upper())}{'|' + symbol if symbol else ''})"


def _plain(settings: SourceSettings, is_workbook: bool) -> str:
    """The pattern of a number that the decimal point of computers reads."""
    if settings.decimal == ".":
        return r"[-+]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)"
    if is_workbook:
        # A number in a column of text is spelled with a point, whatever the settings say. Three
        # decimals could as well be thousands, and are not guessed at.
        return r"[-+]?[0-9]+(?:\.(?:[0-9]{1,2}|[0-9]{4,}))?"
    return r"[-+]?[0-9]+"


def _shape(settings: SourceSettings, money: str, is_workbook: bool) -> str:
    """The pattern of an amount as people write it."""
    gap, sign = f"{_HARD_BLANKS}*", "[-−+]"
    number = _number(settings, is_workbook)
    bare = rf"(?:{money}{gap})?{number}(?:{gap}{money})?"
    before = rf"{sign}?{gap}{bare}|{money}{gap}{sign}{gap}{number}"
    after = rf"{bare}{gap}[-−]|{number}{gap}[-−]{gap}{money}"
    return rf"(?:{before}|{after}|\({gap}{bare}{gap}\))"


def _number(settings: SourceSettings, is_workbook: bool) -> str:
    """The pattern of a number without its sign, its thousands in groups of three or unmarked."""
    point = re.escape(settings.decimal)
    fraction = f"(?:{point}[0-9]*)?"
    forms = [f"[0-9]+{fraction}", f"{point}[0-9]+"]
    if settings.thousands:
        apart = {" ": _HARD_BLANKS, "'": "['\u2019]"}.get(
            settings.thousands, re.escape(settings.thousands)
        )
        first, group = "[0-9]{1,3}", f"{apart}[0-9]{{3}}"
        if is_workbook and settings.thousands == ".":
            forms += [f"{first}{group},[0-9]*", f"{first}(?:{group}){{2,}}{fraction}"]
        else:
            forms.append(f"{first}(?:{group})+{fraction}")
    return f"(?:{'|'.join(forms)})"
