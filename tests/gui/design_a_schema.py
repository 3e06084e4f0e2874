# SPDX-License-Identifier: GPL-3.0-or-later
"""Designs a schema: tables and columns in the grid and on the diagram, a many-to-many by one line, a foreign key by another, names on their cards,
undo and redo, and saves the workspace: by keys, accessible names and the pointer."""
import json
import os
import subprocess

from window import click, find, find_in, has_focus, opened, picture, press, query, text_of, type_text, wait_for, wait_until_gone

HEADER, ROW, FOOT = 30, 20, 10  # points of a card


def close_panels():
    """Those below and at the right: a design needs the room."""
    places = []

    def look(node):
        if node.name == "Close" and node.getRoleName() in ("push button", "button"):
            box = node.queryComponent().getExtents(0)
            places.append((box.x + box.width // 2, box.y + box.height // 2))
        for child in node:
            if child and child.childCount < 100:
                look(child)

    find("Navigator")
    look(find("Navigator").getApplication())
    for place in (max(places, key=lambda each: each[1]), max(places)):
        pointer("mousemove", *place, "click", 1)


def card(name):
    """A table on the diagram, not in the list beside it."""
    found = []

    def is_there():
        found[:] = [find_in(find("Diagram", "list"), name, "table")]
        return found[0]

    wait_for(is_there, f"the card {name!r}")
    return found[0]


def box_of(name):
    """A card's rectangle on the screen, and how many pixels a point of the diagram has."""
    node = card(name)
    box = node.queryComponent().getExtents(0)
    rows = columns_of(name)
    # The frame of a card reaches four points over it.
    scale = box.height / (HEADER + ROW * rows + FOOT + 8)
    return box, scale


def columns_of(name):
    words = card(name).description.split("; ")
    return sum(", required" in each or ", may be NULL" in each or ", primary key" in each for each in words)


def place_of(name, row=-1):
    """The middle of a card's header, or of a row."""
    box, scale = box_of(name)
    down = 4 + (HEADER / 2 if row < 0 else HEADER + ROW * row + ROW / 2)
    return int(box.x + box.width / 2), int(box.y + down * scale)


def pointer(*words):
    subprocess.run(["xdotool", *map(str, words)], check=True)


def double_click(place):
    pointer("mousemove", *place, "click", "--repeat", 2, "--delay", 60, 1)


def draw(start, end):
    pointer("mousemove", *start, "mousedown", 1)
    for step in (0.25, 0.5, 0.75, 1):
        pointer("mousemove", int(start[0] + (end[0] - start[0]) * step), int(start[1] + (end[1] - start[1]) * step), "sleep", 0.05)
    picture("drawing")
    pointer("mouseup", 1)


def name_it(name):
    find("Name on the diagram")
    wait_for(lambda: has_focus(find("Name on the diagram")), "the keyboard in the name")
    press("ctrl+a")
    type_text(name)
    press("Return")
    wait_until_gone("Name on the diagram")


def has_words(name, *words):
    wait_for(lambda: all(each in card(name).description for each in words), f"{words} on {name!r}")


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
