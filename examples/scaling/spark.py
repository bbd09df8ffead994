"""Count a survey of any size on Spark and write one tally.

    spark.py RESPONSES QUESTIONNAIRE OUT.tally [OPTIONS]
    cte score OUT.tally -i QUESTIONNAIRE

OPTIONS are those of `cte tally` that say how responses are read, such as `-g school`. With --unsuppressed the tally may have
groups of fewer than 10 people, and is marked as not for circulation.
Map: one `cte tally` per partition. Reduce: one `cte tally` of all partitions' tallies.
Every executor needs the program `cte` on its path.
"""

import csv
import itertools
import pathlib
import subprocess
import sys
import tempfile

from pyspark.sql import SparkSession

responses, questionnaire, out, *options = sys.argv[1:]
summed = [option for option in options if option in ("--unsuppressed", "--keep-duplicates")]
reading = [option for option in options if option != "--unsuppressed"]

spark = SparkSession.builder.getOrCreate()
table = spark.read.csv(responses, header=True)
columns = table.columns


def count(rows):
    """Yield the tally of a partition's rows, or nothing if the partition is empty."""
    first = next(rows, None)
    if first is None:
        return
    # A partition may have fewer than 10 people of an academy, so its tally needs --unsuppressed. The sum has more people.
    command = ["cte", "tally", "-", "--unsuppressed", "-i", questionnaire, *reading]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=False) as counter:
        text = open(counter.stdin.fileno(), "w", encoding="utf-8", newline="", closefd=False)
        csv.writer(text).writerows(itertools.chain([columns, first], rows))
        text.close()
        counter.stdin.close()
        tally = counter.stdout.read()
    if counter.returncode != 0:
        raise RuntimeError("cte could not count a partition; its message is above")
    yield tally


tallies = table.rdd.mapPartitions(count).collect()
with tempfile.TemporaryDirectory() as folder:
    files = []
    for number, tally in enumerate(tallies):
        files.append(pathlib.Path(folder) / f"{number}.tally")
        files[-1].write_bytes(tally)
    subprocess.run(["cte", "tally", *files, "-i", questionnaire, *summed, "-o", out], check=True)
