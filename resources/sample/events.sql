-- SPDX-License-Identifier: GPL-3.0-or-later
-- What goes on in the evenings, and who comes.
CREATE TEMP TABLE colleagues AS
SELECT id, branch_id, row_number() OVER (PARTITION BY branch_id ORDER BY id) - 1 AS place, count(*) OVER (PARTITION BY branch_id) AS colleagues
FROM staff WHERE branch_id IS NOT NULL AND left_on IS NULL;

INSERT INTO events (id, branch_id, organiser_id, stand_in_id, title, starts_at, places, fee)
WITH drawn AS (
    SELECT dice.*, dice.n - 14000 AS id, 1 + dice.c % 11 AS branch_id FROM dice WHERE dice.n BETWEEN 14001 AND 14420)
SELECT drawn.id, drawn.branch_id, organiser.id, CASE WHEN stand_in.id <> organiser.id THEN stand_in.id END,
       CASE a % 8
            WHEN 0 THEN 'Reading circle: ' || (SELECT title FROM works WHERE works.id = 1 + d % 2400)
            WHEN 1 THEN 'An evening with ' || (SELECT coalesce(first_name || ' ', '') || last_name FROM authors WHERE authors.id = 1 + d % 640)
            WHEN 2 THEN 'Story hour: ' || (SELECT title FROM works WHERE audience = 'children' AND works.id >= 1 + d % 2000 LIMIT 1)
            WHEN 3 THEN ('["Repair café", "Knitting and novels", "Homework club", "Chess for everyone"]' ->> (d % 4))
            WHEN 4 THEN 'Lecture: ' || (SELECT name FROM subjects WHERE subjects.id >= 10 + d % 100 ORDER BY subjects.id LIMIT 1)
            WHEN 5 THEN ('["Bilderbuchkino", "Café littéraire", "Język przy herbacie", "Βραδιά ποίησης"]' ->> (d % 4))
            WHEN 6 THEN 'Concert: ' || ('["the Dunmere Quartet", "Sea shanties", "Piano four hands", "Åkerblom & Ek"]' ->> (d % 4))
            ELSE 'Sale of withdrawn books' END,
       datetime('2023-01-09', (drawn.id * 19 / 8) || ' days', ('[10, 15, 17, 19]' ->> (e % 4)) || ' hours', (e % 2 * 30) || ' minutes'),
       8 + f % 60, ('[0, 0, 0, 2.5, 4, 7.5]' ->> (f % 6))
FROM drawn
JOIN colleagues AS organiser ON organiser.branch_id = drawn.branch_id AND organiser.place = drawn.b % organiser.colleagues
JOIN colleagues AS stand_in ON stand_in.branch_id = drawn.branch_id AND stand_in.place = drawn.f / 7 % stand_in.colleagues;

INSERT OR IGNORE INTO event_visits (event_id, member_uid, seats, came)
SELECT events.id, active.uid, 1 + (dice.b % 5 = 0) + (dice.b % 17 = 0), CASE WHEN starts_at < '2025-07-01' THEN dice.c % 8 > 0 END
FROM events
JOIN dice ON dice.n BETWEEN 50000 AND 50039
JOIN active ON active.n = (dice.a + events.id * 7919) % (SELECT count(*) FROM active)
WHERE dice.n - 50000 < min(places - 4, 4 + events.id * 5 % 31);
