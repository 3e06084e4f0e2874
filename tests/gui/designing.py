# SPDX-License-Identifier: GPL-3.0-or-later
"""Hands on a diagram that is designed: where its cards and their rows are, lines drawn between them, names given in their place."""
import subprocess

from window import find, find_in, has_focus, picture, press, type_text, wait_for, wait_until_gone

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
