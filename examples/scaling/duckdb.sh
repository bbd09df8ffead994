#!/usr/bin/env bash
# Scores a table that DuckDB can read, part by part:
#
#     duckdb.sh TABLE PARTS QUESTIONNAIRE [OPTIONS]
#     duckdb.sh responses.parquet 16 trust-cte -g school --headcount staff.csv -o scores.json
#
# TABLE is a file such as responses.parquet. OPTIONS are those of `cte score`; the ones that say how responses are read
# (-g, --column, --skip-bad and so on) are given to `cte tally`, which does the reading.
#
# Map: one `cte tally` per part, one per processor at a time. Reduce: one `cte score` over all tallies.
# Needs bash, python3 with the package `duckdb`, and `cte` on the path.
set -euo pipefail
if [ $# -lt 3 ]; then
    echo "usage: duckdb.sh TABLE PARTS QUESTIONNAIRE [OPTIONS of cte score]" >&2
    exit 2
fi
table=$1 parts=$2 questionnaire=$3
shift 3

reading=() scoring=() both=()
while [ $# -gt 0 ]; do
    case $1 in
        -g | --group | --column | --id | --sheet | --layout | --header-rows) reading+=("$1" "${2?"$1 needs a value"}"); shift 2 ;;
        -g* | --group=* | --column=* | --id=* | --sheet=* | --layout=* | --header-rows=*) reading+=("$1"); shift ;;
        --keep-incomplete | --skip-bad | --skip-bad=*) reading+=("$1"); shift ;;
        --academies | --trust | --config) both+=("$1" "${2?"$1 needs a value"}"); shift 2 ;;
        --academies=* | --trust=* | --config=* | --no-config | --keep-duplicates) both+=("$1"); shift ;;
        *) scoring+=("$1"); shift ;;
    esac
done

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# Any way to divide the rows gives the same result. Dividing by row number makes parts of equal size.
python3 - "$table" "$parts" "$work" <<'PYTHON'
import sys, duckdb
table, parts, work = sys.argv[1:]
duckdb.sql(f"""
    COPY (SELECT *, row_number() OVER () % {int(parts)} AS part FROM '{table}')
    TO '{work}/rows' (FORMAT csv, HEADER, PARTITION_BY (part))
""")
PYTHON

# A part may have fewer than 10 people of an academy, so its tally needs --unsuppressed, which marks it as not for circulation.
# The parts never leave this folder. The mark is gone once the sum has 10 people or more in every academy.
find "$work/rows" -name '*.csv' -print0 |
    xargs -0 -P "$(nproc)" -I FILE \
        cte tally FILE -i "$questionnaire" --unsuppressed ${both[@]+"${both[@]}"} ${reading[@]+"${reading[@]}"} -o FILE.tally \
        > /dev/null

cte score "$work"/rows/*/*.tally -i "$questionnaire" ${both[@]+"${both[@]}"} ${scoring[@]+"${scoring[@]}"}
