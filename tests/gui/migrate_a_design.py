# SPDX-License-Identifier: GPL-3.0-or-later
"""A library from the first line to a migration: tables are drawn, linked and given a publisher, a SQLite file is made of them, rows are added in the
grid, a column gets another name on the diagram, and the migration keeps the rows: by keys, accessible names and the pointer."""
import os
import sys
import tempfile

from designing import (add_column, add_table, card, close_panels, double_click, draw_table, has_words, link_books, name_it, place_of, save_workspace,
                       start_empty_schema)
from window import Display, Program, click, column, find, is_enabled, is_shown, picture, press, query, says, type_text, wait_for, write_cell


def use(name):
    """Presses a tool of the page once it can be pressed."""
    wait_for(lambda: is_shown(name, "push button") and is_enabled(find(name, "push button")), f"{name!r} to be pressed")
    click(find(name, "push button"))


def draw_library():
    start_empty_schema()
    draw_table("authors", 40, 40)
    add_table("books")
    add_column("authors", "name")
    add_column("books", "title")
    link_books()
    picture("drawn")


def create_file(path, revisions):
    press("ctrl+alt+g")
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
    assert len(os.listdir(revisions)) == 1
    picture("created")


def add_rows(table, name, values):
    press("ctrl+k")
    type_text(table)
    press("Return")
    find("Rows")
    for row, value in enumerate(values):
        press("Insert")
        write_cell(row, 1, name, value)
    press("ctrl+s")
    wait_for(lambda: column(file, f"SELECT {name} FROM {table} ORDER BY id") == list(values), "the rows in the file")


def rename_title():
    press("ctrl+shift+g")
    card("books")
    press("ctrl+1")
    double_click(place_of("books", 1))
    name_it("full_title")
    has_words("books", "full_title TEXT")
    picture("renamed")


def migrate():
    step = "Rename column books.title to full_title"
    press("ctrl+alt+g")
    find("Revisions")
    wait_for(lambda: is_shown("Not saved", "table cell"), "the change that is no revision yet")
    picture("not_saved")
    use("Save as revision…")
    find("What it does, in a few words")
    type_text("Names of books")
    press("Return")
    wait_for(lambda: is_shown("Names of books", "table cell"), "the second revision")
    use("Preview…")
    find("Steps")
    wait_for(lambda: is_shown(step, "table cell") or is_shown(step, "tree item"), "the one step in the preview")
    picture("preview")
    click(find("Migrate now", "push button"))
    wait_for(lambda: column(file, "SELECT name FROM pragma_table_info('books')") == ["id", "full_title", "publisher_id"], "the column's new name")
    says("is at")
    picture("migrated")


with tempfile.TemporaryDirectory() as home, Display():
    file = home + "/library.db"
    program = Program(sys.argv[1], home=home)
    try:
        find("Navigator")
        close_panels()
        draw_library()
        save_workspace(home + "/library.joinery")
        create_file(file, home + "/revisions")
        add_rows("authors", "name", ("Jane Austen", "James Joyce"))
        add_rows("books", "title", ("Emma", "Ulysses"))
        picture("rows")
        rename_title()
        migrate()
        assert column(file, "SELECT full_title FROM books ORDER BY id") == ["Emma", "Ulysses"], "rows stay"
        assert query(file, "SELECT count(*) FROM authors") == [(2,)], "other rows stay"
        press("ctrl+k")
        type_text("books")
        press("Return")
        find("Rows")
        # Its tab was open all the time, and has the new name.
        find("Quick filter full_title")
        wait_for(lambda: "2" in find("Status").description, "the rows")
        picture("rows_stay")
        print("a library was drawn, made and migrated, and its rows outlived a new name")
    finally:
        program.stop()
