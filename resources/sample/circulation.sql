-- SPDX-License-Identifier: GPL-3.0-or-later
-- Loans, what was charged for them, transfers and reviews. The last day is 30 June 2025.

-- A copy has six seasons of 200 days and is lent at most once in each, so that it is never out twice at a time.
INSERT INTO loans (copy_id, member_uid, lent_branch_id, returned_branch_id, lent_on, due_on, returned_on, renewals)
WITH outings AS (
    SELECT copies.id AS copy_id, copies.branch_id, dice.a, dice.b, dice.c, dice.d, dice.e,
           date('2022-05-25', (value * 200 + dice.c % 130) || ' days') AS lent, 4 + dice.d % 26 AS kept, dice.d / 32 % 3 * (dice.d % 4 = 0) AS renewals
    FROM copies, json_each('[0, 1, 2, 3, 4, 5]')
    JOIN dice ON dice.n = (copies.id * 6 + value * 6007) % 60000
    WHERE dice.f % 100 < 25 + copies.edition_id % 40),
dated AS (
    SELECT *, date(lent, (28 + 14 * renewals) || ' days') AS due,
           date(lent, min(kept + 14 * renewals + CASE WHEN e % 11 = 0 THEN 9 + e % 23 ELSE 0 END, 69) || ' days') AS back
    FROM outings WHERE lent <= '2025-06-30')
SELECT copy_id, active.uid, branch_id,
       CASE WHEN back <= '2025-06-30' AND e % 997 THEN CASE WHEN b % 8 = 0 THEN 1 + b / 8 % 12 ELSE branch_id END END,
       lent, due, CASE WHEN back <= '2025-06-30' AND e % 997 THEN back END, renewals
FROM dated JOIN active ON active.n = dated.a % (SELECT count(*) FROM active)
ORDER BY lent, copy_id;

INSERT INTO charges (loan_id, reason, amount, issued_on, paid_on)
SELECT id, 'late', min(0.2 * (julianday(returned_on) - julianday(due_on)), 12), returned_on, CASE WHEN id % 6 THEN date(returned_on, (id % 40) || ' days') END
FROM loans WHERE returned_on > due_on
UNION ALL
SELECT id, 'damaged', 3.5 + id % 9 * 0.75, returned_on, CASE WHEN id % 4 THEN returned_on END FROM loans WHERE returned_on IS NOT NULL AND id % 271 = 0
UNION ALL
SELECT loans.id, 'lost', editions.price + 2.5, date(due_on, '90 days'), CASE WHEN loans.id % 2 THEN date(due_on, (100 + loans.id % 50) || ' days') END
FROM loans JOIN copies ON copies.id = copy_id JOIN editions ON editions.id = edition_id WHERE returned_on IS NULL AND due_on < '2025-03-01'
ORDER BY 4, 1;
UPDATE charges SET paid_on = NULL WHERE paid_on > '2025-06-30';

INSERT INTO transfers (copy_id, from_branch_id, to_branch_id, sent_on, arrived_on)
SELECT copy_id, returned_branch_id, lent_branch_id, date(returned_on, '1 day'),
       CASE WHEN date(returned_on, (2 + id % 4) || ' days') <= '2025-06-30' THEN date(returned_on, (2 + id % 4) || ' days') END
FROM loans WHERE returned_branch_id <> lent_branch_id AND returned_on < '2025-06-30' ORDER BY returned_on, id;

-- Those who review a work have borrowed it.
INSERT OR IGNORE INTO reviews (work_id, member_uid, stars, body, written_at)
SELECT editions.work_id, member_uid, min(5, 1 + dice.b % 4 + (dice.c % 3 > 0)),
       CASE WHEN dice.d % 6 THEN (verdict.words ->> (dice.e % 12)) || CASE WHEN dice.f % 3 = 0 THEN ' ' || (verdict.words ->> ((dice.e + 1 + dice.f % 11) % 12)) ELSE '' END END,
       datetime(returned_on || ' 17:05:00', (dice.a % 400000) || ' seconds')
FROM loans
JOIN copies ON copies.id = loans.copy_id
JOIN editions ON editions.id = copies.edition_id
JOIN dice ON dice.n = 25000 + loans.id % 30000
JOIN lists AS verdict ON verdict.name = 'verdict'
WHERE returned_on < '2025-06-20' AND dice.a % 9 = 0
ORDER BY returned_on, loans.id;
