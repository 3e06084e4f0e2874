#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The sample database has everything that the window is there to show.

sample_database.py SAMPLE.DB FOLDER_OF_ITS_SQL [unittest options]
"""
import json
import pathlib
import re
import sqlite3
import struct
import sys
import unittest
import zlib


def quoted(name):
    return '"' + name.replace('"', '""') + '"'


class SampleDatabase(unittest.TestCase):
    path = None
    sources = None

    @classmethod
    def setUpClass(cls):
        cls.db = sqlite3.connect(pathlib.Path(cls.path).resolve().as_uri() + "?mode=ro", uri=True)
        cls.tables = [n for (n,) in cls.db.execute(
            "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name")]
        cls.columns = {t: cls.db.execute(f"PRAGMA table_xinfo({quoted(t)})").fetchall() for t in cls.tables}
        cls.keys = {t: cls.foreign_keys(t) for t in cls.tables}

    @classmethod
    def tearDownClass(cls):
        cls.db.close()

    @classmethod
    def foreign_keys(cls, table):
        """[(referred table, [columns])] of one table."""
        found = {}
        for number, _, referred, column, *_ in cls.db.execute(f"PRAGMA foreign_key_list({quoted(table)})"):
            found.setdefault(number, (referred, []))[1].append(column)
        return list(found.values())

    def one(self, sql, *binds):
        return self.db.execute(sql, binds).fetchone()[0]

    def primary_key(self, table):
        return [c[1] for c in sorted(self.columns[table], key=lambda c: c[5]) if c[5]]

    def not_null(self, table, column):
        return next(c[3] for c in self.columns[table] if c[1] == column)

    def links(self):
        """Tables whose primary key is exactly the columns of two foreign keys, as (table, has other columns)."""
        for table in self.tables:
            key = self.primary_key(table)
            within = [columns for _, columns in self.keys[table] if set(columns) <= set(key)]
            if len(within) == 2 and set(within[0]) | set(within[1]) == set(key):
                yield table, len(self.columns[table]) > len(key)

    def test_the_file_is_sound(self):
        self.assertEqual(self.db.execute("PRAGMA integrity_check").fetchall(), [("ok",)])
        self.assertEqual(self.db.execute("PRAGMA foreign_key_check").fetchall(), [])

    def test_it_has_at_least_twelve_tables_and_thirty_thousand_rows(self):
        self.assertGreaterEqual(len(self.tables), 12)
        counts = {t: self.one(f"SELECT count(*) FROM {quoted(t)}") for t in self.tables}
        self.assertGreaterEqual(sum(counts.values()), 30000)
        self.assertEqual([t for t, rows in counts.items() if rows == 0], [])

    def test_a_table_refers_to_itself_and_its_rows_make_a_tree(self):
        trees = [(t, c[0]) for t in self.tables for referred, c in self.keys[t] if referred == t and len(c) == 1]
        self.assertTrue(trees)
        table, parent = trees[0]
        depth = self.one(f"""WITH RECURSIVE below (id, depth) AS (
            SELECT id, 0 FROM {quoted(table)} WHERE {quoted(parent)} IS NULL
            UNION ALL SELECT t.id, depth + 1 FROM {quoted(table)} t JOIN below ON t.{quoted(parent)} = below.id)
            SELECT CASE WHEN count(*) = (SELECT count(*) FROM {quoted(table)}) THEN max(depth) END FROM below""")
        self.assertGreaterEqual(depth, 3)

    def test_a_table_is_a_plain_link(self):
        self.assertTrue([t for t, payload in self.links() if not payload])

    def test_a_link_carries_columns_of_its_own(self):
        self.assertTrue([t for t, payload in self.links() if payload])

    def test_two_tables_refer_to_each_other_by_columns_that_may_be_null(self):
        cycles = [(a, b) for a in self.tables for b, columns in self.keys[a] if a < b
                  and not self.not_null(a, columns[0])
                  and any(back == a and not self.not_null(b, c[0]) for back, c in self.keys[b])]
        self.assertTrue(cycles)

    def test_a_table_has_two_foreign_keys_to_the_same_table(self):
        self.assertTrue([t for t in self.tables
                         if len({r for r, _ in self.keys[t]}) < len(self.keys[t])])

    def test_a_foreign_key_has_two_columns(self):
        table, referred, columns = next((t, r, c) for t in self.tables for r, c in self.keys[t] if len(c) == 2)
        self.assertEqual(len(self.primary_key(referred)), 2)
        self.assertGreater(self.one(f"SELECT count(*) FROM {quoted(table)} WHERE {quoted(columns[1])} IS NOT NULL"), 0)

    def test_a_unique_foreign_key_makes_a_one_to_one(self):
        unique = [t for t in self.tables for index in self.db.execute(f"PRAGMA index_list({quoted(t)})") if index[2]
                  for columns in [[c[2] for c in self.db.execute(f"PRAGMA index_info({quoted(index[1])})")]]
                  if columns in [c for _, c in self.keys[t]]]
        self.assertTrue(unique)

    def test_uids_carry_their_tables_name_and_come_with_timestamps(self):
        with_uid = [t for t in self.tables if self.primary_key(t) == ["uid"]]
        self.assertGreaterEqual(len(with_uid), 2)
        for table in with_uid:
            names = {c[1] for c in self.columns[table]}
            self.assertLessEqual({"created_at", "updated_at", "deleted_at"}, names)
            pattern = re.compile(table + r"_[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}\Z")
            for (uid,) in self.db.execute(f"SELECT uid FROM {quoted(table)}"):
                self.assertRegex(uid, pattern)
            kept, gone = self.db.execute(
                f"SELECT sum(deleted_at IS NULL), sum(deleted_at IS NOT NULL) FROM {quoted(table)}").fetchone()
            self.assertTrue(kept and gone, table)

    def test_entities_lead_from_other_systems_to_rows_that_exist(self):
        rows = self.db.execute("SELECT upstream_id, downstream_id, table_name FROM entities").fetchall()
        self.assertGreaterEqual(len({table for _, _, table in rows}), 2)
        for _, uid, table in rows:
            self.assertIn(table, self.tables)
            self.assertEqual(self.one(f"SELECT count(*) FROM {quoted(table)} WHERE uid = ?", uid), 1)

    def test_views_can_be_read(self):
        views = [n for (n,) in self.db.execute("SELECT name FROM sqlite_schema WHERE type = 'view'")]
        self.assertGreaterEqual(len(views), 3)
        for view in views:
            self.assertIsNotNone(self.db.execute(f"SELECT * FROM {quoted(view)} LIMIT 1").fetchone(), view)

    def test_a_trigger_has_written_rows(self):
        self.assertGreater(self.one("SELECT count(*) FROM sqlite_schema WHERE type = 'trigger'"), 0)
        self.assertGreater(self.one("SELECT count(*) FROM condition_changes"), 100)

    def test_a_trigger_still_fires(self):
        memory = sqlite3.connect(":memory:")
        self.db.backup(memory)
        memory.execute("UPDATE copies SET condition = 'damaged' WHERE id = 1")
        row = memory.execute("SELECT copy_id, new_condition FROM condition_changes ORDER BY id DESC").fetchone()
        memory.execute("UPDATE members SET name = name || ' II' WHERE card_number = 'L-20034'")
        touched = memory.execute("SELECT updated_at > '2025-07' FROM members WHERE card_number = 'L-20034'").fetchone()
        memory.close()
        self.assertEqual(row, (1, "damaged"))
        self.assertEqual(touched, (1,))

    def test_a_generated_column_comes_from_json(self):
        generated = [(t, c[1]) for t in self.tables for c in self.columns[t] if c[6] in (2, 3)]
        self.assertTrue(generated)
        self.assertIn("json_extract", self.one("SELECT sql FROM sqlite_schema WHERE name = ?", generated[0][0]))
        pages = "SELECT count(*) FROM editions WHERE pages IS NOT details ->> 'pages'"
        self.assertEqual(self.one(pages), 0)
        self.assertGreater(self.one("SELECT count(pages) FROM editions"), 1000)

    def test_json_columns_hold_json(self):
        columns = [(t, c[1]) for t in self.tables for c in self.columns[t] if c[2] == "JSON"]
        self.assertGreaterEqual(len(columns), 2)
        for table, column in columns:
            for (text,) in self.db.execute(f"SELECT {quoted(column)} FROM {quoted(table)} LIMIT 200"):
                self.assertIsInstance(json.loads(text), dict)

    def test_checks_list_the_words_a_column_may_hold(self):
        sql = " ".join(s for (s,) in self.db.execute("SELECT sql FROM sqlite_schema WHERE type = 'table'"))
        self.assertGreaterEqual(len(re.findall(r"CHECK \(\w+ IN \('", sql)), 4)

    def test_pictures_are_png_files(self):
        blobs = [(t, c[1]) for t in self.tables for c in self.columns[t] if c[2] == "BLOB"]
        self.assertGreaterEqual(len(blobs), 2)
        for table, column in blobs:
            pictures = [b for (b,) in self.db.execute(
                f"SELECT DISTINCT {quoted(column)} FROM {quoted(table)} WHERE {quoted(column)} IS NOT NULL")]
            self.assertGreaterEqual(len(pictures), 4)
            for picture in pictures:
                self.assertEqual(self.png_size(picture), (24, 24))

    def png_size(self, picture):
        """Width and height of a PNG whose chunks all carry the right checksum."""
        self.assertEqual(picture[:8], b"\x89PNG\r\n\x1a\n")
        at, names = 8, []
        while at < len(picture):
            (length,) = struct.unpack(">I", picture[at:at + 4])
            body = picture[at + 4:at + 8 + length]
            self.assertEqual(struct.unpack(">I", picture[at + 8 + length:at + 12 + length])[0], zlib.crc32(body))
            names.append(body[:4])
            at += 12 + length
        self.assertEqual((names[0], names[-1]), (b"IHDR", b"IEND"))
        return struct.unpack(">II", picture[16:24])

    def test_values_of_every_awkward_kind_are_there(self):
        self.assertGreater(self.one("SELECT count(*) FROM members WHERE email IS NULL"), 50)
        self.assertGreater(self.one("SELECT max(length(body)) FROM digital_texts"), 2 * 65536)
        self.assertGreater(self.one("SELECT count(*) FROM loans WHERE returned_on IS NULL"), 100)
        fees = [fee for (fee,) in self.db.execute("SELECT lending_fee FROM editions")]
        self.assertTrue(all(isinstance(fee, str) and re.fullmatch(r"\d\.\d{10}", fee) for fee in fees))
        self.assertIn("real", [kind for (kind,) in self.db.execute("SELECT DISTINCT typeof(price) FROM editions")])
        for letters in ("äöüß", "łż", "ελ", "の"):
            likes = " OR ".join("title LIKE ?" for _ in letters)
            found = self.db.execute(f"SELECT 1 FROM works WHERE {likes}", [f"%{x}%" for x in letters]).fetchone()
            self.assertIsNotNone(found, letters)

    def test_dates_are_dates(self):
        for table in self.tables:
            for column in [c[1] for c in self.columns[table] if c[2] in ("DATE", "TIMESTAMP")]:
                wrong = self.one(f"SELECT count(*) FROM {quoted(table)} WHERE {quoted(column)} IS NOT NULL "
                                 f"AND datetime({quoted(column)}) IS NULL")
                self.assertEqual(wrong, 0, f"{table}.{column}")

    def test_a_table_and_a_column_need_quotes(self):
        self.assertTrue([t for t in self.tables if " " in t])
        self.assertTrue([c for t in self.tables for c in self.columns[t] if " " in c[1]])

    def test_every_foreign_key_has_an_index(self):
        for table in self.tables:
            leading = [self.primary_key(table)] + [
                [c[2] for c in self.db.execute(f"PRAGMA index_info({quoted(index[1])})")]
                for index in self.db.execute(f"PRAGMA index_list({quoted(table)})").fetchall()]
            for referred, columns in self.keys[table]:
                # (branch_id, shelf_code) also serves branch_id alone.
                self.assertTrue([i for i in leading if set(i[:len(columns)]) == set(columns)],
                                f"{table} {columns} to {referred}")

    def test_no_text_looks_like_a_placeholder(self):
        for table, column in (("works", "title"), ("members", "name"), ("staff", "last_name"), ("events", "title")):
            for (text,) in self.db.execute(f"SELECT {column} FROM {table}"):
                self.assertNotRegex(text, r"\d|%|(?i:lorem|test|foo|null)\b", f"{table}.{column}")

    def test_a_copy_is_lent_to_one_member_at_a_time(self):
        self.assertEqual(self.one("""SELECT count(*) FROM loans a JOIN loans b ON b.copy_id = a.copy_id AND b.id > a.id
            WHERE b.lent_on < coalesce(a.returned_on, '9999')"""), 0)

    def test_the_same_rows_come_out_each_time(self):
        for source in pathlib.Path(self.sources).glob("*.sql"):
            sql = re.sub(r"--.*", "", source.read_text(encoding="utf-8"))
            self.assertNotRegex(sql, r"(?i)\brandom(blob)?\s*\(|'now'", source.name)


if __name__ == "__main__":
    SampleDatabase.path, SampleDatabase.sources = sys.argv[1:3]
    unittest.main(argv=sys.argv[:1] + sys.argv[3:])
