-- SPDX-License-Identifier: GPL-3.0-or-later
-- The sample database: seven years in the public libraries of Harbour County, a place that does not exist.
-- Every person, title and number is made up, by rule: the same rows come out each time.
--   sqlite3 sample.db ".read sample.sql"      (in this folder)
.bail on
PRAGMA foreign_keys = ON;
PRAGMA temp_store = MEMORY;
PRAGMA synchronous = OFF;
BEGIN;
.read schema.sql
.read dice.sql
.read words.sql
.read pictures.sql
.read libraries.sql
.read catalogue.sql
.read holdings.sql
.read members.sql
.read circulation.sql
.read events.sql
.read views.sql
COMMIT;
ANALYZE;
