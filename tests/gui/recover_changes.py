# SPDX-License-Identifier: GPL-3.0-or-later
"""Edits, is killed, and recovers what was edited: by accessible names and keys alone, without a mouse."""
import importlib.util
import shutil
import sqlite3
import sys
import tempfile

if importlib.util.find_spec("pyatspi") is None or not all(map(shutil.which, ("Xvfb", "xdotool", "openbox"))):
    print("SKIPPED: Xvfb, xdotool, openbox or pyatspi is missing")
    sys.exit(77)

from window import Display, Program, find, focus, is_enabled, press, type_text, wait_for  # noqa: E402


def title(path):
    with sqlite3.connect(path) as database:
        return database.execute("SELECT Title FROM Album WHERE AlbumId = 1").fetchone()[0]


def is_shown(name, role=None):
    return find(name, role, timeout=0) is not None


def wait_for_dialog():
    for name in ("Take over", "Keep for later", "Discard"):
        find(name, "push button")
    find("Recovered changes")


with tempfile.TemporaryDirectory() as home, Display():
    path = home + "/music.db"
    with sqlite3.connect(path) as database:
        database.executescript("CREATE TABLE Album (AlbumId INTEGER PRIMARY KEY, Title TEXT NOT NULL); INSERT INTO Album VALUES (1, 'First'), (2, 'Second');")
    program = Program(sys.argv[1], path, "--table", "Album", home=home)
    try:
        find("First")
        focus(find("Rows"))
        press("ctrl+Home", "Right", "F2", "ctrl+a")
        type_text("Recovered")
        press("Return")
        wait_for(lambda: is_enabled(find("Commit", "push button")), "the change among the pending ones")
        wait_for(lambda: find("Journal").description == "Recorded", "the change on the disk")
        program.process.kill()
        program.process.wait()

        program = Program(sys.argv[1], path, "--table", "Album", home=home)
        wait_for_dialog()
        press("alt+k")
        wait_for(lambda: not is_shown("Recovered changes"), "the dialog kept for later")
        assert not is_enabled(find("Commit", "push button")), "something was applied by itself"
        program.process.kill()
        program.process.wait()

        program = Program(sys.argv[1], path, "--table", "Album", home=home)
        wait_for_dialog()
        press("alt+d")
        find("Discard for good", "push button")
        press("Escape")
        wait_for(lambda: not is_shown("Discard for good"), "the question taken back")
        wait_for_dialog()
        press("alt+t")
        wait_for(lambda: is_enabled(find("Commit", "push button")), "the recovered change among the pending ones")
        assert title(path) == "First", "recovery wrote to the database"
        press("ctrl+s")
        wait_for(lambda: title(path) == "Recovered", "the recovered title in the file")
        print("what was edited before the end was recovered and committed")
    finally:
        program.stop()
