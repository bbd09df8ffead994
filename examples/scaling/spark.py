"""Count a survey of any size on Spark, and leave one tally: spark.py RESPONSES QUESTIONNAIRE OUT.tally

Every executor has the program `cte` on its path. The map is one `cte tally` a partition; the sum is `cte tally` of their tallies.
Then: cte score OUT.tally -i QUESTIONNAIRE
"""

import csv
import itertools
import pathlib
import subprocess
import sys
import tempfile

from pyspark.sql import SparkSession

responses, questionnaire, out = sys.argv[1:]

spark = SparkSession.builder.getOrCreate()
table = spark.read.csv(responses, header=True)
columns = table.columns


def count(rows):
    """A partition's rows as one tally; a partition of no rows has none."""
    first = next(rows, None)
    if first is None:
        return
    # The counts of a partition are of few people in many academies: they are marked, and their sum is no more.
    command = ["cte", "tally", "-", "--unsuppressed", "-i", questionnaire]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=False) as made:
        text = open(made.stdin.fileno(), "w", encoding="utf-8", newline="", closefd=False)
        csv.writer(text).writerows(itertools.chain([columns, first], rows))
        text.close()
        made.stdin.close()
        tally = made.stdout.read()
    if made.returncode != 0:
        raise RuntimeError("cte could not count a partition: see its message above")
    yield tally


tallies = table.rdd.mapPartitions(count).collect()
with tempfile.TemporaryDirectory() as folder:
    files = []
    for place, tally in enumerate(tallies):
        files.append(pathlib.Path(folder) / f"{place}.tally")
        files[-1].write_bytes(tally)
    subprocess.run(["cte", "tally", *files, "-i", questionnaire, "-o", out], check=True)
