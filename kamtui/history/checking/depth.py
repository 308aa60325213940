"""What only a reading of every byte shows: a file that is not the one the manifest names."""

from __future__ import annotations

from collections.abc import Iterator

import duckdb

from kamtui.engine.answer import first_line
from kamtui.engine.embedded import Engine
from kamtui.history.checking.findings import Finding
from kamtui.history.checking.structure import HistoryFile
from kamtui.history.manifest import sha256_of
from kamtui.history.opening import History
from kamtui.history.views import scan_of


def deep_findings(
    engine: Engine, history: History, files: tuple[HistoryFile, ...]
) -> Iterator[Finding]:
    """Yield every file whose checksum or row count is not the manifest's, or that cannot be read.

    Reads every file twice: its bytes for the checksum, and every page of every column.
    """
    for file in files:
        if file.said is not None and (digest := sha256_of(file.path)) != file.said.sha256:
            found = f"SHA-256 {digest[:12]}…, the manifest says {file.said.sha256[:12]}…"
            yield file.broken("checksum_differs", found)
        yield from unreadable_findings(engine, history, file)


def unreadable_findings(engine: Engine, history: History, file: HistoryFile) -> Iterator[Finding]:
    """Yield whether a file cannot be read to its end, or holds other rows than the manifest says.

    A flipped bit may raise nothing here: only a checksum shows each.
    """
    source = scan_of(history, [file.path])
    question = f"SELECT count(*), bit_xor(hash(one)) FROM {source} AS one"
    try:
        rows = int(engine.rows_of(question)[0][0])
    except duckdb.Error as error:
        yield file.broken("unreadable_file", first_line(error))
        return
    if file.said is not None and rows != file.said.rows:
        found = f"{rows:,} rows, the manifest says {file.said.rows:,}"
        yield file.broken("row_count_differs", found)
