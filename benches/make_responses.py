"""Writes a large invented survey.

    python3 make_responses.py ROWS ACADEMIES ITEMS CODES FILE          (needs numpy)

A person's level is that of their academy plus an individual deviation. An answer is the person's level times the item's loading,
plus noise, cut into codes at thresholds. One answer in fifty is missing. The same arguments give the same file.
"""

import sys

import numpy as np

ROWS, ACADEMIES, ITEMS, CODES = map(int, sys.argv[1:5])
ROLES = np.array(["Teacher", "Teaching assistant", "Leader"])
BLOCK = 100_000

draw = np.random.default_rng(1)
academy_leaning = draw.normal(0, 0.5, ACADEMIES)
loading = draw.uniform(0.5, 1.2, ITEMS)
thresholds = np.linspace(-2, 1.6, CODES - 1)

with open(sys.argv[5], "w", encoding="ascii") as file:
    print("respondent", "academy", "role", *(f"q{item + 1}" for item in range(ITEMS)), sep=",", file=file)
    for first in range(0, ROWS, BLOCK):
        size = min(BLOCK, ROWS - first)
        academy = draw.integers(0, ACADEMIES, size)
        person = academy_leaning[academy] + draw.normal(0, 1, size)
        leaning = loading * person[:, None] + draw.normal(0, 1, (size, ITEMS))
        answers = (1 + np.searchsorted(thresholds, leaning)).astype(str)
        answers[draw.random((size, ITEMS)) < 0.02] = ""
        role = ROLES[draw.integers(0, len(ROLES), size)]
        for row in range(size):
            cells = ",".join(answers[row])
            file.write(f"{first + row + 1},Academy {academy[row] + 1:03d},{role[row]},{cells}\n")
