# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes changes in two tables, goes to one, reverts a cell, a row and a table, undoes and redoes, reads the statements, commits a part, is refused
by a rule and goes to what breaks it, reverts everything and takes that back: by accessible names and keys alone, without a mouse."""
from window import column, find, go_to_pane, has_focus, is_enabled, is_shown, opened, picture, press, says, text_of, type_text, wait_for, wait_until_gone, write_cell

SCHEMA = """
    CREATE TABLE Artist (ArtistId INTEGER PRIMARY KEY, Name TEXT NOT NULL UNIQUE, Country TEXT, CHECK (Country <> 'Nowhere'));
    CREATE TABLE Album (AlbumId INTEGER PRIMARY KEY, Title TEXT NOT NULL, ArtistId INTEGER NOT NULL REFERENCES Artist);
    INSERT INTO Artist VALUES (1, 'AC/DC', 'Australia'), (2, 'Accept', 'Germany'), (3, 'Aerosmith', 'USA');
    INSERT INTO Album VALUES (1, 'Powerage', 1), (2, 'Restless', 2), (3, 'Rocks', 3);"""


def open_table(name, cell):
    """Until that one of its cells is to be seen."""
    press("ctrl+k")
    wait_for(lambda: has_focus(find("Search")), "the search box")
    press("ctrl+a")
    type_text(name)
    press("Return")
    find(cell, "table cell")


def go_to_pending():
    go_to_pane("Pending changes", "tree")


def statements():
    return text_of("Preview SQL")


with opened(SCHEMA, "--table", "Artist") as (path, program):
    find("AC/DC")
    write_cell(0, 1, "Name", "Nobody")
    write_cell(0, 2, "Country", "Norway")
    write_cell(1, 1, "Name", "Somebody")
    open_table("Album", "Powerage")
    write_cell(0, 1, "Title", "Quiet")
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
    says("Committed")
    print("committed a part")

    # What breaks a rule is marked, refused, and found again from another table; nothing of it reaches the file.
    # Artist is in front since a change of it was gone to.
    write_cell(2, 2, "Country", "Nowhere")
    wait_for(lambda: "1 problem(s)" in find("Summary").description, "the broken rule in words")
    assert find("Nowhere", "table cell").description.startswith("must meet"), find("Nowhere", "table cell").description
    picture("broken_rule")
    open_table("Album", "Restless")
    press("ctrl+s")
    says("Not committed, nothing was changed; the changes are kept")
    picture("refused")
    assert column(path, "SELECT Title FROM Album ORDER BY AlbumId")[0] == "Powerage"
    press("F8")
    wait_for(lambda: is_shown("Nowhere", "table cell") and has_focus(find("Nowhere", "table cell")), "the cell with the broken rule")
    picture("error_reached")
    print("refused and found by F8")

    # Everything is reverted after a question, and comes back.
    press("alt+e")
    find("Revert all changes…", "menu item")
    press("v")
    find("Revert all changes?")
    picture("revert_all")
    press("alt+r")
    wait_for(lambda: not is_enabled(find("Commit", "push button")), "nothing pending")
    find("USA", "table cell")
    press("ctrl+z")
    wait_for(lambda: statements().count("UPDATE") == 2, "all changes again")
    find("Nowhere", "table cell")
    # Another value meets the rule.
    write_cell(2, 2, "Country", "Canada")
    wait_until_gone("Summary")
    press("ctrl+s")
    wait_for(lambda: column(path, "SELECT Country FROM Artist WHERE ArtistId = 3") == ["Canada"], "the rest in the file")
    assert column(path, "SELECT Title FROM Album ORDER BY AlbumId")[0] == "Quiet"
    print("reverted everything, undid that, and committed the rest")
