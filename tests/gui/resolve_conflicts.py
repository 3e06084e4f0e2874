# SPDX-License-Identifier: GPL-3.0-or-later
"""Commits over what somebody else has changed: reads base, mine and theirs, takes mine, takes theirs, edits, adds a row again that was deleted,
is refused where the schema has changed: by accessible names and keys alone, without a mouse."""
from window import column, find, has_focus, is_enabled, opened, picture, press, query, says, type_text, wait_for, wait_until_gone, write_cell

SCHEMA = """
    CREATE TABLE Artist (ArtistId INTEGER PRIMARY KEY, Name TEXT NOT NULL, Country TEXT);
    INSERT INTO Artist VALUES (1, 'AC/DC', 'Australia'), (2, 'Accept', 'Germany'), (3, 'Aerosmith', 'USA'), (4, 'Alice', 'USA');"""


def write_names(texts):
    """From the first row on."""
    for row, text in enumerate(texts):
        write_cell(row, 1, "Name", text)


def names(path):
    return column(path, "SELECT Name FROM Artist ORDER BY ArtistId")


with opened(SCHEMA, "--table", "Artist") as (path, program):
    find("AC/DC")
    write_names(["One", "Two", "Three", "Four"])
    wait_for(lambda: find("Journal").description == "Recorded", "the changes on the disk")
    for number in (1, 2, 3):
        query(path, f"UPDATE Artist SET Name = 'theirs {number}' WHERE ArtistId = {number}")
    query(path, "DELETE FROM Artist WHERE ArtistId = 4")
    press("ctrl+s")
    says("4 row(s) were changed by someone else meanwhile")
    picture("conflict_message")
    press("alt+i")
    find("Conflicts", "tree")
    wait_for(lambda: has_focus(find("Conflicts", "tree")), "the conflicts")
    # Each cell says what it is of: base, mine and theirs.
    for text in ("AC/DC", "One", "theirs 1"):
        find(text, "table cell")
    assert not is_enabled(find("Apply"))
    picture("conflicts")
    press("alt+m")
    find("mine: One", "table cell")
    press("alt+t")
    find("theirs: theirs 2", "table cell")
    press("alt+e")
    wait_for(lambda: "Edit Name" in find("Conflict state").description, "the editor of the cell")
    press("Escape")
    wait_for(lambda: "2 decision" in find("Conflict state").description, "the editor left")
    press("alt+e")
    wait_for(lambda: "Edit Name" in find("Conflict state").description, "the editor once more")
    press("ctrl+a")
    type_text("Edited")
    press("Return")
    find("edited: Edited", "table cell")
    assert "1 decision" in find("Conflict state").description, find("Conflict state").description
    wait_for(lambda: has_focus(find("Conflicts", "tree")), "the conflicts again")
    # On to the row that was deleted.
    press("Down")
    press("alt+m")
    find("add the row again", "table cell")
    wait_for(lambda: is_enabled(find("Apply")), "everything decided")
    picture("decided")
    press("Return")
    wait_until_gone("Conflicts", "tree")
    assert names(path) == ["theirs 1", "theirs 2", "theirs 3"], "deciding wrote to the database"
    press("ctrl+s")
    wait_for(lambda: names(path) == ["One", "theirs 2", "Edited", "Four"], "the decided rows in the file")
    says("Committed")
    print("decided by row: mine, theirs, edited, added again")

    # A column that is no more: nothing is written, and what differs is said.
    write_cell(0, 2, "Country", "Norway")
    wait_for(lambda: is_enabled(find("Commit", "push button")), "the change among the pending ones")
    query(path, "ALTER TABLE Artist ADD COLUMN Founded INTEGER")
    press("ctrl+s")
    says("Artist.Founded is new")
    picture("schema_changed")
    assert column(path, "SELECT Country FROM Artist WHERE ArtistId = 1") == ["Australia"]
    press("F5")
    picture("refreshed")
    find("Founded", timeout=25)
    press("ctrl+s")
    wait_for(lambda: column(path, "SELECT Country FROM Artist WHERE ArtistId = 1") == ["Norway"], "the change in the table as it is now")
    print("refused, refreshed and committed where the table had changed")
