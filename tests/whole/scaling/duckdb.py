"""Stands in for DuckDB in a test: runs the one statement of `examples/scaling/duckdb.sh` on a CSV file."""

import csv
import pathlib
import re


def sql(statement):
    table = re.search(r"FROM '([^']*)'", statement)[1]
    parts = int(re.search(r"% (\d+) AS part", statement)[1])
    folder = pathlib.Path(re.search(r"TO '([^']*)'", statement)[1])
    with open(table, encoding="utf-8", newline="") as file:
        header, *rows = csv.reader(file)
    for part in range(parts):
        place = folder / f"part={part}"
        place.mkdir(parents=True)
        with open(place / "data_0.csv", "w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([header, *rows[part::parts]])
