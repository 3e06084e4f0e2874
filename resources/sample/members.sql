-- SPDX-License-Identifier: GPL-3.0-or-later
-- Members, and how other systems call them.
INSERT INTO members (uid, card_number, name, email, born_on, home_branch_id, preferences, created_at, updated_at, deleted_at)
WITH drawn AS (
    SELECT dice.*, dice.n - 10000 AS id,
           CASE WHEN dice.f % 10 < 6 THEN 'en' ELSE ('["de","fr","es","sv","pl","el","ja"]' ->> (dice.f / 10 % 7)) END AS language
    FROM dice WHERE dice.n BETWEEN 10001 AND 11500),
joined AS (
    SELECT drawn.*, datetime('2015-01-05 09:12:40', (d % 2500) || ' days', (e % 30000) || ' seconds') AS created FROM drawn)
SELECT 'members_' || uuid, printf('L-%05d', 20000 + id * 17),
       CASE j.language WHEN 'ja' THEN (l.words ->> (b % 12)) || ' ' || (f.words ->> (a % 12))
            ELSE (f.words ->> (a % json_array_length(f.words))) || ' ' || (l.words ->> (b % json_array_length(l.words))) END,
       CASE WHEN a % 9 THEN printf('reader.%d@post.example', 20000 + id * 17) END,
       CASE WHEN b % 20 THEN date('1931-06-01', (c % 30000) || ' days') END,
       CASE WHEN e % 25 THEN CASE WHEN e % 3 = 0 THEN 1 ELSE 1 + e / 3 % 12 END END,
       CASE WHEN c % 8 = 0 THEN '{}' ELSE
            json_object('newsletter', json(CASE WHEN c % 2 THEN 'true' ELSE 'false' END),
                        'languages', CASE WHEN j.language = 'en' THEN json_array('en') ELSE json_array(j.language, 'en') END,
                        'notify', json_object('by', CASE WHEN d % 3 THEN 'email' ELSE 'post' END, 'days before', 1 + d % 5)) END,
       created,
       CASE WHEN id % 37 = 5 THEN '2021-12-20 12:00:00' WHEN a % 3 = 0 THEN datetime(created, (1 + b % 900) || ' days', (c % 20000) || ' seconds') END,
       CASE WHEN id % 37 = 5 THEN '2021-12-20 12:00:00' END
FROM joined AS j
JOIN uuids ON uuids.n = 40000 + j.id
JOIN lists AS f ON f.name = 'first' AND f.language = j.language
JOIN lists AS l ON l.name = 'last' AND l.language = j.language;

CREATE TEMP TABLE active (n INTEGER PRIMARY KEY, uid TEXT NOT NULL);
INSERT INTO active SELECT row_number() OVER (ORDER BY card_number) - 1, uid FROM members WHERE deleted_at IS NULL;

INSERT INTO reservations (uid, member_uid, work_id, pickup_branch_id, created_at, updated_at, deleted_at)
SELECT 'reservations_' || uuid, active.uid, 1 + (a % 2400) * (b % 2400) / 2400, 1 + c % 12, made,
       CASE WHEN d % 5 = 0 THEN datetime(made, (30 + e % 9000) || ' minutes') END,
       CASE WHEN d % 15 = 0 THEN datetime(made, (30 + e % 9000) || ' minutes') END
FROM (SELECT *, datetime('2024-11-04 07:30:11', (e % 230) || ' days', (f % 36000) || ' seconds') AS made FROM dice WHERE n BETWEEN 12001 AND 12900) AS drawn
JOIN uuids ON uuids.n = 30000 + drawn.n
JOIN active ON active.n = drawn.f % (SELECT count(*) FROM active);

INSERT INTO entities (uid, upstream_id, downstream_id, table_name, created_at, updated_at, deleted_at)
SELECT 'entities_' || uuids.uuid, upstream, downstream, table_name, created_at, NULL, deleted_at
FROM (SELECT row_number() OVER (ORDER BY created_at, uid) AS n, 'citizen:' || (700000 + rowid * 3) AS upstream, uid AS downstream, 'members' AS table_name, created_at, deleted_at
      FROM members WHERE rowid % 3 = 0
      UNION ALL
      SELECT 2000 + row_number() OVER (ORDER BY created_at, uid), printf('kiosk-%02d/%05d', 1 + rowid % 6, rowid * 11), uid, 'reservations', created_at, deleted_at
      FROM reservations WHERE rowid % 4 = 0) AS known
JOIN uuids ON uuids.n = 43000 + known.n;
