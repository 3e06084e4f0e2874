# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes changes in two tables, goes to one, reverts a cell, a row and a table, undoes and redoes, reads the statements, commits a part: by accessible
names and keys alone, without a mouse."""
from window import column, find, focus, has_focus, opened, picture, press, text_of, type_text, wait_for, wait_until_gone

SCHEMA = """
    CREATE TABLE Artist (ArtistId INTEGER PRIMARY KEY, Name TEXT NOT NULL UNIQUE, Country TEXT, CHECK (Country <> 'Nowhere'));
    CREATE TABLE Album (AlbumId INTEGER PRIMARY KEY, Title TEXT NOT NULL, ArtistId INTEGER NOT NULL REFERENCES Artist);
    INSERT INTO Artist VALUES (1, 'AC/DC', 'Australia'), (2, 'Accept', 'Germany'), (3, 'Aerosmith', 'USA');
    INSERT INTO Album VALUES (1, 'Powerage', 1), (2, 'Restless', 2), (3, 'Rocks', 3);"""


def open_table(name):
    press("ctrl+k")
    wait_for(lambda: has_focus(find("Search")), "the search box")
    press("ctrl+a")
    type_text(name)
    press("Return")
    find("Rows")


def write_cell(name, text):
    """Over what stands in the current cell."""
    press("F2")
    find(f"Edit {name}")
    press("ctrl+a")
    type_text(text)
    press("Return")
    wait_until_gone(f"Edit {name}")


def go_to_cell(row, column):
    """Of the rows on show, both from 0."""
    focus(find("Rows"))
    press("ctrl+Home", "Home", *["Down"] * row, *["Right"] * column)


def go_to_pending():
    for _ in range(6):
        if has_focus(find("Pending changes", "tree")):
            return
        press("F6")
    raise SystemExit("F6 does not come to the pending changes")


def statements():
    return text_of("Preview SQL")


with opened(SCHEMA, "--table", "Artist") as (path, program):
    find("AC/DC")
    go_to_cell(0, 1)
    write_cell("Name", "Nobody")
    go_to_cell(0, 2)
    write_cell("Country", "Norway")
    go_to_cell(1, 1)
    write_cell("Name", "Somebody")
    open_table("Album")
    find("Powerage")
    go_to_cell(0, 1)
    write_cell("Title", "Quiet")
    wait_for(lambda: statements().count("UPDATE") == 3, "the statements of three rows")
    assert "Name = 'Nobody', Country = 'Norway'" in statements(), statements()
    picture("pending")

    # To a change: its table opens at its row.
    go_to_pending()
    press("Home")
    find("Artist (2)")
    press("Down", "Return")
    find("AC/DC")
    # A cell of it is reverted, then its row, then the table, and each comes back.
    go_to_pending()
    press("Home", "Down", "Down", "Down")
    press("Delete")
    wait_for(lambda: "Norway" not in statements() and "Nobody" in statements(), "the cell reverted")
    assert has_focus(find("Pending changes", "tree"))
    press("ctrl+z")
    wait_for(lambda: "Norway" in statements(), "the cell changed again")
    press("Home", "Down", "Delete")
    wait_for(lambda: "Nobody" not in statements() and "Somebody" in statements(), "the row reverted")
    press("Home", "Delete")
    wait_for(lambda: "Somebody" not in statements() and "Quiet" in statements(), "the table reverted")
    press("ctrl+z", "ctrl+z")
    wait_for(lambda: statements().count("UPDATE") == 3, "all changes again")
    press("ctrl+shift+z")
    wait_for(lambda: statements().count("UPDATE") == 2, "a row reverted again")
    press("ctrl+z")
    wait_for(lambda: statements().count("UPDATE") == 3, "all changes again")
    print("reverted, undone and redone")

    # A part of them is chosen with the space bar and committed.
    press("alt+s")
    wait_for(lambda: has_focus(find("Pending changes", "tree")), "the lines to choose from")
    # What was reverted and came back stands last: the album is the first.
    press("Home", "Down", "space")
    wait_for(lambda: "2 of 3 changes are chosen" in find("Summary").description, "the choice in words")
    wait_for(lambda: "Quiet" not in statements(), "the statements of those that are chosen")
    picture("chosen")
    press("ctrl+s")
    wait_for(lambda: column(path, "SELECT Name FROM Artist ORDER BY ArtistId") == ["Nobody", "Somebody", "Aerosmith"], "the chosen changes in the file")
    assert column(path, "SELECT Title FROM Album ORDER BY AlbumId")[0] == "Powerage"
    wait_for(lambda: "Committed" in find("Messages").description, "the commit in words")
    print("committed a part")
