#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs a script of session steps and compares what came of each step with what the script expects.

check_script.py SESSION_SCRIPT FILE.json [--postgresql]

With --postgresql the script runs in a new database on the server whose URL is in JOINERY_TEST_POSTGRES; without one it is skipped.

A script is as session_script takes it, but for its "steps" in the place of "ops": each is {"do": [...]} with, where something is
expected, "row" (which row of behaviour it shows), "result", "error" (its kind), "sent" (statements but transaction control, those of
one verb and table in a row as one: "INSERT tree 6", "SELECT tree" for one SELECT, "SELECT tree x3" for three) and "warnings" (how
many). A step without "error" must go well.
"""
import contextlib
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import urllib.parse

CONTROL = {"BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE", "ROLLBACK TO"}


def sent(statements):
    """Statements in short: rows summed for what writes, times counted for what reads."""
    short = []
    for each in statements:
        if each["verb"] in CONTROL:
            continue
        name = f"{each['verb']} {each['table']}"
        if short and short[-1][0] == name:
            short[-1][1] += 1
            short[-1][2] += each["rows"] or 0
        else:
            short.append([name, 1, each["rows"] or 0])
    return [(f"{name} x{times}" if times > 1 else name) if name.startswith("SELECT") else f"{name} {rows}"
            for name, times, rows in short]


def complaints(step, line):
    error = line["error"]
    if error and "error" not in step:
        yield f"failed: {error['kind']}: {error['message']}"
    if "error" in step and (error or {}).get("kind") != step["error"]:
        yield f"error is {error and error['kind']}, expected {step['error']}"
    if "result" in step and line["result"] != step["result"]:
        yield f"result is {json.dumps(line['result'])}, expected {json.dumps(step['result'])}"
    if "sent" in step and sent(line["statements"]) != step["sent"]:
        yield f"sent {sent(line['statements'])}, expected {step['sent']}"
    if "warnings" in step and len(line["warnings"]) != step["warnings"]:
        yield f"warnings are {line['warnings']}, expected {step['warnings']}"


@contextlib.contextmanager
def new_database(server):
    """The URL of a new database on a PostgreSQL server, which is dropped afterwards."""
    name = f"joinery_script_{os.getpid()}"
    parts = urllib.parse.urlsplit(server)
    psql = ["psql", "--no-psqlrc", "--quiet", server, "--command"]
    subprocess.run([*psql, f"CREATE DATABASE {name}"], check=True)
    try:
        yield urllib.parse.urlunsplit(parts._replace(path="/" + name))
    finally:
        subprocess.run([*psql, f"DROP DATABASE {name} WITH (FORCE)"], check=True)


def output_of(program, script):
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder, "script.json")
        path.write_text(json.dumps(script), encoding="utf-8")
        return subprocess.run([program, path], capture_output=True, text=True, check=False)


def main():
    program, name = sys.argv[1:3]
    script = json.loads(pathlib.Path(name).read_text(encoding="utf-8"))
    steps = script.pop("steps")
    script["ops"] = [step["do"] for step in steps]
    if "--postgresql" in sys.argv[3:]:
        server = os.environ.get("JOINERY_TEST_POSTGRES")
        if not server:
            print("JOINERY_TEST_POSTGRES names no server: skipped")
            sys.exit(77)
        with new_database(server) as script["url"]:
            run = output_of(program, script)
    else:
        run = output_of(program, script)
    lines = [json.loads(line) for line in run.stdout.splitlines()]
    if run.returncode != 0 or len(lines) != len(steps):
        sys.exit(f"exit code {run.returncode}, {len(lines)} of {len(steps)} steps: {run.stderr}")
    wrong = 0
    for number, (step, line) in enumerate(zip(steps, lines)):
        for complaint in complaints(step, line):
            wrong += 1
            print(f"{number} {step.get('row', '')} {json.dumps(step['do'])}: {complaint}")
    print(f"{len(steps)} steps, {wrong} complaints")
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
