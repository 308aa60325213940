"""NumPy arrays in, Arrow columns out: the types that a made-up history is written with."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

Ints = npt.NDArray[np.int64]
Reals = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]

if TYPE_CHECKING:
    Column = pa.Array[Any]
else:
    Column = pa.Array

NONE = -1
"""The index or day that stands for null."""

_MICROSECONDS = 1_000_000
_SECONDS_A_DAY = 86_400


def texts(choices: Sequence[str], index: Ints) -> Column:
    """Return `choices[index]` as a dictionary column; null where the index is NONE."""
    # A dictionary that names a value twice is written with stray bytes behind it, and no two
    # files would be the same.
    distinct = list(dict.fromkeys(choices))
    place = np.array([*(distinct.index(choice) for choice in choices), NONE])
    return _dictionary(pa.array(distinct, pa.string()), place[index])


def account_ids(ids: Column, index: Ints) -> Column:
    """Return `ids[index]` as a dictionary column that holds only the ids in use.

    Null where the index is NONE.
    """
    used = np.zeros(len(ids) + 1, dtype=np.bool_)
    used[index] = True
    used[NONE] = False
    position = np.cumsum(used) - 1
    position[NONE] = NONE
    return _dictionary(ids.take(np.flatnonzero(used)), position[index])


def _dictionary(values: Column, index: Ints) -> Column:
    codes = index.astype(np.int32)
    return pa.DictionaryArray.from_arrays(codes, values, mask=index < 0)


def numbered(prefix: str, numbers: Ints, width: int) -> Column:
    """Return text ids: the prefix and each number in `width` digits with leading zeros."""
    head = np.frombuffer(prefix.encode("ascii"), dtype=np.uint8)
    characters = np.empty((len(numbers), len(head) + width), dtype=np.uint8)
    characters[:, : len(head)] = head
    rest = numbers.copy()
    for place in range(characters.shape[1] - 1, len(head) - 1, -1):
        rest, digit = np.divmod(rest, 10)
        characters[:, place] = digit + ord("0")
    ends = np.arange(len(numbers) + 1, dtype=np.int32) * np.int32(characters.shape[1])
    buffers = [None, pa.py_buffer(ends.data), pa.py_buffer(characters.data)]
    return pa.Array.from_buffers(pa.string(), len(numbers), buffers)


def repeated(values: Column, index: Ints) -> Column:
    """Return `values[index]` as a dictionary column with `values` as they stand."""
    return _dictionary(values, index)


def amounts(cents: Ints, missing: Flags | None = None) -> Column:
    """Return money as decimal(18,2); null where missing."""
    words = np.empty((len(cents), 2), dtype=np.int64)
    words[:, 0] = cents
    words[:, 1] = cents >> 63
    bits = None if missing is None else np.packbits(~missing, bitorder="little")
    buffers = [None if bits is None else pa.py_buffer(bits.data), pa.py_buffer(words.data)]
    return pa.Array.from_buffers(pa.decimal128(18, 2), len(cents), buffers)


def days(numbers: Ints, missing: Flags | None = None) -> Column:
    """Return dates from day numbers; null where missing."""
    return pa.array(numbers.astype(np.int32), pa.int32(), mask=missing).cast(pa.date32())


def moments(numbers: Ints, seconds: Ints, missing: Flags | None = None) -> Column:
    """Return timestamps from day numbers and seconds of the day; null where missing."""
    stamps = (numbers * _SECONDS_A_DAY + seconds) * _MICROSECONDS
    return pa.array(stamps, pa.int64(), mask=missing).cast(pa.timestamp("us"))


def counts(values: Ints, missing: Flags | None = None) -> Column:
    """Return whole numbers of 32 bits; null where missing."""
    return pa.array(values.astype(np.int32), pa.int32(), mask=missing)


def flags(values: Flags, missing: Flags | None = None) -> Column:
    """Return truth values; null where missing."""
    return pa.array(values, pa.bool_(), mask=missing)
