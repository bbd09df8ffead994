"""Writes as many invented responses as there are teachers, quickly: make_many.py ROWS ACADEMIES [FILE]     (needs numpy)

Twelve items of six codes; as `make_responses.py`, but whole blocks of rows are laid out as one table of bytes. Without a file the
rows go to standard output, so that they can be piped into `cte score -`. The same arguments give the same bytes.
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
    """The decimal digits of numbers, as bytes in columns."""
    powers = 10 ** np.arange(width - 1, -1, -1)
    return (numbers[:, None] // powers % 10 + ord("0")).astype(np.uint8)


def texts(text, rows):
    return np.broadcast_to(np.frombuffer(text, np.uint8), (rows, len(text)))


def block(first, rows):
    """So many rows from this one on, as bytes."""
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
    # One answer in fifty is left out: its cell has no byte.
    given[:, -2 * ITEMS :: 2] = draw.random((rows, ITEMS), WIDE) >= 0.02
    return table[given].tobytes()


with open(sys.argv[3], "wb") if len(sys.argv) > 3 else sys.stdout.buffer as out:
    out.write(("respondent,academy," + ",".join(f"q{item + 1}" for item in range(ITEMS)) + "\n").encode())
    for first in range(0, ROWS, BLOCK):
        out.write(block(first, min(BLOCK, ROWS - first)))
