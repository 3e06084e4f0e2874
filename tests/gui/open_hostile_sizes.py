# SPDX-License-Identifier: GPL-3.0-or-later
"""Opens what is larger than anybody expects: 10,000 tables, 2,000 columns, a row of nearly a gigabyte, a view that never ends. All along
the window answers, what runs is stopped, and memory stays small."""
import sqlite3
import sys
import tempfile
import time

from window import Display, Program, find, focus, picture, press, type_text

TABLES = 10_000
COLUMNS = 2_000
CELL_BYTES = 240_000_000  # four of them are a row as large as SQLite takes any
MOST_MEBIBYTES = 400
MOST_SECONDS = 2  # for an answer of the window; a busy machine may take its time


def make_database(path):
    with sqlite3.connect(path) as database:
        database.execute("BEGIN")
        for number in range(TABLES):
            database.execute(f"CREATE TABLE Table{number:05} (Id INTEGER PRIMARY KEY, Name TEXT, Other INTEGER REFERENCES Table{number // 2:05}(Id))")
        columns = ", ".join(f"C{number:04} INTEGER" for number in range(1, COLUMNS))
        database.execute(f"CREATE TABLE Wide (Id INTEGER PRIMARY KEY, {columns})")
        values = ", ".join(f"i + {number}" for number in range(1, COLUMNS))
        database.execute(f"INSERT INTO Wide WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2000) SELECT i, {values} FROM n")
        database.execute("CREATE TABLE Huge (Id INTEGER PRIMARY KEY, A TEXT, B BLOB, C TEXT, D BLOB, E TEXT)")
        text = f"printf('%.{CELL_BYTES}c', 'x')"
        database.execute(f"INSERT INTO Huge VALUES (1, {text}, zeroblob({CELL_BYTES}), {text}, zeroblob({CELL_BYTES}), 'small'), (2, 'a', x'00', 'b', x'01', 'small')")
        database.execute("CREATE VIEW Endless AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i, 'row ' || i AS Name FROM n")


def most_mebibytes(program):
    with open(f"/proc/{program.process.pid}/status", encoding="ascii") as lines:
        return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM")) / 1024


class Watch:
    """How long the window takes to answer a question while something is done."""

    def __init__(self, program):
        self.program = program
        self.bar = find("Status")
        self.longest = 0

    def says(self):
        before = time.monotonic()
        text = self.bar.description
        self.longest = max(self.longest, time.monotonic() - before)
        return text

    def until(self, condition, what, timeout=120):
        end = time.monotonic() + timeout
        while not condition(self.says()):
            if time.monotonic() > end:
                sys.exit(f"{what}: not within {timeout} s; the status bar says {self.says()!r}")
            time.sleep(0.01)

    def rest(self, seconds):
        end = time.monotonic() + seconds
        self.until(lambda _: time.monotonic() > end, "time")

    def report(self, step):
        memory = most_mebibytes(self.program)
        print(f"{step}: longest answer {self.longest * 1000:.0f} ms, most memory {memory:.0f} MiB", flush=True)
        picture(step.replace(" ", "_"))
        if self.longest > MOST_SECONDS or memory > MOST_MEBIBYTES:
            sys.exit(f"{step}: the window did not answer for {self.longest:.1f} s, or took {memory:.0f} MiB")
        self.longest = 0


def open_table(watch, name):
    """By typing its name: so many stand in the list."""
    press("ctrl+k", "ctrl+a")
    type_text(name)
    watch.rest(1)
    press("Return")


def walk(watch, *keys):
    for key in keys:
        press(key)
        watch.rest(0.5)


def open_all(watch):
    watch.rest(3)
    watch.report("many tables")
    open_table(watch, "Table09876")
    watch.until(lambda text: "Table09876" in text or "0 rows" in text or "No rows" in text, "an empty table")
    watch.report("one of many tables")

    open_table(watch, "Wide")
    watch.until(lambda text: "2,000" in text or "2000" in text, "the rows of the wide table")
    watch.report("many columns")
    focus(find("Rows"))
    walk(watch, "End", "Next", "Next", "ctrl+End", "Home", "ctrl+Home", "Right", "Right")
    watch.report("walked through many columns")

    open_table(watch, "Huge")
    watch.until(lambda text: "of 2" in text and "000" not in text, "the huge row")
    watch.rest(2)
    watch.report("a huge row")
    focus(find("Rows"))
    walk(watch, "ctrl+Home", "Right", "Right", "Right", "Down", "Up", "F4")
    watch.rest(2)
    watch.report("the cells of a huge row")
    press("F4")

    open_table(watch, "Endless")
    watch.until(lambda text: "Counting the rows of Endless" in text, "the count")
    watch.rest(10)
    watch.report("an endless view")
    press("ctrl+shift+period")
    watch.until(lambda text: "Counting" not in text, "the count stopped")
    watch.rest(1)
    watch.report("an endless view that was stopped")


with tempfile.TemporaryDirectory() as home, Display():
    path = home + "/hostile.db"
    make_database(path)
    program = Program(sys.argv[1], path, home=home)
    try:
        find("Navigator")
        open_all(Watch(program))
        print("opened all of them")
    finally:
        program.stop()
