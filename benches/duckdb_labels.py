"""Peer for files of labels: DuckDB reads the file, turns labels into codes and averages every item per academy.

    python3 duckdb_labels.py FILE          (needs duckdb)
"""

import sys

import duckdb

LABELS = ["Strongly disagree", "Disagree", "Slightly disagree", "Slightly agree", "Agree", "Strongly agree"]

path = sys.argv[1]
con = duckdb.connect()
con.execute("set threads = 2")
header = con.execute(f"select * from read_csv('{path}') limit 0").description
items = [c[0] for c in header if c[0].startswith("q")]
cases = " ".join(f"when '{label}' then {code}" for code, label in enumerate(LABELS, 1))
means = ", ".join(f"avg(case {item} {cases} end)" for item in items)
rows = con.execute(f"select academy, count(*), {means} from read_csv('{path}') group by academy order by 1").fetchall()
print(len(rows))
