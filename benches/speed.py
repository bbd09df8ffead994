#!/usr/bin/env python3
"""Times the whole program and prints the tables of README.md.

    python3 benches/speed.py [RUNS]     compare with peers       (needs numpy and duckdb: pip install numpy duckdb)
    python3 benches/speed.py growth     10^4 to 10^8 rows, and 10 to 10^5 academies                (needs 6 GB of disk)
    python3 benches/speed.py many       94 million rows of 150,000 academies, as a file and piped  (needs 10 GB of disk)

Absolute times mean little on a shared machine. The commands therefore take turns; quote the ratio of their medians. Peak memory
is the largest resident set of the process as reported by the system. Processor seconds are those of all threads.
"""

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
ASKED = sys.argv[1] if len(sys.argv) > 1 else "7"
RUNS = int(ASKED) if ASKED.isdigit() else 1


LABELS = ["Strongly disagree", "Disagree", "Slightly disagree", "Slightly agree", "Agree", "Strongly agree"]


def questionnaire(items, codes):
    ids = [f"q{item + 1}" for item in range(items)]
    tables = "".join(f'[[item]]\nid = "{id}"\ntext = "{id}"\n' for id in ids)
    listed = ", ".join(f'"{id}"' for id in ids)
    labels = "".join(f'{code} = "{label}"\n' for code, label in enumerate(LABELS, 1))
    return (
        f'id = "speed"\nname = "Speed"\nversion = "1"\n[response]\nmin = 1\nmax = {codes}\n'
        f'[response.labels]\n{labels}{tables}'
        f'[[scale]]\nid = "all"\nname = "All"\nitems = [{listed}]\n'
    )


def timed(command, **streams):
    """Wall-clock seconds and peak memory in MB."""
    return timed_closely(command, **streams)[:2]


def timed_closely(command, **streams):
    """Wall-clock seconds, peak memory in MB, and processor seconds."""
    start = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, **streams)
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - start
    if status:
        raise SystemExit(f"{' '.join(map(str, command))}: exit status {status}")
    return seconds, usage.ru_maxrss / 1024, usage.ru_utime + usage.ru_stime


def turns(commands):
    """Median seconds and peak memory of commands that take turns, after one warm-up turn."""
    found = {name: [] for name in commands}
    for turn in range(RUNS + 1):
        for name, command in commands.items():
            measured = timed(command)
            if turn:
                found[name].append(measured)
    return {
        name: (statistics.median(s for s, _ in runs), max(m for _, m in runs)) for name, runs in found.items()
    }


def rewritten(file, name, line):
    """Copies the file with every line rewritten by `line`, which receives the fields."""
    copy = file.with_name(f"{name}.csv")
    with open(file) as lines, open(copy, "w", newline="") as out:
        out.writelines(line(fields.rstrip("\n").split(",")) for fields in lines)
    return copy


def labelled(fields):
    labels = {str(code): label for code, label in enumerate(LABELS, 1)}
    return ",".join(fields[:3] + [labels.get(cell, cell) for cell in fields[3:]]) + "\n"


VARIANTS = {
    "every cell quoted": lambda fields: ",".join(f'"{cell}"' for cell in fields) + "\n",
    "labels for digits": labelled,
    "CRLF": lambda fields: ",".join(fields) + "\r\n",
}


def machine():
    model = next(
        (line.split(":")[1].strip() for line in open("/proc/cpuinfo") if line.startswith("model name")), "unknown"
    )
    return f"{os.cpu_count()} × {model}"


def program():
    """Builds the program and returns its path."""
    subprocess.run(["cargo", "build", "--release", "--quiet", "--locked"], cwd=ROOT, check=True)
    target = Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target"))
    return target / "release" / "cte"


def many_rows(folder, rows, academies):
    """Writes a file with answers to twelve items."""
    file = folder / f"{rows}-{academies}.csv"
    subprocess.run([sys.executable, HERE / "make_many.py", str(rows), str(academies), file], check=True)
    return file


def scoring(cte, folder, file):
    toml = folder / "twelve.toml"
    toml.write_text(questionnaire(12, 6))
    return [cte, "score", file, "-i", toml, "--no-config", "-o", folder / "scores.json"]


def growth():
    cte = program()
    print(f"{machine()}; load {os.getloadavg()[0]:.1f}\n")
    print("| rows | academies | file MB | seconds | processor seconds | peak MB |\n|---:|---:|---:|---:|---:|---:|")
    sizes = [(10**power, 500) for power in range(4, 9)] + [(10**6, 10**power) for power in range(1, 6)]
    with tempfile.TemporaryDirectory() as folder:
        for rows, academies in sizes:
            file = many_rows(Path(folder), rows, academies)
            seconds, memory, processor = timed_closely(scoring(cte, Path(folder), file))
            size = file.stat().st_size / 1e6
            print(f"| {rows:,} | {academies:,} | {size:,.0f} | {seconds:.2f} | {processor:.2f} | {memory:.0f} |", flush=True)
            file.unlink()


def many():
    cte = program()
    print(f"{machine()}; load {os.getloadavg()[0]:.1f}\n")
    print("| 94,000,000 × 12, 150,000 academies | seconds | processor seconds | MB a second | peak MB |\n|---|---:|---:|---:|---:|")
    with tempfile.TemporaryDirectory() as folder:
        file = many_rows(Path(folder), 94_000_000, 150_000)
        size = file.stat().st_size / 1e6
        command = scoring(cte, Path(folder), file)
        with open(file, "rb") as piped:
            for name, run in [
                ("a file", lambda: timed_closely(command)),
                ("standard input", lambda: timed_closely([*command[:2], "-", *command[3:]], stdin=piped)),
            ]:
                seconds, memory, processor = run()
                print(f"| {name} | {seconds:.1f} | {processor:.1f} | {size / seconds:,.0f} | {memory:,.0f} |", flush=True)


def main():
    cte = program()
    print(f"{machine()}; medians of {RUNS} runs that took turns; load {os.getloadavg()[0]:.1f}\n")
    print("| file | command | seconds | peak MB |\n|---|---|---:|---:|")
    with tempfile.TemporaryDirectory() as folder:
        folder = Path(folder)
        for label, rows, academies, items, codes in [
            ("600 × 12", 600, 15, 12, 6),
            ("1,000,000 × 21", 1_000_000, 500, 21, 6),
        ]:
            file, toml = folder / f"{rows}.csv", folder / f"{rows}.toml"
            make = [sys.executable, HERE / "make_responses.py", *map(str, (rows, academies, items, codes)), file]
            subprocess.run(make, check=True)
            toml.write_text(questionnaire(items, codes))
            score = lambda file: [cte, "score", file, "-i", toml, "--no-config"]
            commands = {
                "`cte score`": score(file),
                "`cte score --threads 1`": [*score(file), "--threads", "1"],
                "`cte score --format json`": [*score(file), "--format", "json"],
            }
            if rows > 600:
                for name, line in VARIANTS.items():
                    commands[f"`cte score`, {name}"] = score(rewritten(file, name, line))
            commands["DuckDB, item means only"] = [sys.executable, HERE / "duckdb_mean.py", file]
            if rows > 600:
                labels = folder / "labels for digits.csv"
                commands["DuckDB, item means only, labels for digits"] = [sys.executable, HERE / "duckdb_labels.py", labels]
            for name, (seconds, memory) in turns(commands).items():
                print(f"| {label} | {name} | {seconds:.3f} | {memory:.0f} |")


if __name__ == "__main__":
    {"growth": growth, "many": many}.get(ASKED, main)()
