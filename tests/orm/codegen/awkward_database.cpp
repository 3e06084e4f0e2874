// SPDX-License-Identifier: GPL-3.0-or-later
#include "awkward_database.h"

#include "orm/engine/inspector.h"
#include "orm/model/automap.h"

namespace joinery::test {

namespace {

constexpr const char* kNames = R"SQL(
CREATE TABLE "Base" ("id" integer PRIMARY KEY, "metadata" text, "query" text, "registry" text NOT NULL DEFAULT 'a:b', "class" text, "Base" text, "Column" text, "Integer" integer,
  "str" text, "date" text, "list" text, "None" text, "relationship" text, "Mapped" text, "__init__" text, "uuid" text, "int" text, "std" text, "namespace" text);
CREATE TABLE "None" (id integer PRIMARY KEY, base_id integer REFERENCES "Base"(id), "Base" integer UNIQUE REFERENCES "Base"(id));
CREATE TABLE "order details" ("order id" integer PRIMARY KEY, "say ""x""" text, "it's" text DEFAULT 'it''s \:x', "😀 smile" text, "größe" text, "9lives" integer, "_id" integer, "id" integer, "a b" text,
  "a.b" text, "a-b" text, "<b>&amp;" text, "{curly|bar}" text, "日本" text, CHECK ("9lives" > -1), CHECK ("a b" <> 'x:y %(z)s'));
CREATE TABLE "dotted.name" ("x.y" integer PRIMARY KEY, "order" integer REFERENCES "order details"("order id"));
CREATE TABLE "refers dotted" (id integer PRIMARY KEY, d integer REFERENCES "dotted.name"("x.y"));
CREATE TABLE "a b" (id integer PRIMARY KEY, "日本" integer REFERENCES "order details"("order id"));
CREATE TABLE "a_b" (id integer PRIMARY KEY, "a b" integer REFERENCES "a b"(id));
CREATE TABLE "日本" (id integer PRIMARY KEY);
CREATE TABLE "😀" (id integer PRIMARY KEY, "日本" integer REFERENCES "日本"(id));
CREATE TABLE "template" ("operator" integer PRIMARY KEY, "int" integer NOT NULL, "template" text, "NULL" text, "_" text, "__" text, CONSTRAINT "one ""int""" UNIQUE ("int", "template"));
CREATE INDEX "an index" ON "order details" ("a b" DESC, lower("größe")) WHERE "9lives" > 1;
INSERT INTO "Base" (id, "metadata") VALUES (1, 'm'), (2, 'n');
INSERT INTO "None" VALUES (1, 2, 1), (2, 2, 2), (3, NULL, NULL);
INSERT INTO "order details" ("order id", "9lives") VALUES (7, 2), (8, 3);
INSERT INTO "dotted.name" VALUES (1, 7), (2, 7);
INSERT INTO "refers dotted" VALUES (1, 2), (2, 2);
INSERT INTO "a b" VALUES (1, 8);
INSERT INTO "a_b" VALUES (1, 1);
INSERT INTO "日本" VALUES (1);
INSERT INTO "😀" VALUES (1, 1);
INSERT INTO "template" ("operator", "int", "template") VALUES (1, 2, 'x');
)SQL";

constexpr const char* kKeys = R"SQL(
CREATE TABLE person (id integer PRIMARY KEY, name varchar(40) NOT NULL, boss_id integer REFERENCES person(id) ON DELETE SET NULL);
CREATE TABLE friends (a integer NOT NULL REFERENCES person(id) ON DELETE CASCADE, b integer NOT NULL REFERENCES person(id) ON DELETE CASCADE, PRIMARY KEY (b, a));
CREATE TABLE passport (person_id integer PRIMARY KEY REFERENCES person(id), number text NOT NULL UNIQUE);
CREATE TABLE airport (code varchar(3) PRIMARY KEY, twin varchar(3) UNIQUE REFERENCES airport(code));
CREATE TABLE flight (id integer PRIMARY KEY, origin varchar(3) NOT NULL REFERENCES airport(code) ON UPDATE CASCADE, destination varchar(3) NOT NULL REFERENCES airport(code) DEFERRABLE INITIALLY DEFERRED,
  price numeric(8,2) DEFAULT 9.90, left_at timestamp, CONSTRAINT elsewhere CHECK (origin <> destination));
CREATE TABLE passenger (flight_id integer NOT NULL REFERENCES flight(id), person_id integer NOT NULL REFERENCES person(id), PRIMARY KEY (flight_id, person_id));
CREATE TABLE tenant (id integer PRIMARY KEY);
CREATE TABLE folder (tenant_id integer NOT NULL REFERENCES tenant(id), id integer NOT NULL, parent_id integer, PRIMARY KEY (tenant_id, id), FOREIGN KEY (tenant_id, parent_id) REFERENCES folder(tenant_id, id));
CREATE TABLE document (tenant_id integer NOT NULL, id integer NOT NULL, folder_id integer, copied_to integer, PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, folder_id) REFERENCES folder(tenant_id, id), FOREIGN KEY (tenant_id, copied_to) REFERENCES folder(tenant_id, id));
CREATE TABLE tag (id integer PRIMARY KEY, word text NOT NULL);
CREATE TABLE document_tag (tenant_id integer NOT NULL, document_id integer NOT NULL, tag_id integer NOT NULL REFERENCES tag(id), PRIMARY KEY (tenant_id, document_id, tag_id),
  FOREIGN KEY (tenant_id, document_id) REFERENCES document(tenant_id, id) ON DELETE CASCADE);
CREATE TABLE journal (what text, person_id integer REFERENCES person(id));
CREATE VIEW bosses AS SELECT p.id, p.name FROM person p WHERE EXISTS (SELECT 1 FROM person q WHERE q.boss_id = p.id);
INSERT INTO person VALUES (1, 'Ada', NULL), (2, 'Bob', 1), (3, 'Cid', 1), (4, 'Dee', 3);
INSERT INTO friends VALUES (1, 2), (2, 1), (1, 3), (4, 1);
INSERT INTO passport VALUES (2, 'x'), (4, 'y');
INSERT INTO airport VALUES ('AAA', NULL), ('BBB', 'AAA'), ('CCC', 'BBB');
INSERT INTO flight VALUES (1, 'AAA', 'BBB', 10, '2024-02-29 10:00:00'), (2, 'AAA', 'CCC', NULL, NULL), (3, 'CCC', 'AAA', 1.25, NULL);
INSERT INTO passenger VALUES (1, 1), (1, 2), (3, 1);
INSERT INTO tenant VALUES (1), (2);
INSERT INTO folder VALUES (1, 1, NULL), (1, 2, 1), (1, 3, 1), (2, 1, NULL), (2, 2, 1);
INSERT INTO document VALUES (1, 1, 1, 2), (1, 2, 1, NULL), (2, 1, 2, 1), (2, 2, NULL, NULL);
INSERT INTO tag VALUES (1, 'red'), (2, 'blue');
INSERT INTO document_tag VALUES (1, 1, 1), (1, 1, 2), (2, 1, 1);
INSERT INTO journal VALUES ('came', 1), ('went', NULL);
)SQL";

constexpr const char* kSqliteOnly = R"SQL(
PRAGMA foreign_keys = OFF;
CREATE TABLE ring_a (id integer PRIMARY KEY, b_id integer REFERENCES ring_b(id));
CREATE TABLE ring_b (id integer PRIMARY KEY, c_id integer REFERENCES ring_c(id));
CREATE TABLE ring_c (id integer PRIMARY KEY, a_id integer REFERENCES RING_A(ID), missing integer REFERENCES nowhere(id));
CREATE TABLE loose (k TEXT PRIMARY KEY, untyped, b BOOLEAN, d DATE, t TIME, ts DATETIME, n DECIMAL(10,4), exact DECIMAL_TEXT(20,10), r DOUBLE, small SMALLINT, i INT, u UUID, j JSON, x BLOB,
  c CHAR(3) COLLATE NOCASE, up TEXT GENERATED ALWAYS AS (upper(k)) STORED, g GEOMETRY) WITHOUT ROWID;
CREATE TABLE strict_one (id INTEGER PRIMARY KEY AUTOINCREMENT, i INT NOT NULL, t TEXT, r REAL, b BLOB, a ANY) STRICT;
CREATE TABLE int_key (id INT PRIMARY KEY, what NCHAR(4));
INSERT INTO ring_a VALUES (1, NULL), (2, NULL);
INSERT INTO ring_c VALUES (1, 2, NULL);
INSERT INTO ring_b VALUES (1, 1);
UPDATE ring_a SET b_id = 1 WHERE id = 1;
INSERT INTO loose (k, untyped, b, d, t, ts, n, exact, j, x) VALUES ('fine', 1, 1, '2024-02-29', '09:30', '2024-02-29 10:11:12.5', 1.5, '0.1234567890', '{"a": 1}', x'00'),
  ('wild', x'01', 'maybe', 12, 'noon', 'yesterday', 'much', 'x', '{', 7);
INSERT INTO strict_one VALUES (1, 2, 't', 1.5, x'00', 'any');
INSERT INTO int_key VALUES (5, 'abcd');
)SQL";

constexpr const char* kPostgresqlOnly = R"SQL(
CREATE TABLE ring_a (id integer PRIMARY KEY, b_id integer);
CREATE TABLE ring_b (id integer PRIMARY KEY, c_id integer);
CREATE TABLE ring_c (id integer PRIMARY KEY, a_id integer REFERENCES ring_a(id));
ALTER TABLE ring_a ADD CONSTRAINT "to b" FOREIGN KEY (b_id) REFERENCES ring_b(id);
ALTER TABLE ring_b ADD FOREIGN KEY (c_id) REFERENCES ring_c(id);
INSERT INTO ring_a VALUES (1, NULL), (2, NULL);
INSERT INTO ring_c VALUES (1, 2);
INSERT INTO ring_b VALUES (1, 1);
UPDATE ring_a SET b_id = 1 WHERE id = 1;
CREATE SCHEMA "other place";
CREATE TYPE mood AS ENUM ('sad', 'it''s "ok"');
CREATE TYPE "other place"."Odd Type" AS ENUM ('x');
CREATE DOMAIN positive AS integer CHECK (VALUE > 0);
CREATE TABLE "other place".person (id bigserial PRIMARY KEY, name text COLLATE "C");
CREATE TABLE kinds (id integer GENERATED ALWAYS AS IDENTITY (START WITH 5 INCREMENT BY 2) PRIMARY KEY, by_default bigint GENERATED BY DEFAULT AS IDENTITY, counted serial, b boolean, si smallint, bi bigint,
  r real, dp double precision, n numeric, np numeric(12,3), m money, t text, v varchar(20), c char(3), ci name, x bytea, d date, ti time, tip time(3), titz timetz, ts timestamp, tsp timestamp(2), tz timestamptz,
  tzp timestamptz(3), iv interval, ivd interval day to second(3), u uuid DEFAULT gen_random_uuid(), j json, jb jsonb DEFAULT '{"a": ":b"}', xm xml, bt bit(3), bv bit varying(5), ip inet, ci2 cidr, ma macaddr, ma8 macaddr8,
  ia integer[], ta text[][], va varchar(5)[], na numeric(5,1)[], ma2 mood[], mo mood DEFAULT 'sad', od "other place"."Odd Type", po positive, i4 int4range, i8 int8range, nr numrange, tr tsrange, tzr tstzrange,
  dr daterange, tv tsvector, oi oid, rc regclass, pt point, bx box, doubled integer GENERATED ALWAYS AS (si * 2) STORED,
  other_id bigint REFERENCES "other place".person(id) ON DELETE SET NULL, EXCLUDE USING gist (i4 WITH &&), UNIQUE (si, bi) DEFERRABLE);
COMMENT ON TABLE kinds IS 'Every kind: of "column" \ and more, a comment that goes on for a while so that no line can hold it whole';
COMMENT ON COLUMN kinds.b IS 'yes
or no';
CREATE INDEX kinds_jb ON kinds USING gin (jb);
CREATE UNIQUE INDEX kinds_part ON kinds (lower(t), si DESC NULLS LAST) INCLUDE (bi) WHERE b AND v <> ':x';
INSERT INTO "other place".person (name) VALUES ('Eve');
INSERT INTO kinds (b, si, np, t, x, d, ti, titz, ts, tz, iv, j, xm, bt, bv, ip, ma, ia, ta, va, ma2, od, po, i4, tv, oi, pt, other_id, m, dp, r)
VALUES (true, 2, 1.5, 't', '\x00', '2024-02-29', '10:00', '10:00+02', '2024-02-29 10:00', '2024-02-29 10:00Z', '1 day', '{}', '<a/>', '101', '10', '::1', '08:00:2b:01:02:03', '{1,2}', '{{a},{b}}', '{q}', '{sad}', 'x', 3,
  '[1,3)', 'a b', 5, '(1,2)', 1, 5, 1.5, 2.5);
)SQL";

}  // namespace

AwkwardDatabase::AwkwardDatabase(Backend backend) {
  const bool isSqlite = backend == Backend::Sqlite;
  m_url = isSqlite ? Url::sqliteFile(m_folder.filePath(QStringLiteral("awkward.db")).toStdString()) : ownDatabaseUrl();
  Engine::Options options;
  options.createIfMissing = true;
  const auto engine = Engine::create(m_url, options);
  const auto lease = engine->connect(Engine::Access::Write);
  const auto run = [&](const char* script) {
    for (const std::string& statement : lease->splitStatements(script)) lease->execute(statement);
  };
  if (!isSqlite) run("DROP SCHEMA IF EXISTS \"other place\" CASCADE; DROP SCHEMA public CASCADE; CREATE SCHEMA public");
  for (const char* each : {kNames, kKeys, isSqlite ? kSqliteOnly : kPostgresqlOnly}) run(each);
}

std::string AwkwardDatabase::pythonUrl(const Url& url) {
  if (url.isSqlite()) return "sqlite:///" + url.database;
  std::string text = url.toString();
  return "postgresql+psycopg2" + text.substr(text.find("://"));
}

OpenedModels::OpenedModels(const Url& url)
    : engine(Engine::create(url)), lease(engine->connect(Engine::Access::Read)), registry(automap(reflect(*lease, engine->dialect()), engine->dialect().namesIgnoreCase())) {}

}  // namespace joinery::test
