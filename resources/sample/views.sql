-- SPDX-License-Identifier: GPL-3.0-or-later
-- Triggers and views; at the end the triggers' first work.
CREATE TRIGGER copies_condition_changed AFTER UPDATE OF condition ON copies
WHEN OLD.condition IS NOT NEW.condition
BEGIN
    INSERT INTO condition_changes (copy_id, old_condition, new_condition) VALUES (NEW.id, OLD.condition, NEW.condition);
END;

CREATE TRIGGER members_touched AFTER UPDATE ON members
WHEN NEW.updated_at IS OLD.updated_at
BEGIN
    UPDATE members SET updated_at = CURRENT_TIMESTAMP WHERE uid = NEW.uid;
END;

-- Science › Biology › Birds
CREATE VIEW subject_paths AS
WITH RECURSIVE path (id, code, depth, path) AS (
    SELECT id, code, 0, name FROM subjects WHERE parent_id IS NULL
    UNION ALL
    SELECT subjects.id, subjects.code, depth + 1, path.path || ' › ' || subjects.name
    FROM subjects JOIN path ON subjects.parent_id = path.id)
SELECT id, code, depth, path FROM path;

CREATE VIEW catalogue AS
SELECT works.id, works.title,
       (SELECT group_concat(coalesce(first_name || ' ', '') || last_name, ', ')
        FROM contributions JOIN authors ON authors.id = author_id WHERE work_id = works.id AND role = 'author') AS authors,
       languages.name AS language, works.first_published,
       (SELECT count(*) FROM editions JOIN copies ON copies.edition_id = editions.id WHERE editions.work_id = works.id) AS copies
FROM works JOIN languages ON languages.code = works.original_language;

CREATE VIEW open_loans AS
SELECT loans.id, members.name AS member, works.title, copies.barcode, branches.name AS branch, loans.lent_on, loans.due_on
FROM loans
JOIN members ON members.uid = loans.member_uid
JOIN copies ON copies.id = loans.copy_id
JOIN editions ON editions.id = copies.edition_id
JOIN works ON works.id = editions.work_id
JOIN branches ON branches.id = loans.lent_branch_id
WHERE loans.returned_on IS NULL;

CREATE VIEW loans_by_month AS
SELECT strftime('%Y-%m', lent_on) AS month, branches.name AS branch, count(*) AS loans, count(DISTINCT member_uid) AS readers
FROM loans JOIN branches ON branches.id = lent_branch_id
GROUP BY month, branches.id;

UPDATE copies SET condition = 'worn' WHERE condition = 'good' AND id % 13 = 0;
UPDATE copies SET condition = 'damaged' WHERE condition = 'worn' AND id % 29 = 0;
UPDATE condition_changes SET changed_at = datetime('2022-05-26 10:00:00', (id * 1061 % 1125) || ' days', (id * 31 % 420) || ' minutes');
