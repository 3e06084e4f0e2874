# SPDX-License-Identifier: GPL-3.0-or-later
"""Fills a selection, replaces in it, copies a block over another, pastes rows as new ones with a preview of their columns, undoes a step, and commits:
by accessible names and keys alone, without a mouse."""
from window import find, focus, has_focus, is_enabled, opened, picture, press, query, tab_to, type_text, wait_for, wait_until_gone

SCHEMA = """
    CREATE TABLE Album (AlbumId INTEGER PRIMARY KEY, Title TEXT, Label TEXT);
    INSERT INTO Album VALUES (1, 'First', 'A'), (2, 'Second', 'B'), (3, 'Third', 'C'), (4, 'Fourth', 'D');"""


def select(row, column, rows, columns):
    """A block of the rows on show, from 0."""
    focus(find("Rows"))
    press("ctrl+Home", "Home", *["Down"] * row, *["Right"] * column, *["shift+Down"] * (rows - 1), *["shift+Right"] * (columns - 1))


with opened(SCHEMA, "--table", "Album") as (path, program):
    find("Fourth")
    select(0, 2, 4, 1)
    press("ctrl+shift+Return")
    find("Value")
    press("ctrl+a")
    type_text("Live at home")
    press("alt+f")
    wait_until_gone("Value")
    wait_for(lambda: "~4" in find("Status").description, "four changed rows")
    select(1, 2, 2, 1)
    press("ctrl+h")
    find("Find", "text")
    type_text("home")
    press("Tab")
    type_text("sea")
    find("2 cell(s) will be changed of 2.")
    picture("replace")
    press("alt+r")
    wait_until_gone("Replace with")
    # A block onto another place, one step that can be undone.
    select(0, 1, 2, 1)
    press("ctrl+c")
    select(2, 1, 1, 1)
    press("ctrl+v")
    wait_for(lambda: find("Preview SQL").queryText().getText(0, -1).count("'First'") >= 1, "the pasted cells among the statements")
    press("ctrl+z")
    wait_for(lambda: "Title = 'First'" not in find("Preview SQL").queryText().getText(0, -1), "the block taken back")
    press("ctrl+shift+z")
    wait_for(lambda: "Title = 'First'" in find("Preview SQL").queryText().getText(0, -1), "the block once more")
    # Two rows as new ones, without their keys, and the one column in the other's place.
    select(0, 1, 2, 2)
    press("ctrl+c", "ctrl+shift+v")
    find("Rows to insert")
    find("2 row(s) will be added.")
    press("alt+g")
    wait_for(lambda: has_focus(find("Column 1 goes to", "combo box")), "the first column's chooser with the focus")
    wait_for(lambda: find("Column 1 goes to").description == "Title", "where the first column goes")
    press("Down")
    # What goes there already is left out.
    wait_for(lambda: find("Column 2 goes to").description == "(left out)", "the second column left out")
    tab_to("Column 2 goes to")
    press("Down", "Down")
    wait_for(lambda: find("Column 2 goes to").description == "Title", "the second column in the first one's place")
    picture("paste_as_rows")
    press("alt+i")
    wait_until_gone("Rows to insert")
    wait_for(lambda: "+2" in find("Status").description, "two new rows")
    wait_for(lambda: is_enabled(find("Commit", "push button")), "the changes among the pending ones")
    press("ctrl+s")
    wait_for(lambda: query(path, "SELECT Title, Label FROM Album ORDER BY AlbumId") ==
             [("First", "Live at home"), ("Second", "Live at sea"), ("First", "Live at sea"), ("Second", "Live at home"),
              ("Live at home", "First"), ("Live at sea", "Second")], "all of it in the file")
    print("filled, replaced, pasted over and pasted as rows")
