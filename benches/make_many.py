"""Writes invented responses quickly, up to as many as there are teachers on earth.

    python3 make_many.py ROWS ACADEMIES [FILE]          (needs numpy)

Answers to twelve items with six codes, drawn like those of `make_responses.py`; each block of rows is laid out as one table of
bytes. Without FILE, writes to standard output, which can be piped into `cte score -`. The same arguments give the same bytes.
"""

import sys

import numpy as np

ROWS, ACADEMIES = map(int, sys.argv[1:3])
ITEMS, CODES, BLOCK = 12, 6, 200_000
WIDE = np.float32

draw = np.random.default_rng(1)
academy_leaning = draw.normal(0, 0.5, ACADEMIES).astype(WIDE)
loading = draw.uniform(0.5, 1.2, ITEMS).astype(WIDE)
thresholds = np.linspace(-2, 1.6, CODES - 1).astype(WIDE)


def digits(numbers, width):
    """Decimal digits of numbers, one column of bytes per digit."""
    powers = 10 ** np.arange(width - 1, -1, -1)
    return (numbers[:, None] // powers % 10 + ord("0")).astype(np.uint8)


def texts(text, rows):
    """The same text in every row, one column per byte."""
    return np.broadcast_to(np.frombuffer(text, np.uint8), (rows, len(text)))


def block(first, rows):
    """Rows `first` to `first + rows - 1`, as bytes."""
    academy = draw.integers(0, ACADEMIES, rows)
    person = academy_leaning[academy] + draw.standard_normal(rows, WIDE)
    leaning = loading * person[:, None] + draw.standard_normal((rows, ITEMS), WIDE)
    codes = np.zeros((rows, ITEMS), np.uint8)
    for threshold in thresholds:
        codes += leaning > threshold
    cells = np.empty((rows, 2 * ITEMS), np.uint8)
    cells[:, 0::2] = codes + ord("1")
    cells[:, 1::2] = ord(",")
    cells[:, -1] = ord("\n")
    table = np.hstack([
        digits(first + 1 + np.arange(rows), 8), texts(b",Academy ", rows), digits(academy + 1, 6), texts(b",", rows), cells,
    ])
    given = np.ones(table.shape, bool)
    # One answer in fifty is missing: its cell has no byte.
    given[:, -2 * ITEMS :: 2] = draw.random((rows, ITEMS), WIDE) >= 0.02
    return table[given].tobytes()


with open(sys.argv[3], "wb") if len(sys.argv) > 3 else sys.stdout.buffer as out:
    out.write(("respondent,academy," + ",".join(f"q{item + 1}" for item in range(ITEMS)) + "\n").encode())
    for first in range(0, ROWS, BLOCK):
        out.write(block(first, min(BLOCK, ROWS - first)))
