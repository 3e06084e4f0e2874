#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the ORM costs, as multiples of the same work done by hand: medians of one run of bench.

ratios.py [--check] RESULT.json
    --check   exit with 1 where a ratio is above its target
A workload that failed is 2, always; one that was skipped says so and counts as passed. What is done to tables of several sizes stands in
a table of its own, with how the cost grows from the smallest on. There a multiple of the work by hand is held to from a million rows on:
below that either side is over in less than a millisecond.
"""
import argparse
import json
import statistics
import sys

PASSED, ABOVE, FAILED = range(3)
LEAST_ROWS_OF_RATIO = 1_000_000


def read_workloads(result):
    """By name and rows (None where the workload has one size only) in the order of bench's own list: what each side took, or what went wrong."""
    workloads = {}
    for entry in sorted(result["benchmarks"], key=lambda each: each["family_index"]):
        if entry["run_type"] != "iteration":
            continue
        name, side, *rest = entry["run_name"].split("/")
        rows = next((int(part) for part in rest if part.isdigit()), None)
        workload = workloads.setdefault((name, rows), {"errors": set(), "raw": [], "orm": [], "ratios": []})
        if entry.get("error_occurred"):
            workload["errors"].add(entry["error_message"])
        else:
            if side == "both":
                workload["raw"].append(entry["raw"])
                workload["orm"].append(entry["orm"])
                workload["ratios"].append(entry["orm"] / entry["raw"])
            else:
                workload[side].append(entry["real_time"])
            workload["target"], workload["more"] = entry["target"], entry["more"]
    return workloads


def medians(workload):
    return tuple(statistics.median(workload[side]) if workload[side] else None for side in ("raw", "orm"))


def ratio(workload):
    """The median of those of the pairs, where both were measured one after the other."""
    raw, orm = medians(workload)
    return statistics.median(workload["ratios"]) if workload["ratios"] else orm / raw


def failure(workload):
    """What went wrong and how that counts; None where nothing did."""
    errors = workload["errors"]
    if not errors and workload["orm"]:
        return None
    skipped = bool(errors) and all(each.startswith("skipped") for each in errors)
    return "; ".join(sorted(errors)) or "one side was not run", PASSED if skipped else FAILED


def verdict(workload, rows):
    """The cells of the target and of whether it holds, and how that counts."""
    raw, orm = medians(workload)
    target, more = workload["target"], workload["more"]
    if target and rows is not None and rows < LEAST_ROWS_OF_RATIO:
        target = 0
    if not target and not more:
        return ["none", ""], PASSED
    allowed = " + ".join([f"{target:.2f}"] * bool(target) + [f"{more:.0f} ms"] * bool(more))
    holds = ratio(workload) <= target if workload["ratios"] and not more else orm <= target * (raw or 0) + more
    return [allowed, "holds" if holds else "does not hold"], PASSED if holds else ABOVE


def costs(workload):
    raw, orm = medians(workload)
    return [f"{raw:.1f}" if raw is not None else "", f"{orm:.1f}", f"{ratio(workload):.2f}" if raw else ""]


def rows_of_plain(workloads):
    for (name, rows), workload in workloads.items():
        if rows is not None:
            continue
        failed = failure(workload)
        if failed:
            yield [name, "", "", "", "", failed[0]], failed[1]
        else:
            cells, outcome = verdict(workload, None)
            yield [name, *costs(workload), *cells], outcome


def rows_of_sized(workloads):
    smallest = {}
    for (name, rows), workload in workloads.items():
        if rows is None:
            continue
        failed = failure(workload)
        if failed:
            yield [name, f"{rows:,}", "", "", "", "", "", failed[0]], failed[1]
            continue
        orm = medians(workload)[1]
        growth = f"x {orm / smallest[name]:.1f}" if name in smallest else ""
        smallest.setdefault(name, orm)
        cells, outcome = verdict(workload, rows)
        yield [name, f"{rows:,}", *costs(workload), growth, *cells], outcome


def print_table(rows):
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    last = len(widths) - 1
    for row in rows:
        print("  ".join(cell.ljust(width) if column in (0, last) else cell.rjust(width)
                        for column, (cell, width) in enumerate(zip(row, widths))).rstrip())


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true")
    parser.add_argument("result")
    options = parser.parse_args()
    with open(options.result, encoding="utf-8") as file:
        result = json.load(file)
    workloads = read_workloads(result)
    plain, sized = list(rows_of_plain(workloads)), list(rows_of_sized(workloads))
    if plain:
        print(f"{result['context']['rows']} rows; medians in ms")
        print_table([["workload", "by hand", "ORM", "ratio", "target", ""], *(cells for cells, _ in plain)])
    if sized:
        print("\nTables of several sizes as they are browsed; medians in ms; growth from the smallest")
        print_table([["work", "rows", "by hand", "joinery", "ratio", "growth", "target", ""], *(cells for cells, _ in sized)])
    worst = max((outcome for _, outcome in plain + sized), default=FAILED)
    return worst if worst == FAILED or options.check else 0


if __name__ == "__main__":
    sys.exit(main())
