-- SPDX-License-Identifier: GPL-3.0-or-later
-- Shelves, and the copies that stand on them.

-- One to four shelves for each main class, more of them in the Central Library: 5.A is the first one of Science.
INSERT INTO shelves (branch_id, code, subject_id, metres)
SELECT branches.id, subjects.code || '.' || value, subjects.id, 2 + (branches.id * 13 + subjects.id * 29 + unicode(value) * 7) % 90 / 10.0
FROM branches, subjects, json_each('["A", "B", "C", "D"]')
WHERE subjects.parent_id IS NULL AND unicode(value) - 65 <= CASE branches.id WHEN 1 THEN 3 ELSE (branches.id + subjects.id) % 3 END;

-- The main class of a work is the root above its first subject.
CREATE TEMP TABLE classes (work_id INTEGER PRIMARY KEY, code TEXT NOT NULL);
WITH RECURSIVE above (work_id, subject_id) AS (
    SELECT id, subject_id FROM drafts
    UNION ALL
    SELECT work_id, parent_id FROM above JOIN subjects ON subjects.id = above.subject_id WHERE parent_id IS NOT NULL)
INSERT INTO classes
SELECT work_id, subjects.code FROM above JOIN subjects ON subjects.id = above.subject_id WHERE subjects.parent_id IS NULL;

INSERT INTO copies (id, barcode, edition_id, branch_id, shelf_code, condition, acquired_on, note)
WITH places AS (
    SELECT row_number() OVER (ORDER BY value, editions.id) AS id, editions.id AS edition_id, classes.code AS class
    FROM editions
    JOIN classes USING (work_id)
    JOIN dice ON dice.n = 30000 + editions.id, json_each('[1, 2, 3]')
    WHERE value <= 1 + dice.b % 3),
placed AS (
    SELECT places.*, dice.b, dice.c, dice.d, dice.e,
           CASE WHEN dice.a % 4 = 0 THEN 1 ELSE 1 + dice.a / 4 % 12 END AS branch_id
    FROM places JOIN dice ON dice.n = 35000 + places.id)
SELECT id, printf('HC%07d', 1000000 + id * 37), edition_id, branch_id,
       CASE WHEN b % 15 THEN class || '.' || char(65 + c % (SELECT count(*) FROM shelves WHERE shelves.branch_id = placed.branch_id AND code LIKE class || '.%')) END,
       ('["new","good","good","good","good","worn"]' ->> (d % 6)),
       date('2009-01-05', (e % 4700) || ' days'),
       CASE WHEN e % 70 = 0 THEN ('["Signed by the author", "Gift of the Friends of the Library", "Water stain on the back cover", "Map in the pocket — count it!", "Rebound by hand, März 2019"]' ->> (b % 5)) END
FROM placed;
