// SPDX-License-Identifier: GPL-3.0-or-later
#include "sqlite_features.h"

namespace {

constexpr const char* kFeaturesOfKeys = R"sql(
CREATE TABLE plain (id INTEGER PRIMARY KEY, name TEXT NOT NULL);
CREATE TABLE counted (id INTEGER CONSTRAINT counted_key PRIMARY KEY ON CONFLICT REPLACE AUTOINCREMENT NOT NULL ON CONFLICT FAIL, x);
CREATE TABLE counted_late (id INTEGER, x, CONSTRAINT late PRIMARY KEY (id AUTOINCREMENT));
CREATE TABLE descending (id INTEGER CONSTRAINT down PRIMARY KEY DESC ON CONFLICT IGNORE NOT NULL);
CREATE TABLE no_alias (id INT PRIMARY KEY, other BIGINT UNIQUE);
CREATE TABLE keyless (a, b);
CREATE TABLE composite (a TEXT COLLATE NOCASE, b INT, c INT,
  CONSTRAINT "the key" PRIMARY KEY (b DESC, a COLLATE RTRIM) ON CONFLICT ROLLBACK,
  UNIQUE (a, c), CONSTRAINT named UNIQUE (c COLLATE NOCASE DESC, b) ON CONFLICT REPLACE, UNIQUE (c COLLATE BINARY, b) ON CONFLICT FAIL);
CREATE TABLE twice (a UNIQUE, b, UNIQUE (a) ON CONFLICT IGNORE, UNIQUE (A COLLATE nocase), CONSTRAINT c UNIQUE (b), UNIQUE (b));
CREATE TABLE same (a TEXT PRIMARY KEY, UNIQUE (a) ON CONFLICT REPLACE);
CREATE TABLE without (code TEXT, n INTEGER, rest, PRIMARY KEY (n DESC, code COLLATE NOCASE), UNIQUE (rest)) WITHOUT ROWID;
CREATE TABLE without_integer (id INTEGER PRIMARY KEY, x) WITHOUT ROWID;
CREATE TABLE strict_one (id INTEGER PRIMARY KEY, a INT, b REAL, c TEXT, d BLOB, e ANY, f integer DEFAULT 3) STRICT;
CREATE TABLE strict_without (a TEXT, b ANY NOT NULL, PRIMARY KEY (a)) WITHOUT ROWID, STRICT;
CREATE TABLE hides_the_rowid (rowid TEXT, oid TEXT, _rowid_ TEXT);
)sql";

constexpr const char* kFeaturesOfReferences = R"sql(
CREATE TABLE parent (id INTEGER PRIMARY KEY, a INT, b TEXT, code TEXT UNIQUE, UNIQUE (a, b));
CREATE TABLE child (
  id INTEGER PRIMARY KEY,
  p INT CONSTRAINT first REFERENCES PARENT ON DELETE CASCADE ON UPDATE SET NULL,
  a INT DEFAULT 1 REFERENCES parent (id) ON DELETE SET DEFAULT ON UPDATE RESTRICT NOT DEFERRABLE,
  b TEXT REFERENCES parent (code) ON DELETE NO ACTION DEFERRABLE INITIALLY DEFERRED,
  boss INT REFERENCES child DEFERRABLE INITIALLY IMMEDIATE,
  CONSTRAINT pair FOREIGN KEY (a, b) REFERENCES parent (a, b) ON UPDATE CASCADE ON DELETE SET NULL MATCH FULL DEFERRABLE,
  FOREIGN KEY (p) REFERENCES missing, FOREIGN KEY (p) REFERENCES keyless (a));
CREATE TABLE hen (id INTEGER PRIMARY KEY, egg INT REFERENCES egg (id) DEFERRABLE INITIALLY DEFERRED);
CREATE TABLE egg (id INTEGER PRIMARY KEY, hen INT REFERENCES hen (id) ON DELETE CASCADE);
)sql";

constexpr const char* kFeaturesOfColumns = R"sql(
CREATE TABLE computed (a INT, b TEXT COLLATE NOCASE, v INT GENERATED ALWAYS AS (a * (2)) VIRTUAL CHECK (v < 100),
  s TEXT COLLATE RTRIM AS (b || ',)') STORED NOT NULL, untyped AS (a), u INT AS (a + 1) UNIQUE);
CREATE TABLE checked (a INT CONSTRAINT positive CHECK (a > 0) CHECK (a <> 7), b TEXT CHECK (b <> ')' /* ) */ AND "b" <> '('),
  CONSTRAINT "two of them" CHECK (a > length(b)), CHECK (a IN (1, 2) OR a IS NULL) -- the last
);
CREATE TABLE defaults (
  a DEFAULT 1, b DEFAULT -2.5e3, c DEFAULT +7, d DEFAULT 'it''s "so"', e DEFAULT x'00ff', f DEFAULT NULL, g DEFAULT CURRENT_TIMESTAMP,
  h DEFAULT (CURRENT_DATE), i DEFAULT (1 + 2 * (3)), j DEFAULT ((4)), k DEFAULT (lower(hex(randomblob(4))) || ')'), l DEFAULT true,
  m DEFAULT word, n DEFAULT "quoted word", o DEFAULT (1 + 2 -- three
  ), p DEFAULT (/* before */ 5 /* after */), q DEFAULT 0x1F, r DEFAULT - 5, s DEFAULT '', t DEFAULT (NULL), u TEXT DEFAULT (datetime('now', '+1 day')) NOT NULL,
  v DEFAULT 9223372036854775808, w DEFAULT (- 1), x DEFAULT ('a' COLLATE NOCASE));
CREATE TABLE types (
  a, b "", c VARCHAR(10), d DECIMAL(10, -2), e [odd type], f "a ""quoted"" type", g DOUBLE PRECISION, h UNSIGNED BIG INT, i 'string',
  j VARCHAR /* so many */ (30), k TIMESTAMP WITH TIME ZONE, l FLOAT (+1), m "INT); DROP TABLE types; --", n "NOT NULL", o größe, p NATIVE CHARACTER(70), q "x(1", r [a b](1,2), s "int[]");
CREATE TABLE conflicts (a INT NOT NULL ON CONFLICT REPLACE DEFAULT 1, b INT CONSTRAINT filled NOT NULL ON CONFLICT IGNORE, c INT NULL, d INT NOT NULL ON CONFLICT ABORT UNIQUE ON CONFLICT FAIL);
CREATE TABLE collated (a TEXT COLLATE NOCASE, b TEXT COLLATE "rtrim" UNIQUE, c TEXT COLLATE BINARY, d TEXT COLLATE NOCASE COLLATE RTRIM);
)sql";

constexpr const char* kFeaturesOfIndexes = R"sql(
CREATE INDEX "by lower" ON collated (lower(a || ',') COLLATE NOCASE DESC, a COLLATE BINARY, b DESC, c COLLATE nocase);
CREATE UNIQUE INDEX some_only ON collated (a) WHERE b IS NOT NULL AND c > 'WHERE' /* not all */;
CREATE INDEX expressions ON computed (a + a DESC, (a), ((a) + 1), (lower(b) COLLATE NOCASE), v, coalesce(a, -1) ASC);
CREATE INDEX IF NOT EXISTS main.[of "without"] ON without (rest COLLATE NOCASE, code);
)sql";

constexpr const char* kFeaturesOfNames = R"sql(
CREATE TABLE "order's ""details"" [x].y `z`" ([a)"] INTEGER PRIMARY KEY, "select" INT COLLATE nocase, 'naïve' INT, "x
--" INT, [from] INT, "a.b" INT, "c]d" INT, `e``f` INT, "" INT,
  CONSTRAINT "check, ""please""" CHECK ("a.b" > 0), CONSTRAINT [unique me] UNIQUE ("c]d", "select"),
  FOREIGN KEY ("select") REFERENCES "ORDER'S ""DETAILS"" [X].Y `z`" ("a)"""));
CREATE INDEX "index of ""select"", from" ON "order's ""details"" [x].y `z`" ("select", "a.b", 'naïve');
CREATE TABLE /* TABLE x( */ "Größe -- ☃" ( -- first, second )
  "Ä" TEXT /* , b */ DEFAULT ', CHECK (1)', "table" INT /* ( */ CHECK ("table" > 1), -- x
  [group by] INT /* last */) /* end */;
CREATE TABLE "123" ("1" INT, "key" INT PRIMARY KEY, "values" INT REFERENCES "123");
)sql";

constexpr const char* kFeaturesOfViews = R"sql(
CREATE VIEW z_base AS SELECT id, name FROM plain -- what is plain
;
CREATE VIEW a_on_view (x, "y z") AS SELECT z.id, count(*) FROM z_base AS z, "123" LEFT JOIN child ON child.p = z.id GROUP BY 1;
CREATE VIEW "view of [views]" AS WITH q (n) AS (SELECT x FROM a_on_view), composite AS (SELECT 1)
  SELECT n, 'FROM keyless' AS t, q.n IS DISTINCT FROM 3 AS other FROM (q JOIN (SELECT id FROM main.parent) AS p ON p.id = q.n) WHERE n IN (SELECT p FROM child) AND n NOT IN hen UNION ALL SELECT 1, 2, 3 FROM q;
CREATE VIEW broken AS SELECT * FROM nowhere;
CREATE VIEW "Größen"(Ä) AS SELECT "Ä" FROM "Größe -- ☃";
CREATE TRIGGER plain_added AFTER INSERT ON plain WHEN NEW.id > 0 BEGIN INSERT INTO keyless VALUES (NEW.id, 'END'); SELECT CASE WHEN 1 THEN 2 END; END;
CREATE TRIGGER "trigger ""b""" BEFORE UPDATE OF name, id ON plain FOR EACH ROW BEGIN DELETE FROM keyless WHERE a = OLD.id; END;
CREATE TRIGGER through_view INSTEAD OF INSERT ON z_base BEGIN INSERT INTO plain (name) VALUES (NEW.name); END;
CREATE TRIGGER through_view_away INSTEAD OF DELETE ON a_on_view BEGIN DELETE FROM plain WHERE id = OLD.x; END;
)sql";

constexpr const char* kFeaturesOfVirtualTables = R"sql(
CREATE VIRTUAL TABLE found USING fts5(title, body, tokenize = 'porter ascii');
CREATE VIRTUAL TABLE found_outside USING fts5(name, content = 'plain', content_rowid = 'id');
CREATE VIRTUAL TABLE "in boxes" USING rtree(id, x0, x1, y0, y1, +note TEXT);
CREATE VIEW finds AS SELECT title FROM found WHERE found MATCH 'x';
)sql";

}  // namespace

std::string sqliteFeatures() {
  std::string script;
  for (const char* part : {kFeaturesOfKeys, kFeaturesOfReferences, kFeaturesOfColumns, kFeaturesOfIndexes, kFeaturesOfNames, kFeaturesOfViews, kFeaturesOfVirtualTables}) script += part;
  return script;
}
