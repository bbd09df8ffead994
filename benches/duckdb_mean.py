"""Peer: DuckDB, a fast general tool, reads the file and averages every item per academy.

    python3 duckdb_mean.py FILE          (needs duckdb)

It computes no scores, reliability or agreement and withholds nothing, so its time is a lower bound.
"""

import sys

import duckdb

file = sys.argv[1]
database = duckdb.connect()
database.execute("set threads = 2")
columns = [column[0] for column in database.execute("select * from read_csv(?) limit 0", [file]).description]
means = ", ".join(f"avg({column})" for column in columns if column.startswith("q"))
query = f"select academy, count(*), {means} from read_csv(?) group by academy order by academy"
print(len(database.execute(query, [file]).fetchall()), "academies")
