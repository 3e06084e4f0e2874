# SPDX-License-Identifier: GPL-3.0-or-later
"""Goes to a row by its number, finds a text in a column, freezes a column and goes to the end: by accessible names and keys alone."""
import importlib.util
import shutil
import sqlite3
import subprocess
import sys
import tempfile

if importlib.util.find_spec("pyatspi") is None or not all(map(shutil.which, ("Xvfb", "xdotool", "openbox"))):
    print("SKIPPED: Xvfb, xdotool, openbox or pyatspi is missing")
    sys.exit(77)

from window import Display, Program, click, find, press, type_text, wait_for  # noqa: E402


def make_database(path):
    with sqlite3.connect(path) as database:
        database.execute("CREATE TABLE Number (Id INTEGER PRIMARY KEY, Part INTEGER, Word TEXT)")
        database.executemany("INSERT INTO Number VALUES (?, ?, ?)", ((i, i % 7, f"word {i % 5000}") for i in range(1, 100_001)))


def says(name, number):
    """Whether a control's description holds that number, however a locale groups its digits."""
    return number in "".join(letter for letter in find(name).description if letter.isdigit() or letter.isalpha())


def picture(path):
    if len(sys.argv) > 2:
        subprocess.run(["import", "-window", "root", f"{sys.argv[2]}/{path}.png"], check=False)


with tempfile.TemporaryDirectory() as home, Display():
    path = home + "/numbers.db"
    make_database(path)
    program = Program(sys.argv[1], path, home=home)
    try:
        find("Navigator")
        click(find("Number", "table cell"))
        find("Rows")
        wait_for(lambda: says("Status", "of100000"), "the rows, counted")
        press("ctrl+g")
        find("Go to", "text")
        type_text("77777")
        press("Return")
        # The tree beside the rows shows the current one; a screen reader does not walk through so many cells either.
        find("77777", "table cell")
        picture("gone_to")
        press("Escape", "Right", "Right", "F3")
        find("Find text", "text")
        type_text("word 4321")
        press("Return")
        wait_for(lambda: says("Found", "79321"), "the row that was found")
        find("79321", "table cell")
        picture("found")
        press("Escape", "ctrl+shift+l", "ctrl+End")
        find("100000", "table cell")
        picture("at_the_end")
        press("ctrl+a")
        wait_for(lambda: "sum" in find("Status").description, "the sum of all cells")
        picture("selected")
        print("walked through the table")
    finally:
        program.stop()
