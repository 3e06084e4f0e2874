# SPDX-License-Identifier: GPL-3.0-or-later
"""Builds a filter over a relation with a suggested value, applies it, saves it as a view, goes back, applies the view: by keys and accessible names alone."""
from window import find, opened, picture, press, tab_to, type_text, wait_for

SCHEMA = """
    CREATE TABLE Artist (ArtistId INTEGER PRIMARY KEY, Name TEXT);
    CREATE TABLE Album (AlbumId INTEGER PRIMARY KEY, Title TEXT, ArtistId INTEGER REFERENCES Artist(ArtistId));
    WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 100) INSERT INTO Artist SELECT i, 'Artist ' || i FROM n;
    WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 200)
    INSERT INTO Album SELECT i, CASE i % 3 WHEN 0 THEN 'Powerage' WHEN 1 THEN 'Restless' ELSE 'Rain' END, i % 40 + 1 FROM n;"""


def status_says(text):
    wait_for(lambda: text in "".join(find("Status").description.split()), f"{text} in the status bar")


with opened(SCHEMA, "--table", "Artist") as (path, program):
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
