#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the ORM costs, as multiples of the same work done by hand: medians of one run of bench.

ratios.py [--check] RESULT.json
    --check   exit with 1 where a ratio is above its target or a workload failed
"""
import argparse
import json
import sys


def read_workloads(result):
    """By name in the order of bench's own list: side → median in ms, or the message of what went wrong."""
    workloads = {}
    for entry in sorted(result["benchmarks"], key=lambda each: each["family_index"]):
        name, side = entry["run_name"].split("/")[:2]
        workload = workloads.setdefault(name, {})
        if entry.get("error_occurred"):
            workload.setdefault("errors", {})[side] = entry["error_message"]
        elif entry.get("aggregate_name") == "median":
            workload[side] = entry["real_time"]
            workload["target"] = entry["target"]
    return workloads


def row_of(name, workload):
    """The cells of a row, and whether it counts as passed. What was skipped does."""
    errors = workload.get("errors", {})
    if errors or not {"raw", "orm"} <= workload.keys():
        message = "; ".join(sorted(set(errors.values()))) or "one side was not run, or only once"
        return [name, "", "", "", "", message], bool(errors) and all(each.startswith("skipped") for each in errors.values())
    ratio = workload["orm"] / workload["raw"]
    holds = ratio <= workload["target"]
    cells = [f"{workload['raw']:.1f}", f"{workload['orm']:.1f}", f"{ratio:.2f}", f"{workload['target']:.2f}"]
    return [name, *cells, "holds" if holds else "does not hold"], holds


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
    return 1 if options.check and not (rows and all(passed for _, passed in rows)) else 0


if __name__ == "__main__":
    sys.exit(main())
