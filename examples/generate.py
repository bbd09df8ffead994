#!/usr/bin/env python3
"""Makes the example survey of an invented trust: two terms of answers and the headcounts. Python 3.11, nothing else.

    python3 examples/generate.py            writes autumn-2026.csv, spring-2027.csv and headcount.csv next to this file
    python3 examples/generate.py --check    checks that the files there are the ones it would write

The academies, the people and their answers are made up. The files look like the download of an online form through a
spreadsheet: one row a submission, the full statements as headers, label texts as answers, lines that end in CR LF.

How an answer comes about. Each person p of academy a has four leanings on the scale of the codes:

    general     academy level of a + role of p + N(0, 0.60)
    teaching    N(0, 0.30), engagement N(0, 0.35): what sets one half of the academy items off from the other
    trust       0.55 × p's own general part + trust level of a + N(0, 0.50)

and answers item i with  code = 1 … 6 nearest to  mean_i + loading_i × leaning + N(0, 0.75).  So items agree within persons,
persons agree within academies more than across them, and academies differ by about an eighth of a person's variance.
Then, as in life: some skip an item or stop half-way, some do not know (more so about the trust), work without pupils makes
some items not applicable, one in sixty gives one answer to everything, and a few submissions are blank.

From autumn to spring nobody's answers are linked: the form is anonymous. One academy, Candlemoor, rises by 0.50; the others
drift by a few hundredths.
"""

import csv
import io
import math
import random
import sys
import tomllib
from pathlib import Path

HERE = Path(__file__).resolve().parent

# name, staff, answers in autumn and in spring, academy level, trust level, drift of the academy level by spring
ACADEMIES = [
    ("Applegarth Vale Primary", 31, 24, 26, 0.22, 0.08, 0.02),
    ("Brackenmere High", 88, 60, 57, -0.28, -0.12, 0.05),
    ("Candlemoor Academy", 79, 52, 55, -0.34, -0.05, 0.50),
    ("Dunnockfield Primary", 24, 18, 17, 0.45, 0.20, -0.03),
    ("Elderwick Academy", 70, 47, 50, 0.05, -0.10, 0.00),
    ("Fennimore Park Primary", 33, 28, 27, 0.30, 0.15, 0.03),
    ("Gorsebridge High", 96, 58, 61, -0.40, -0.22, 0.04),
    ("Hollinsedge Primary", 38, 31, 29, 0.12, 0.10, -0.05),
    ("Ivelstone Primary", 14, 9, 11, 0.35, 0.12, 0.00),
    ("Jackdaw Hill Infants", 11, 4, 5, 0.10, 0.00, 0.00),
    ("Kestrelbank Academy", 61, 44, 42, -0.10, 0.05, 0.02),
    ("Larkhollow Primary", 26, 21, 22, 0.50, 0.18, -0.04),
    ("Marrowdene High", 83, 55, 52, -0.20, -0.15, 0.06),
    ("Nethersedge Primary", 19, 16, 15, -0.02, 0.02, 0.01),
    ("Otterleigh Sixth Form", 45, 33, 35, 0.15, -0.08, -0.02),
]

# role, share of staff, how far its general leaning lies from the rest, chance of "Don't know" to an item about the
# academy and about the trust, chance of "Not applicable" to an item about teaching
ROLES = [
    ("Teacher", 0.50, 0.00, 0.006, 0.035, 0.000),
    ("Middle leader", 0.14, 0.05, 0.004, 0.020, 0.000),
    ("Senior leader", 0.07, 0.35, 0.002, 0.005, 0.000),
    ("Teaching assistant", 0.20, 0.02, 0.012, 0.070, 0.004),
    ("Office, site or catering staff", 0.09, -0.05, 0.050, 0.090, 0.060),
]

# mean and loading of te01 … te18
ITEMS = [
    (4.75, 0.95), (4.70, 0.85), (4.85, 0.80), (4.60, 0.95), (4.35, 1.00), (4.45, 0.85),
    (4.00, 1.05), (4.30, 1.10), (4.25, 1.10), (4.65, 0.95), (4.60, 0.90), (3.75, 0.90),
    (4.40, 0.95), (4.15, 1.00), (4.30, 1.00), (3.95, 1.05), (3.90, 1.05), (4.10, 1.10),
]  # fmt: skip

COMMENTS = [
    "More time to see what other academies do, please.",
    "Behaviour is better this term, but corridors are still hard.",
    "Proud of this team.",
    'The phrase "across our trust" means little from day to day, sorry.',
    "Attendance is the big one.",
    "Too many initiatives, too little time.",
    "Support from the central team has been excellent",
    "We need another adult in the mornings, particularly on Mondays.",
    "- fewer surveys\n- more time",
    "Induction was great; thank you.",
    "I am new, so I could not answer everything.",
]

ACADEMY_COLUMN = "Which academy do you work in?"
ROLE_COLUMN = "What is your role?"
COMMENT_COLUMN = "Is there anything you would like to add?"


def normal(draw, sd):
    """A normal draw by Box and Muller, from the generator's plain uniform numbers, which never change between versions."""
    radius = math.sqrt(-2.0 * math.log(1.0 - draw.random()))
    return sd * radius * math.cos(2.0 * math.pi * draw.random())


def pick(draw, weighted):
    """One of the (thing, weight) pairs."""
    at = draw.random() * sum(weight for _, weight in weighted)
    for thing, weight in weighted:
        at -= weight
        if at < 0.0:
            return thing
    return weighted[-1][0]


def answers(draw, role, academy_level, trust_level, labels):
    """The eighteen cells of one person."""
    _, _, lean, unsure, unsure_of_trust, not_for_me = role
    own = normal(draw, 0.60)
    general = academy_level + lean + own
    teaching = general + normal(draw, 0.30)
    engagement = general + normal(draw, 0.35)
    trust = 0.55 * (lean + own) + trust_level + normal(draw, 0.50)
    same_all_along = draw.random() < 1 / 60
    stops = draw.random() < 0.02
    last = 6 + int(draw.random() * 11) if stops else len(ITEMS)

    cells = []
    for place, (mean, loading) in enumerate(ITEMS):
        about_trust = place >= 12
        leaning = trust if about_trust else teaching if place < 6 else engagement
        code = round(mean + loading * leaning + normal(draw, 0.75))
        code = 5 if same_all_along else min(max(code, 1), 6)
        cell = labels[code]
        chance = draw.random()
        if place >= last or chance < 0.012:
            cell = ""
        elif not same_all_along:
            chance -= 0.012
            if chance < (unsure_of_trust if about_trust else unsure):
                cell = "Don't know"
            elif place < 6 and chance < unsure + not_for_me:
                cell = "Not applicable"
        cells.append(cell)
    return cells


def moment(draw, year, month, first_day):
    """A time in one of the ten working days of the fortnight, as (sortable, shown)."""
    day = first_day + pick(draw, [(d, 3.0 / (1 + i)) for i, d in enumerate((0, 1, 2, 3, 4, 7, 8, 9, 10, 11))])
    hour = pick(draw, [(7, 1), (8, 4), (9, 2), (10, 2), (11, 2), (12, 5), (13, 4), (14, 2), (15, 8), (16, 7), (17, 3), (20, 1)])
    minute, second = int(draw.random() * 60), int(draw.random() * 60)
    clock = f"{hour:02}:{minute:02}:{second:02}"
    return (day, clock), f"{day:02}/{month:02}/{year} {clock}"


def term(seed, instrument, counts, drift, start):
    """The rows of one term, in the order of their submission, header first."""
    draw = random.Random(seed)
    labels = {int(code): label for code, label in instrument["response"]["labels"].items()}
    texts = [item["text"] for item in instrument["item"]]
    rows = []
    for academy, count in zip(ACADEMIES, counts, strict=True):
        name, _, _, _, level, trust_level, change = academy
        for _ in range(count):
            role = pick(draw, [(role, role[1]) for role in ROLES])
            cells = answers(draw, role, level + drift * change, trust_level + 0.2 * drift * change, labels)
            comment = COMMENTS[int(draw.random() * len(COMMENTS))] if draw.random() < 0.05 else ""
            order, shown = moment(draw, *start)
            rows.append((order, [shown, name, role[0], *cells, comment]))
    for _ in range(5):
        large = [(academy[0], academy[1]) for academy in ACADEMIES if academy[1] > 60]
        order, shown = moment(draw, *start)
        rows.append((order, [shown, pick(draw, large), "", *[""] * len(texts), ""]))
    rows.sort()
    return [["Timestamp", ACADEMY_COLUMN, ROLE_COLUMN, *texts, COMMENT_COLUMN], *(row for _, row in rows)]


def as_csv(rows):
    """The bytes of a CSV file."""
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\r\n").writerows(rows)
    return text.getvalue().encode("utf-8")


def files():
    """Every file by its name."""
    instrument = tomllib.loads((HERE.parent / "instruments" / "trust-cte.toml").read_text("utf-8"))
    return {
        "autumn-2026.csv": as_csv(term(2026, instrument, [a[2] for a in ACADEMIES], 0.0, (2026, 10, 5))),
        "spring-2027.csv": as_csv(term(2027, instrument, [a[3] for a in ACADEMIES], 1.0, (2027, 3, 8))),
        "headcount.csv": as_csv([["academy", "staff"], *([a[0], a[1]] for a in ACADEMIES)]),
    }


def main():
    if sys.argv[1:] == ["--check"]:
        stale = [name for name, content in files().items() if (HERE / name).read_bytes() != content]
        sys.exit(f"not what generate.py writes: {', '.join(stale)}" if stale else 0)
    for name, content in files().items():
        (HERE / name).write_bytes(content)


if __name__ == "__main__":
    main()
