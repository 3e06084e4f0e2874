# SPDX-License-Identifier: GPL-3.0-or-later
"""Edits cells of several kinds, fills, pastes rows and sets a column in all rows: by accessible names and the keyboard alone."""
from window import click, find, go_to_cell, hears, is_enabled, listen, opened, press, query, text_of, type_text, wait_for, wait_until_gone

SCHEMA = """
    CREATE TABLE Artist (ArtistId INTEGER PRIMARY KEY, Name TEXT);
    CREATE TABLE Album (AlbumId INTEGER PRIMARY KEY, Title TEXT, Live BOOLEAN, ArtistId INTEGER REFERENCES Artist);
    INSERT INTO Artist VALUES (1, 'AC/DC'), (2, 'Accept'), (3, 'Aerosmith');
    INSERT INTO Album VALUES (1, 'First', 0, 1), (2, 'Second', 0, 2), (3, 'Third', 0, 2);"""


def rows(path, what="Title, Live, ArtistId"):
    return query(path, f"SELECT {what} FROM Album ORDER BY AlbumId")


with opened(SCHEMA) as (path, program):
    find("Navigator")
    click(find("Album", "table cell"))
    find("Rows")
    click(find("First", "table cell"))
    # Opened and closed: nothing is pending.
    press("F2")
    find("Edit Title")
    press("Return")
    press("F2")
    find("Edit Title")
    press("ctrl+a")
    type_text("Typed")
    press("Tab")
    # Tab goes on to the next cell's editor, of another kind.
    find("Edit Live")
    press("ctrl+a")
    type_text("true")
    press("Escape", "Return")
    press("Right", "F2")
    find("Edit ArtistId")
    press("ctrl+a")
    type_text("ero")
    # The list below a line is told by the line's description.
    wait_for(lambda: "3 · Aerosmith" in find("Edit ArtistId").description, "the artist whose name holds it")
    press("Return", "Return")
    wait_for(lambda: is_enabled(find("Commit", "push button")), "the changes among the pending ones")
    click(find("Commit", "push button"))
    wait_for(lambda: rows(path)[0][0] == "Typed", "the row in the file")
    print(rows(path))
    assert rows(path)[0][2] == 3, rows(path)
    assert rows(path)[1:] == [("Second", 0, 2), ("Third", 0, 2)], rows(path)
    click(find("Second", "table cell"))
    press("ctrl+alt+u")
    find("New value")
    type_text("Live")
    wait_for(lambda: is_enabled(find("Update 3 rows", "push button")), "the count of rows")
    press("alt+u")
    wait_for(lambda: rows(path, "DISTINCT Title") == [("Live",)], "the column in all rows")
    print("the file holds what was typed")

    # Lists and menus that pop up are gone through by keys, and tell each line.
    listen()
    go_to_cell(1, 2)
    press("F2")
    find("Edit Live")
    press("alt+Down")
    wait_for(lambda: find("Edit Live").description == "3 choices below: true, false, NULL", "the choices in words")
    press("Down")
    hears("true")
    assert text_of("Edit Live") == "true", text_of("Edit Live")
    press("Return", "Return")
    wait_until_gone("Edit Live")
    go_to_cell(1, 3)
    press("F2")
    find("Edit ArtistId")
    press("alt+Down")
    wait_for(lambda: find("Edit ArtistId").description.startswith("3 row(s) below, the first is"), "the rows in words")
    press("Down", "Down", "Down")
    hears("Aerosmith")
    wait_for(lambda: find("Edit ArtistId").description == "3 of 3 rows below: 3 · Aerosmith", "the current row in words")
    press("Return", "Return")
    wait_until_gone("Edit ArtistId")
    go_to_cell(2, 1)
    press("Menu", "Down")
    hears("Filter by this value")
    press("n")
    wait_for(lambda: "~2" in find("Status").description, "two changed rows")
    press("ctrl+s")
    wait_for(lambda: rows(path)[1:] == [("Live", 1, 3), (None, 0, 2)], "what was chosen in the file")
    print("chosen from lists and a menu")
