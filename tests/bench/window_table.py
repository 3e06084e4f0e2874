#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the window takes for what people do in it: runs window_bench for each place and size, each several times in a process of its own.

window_table.py WINDOW_BENCH [--sizes 10000,1000000,10000000] [--steps jump,wheel,sort,filter,export] [--times 3] [--check]
    --check   exit with 1 where something is above its target
Times are from the first event to painted rows. A gap is the longest time in which the window could not have answered anything else. Under
"alone" are the longest event, and how many were over 16 ms, without the time in which other programs had the processors.
"""
import argparse
import collections
import json
import os
import statistics
import subprocess
import sys

SKIPPED = 77
MOST_GAP_MS = 100
MOST_SLOW_SHARE = 1 / 1000
MOST_MEGABYTES = 150
MOST_GROWTH_OF_OPENING = 1.3
# By the beginning of a step's name: the most that it may take, as (multiple of the same by hand, ms more), by place.
TARGETS = {
    "sqlite": {"open": (0, 60), "jump to the middle at once": (0, 60), "jump to the end at once": (0, 60), "jump": (0, 30),
               "sorted, jump": (0, 30), "sort, first page": (1.2, 0), "filter, one row": (1.2, 0)},
    "postgresql": {"open": (0, 60), "jump": (0, 40), "sorted, jump": (0, 40)},
}
# A multiple of what is over in a few milliseconds says nothing.
LEAST_SIZE_OF_RATIO = 1_000_000


def run(program, *arguments):
    """The steps of one run; None where it was skipped."""
    result = subprocess.run([program, *arguments], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, check=False)
    if result.returncode == SKIPPED:
        print(f"{' '.join(arguments)}: {result.stderr.strip().splitlines()[-1]}")
        return None
    if result.returncode != 0:
        sys.exit(f"window_bench {' '.join(arguments)} ended with {result.returncode}: {result.stderr.strip().splitlines()[-1:]}")
    return [json.loads(line) for line in result.stdout.splitlines()]


def steps_of(runs):
    """The same steps of several runs, together."""
    steps = collections.OrderedDict()
    for entry in (entry for run_of in runs for entry in run_of):
        name = entry["step"].split(" (")[0]
        step = steps.setdefault(("memory: " if "megabytes" in entry else "") + name, collections.defaultdict(list))
        for key, value in entry.items():
            step[key].extend(value if isinstance(value, list) else [value])
    return steps


def target_of(place, name, size):
    for prefix, (ratio, more) in TARGETS.get(place, {}).items():
        if name.startswith(prefix):
            return (0, 0) if ratio and size < LEAST_SIZE_OF_RATIO else (ratio, more)
    return 0, 0


def row_of(place, size, name, step):
    """The cells of a step, and whether it holds."""
    if step["megabytes"]:
        peak = max(step["megabytes"])
        holds = place == "tables" or peak <= MOST_MEGABYTES
        return [name, f"{peak:.0f} MiB", "", "", "", "", "", "", "" if place == "tables" else f"{MOST_MEGABYTES} MiB", "" if holds else "does not hold"], holds
    time, raw = statistics.median(step["times"]), statistics.median(step["raw"])
    # Each with what was done by hand right before it: how fast the machine is just then is the same for both.
    pairs = [mine / by_hand for mine, by_hand in zip(step["times"], step["raw"]) if by_hand]
    times_raw = statistics.median(pairs) if pairs else 0
    ratio, more = target_of(place, name, size)
    gap, events, slow = max(step["gap"]), sum(step["events"]), sum(step["slow"])
    broken = []
    if (ratio and not more and times_raw > ratio) or (more and time > ratio * raw + more):
        broken.append("time")
    if gap > MOST_GAP_MS:
        broken.append("gap")
    allowed = " + ".join([f"{ratio:.1f} x"] * bool(ratio) + [f"{more} ms"] * bool(more))
    cells = [name, f"{time:.1f}", f"{max(step['times']):.1f}", f"{raw:.1f}" if raw else "", f"{gap:.1f}", f"{slow} of {events}", f"{max(step['longest_alone']):.1f}, {sum(step['slow_alone'])}",
             f"{times_raw:.2f}" if pairs else "", allowed, "does not hold: " + ", ".join(broken) if broken else ""]
    return cells, not broken


def print_table(title, rows):
    header = ["step", "ms", "longest", "by hand", "gap", "over 16 ms", "alone", "ratio", "target", ""]
    widths = [max(len(row[column]) for row in [header, *rows]) for column in range(len(header))]
    print(f"\n{title}")
    for row in [header, *rows]:
        print("  ".join(cell.ljust(width) if column in (0, 9) else cell.rjust(width) for column, (cell, width) in enumerate(zip(row, widths))).rstrip())


def print_steps(title, place, size, runs):
    """@return whether all hold"""
    steps = steps_of(runs)
    rows = [row_of(place, size, name, step) for name, step in steps.items()]
    print_table(title, [cells for cells, _ in rows])
    slow, events = (sum(sum(step[key]) for step in steps.values()) for key in ("slow", "events"))
    share = slow / max(1, events)
    alone = sum(sum(step["slow_alone"]) for step in steps.values())
    print(f"over 16 ms: {slow} of {events} events ({alone} alone), {share * 1000:.2f} of 1,000" + ("" if share < MOST_SLOW_SHARE else ": does not hold"))
    return all(holds for _, holds in rows) and share < MOST_SLOW_SHARE


def show(program, place, size, options):
    """Prints what the steps took. @return whether all hold"""
    arguments = [place, str(size)] + ([options.steps] if place in TARGETS and options.steps else [])
    runs = [run(program, *arguments) for _ in range(options.times)]
    return None in runs or print_steps(f"{place}, {size:,}" if size else place, place, size, runs)


def show_opening(program, place, sizes):
    """Tables of several sizes opened in turns. @return whether the growth holds"""
    entries = run(program, place, ",".join(map(str, sizes)), "opening")
    if entries is None:
        return True
    all_hold = True
    opened = {}
    for size in sizes:
        of_size = [entry for entry in entries if entry["size"] == size]
        all_hold = print_steps(f"{place}, {size:,}, opened in turns with the others", place, size, [of_size]) and all_hold
        opened[size] = statistics.median(time for entry in of_size if entry["step"] == "open" for time in entry["times"])
    growth = opened[max(sizes)] / opened[min(sizes)]
    holds = growth <= MOST_GROWTH_OF_OPENING
    print(f"\n{place}: opening grows to x {growth:.2f} from {min(sizes):,} to {max(sizes):,} rows; target {MOST_GROWTH_OF_OPENING}" + ("" if holds else ": does not hold"))
    return all_hold and holds


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program")
    parser.add_argument("--sizes", default=os.environ.get("JOINERY_BENCH_SIZES") or "10000,1000000,10000000")
    parser.add_argument("--places", default="sqlite,postgresql,tables,tree")
    parser.add_argument("--steps", default="")
    parser.add_argument("--times", type=int, default=3)
    parser.add_argument("--check", action="store_true")
    options = parser.parse_args()
    all_sizes = [int(size) for size in options.sizes.split(",")]
    all_hold = True
    for place in options.places.split(","):
        # A server's largest table takes an evening to make.
        sizes = {"tables": [3_000], "tree": [0]}.get(place, [size for size in all_sizes if place == "sqlite" or size <= 10_000_000])
        if place in TARGETS and len(sizes) > 1:
            all_hold = show_opening(options.program, place, sizes) and all_hold
        for size in sizes:
            all_hold = show(options.program, place, size, options) and all_hold
    return 0 if all_hold or not options.check else 1


if __name__ == "__main__":
    sys.exit(main())
