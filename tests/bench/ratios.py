#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the ORM costs, as multiples of the same work done by hand: medians of one run of bench.

ratios.py [--check] RESULT.json
    --check   exit with 1 where a ratio is above its target
A workload that failed is 2, always; one that was skipped says so and counts as passed.
"""
import argparse
import json
import statistics
import sys

PASSED, ABOVE, FAILED = range(3)


def read_workloads(result):
    """By name in the order of bench's own list: the target, and what each side took or what went wrong with it."""
    workloads = {}
    for entry in sorted(result["benchmarks"], key=lambda each: each["family_index"]):
        if entry["run_type"] != "iteration":
            continue
        name, side = entry["run_name"].split("/")[:2]
        workload = workloads.setdefault(name, {"errors": set(), "raw": [], "orm": []})
        if entry.get("error_occurred"):
            workload["errors"].add(entry["error_message"])
        else:
            workload[side].append(entry["real_time"])
            workload["target"] = entry["target"]
    return workloads


def row_of(name, workload):
    """The cells of a row, and how it counts."""
    errors = workload["errors"]
    if errors or not workload["raw"] or not workload["orm"]:
        skipped = bool(errors) and all(each.startswith("skipped") for each in errors)
        return [name, "", "", "", "", "; ".join(sorted(errors)) or "one side was not run"], PASSED if skipped else FAILED
    raw, orm = statistics.median(workload["raw"]), statistics.median(workload["orm"])
    target, ratio = workload["target"], orm / raw
    cells = [name, f"{raw:.1f}", f"{orm:.1f}", f"{ratio:.2f}"]
    if not target:
        return [*cells, "none", ""], PASSED
    holds = ratio <= target
    return [*cells, f"{target:.2f}", "holds" if holds else "does not hold"], PASSED if holds else ABOVE


def print_table(rows):
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    for row in rows:
        print("  ".join(cell.ljust(width) if column in (0, 5) else cell.rjust(width)
                        for column, (cell, width) in enumerate(zip(row, widths))).rstrip())


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true")
    parser.add_argument("result")
    options = parser.parse_args()
    with open(options.result, encoding="utf-8") as file:
        result = json.load(file)
    rows = [row_of(name, workload) for name, workload in read_workloads(result).items()]
    print(f"{result['context']['rows']} rows; medians in ms")
    print_table([["workload", "by hand", "ORM", "ratio", "target", ""], *(cells for cells, _ in rows)])
    worst = max((outcome for _, outcome in rows), default=FAILED)
    return worst if worst == FAILED or options.check else 0


if __name__ == "__main__":
    sys.exit(main())
