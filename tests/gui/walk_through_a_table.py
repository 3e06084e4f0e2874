# SPDX-License-Identifier: GPL-3.0-or-later
"""Goes to a row by its number, finds a text in a column, freezes a column and goes to the end: by accessible names and keys alone."""
from window import click, find, opened, picture, press, type_text, wait_for

SCHEMA = """
    CREATE TABLE Number (Id INTEGER PRIMARY KEY, Part INTEGER, Word TEXT);
    WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 100000)
    INSERT INTO Number SELECT i, i % 7, 'word ' || (i % 5000) FROM n;"""


def says(name, number):
    """Whether a control's description holds that number, however a locale groups its digits."""
    return number in "".join(letter for letter in find(name).description if letter.isdigit() or letter.isalpha())


with opened(SCHEMA) as (path, program):
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
