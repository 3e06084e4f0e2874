# SPDX-License-Identifier: GPL-3.0-or-later
"""Hands on a diagram that is designed: where its cards and their rows are, lines drawn between them, names given in their place."""
import os
import subprocess

from window import click, find, find_in, has_focus, picture, press, type_text, wait_for, wait_until_gone

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


def start_empty_schema():
    press("ctrl+shift+g")
    click(find("Start an empty schema for SQLite"))


def draw_table(name, right, down):
    """By a double click, so far from the diagram's left, and from its top, or from its bottom below zero."""
    area = find("Diagram", "list").queryComponent().getExtents(0)
    double_click((area.x + right, area.y + (down if down > 0 else area.height + down)))
    name_it(name)
    card(name)


def add_table(name):
    """By the button, named in the form."""
    click(find("Add table"))
    wait_for(lambda: has_focus(find("Table name")), "the keyboard in the table's name")
    type_text(name)
    press("Return")
    card(name)


def add_column(table, name):
    """On the card."""
    press("ctrl+1")
    pointer("mousemove", *place_of(table), "click", 1)
    press("Insert")
    name_it(name)
    has_words(table, f"{name} TEXT")


def link_books():
    """To many authors by one line, to a publisher that is drawn for them by another. The cards of both are there."""
    press("ctrl+shift+l")
    draw(place_of("books"), place_of("authors"))
    has_words("books_authors", "books_id INTEGER, primary key, foreign key", "authors_id INTEGER, primary key, foreign key")
    press("Escape")
    picture("linked")
    draw_table("publisher", 60, -70)
    # All of it into sight.
    press("ctrl+1", "ctrl+l")
    draw(place_of("books"), place_of("publisher"))
    has_words("books", "publisher_id INTEGER, foreign key")
    press("Escape")


def save_workspace(path):
    press("ctrl+alt+s")
    find("Save workspace")
    type_text(path)
    press("Return")
    wait_for(lambda: os.path.exists(path), "the workspace's file")
