# SPDX-License-Identifier: GPL-3.0-or-later
"""Gives a model another label with a column that is offered, declares a relationship, undoes it: by keys and accessible names alone."""
from window import find, focus, opened, picture, press, tab_to, text_of, type_text, wait_for, wait_until_gone

SCHEMA = """
    CREATE TABLE Artist (ArtistId INTEGER PRIMARY KEY, Name TEXT, Country TEXT);
    CREATE TABLE Album (AlbumId INTEGER PRIMARY KEY, Title TEXT, ArtistId INTEGER REFERENCES Artist(ArtistId));
    CREATE TABLE Review (ReviewId INTEGER PRIMARY KEY, Words TEXT, AlbumId INTEGER);
    INSERT INTO Artist VALUES (1, 'Accept', 'DE'), (2, 'Buddy Guy', 'US');
    INSERT INTO Album VALUES (1, 'Restless', 1), (2, 'Rain', 2);
    INSERT INTO Review VALUES (1, 'Fine', 2);"""


def button(name):
    find(name, "push button").queryAction().doAction(0)


with opened(SCHEMA, "--table", "Album") as (path, program):
    find("Rows")
    press("ctrl+alt+m")
    find("Models", "list")
    focus(find("Search models"))
    type_text("arti")
    press("Down")
    find("Accept", "list item")
    focus(find("Label"))
    press("ctrl+a")
    type_text("{Name} from {cou")
    press("Return")
    wait_for(lambda: text_of("Label") == "{Name} from {Country}", "the column that was offered")
    find("Accept from DE", "list item")
    press("Return")
    picture("label")
    focus(find("Search models"))
    press("ctrl+a")
    type_text("revi")
    press("Down")
    find("1", "list item")
    button("Add relationship")
    find("Relationship name")
    tab_to("Target")
    press("ctrl+a")
    type_text("Album")
    tab_to("Relationship name")
    wait_for(lambda: text_of("Relationship name") == "Album", "the name that is suggested")
    picture("relationship")
    press("Return")
    wait_until_gone("Relationship name")
    find("declared here", "table cell")
    picture("declared")
    press("ctrl+z")
    wait_until_gone("declared here", "table cell")
    print("the models are called as they were declared")
