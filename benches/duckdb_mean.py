"""What a fast general tool needs just to read the file and average every item per academy: duckdb_mean.py FILE

No scores, no reliability, no agreement, nothing withheld: the floor, not a rival.     (needs duckdb)
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
