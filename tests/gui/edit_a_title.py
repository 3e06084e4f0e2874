# SPDX-License-Identifier: GPL-3.0-or-later
"""Chooses a table, filters it, edits a title and commits: by accessible names, keys and clicks alone."""
from window import click, column, find, is_enabled, opened, picture, press, type_text, wait_for

SCHEMA = """
    CREATE TABLE Artist (ArtistId INTEGER PRIMARY KEY, Name TEXT);
    CREATE TABLE Album (AlbumId INTEGER PRIMARY KEY, Title TEXT NOT NULL, ArtistId INTEGER NOT NULL REFERENCES Artist);
    INSERT INTO Artist VALUES (1, 'AC/DC'), (2, 'Accept');
    INSERT INTO Album VALUES (1, 'First', 1), (2, 'Second', 2), (3, 'Third', 2), (4, 'Fourth', 1);"""


def title(path):
    return column(path, "SELECT Title FROM Album WHERE AlbumId = 1")[0]


with opened(SCHEMA) as (path, program):
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
