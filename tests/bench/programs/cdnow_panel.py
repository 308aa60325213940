"""The CDNOW panel (Fader & Hardie), as the package lifetimes brings it, written as arrays."""

from __future__ import annotations

import sys

import numpy as np
from lifetimes.datasets import load_cdnow_summary_data_with_monetary_value

panel = load_cdnow_summary_data_with_monetary_value()
# Its weeks have two decimals.
recency, age = (np.rint(100 * panel[name].to_numpy()).astype(np.int64) for name in ("recency", "T"))
np.savez(
    sys.argv[1],
    repeats=panel["frequency"].to_numpy().astype(np.int64),
    recency=recency,
    age=age,
    a_week=100,
    mean=panel["monetary_value"].to_numpy(),
)
