"""What a measured program says of itself, as one line of JSON on stdout."""

from __future__ import annotations

import json
import resource
import sys
from pathlib import Path
from typing import Any


def say(seconds: float, rows: int, **found: Any) -> None:
    """Print the seconds that the work took, the most memory this process ever had, and `found`."""
    print(json.dumps({"seconds": seconds, "rows": rows, "peak_bytes": _peak_bytes(), **found}))


def _peak_bytes() -> int:
    # Where it can be had: on Linux ru_maxrss begins at what the parent process had.
    status = Path("/proc/self/status")
    if status.exists():
        for line in status.read_text().splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) * 1024
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak if sys.platform == "darwin" else peak * 1024
