"""What history.toml says after an import: what it said before, and what the mapping adds."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from zoneinfo import ZoneInfo, available_timezones

import tomlkit

from kamtui.errors import NotAllowed, WrongUsage
from kamtui.history.importing.mapping import Mapping
from kamtui.history.manifest import Manifest
from kamtui.history.opening import SETTINGS, read_settings
from kamtui.model.spelling import did_you_mean

_DEFAULT_ZONE = "UTC"


@dataclass(frozen=True)
class NewSettings:
    """What the history is in from now on."""

    currency: str
    timezone: str
    text: str
    """Of history.toml, whole."""


def new_settings(mapping: Mapping, folder: Path, before: Manifest | None) -> NewSettings:
    """Return the settings of the history in `folder` after the import.

    Raises WrongUsage when nothing says the currency, and when tables that stay are in another
    currency or time zone; NotAllowed for a made-up history.
    """
    place = folder / SETTINGS
    old = read_settings(folder)
    if old.made_up:
        raise NotAllowed(
            f"{folder}: is the history of a made-up company; nothing was imported",
            "Import into another folder.",
        )
    wanted = mapping.history
    has_tables = before is not None and bool(before.files)
    says = place.exists() or has_tables
    currency = wanted.currency or (old.currency if says else None)
    if currency is None:
        raise WrongUsage(
            f"{mapping.file}: history.currency is missing: expected a code such as EUR"
        )
    _check_currency(mapping, currency)
    timezone = wanted.timezone or (old.timezone if says else _DEFAULT_ZONE)
    _check_zone(mapping, timezone)
    if has_tables:
        _check_same(mapping, "currency", currency, old.currency, folder)
        _check_same(mapping, "timezone", timezone, old.timezone, folder)
    text = place.read_text(encoding="utf-8") if place.exists() else ""
    document = tomlkit.parse(text)
    document["name"] = wanted.name or old.name
    document["currency"] = currency
    document["timezone"] = timezone
    return NewSettings(currency, timezone, tomlkit.dumps(document).rstrip("\n") + "\n")


def _check_currency(mapping: Mapping, currency: str) -> None:
    if not re.fullmatch("[A-Z]{3}", currency):
        raise WrongUsage(
            f"{mapping.file}: history.currency: expected a code such as EUR, found {currency!r}"
        )


def _check_zone(mapping: Mapping, timezone: str) -> None:
    try:
        ZoneInfo(timezone)
    except (KeyError, ValueError, OSError):
        raise WrongUsage(
            f"{mapping.file}: history.timezone: there is no time zone {timezone!r}",
            did_you_mean(timezone, available_timezones()),
        ) from None


def _check_same(mapping: Mapping, key: str, wanted: str, had: str, folder: Path) -> None:
    if wanted != had:
        raise WrongUsage(
            f"{mapping.file}: history.{key} is {wanted}, and the history in {folder} is in {had}",
            "Import into another folder.",
        )
