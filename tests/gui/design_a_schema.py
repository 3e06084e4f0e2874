# SPDX-License-Identifier: GPL-3.0-or-later
"""Designs a schema: tables and columns in the grid and on the diagram, a many-to-many by one line, a foreign key by another, names on their cards,
undo and redo, and saves the workspace: by keys, accessible names and the pointer."""
import json
import os

from designing import card, close_panels, double_click, draw, has_words, name_it, place_of, pointer
from window import click, find, has_focus, opened, picture, press, query, text_of, type_text, wait_for

with opened("CREATE TABLE artist (id INTEGER PRIMARY KEY, name TEXT);") as (path, program):
    find("Navigator")
    close_panels()
    press("ctrl+shift+g")
    click(find("Start an empty schema for SQLite"))
    view = find("Diagram", "list")
    picture("empty")
    area = view.queryComponent().getExtents(0)
    double_click((area.x + 40, area.y + 40))
    name_it("authors")
    card("authors")
    # A second one by the button, named in the form; its columns in the grid.
    click(find("Add table"))
    wait_for(lambda: has_focus(find("Table name")), "the keyboard in the table's name")
    type_text("books")
    press("Return")
    card("books")
    click(find("Add"))
    type_text("title")
    press("Return")
    has_words("books", "title TEXT")
    picture("grid")
    # A column on the card.
    pointer("mousemove", *place_of("authors"), "click", 1)
    press("Insert")
    name_it("name")
    has_words("authors", "name TEXT")
    # One line between both.
    press("ctrl+shift+l")
    draw(place_of("books"), place_of("authors"))
    has_words("books_authors", "books_id INTEGER, primary key, foreign key", "authors_id INTEGER, primary key, foreign key")
    press("Escape")
    picture("linked")
    # A publisher, and the books that refer to it.
    area = find("Diagram", "list").queryComponent().getExtents(0)
    double_click((area.x + 60, area.y + area.height - 70))
    name_it("publisher")
    # All of it into sight.
    press("ctrl+1", "ctrl+l")
    draw(place_of("books"), place_of("publisher"))
    has_words("books", "publisher_id INTEGER, foreign key")
    press("Escape")
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
    press("ctrl+alt+s")
    find("Save workspace")
    type_text(file)
    press("Return")
    wait_for(lambda: os.path.exists(file), "the workspace's file")
    with open(file, encoding="utf-8") as text:
        design = json.load(text)["schema"]
    tables = {each["name"]: each for each in (table if isinstance(table["name"], str) else {**table, "name": table["name"]["name"]} for table in design["metadata"]["tables"])}
    assert set(tables) == {"authors", "books", "books_authors", "publisher"}, set(tables)
    assert len(design["diagram"]["tables"]) >= 4
    # Names are renames: the design alone knows of them, and the database was left alone.
    assert [row[0] for row in query(path, "SELECT name FROM sqlite_schema")] == ["artist"]
    print("designed a library of four tables")
