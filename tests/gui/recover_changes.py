# SPDX-License-Identifier: GPL-3.0-or-later
"""Edits, is killed, and recovers what was edited: by accessible names and keys alone, without a mouse."""
from window import column, find, focus, is_enabled, opened, press, type_text, wait_for, wait_until_gone

SCHEMA = "CREATE TABLE Album (AlbumId INTEGER PRIMARY KEY, Title TEXT NOT NULL); INSERT INTO Album VALUES (1, 'First'), (2, 'Second');"


def title(path):
    return column(path, "SELECT Title FROM Album WHERE AlbumId = 1")[0]


def wait_for_dialog():
    for name in ("Take over", "Keep for later", "Discard"):
        find(name, "push button")
    find("Recovered changes")


with opened(SCHEMA, "--table", "Album") as (path, program):
    find("First")
    focus(find("Rows"))
    press("ctrl+Home", "Right", "F2", "ctrl+a")
    type_text("Recovered")
    press("Return")
    wait_for(lambda: is_enabled(find("Commit", "push button")), "the change among the pending ones")
    wait_for(lambda: find("Journal").description == "Recorded", "the change on the disk")
    program.kill_and_start()
    wait_for_dialog()
    press("alt+k")
    wait_until_gone("Recovered changes")
    assert not is_enabled(find("Commit", "push button")), "something was applied by itself"
    program.kill_and_start()
    wait_for_dialog()
    press("alt+d")
    find("Discard for good", "push button")
    press("Escape")
    wait_until_gone("Discard for good")
    wait_for_dialog()
    press("alt+t")
    wait_for(lambda: is_enabled(find("Commit", "push button")), "the recovered change among the pending ones")
    assert title(path) == "First", "recovery wrote to the database"
    press("ctrl+s")
    wait_for(lambda: title(path) == "Recovered", "the recovered title in the file")
    print("what was edited before the end was recovered and committed")
