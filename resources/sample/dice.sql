-- SPDX-License-Identifier: GPL-3.0-or-later
-- Chance that comes out the same each time: six Lehmer generators modulo 2^31 − 1, one throw of each in a row.
CREATE TEMP TABLE dice (n INTEGER PRIMARY KEY, a INT, b INT, c INT, d INT, e INT, f INT);
WITH RECURSIVE throw (n, a, b, c, d, e, f) AS (
    SELECT 0, 1200109118, 1948270231, 696210947, 1393730111, 742938007, 950706379
    UNION ALL
    SELECT n + 1, a * 16807 % 2147483647, b * 48271 % 2147483647, c * 69621 % 2147483647,
           d * 39373 % 2147483647, e * 40692 % 2147483647, f * 62089 % 2147483647
    FROM throw WHERE n < 60000)
INSERT INTO dice SELECT * FROM throw;

-- Version 4 UUIDs of those throws.
CREATE TEMP TABLE uuids (n INTEGER PRIMARY KEY, uuid TEXT NOT NULL UNIQUE);
INSERT INTO uuids
SELECT n, printf('%08x-%04x-4%03x-%x%03x-%06x%06x', 2 * a + b % 2, b / 2 % 65536, c % 4096,
                 8 + d % 4, e % 4096, f % 16777216, d / 4 % 16777216)
FROM dice WHERE n BETWEEN 40000 AND 46000;
