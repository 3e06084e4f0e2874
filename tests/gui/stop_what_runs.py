# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs what never ends, sees it in the status bar, and stops it: by accessible names, keys and clicks."""
from window import click, find, find_in, opened, picture, press, type_text, wait_for

SCHEMA = """
    CREATE TABLE Artist (ArtistId INTEGER PRIMARY KEY, Name TEXT);
    INSERT INTO Artist VALUES (1, 'AC/DC'), (2, 'Accept');
    CREATE VIEW Endless AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i FROM n;"""

ENDLESS = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i+1 FROM n) SELECT i, 'row ' || i AS name FROM n"


def status():
    return find("Status").description


with opened(SCHEMA) as (path, program):
    click(find("Endless", "table cell"))
    wait_for(lambda: "Counting the rows of Endless" in status(), "the count in the status bar")
    press("ctrl+t")
    click(find("SQL"))
    type_text(ENDLESS)
    press("ctrl+Return")
    wait_for(lambda: "SQL: WITH RECURSIVE" in status() and "(+1)" in status(), "both jobs in the status bar")
    wait_for(lambda: "rows" in status(), "the rows that have come")
    picture("running")
    press("ctrl+shift+j")
    jobs = find("All running jobs")
    wait_for(lambda: find_in(jobs, "Stop", "Counting the rows of Endless"), "the older job in the list")
    picture("list")
    press("Escape")
    wait_for(lambda: find("All running jobs", timeout=0) is None, "the list closed by Escape")
    press("ctrl+shift+j")
    jobs = find("All running jobs")
    click(find_in(jobs, "Stop", "SQL: WITH RECURSIVE"))
    wait_for(lambda: "SQL: WITH RECURSIVE" not in status(), "the statement stopped")
    wait_for(lambda: "Stopped after" in status() and "rows" in status(), "the rows that came before the stop")
    picture("stopped")
    wait_for(lambda: "Counting the rows of Endless" in status(), "the count that goes on")
    press("ctrl+w")
    press("ctrl+w")
    wait_for(lambda: "Counting" not in status(), "the count stopped with its tab")
    print("what ran was shown and stopped")
