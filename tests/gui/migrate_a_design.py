# SPDX-License-Identifier: GPL-3.0-or-later
"""A design becomes a SQLite file, rows are added in the grid, a column gets another name in the design, and the migration keeps the rows: by keys
and accessible names alone."""
import json
import os
import sqlite3
import subprocess
import sys
import tempfile

from window import Display, Program, click, column, find, is_enabled, is_shown, picture, press, says, type_text, wait_for, write_cell

SCHEMA = "CREATE TABLE author (id INTEGER PRIMARY KEY, name TEXT); CREATE TABLE book (id INTEGER PRIMARY KEY, title TEXT, author_id INTEGER REFERENCES author(id));"


def designed(folder):
    """The schema as a workspace keeps a design."""
    sample = folder + "/sample.db"
    with sqlite3.connect(sample) as database:
        database.executescript(SCHEMA)
    text = subprocess.run([sys.argv[1], "schema", sample, "--format", "json"], check=True, stdout=subprocess.PIPE, text=True).stdout
    return {"dialect": "sqlite", "metadata": json.loads(text), "operations": []}


def rename_title(path):
    """In the design of a workspace, as the designer records it."""
    with open(path, encoding="utf-8") as file:
        workspace = json.load(file)
    design = workspace["schema"]
    assert design["operations"] == [], "the revision is marked in the workspace"
    book = next(table for table in design["metadata"]["tables"] if table["name"] == "book")
    book.pop("definition", None)
    next(each for each in book["columns"] if each["name"] == "title")["name"] = "name"
    design["operations"] = [{"op": "rename_column", "table": "book", "from": "title", "to": "name"}]
    with open(path, "w", encoding="utf-8") as file:
        json.dump(workspace, file)


def use(name):
    """Presses a tool of the page once it can be pressed."""
    wait_for(lambda: is_shown(name, "push button") and is_enabled(find(name, "push button")), f"{name!r} to be pressed")
    click(find(name, "push button"))


with tempfile.TemporaryDirectory() as home, Display():
    workspace, path = home + "/books.joinery", home + "/books.db"
    with open(workspace, "w", encoding="utf-8") as file:
        json.dump({"version": 1, "schema": designed(home)}, file)
    program = Program(sys.argv[1], "--workspace", workspace, home=home)
    try:
        press("ctrl+shift+m")
        find("Revisions")
        use("Create database…")
        # It becomes a revision first.
        find("What it does, in a few words")
        picture("first_revision")
        press("Return")
        find("Create a SQLite database")
        press("ctrl+a")
        type_text(path)
        picture("create_database")
        press("Return")
        wait_for(lambda: is_shown("The database is here", "table cell"), "the new database, opened at its revision")
        assert len(os.listdir(home + "/revisions")) == 1
        picture("created")
        press("ctrl+k")
        type_text("book")
        press("Return")
        find("Rows")
        for row, title in enumerate(("Emma", "Ulysses")):
            press("Insert")
            write_cell(row, 1, "title", title)
        press("ctrl+s")
        wait_for(lambda: column(path, "SELECT title FROM book ORDER BY id") == ["Emma", "Ulysses"], "the rows in the file")
    finally:
        program.stop()
    rename_title(workspace)
    program = Program(sys.argv[1], path, "--workspace", workspace, home=home)
    try:
        find("Navigator")
        press("ctrl+shift+m")
        find("Revisions")
        wait_for(lambda: is_shown("Not saved", "table cell"), "the change that is no revision yet")
        picture("not_saved")
        use("Save as revision…")
        find("What it does, in a few words")
        type_text("Names of books")
        press("Return")
        wait_for(lambda: is_shown("Names of books", "table cell"), "the second revision")
        assert len(os.listdir(home + "/revisions")) == 2
        use("Preview…")
        find("Steps")
        wait_for(lambda: is_shown("Rename column book.title to name", "table cell") or is_shown("Rename column book.title to name", "tree item"), "the step in the preview")
        picture("preview")
        click(find("Migrate now", "push button"))
        wait_for(lambda: column(path, "SELECT name FROM pragma_table_info('book')") == ["id", "name", "author_id"], "the column's new name")
        says("is at")
        picture("migrated")
        assert column(path, "SELECT name FROM book ORDER BY id") == ["Emma", "Ulysses"], "rows stay"
        press("ctrl+k")
        type_text("book")
        press("Return")
        find("Rows")
        wait_for(lambda: "2" in find("Status").description, "the rows")
        picture("rows_stay")
        print("a design became a database, and its rows outlived a new name")
    finally:
        program.stop()
