# SPDX-License-Identifier: GPL-3.0-or-later
"""Edits the bytes of a large value as hex: goes to an offset, overwrites, inserts, finds, undoes, and commits: by accessible names and keys alone."""
from window import find, focus, has_focus, is_enabled, opened, picture, press, query, text_of, type_text, wait_for

BYTES = bytes(range(256)) * 40 + b"the end"
SCHEMA = f"""
    CREATE TABLE Cover (CoverId INTEGER PRIMARY KEY, Image BLOB);
    INSERT INTO Cover VALUES (1, x'{BYTES.hex()}');"""


def at_cursor(count=2):
    """What the hex view tells of the line of its cursor, from the cursor on."""
    text = find("Bytes").queryText()
    return text.getText(text.caretOffset, text.caretOffset + count)


def wait_for_place(begins):
    wait_for(lambda: find("Bytes").description.startswith(begins), f"the cursor at {begins!r}")


with opened(SCHEMA, "--table", "Cover") as (path, program):
    focus(find("Rows"))
    press("ctrl+Home", "Home", "Right", "F4")
    wait_for(lambda: has_focus(find("Bytes")), "the hex view with the focus")
    wait_for_place("Offset 0 ")
    assert text_of("Bytes").startswith("00000000  00 01 02 03"), text_of("Bytes")
    press("ctrl+g")
    find("Offset or bytes")
    type_text("27fe")
    press("Return")
    wait_for_place("Offset 27fe ")
    assert at_cursor() == "fe", at_cursor()
    type_text("00")
    wait_for_place("Offset 27ff ")
    press("Insert")
    type_text("c0")
    # Between the last of the numbers and the text.
    press("Delete", "ctrl+f")
    find("Look for")
    type_text("20 65 6e")
    press("Return", "Escape")
    wait_for_place("Offset 2803 ")
    assert at_cursor() == "20", at_cursor()
    press("Left")
    picture("edit_bytes")
    press("Delete", "ctrl+z", "ctrl+Return")
    wait_for(lambda: is_enabled(find("Commit", "push button")), "the bytes among the pending changes")
    press("ctrl+s")
    expected = BYTES[:0x27fe] + b"\x00\xc0" + BYTES[0x2800:]
    wait_for(lambda: query(path, "SELECT Image FROM Cover") == [(expected,)], "the bytes in the file")
    print("the file holds the bytes that were typed")
