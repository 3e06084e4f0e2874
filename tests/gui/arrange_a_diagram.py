# SPDX-License-Identifier: GPL-3.0-or-later
"""Opens the diagram, goes from card to card and moves one by keys, undoes it, finds a table, opens its rows: by keys and accessible names alone."""
from window import find, has_focus, opened, picture, press, type_text, wait_for

SCHEMA = """
    CREATE TABLE artist (id INTEGER PRIMARY KEY, name TEXT);
    CREATE TABLE album (id INTEGER PRIMARY KEY, title TEXT NOT NULL, artist_id INTEGER NOT NULL REFERENCES artist);
    CREATE TABLE track (id INTEGER PRIMARY KEY, album_id INTEGER REFERENCES album);
    INSERT INTO artist VALUES (1, 'AC/DC');"""


def place_of(name):
    box = find(name, "list item").queryComponent().getExtents(0)
    return box.x, box.y


with opened(SCHEMA) as (path, program):
    find("Navigator")
    press("ctrl+shift+r")
    find("Diagram", "list")
    card = find("album", "list item")
    assert "artist_id INTEGER, foreign key, required" in card.description, card.description
    assert place_of("artist")[0] < place_of("album")[0] < place_of("track")[0]
    picture("diagram")
    wait_for(lambda: has_focus(find("Diagram", "list")) or has_focus(find("album", "list item")), "the keyboard on the diagram")
    press("Home", "ctrl+Right")
    before = place_of("track")
    press("Down", "Down", "Down")
    wait_for(lambda: place_of("track")[1] > before[1], "the card moved down")
    assert place_of("track")[0] == before[0]
    picture("moved")
    press("ctrl+z")
    wait_for(lambda: place_of("track") == before, "the card back in its place")
    press("ctrl+f")
    find("Find table")
    type_text("arti")
    press("Return")
    press("shift+Tab")
    find("artist", "list item").queryAction().doAction(0)
    find("Rows")
    wait_for(lambda: "1" in find("Status").description, "the rows of artist")
    print("the diagram went where the keys said")
