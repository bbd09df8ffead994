#!/bin/sh
# Scores a table that lies in DuckDB (or in Parquet, on a share, in a lake) part by part:
#
#     duckdb.sh TABLE PARTS QUESTIONNAIRE [options of cte score]
#
# TABLE is anything that DuckDB reads, such as responses.parquet. The map is one `cte tally` a part, as many at a time as there are
# processors; the sum is `cte score` of all tallies.
set -eu
table=$1 parts=$2 questionnaire=$3
shift 3
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# Any way to deal out the rows will do; by row number the parts are of one size.
python3 - "$table" "$parts" "$work" <<'PYTHON'
import sys, duckdb
table, parts, work = sys.argv[1:]
duckdb.sql(f"""
    COPY (SELECT *, row_number() OVER () % {int(parts)} AS part FROM '{table}')
    TO '{work}/rows' (FORMAT csv, HEADER, PARTITION_BY (part))
""")
PYTHON

# A part has few people of many academies, so its tally is marked; the parts stay in this folder, and their sum is not marked.
find "$work/rows" -name '*.csv' -print0 |
    xargs -0 -P "$(nproc)" -I FILE cte tally FILE -i "$questionnaire" --unsuppressed -o FILE.tally > /dev/null

cte score "$work"/rows/*/*.tally -i "$questionnaire" "$@"
