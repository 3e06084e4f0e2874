# SPDX-License-Identifier: GPL-3.0-or-later
"""Adds a row and one below it in the relation tree, attaches another by its label, deletes with a preview, commits: by keys and accessible names alone."""
from window import column, find, opened, picture, press, text_of, type_text, wait_for, wait_until_gone

SCHEMA = """
    CREATE TABLE Artist (ArtistId INTEGER PRIMARY KEY, Name TEXT);
    CREATE TABLE Album (AlbumId INTEGER PRIMARY KEY, Title TEXT NOT NULL, ArtistId INTEGER NOT NULL REFERENCES Artist);
    CREATE TABLE Review (ReviewId INTEGER PRIMARY KEY, AlbumId INTEGER REFERENCES Album ON DELETE CASCADE);
    INSERT INTO Artist VALUES (1, 'AC/DC'), (2, 'Accept');
    INSERT INTO Album VALUES (1, 'First', 1), (2, 'Second', 2), (3, 'Third', 2);
    INSERT INTO Review VALUES (1, 3), (2, 3);"""


def write(model, text):
    """Into the editor of a row that was added: the row is to be seen, the editor is a part of its cell."""
    find(f"new row of {model}, new row")
    type_text(text)
    press("Return")


with opened(SCHEMA, "--table", "Artist") as (path, program):
    find("Rows")
    wait_for(lambda: "2" in find("Status").description, "the rows of Artist")
    press("ctrl+shift+t")
    find("Relation tools")
    find("Accept")
    press("Insert")
    write("Artist", "Somebody")
    press("Right", "Down", "Insert")
    write("Album", "Debut")
    picture("added")
    press("ctrl+l")
    find("Search rows")
    type_text("fir")
    # A row is found by its label as one types.
    find("First", "table cell")
    wait_until_gone("Second", "table cell")
    picture("attach")
    press("Return")
    wait_until_gone("Search rows")
    picture("attached")
    press("ctrl+s")
    wait_for(lambda: column(path, "SELECT Title FROM Album JOIN Artist USING (ArtistId) WHERE Name = 'Somebody' ORDER BY Title") == ["Debut", "First"],
             "both albums at the new artist in the file")
    # What was open is open still, now with the keys that the database gave; a row is gone to by typing what it is called.
    wait_for(lambda: find("new row of Album, new row", timeout=0) is None and find("Debut", "table cell", timeout=0), "the new rows as they are stored")
    find("First", "table cell")
    press("Home")
    type_text("Accept")
    press("Right", "Down", "Right")
    find("Third", "table cell")
    type_text("Third")
    press("Delete")
    find("What follows")
    wait_for(lambda: "Review: 2" in text_of("What follows"), "what the deletion takes along")
    picture("deletion")
    press("Return")
    wait_until_gone("What follows")
    press("ctrl+s")
    wait_for(lambda: column(path, "SELECT count(*) FROM Review") == [0], "the album gone with its reviews")
    assert column(path, "SELECT Title FROM Album ORDER BY Title") == ["Debut", "First", "Second"]
    print("the file holds what the tree was made to be")
