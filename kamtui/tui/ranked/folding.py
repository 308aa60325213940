"""Texts as they are compared: without capitals and accents."""

from __future__ import annotations

import unicodedata


def folded(text: str) -> str:
    """Return the text without capitals and accents."""
    if text.isascii():
        return text.lower()
    spelled_out = unicodedata.normalize("NFKD", text)
    return "".join(c for c in spelled_out if not unicodedata.combining(c)).casefold()
