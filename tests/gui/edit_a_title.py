# SPDX-License-Identifier: GPL-3.0-or-later
"""Chooses a table, filters it, edits a title and commits: by accessible names, keys and clicks alone."""
import importlib.util
import shutil
import sqlite3
import subprocess
import sys
import tempfile

if importlib.util.find_spec("pyatspi") is None or not all(map(shutil.which, ("Xvfb", "xdotool", "openbox"))):
    print("SKIPPED: Xvfb, xdotool, openbox or pyatspi is missing")
    sys.exit(77)

from window import Display, Program, click, find, is_enabled, press, type_text, wait_for  # noqa: E402


def make_database(path):
    with sqlite3.connect(path) as database:
        database.executescript("""
            CREATE TABLE Artist (ArtistId INTEGER PRIMARY KEY, Name TEXT);
            CREATE TABLE Album (AlbumId INTEGER PRIMARY KEY, Title TEXT NOT NULL, ArtistId INTEGER NOT NULL REFERENCES Artist);
            INSERT INTO Artist VALUES (1, 'AC/DC'), (2, 'Accept');
            INSERT INTO Album VALUES (1, 'First', 1), (2, 'Second', 2), (3, 'Third', 2), (4, 'Fourth', 1);""")


def title(path):
    with sqlite3.connect(path) as database:
        return database.execute("SELECT Title FROM Album WHERE AlbumId = 1").fetchone()[0]


def picture(path):
    if len(sys.argv) > 2:
        subprocess.run(["import", "-window", "root", f"{sys.argv[2]}/{path}.png"], check=False)


with tempfile.TemporaryDirectory() as home, Display():
    path = home + "/music.db"
    make_database(path)
    program = Program(sys.argv[1], path, home=home)
    try:
        find("Navigator")
        click(find("Album", "table cell"))
        find("Rows")
        wait_for(lambda: find("First", timeout=1), "the rows of Album")
        click(find("Quick filter ArtistId"))
        type_text("=1")
        press("Return")
        wait_for(lambda: "2" in find("Status").description, "the filtered rows")
        picture("filtered")
        click(find("First", "table cell"))
        press("F2", "ctrl+a")
        type_text("Changed by hand")
        press("Return")
        wait_for(lambda: is_enabled(find("Commit", "push button")), "the change among the pending ones")
        picture("edited")
        click(find("Commit", "push button"))
        wait_for(lambda: title(path) == "Changed by hand", "the new title in the file")
        picture("committed")
        print("the file holds the new title")
    finally:
        program.stop()
