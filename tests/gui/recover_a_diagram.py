# SPDX-License-Identifier: GPL-3.0-or-later
"""Arranges a diagram, is killed before it is saved, restores it, and opens it from the navigator: by accessible names and keys alone."""
import glob
import os

from window import find, opened, picture, press, wait_for, wait_until_gone

SCHEMA = """
    CREATE TABLE artist (id INTEGER PRIMARY KEY, name TEXT);
    CREATE TABLE album (id INTEGER PRIMARY KEY, title TEXT NOT NULL, artist_id INTEGER NOT NULL REFERENCES artist);"""


def drafts(path):
    return glob.glob(os.path.dirname(path) + "/data/**/drafts/*.joinery", recursive=True)


with opened(SCHEMA) as (path, program):
    find("Navigator")
    press("ctrl+shift+r")
    find("album", "list item")
    press("Home", "Down", "Down", "Down")
    wait_for(lambda: drafts(path), "the moved card on the disk")
    program.kill_and_start()
    find("Restore", "push button")
    picture("restore")
    press("Escape")
    wait_until_gone("Restore", "push button")
    assert drafts(path), "it was dropped though nobody said so"
    program.kill_and_start()
    find("Restore", "push button")
    press("alt+r")
    wait_until_gone("Restore", "push button")
    find("Diagrams")
    find("All tables")
    picture("diagrams")
    wait_for(lambda: len(drafts(path)) == 1, "one draft on the disk")
    print("the arranged diagram came back")
