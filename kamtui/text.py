"""Text that came from data, made harmless to show."""

from __future__ import annotations

import re

_SHORT = {"\n": r"\n", "\r": r"\r", "\t": r"\t"}
# Control characters (C0, DEL, C1), what turns the direction of text round, line and paragraph
# separators, invisible signs and tags, and lone surrogates. The joiners U+200C and U+200D stay:
# emoji and some scripts are spelled with them.
_HARMFUL = re.compile(
    "[\x00-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f"
    "\ufeff\ufff9-\ufffb\ud800-\udfff\U000e0000-\U000e007f]"
)


def harmless(text: str) -> str:
    r"""Return `text` on one line, with everything that a terminal would obey spelled out.

    An escape character becomes `\x1b`, a line break `\n`, a right-to-left override `\u202e`.
    Other characters, markup among them, stay as they are.
    """
    return text if text.isprintable() else _HARMFUL.sub(_spelled_out, text)


def _spelled_out(match: re.Match[str]) -> str:
    character = match[0]
    code = ord(character)
    if code > 0xFFFF:
        return f"\\U{code:08x}"
    return _SHORT.get(character) or (f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}")
