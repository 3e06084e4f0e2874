# SPDX-License-Identifier: GPL-3.0-or-later
"""Adds a row and one below it in the relation tree, attaches another by its label, deletes with a preview, commits: by keys and accessible names alone."""
import importlib.util
import shutil
import sqlite3
import subprocess
import sys
import tempfile

if importlib.util.find_spec("pyatspi") is None or not all(map(shutil.which, ("Xvfb", "xdotool", "openbox"))):
    print("SKIPPED: Xvfb, xdotool, openbox or pyatspi is missing")
    sys.exit(77)

from window import Display, Program, find, press, type_text, wait_for  # noqa: E402


def make_database(path):
    with sqlite3.connect(path) as database:
        database.executescript("""
            CREATE TABLE Artist (ArtistId INTEGER PRIMARY KEY, Name TEXT);
            CREATE TABLE Album (AlbumId INTEGER PRIMARY KEY, Title TEXT NOT NULL, ArtistId INTEGER NOT NULL REFERENCES Artist);
            CREATE TABLE Review (ReviewId INTEGER PRIMARY KEY, AlbumId INTEGER REFERENCES Album ON DELETE CASCADE);
            INSERT INTO Artist VALUES (1, 'AC/DC'), (2, 'Accept');
            INSERT INTO Album VALUES (1, 'First', 1), (2, 'Second', 2), (3, 'Third', 2);
            INSERT INTO Review VALUES (1, 3), (2, 3);""")


def rows(path, query):
    with sqlite3.connect(path) as database:
        return [row[0] for row in database.execute(query)]


def picture(path):
    if len(sys.argv) > 2:
        subprocess.run(["import", "-window", "root", f"{sys.argv[2]}/{path}.png"], check=False)


def write(model, text):
    """Into the editor of a row that was added: the row is to be seen, the editor is a part of its cell."""
    find(f"new row of {model}, new row")
    type_text(text)
    press("Return")


with tempfile.TemporaryDirectory() as home, Display():
    path = home + "/music.db"
    make_database(path)
    program = Program(sys.argv[1], path, "--table", "Artist", home=home)
    try:
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
        wait_for(lambda: not find("Second", "table cell", timeout=0), "only the row that has the text")
        picture("attach")
        press("Return")
        wait_for(lambda: not find("Search rows", timeout=0), "the attached row")
        picture("attached")
        press("ctrl+s")
        wait_for(lambda: rows(path, "SELECT Title FROM Album JOIN Artist USING (ArtistId) WHERE Name = 'Somebody' ORDER BY Title") == ["Debut", "First"],
                 "both albums at the new artist in the file")
        # What was open is open again; the row is gone to by typing what it is called.
        find("Third")
        press("Home")
        type_text("Third")
        press("Delete")
        find("What follows")
        wait_for(lambda: "Review: 2" in find("What follows").queryText().getText(0, -1) if find("What follows", timeout=0) else False, "what the deletion takes along")
        picture("deletion")
        press("Return")
        wait_for(lambda: not find("What follows", timeout=0), "the row marked")
        press("ctrl+s")
        wait_for(lambda: rows(path, "SELECT count(*) FROM Review") == [0], "the album gone with its reviews")
        assert rows(path, "SELECT Title FROM Album ORDER BY Title") == ["Debut", "First", "Second"]
        print("the file holds what the tree was made to be")
    finally:
        program.stop()
