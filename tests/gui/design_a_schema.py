# SPDX-License-Identifier: GPL-3.0-or-later
"""Designs a schema: tables and columns in the grid and on the diagram, a many-to-many by one line, a foreign key by another, names on their cards,
undo and redo, and saves the workspace: by keys, accessible names and the pointer."""
import json
import os

from designing import add_column, add_table, card, close_panels, double_click, draw_table, has_words, link_books, name_it, place_of, save_workspace, start_empty_schema
from window import click, find, opened, picture, press, query, text_of, type_text, wait_for

with opened("CREATE TABLE artist (id INTEGER PRIMARY KEY, name TEXT);") as (path, program):
    find("Navigator")
    close_panels()
    start_empty_schema()
    find("Diagram", "list")
    picture("empty")
    draw_table("authors", 40, 40)
    # A second one in the form; its columns in the grid.
    add_table("books")
    click(find("Add"))
    type_text("title")
    press("Return")
    has_words("books", "title TEXT")
    picture("grid")
    add_column("authors", "name")
    link_books()
    picture("referred")
    double_click(place_of("books", 1))
    wait_for(lambda: text_of("Name on the diagram") == "title", "the name of the column that was clicked")
    picture("naming")
    name_it("full_title")
    has_words("books", "full_title TEXT")
    press("ctrl+z")
    has_words("books", "title TEXT")
    wait_for(lambda: "full_title" not in card("books").description, "the old name")
    press("ctrl+shift+z")
    has_words("books", "full_title TEXT")
    assert find("Status").description.startswith("SQLite"), find("Status").description
    picture("designed")
    file = os.path.join(os.path.dirname(path), "library.joinery")
    save_workspace(file)
    with open(file, encoding="utf-8") as text:
        design = json.load(text)["schema"]
    tables = {each["name"]: each for each in (table if isinstance(table["name"], str) else {**table, "name": table["name"]["name"]} for table in design["metadata"]["tables"])}
    assert set(tables) == {"authors", "books", "books_authors", "publisher"}, set(tables)
    assert len(design["diagram"]["tables"]) >= 4
    # Names are renames: the design alone knows of them, and the database was left alone.
    assert [row[0] for row in query(path, "SELECT name FROM sqlite_schema")] == ["artist"]
    print("designed a library of four tables")
