#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Pictures are of the window, whatever was drawn before, and leave nothing behind.

draw_pictures.py JOINERY
"""
import os
import pathlib
import sqlite3
import struct
import subprocess
import sys
import tempfile
import unittest


def size_of(picture):
    """Width and height of a PNG file, as its first chunk has them."""
    return struct.unpack(">II", picture.read_bytes()[16:24])


class Pictures(unittest.TestCase):
    program = None

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        self.home = self.folder / "home"
        self.home.mkdir()
        self.database = self.folder / "music.db"
        with sqlite3.connect(self.database) as connection:
            connection.executescript("CREATE TABLE artist(id INTEGER PRIMARY KEY, name TEXT);"
                                     "CREATE TABLE album(id INTEGER PRIMARY KEY, title TEXT, artist_id REFERENCES artist(id));"
                                     "INSERT INTO artist VALUES (1, 'AC/DC'); INSERT INTO album VALUES (1, 'Powerage', 1)")
        connection.close()

    def shoot(self, *words):
        environment = {name: value for name, value in os.environ.items() if not name.startswith("XDG_")} | {"HOME": str(self.home)}
        subprocess.run([self.program, "shot", str(self.database), *words], check=True, env=environment, stdout=subprocess.DEVNULL, timeout=120)

    def test_a_picture_after_a_tour_is_of_the_window_and_no_edit_is_left(self):
        tour = self.folder / "tour"
        self.shoot("--tour", str(tour))
        pictures = sorted(tour.glob("*.png"))
        self.assertGreaterEqual(len(pictures), 4)
        picture = self.folder / "album.png"
        self.shoot("--view", "table:album", "-o", str(picture))
        self.assertEqual({size_of(each) for each in [*pictures, picture]}, {(1280, 800)})
        self.assertEqual([each for each in self.home.rglob("*") if each.is_file()], [])


if __name__ == "__main__":
    Pictures.program = sys.argv.pop(1)
    unittest.main()
