# SPDX-License-Identifier: GPL-3.0-or-later
"""Builds a filter over a relation with a suggested value, applies it, saves it as a view, goes back, applies the view: by keys and accessible names alone."""
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
        database.execute("CREATE TABLE Artist (ArtistId INTEGER PRIMARY KEY, Name TEXT)")
        database.execute("CREATE TABLE Album (AlbumId INTEGER PRIMARY KEY, Title TEXT, ArtistId INTEGER REFERENCES Artist(ArtistId))")
        database.executemany("INSERT INTO Artist VALUES (?, ?)", ((i, f"Artist {i}") for i in range(1, 101)))
        database.executemany("INSERT INTO Album VALUES (?, ?, ?)", ((i, ("Powerage", "Restless", "Rain")[i % 3], i % 40 + 1) for i in range(1, 201)))


def picture(path):
    if len(sys.argv) > 2:
        subprocess.run(["import", "-window", "root", f"{sys.argv[2]}/{path}.png"], check=False)


def status_says(text):
    wait_for(lambda: text in "".join(find("Status").description.split()), f"{text} in the status bar")


def tab_to(name, steps=40):
    """Presses Tab until a control of that accessible name has the focus."""
    import pyatspi
    for _ in range(steps):
        if find(name).getState().contains(pyatspi.STATE_FOCUSED):
            return
        press("Tab")
    sys.exit(f"Tab does not come to {name!r}")


with tempfile.TemporaryDirectory() as home, Display():
    path = home + "/music.db"
    make_database(path)
    program = Program(sys.argv[1], path, "--table", "Artist", home=home)
    try:
        find("Rows")
        status_says("of100")
        press("ctrl+shift+f")
        find("Filter builder")
        tab_to("Add relation")
        press("space")
        # A combo box goes by what it shows.
        find("Album", "combo box")
        tab_to("Add condition on Album")
        press("space")
        find("Title", "combo box")
        tab_to("contains")
        # The operators go from "contains" to "=".
        press("Down", "Down", "Down")
        find("=", "combo box")
        tab_to("Value")
        type_text("po")
        wait_for(lambda: find("Value").description, "suggestions of values")
        picture("suggestions")
        press("Down", "Return")
        wait_for(lambda: find("Value").queryText().getText(0, -1) == "Powerage", "the value that was suggested")
        wait_for(lambda: find("Matches").description == "40 rows pass", "the count of matches")
        picture("built")
        press("ctrl+Return")
        status_says("of40")
        press("ctrl+shift+s")
        find("View name")
        type_text("Powerful")
        picture("save_view")
        press("Return")
        find("Saved views", "table cell")
        find("Powerful", "table cell")
        press("alt+Left")
        status_says("of100")
        picture("back")
        press("alt+Right")
        status_says("of40")
        press("alt+Left")
        status_says("of100")
        # The search box finds views too.
        press("ctrl+k")
        type_text("Powerful")
        press("Return")
        status_says("of40")
        picture("applied")
        press("alt+F4")
        find("Save the workspace?", "alert")
        picture("asks")
        press("Escape")
        find("Rows")
        print("built, saved and applied a view")
    finally:
        program.stop()
