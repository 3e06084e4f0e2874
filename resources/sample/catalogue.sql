-- SPDX-License-Identifier: GPL-3.0-or-later
-- Publishers, authors, works with their subjects, editions and digitised texts.
INSERT INTO publishers (name, town, founded_year, website)
SELECT name, town, 1860 + dice.a % 155, CASE WHEN dice.b % 4 THEN 'https://' || host || '.example/' END
FROM (SELECT a.key * 3 + b.key AS n, a.value || ' ' || b.value AS name,
             ('["Ravensea","London","Edinburgh","Dublin","Bristol","Leipzig","Lyon","Uppsala","Kraków","Bilbao"]' ->> ((a.key * 3 + b.key) % 10)) AS town,
             lower(replace(a.value, ' ', '-')) || '-' || (b.key + 1) AS host
      FROM json_each('["Albatross", "Blue Door", "Cormorant", "Dovetail", "Evenlode", "Fig Tree", "Grey Seal", "Harbour", "Inkwell", "Juniper", "Kittiwake", "Long Table", "Marginal", "Nine Elms", "Open Window", "Paper Boat"]') AS a,
           json_each('["Press", "Books", "& Daughters"]') AS b) AS houses
JOIN dice ON dice.n = 900 + houses.n;

INSERT INTO authors (id, first_name, last_name, language_code, born_on, died_on, biography, portrait)
WITH drawn AS (
    SELECT dice.n - 1000 AS id, dice.a, dice.b, dice.c, dice.d, dice.e, dice.f,
           CASE WHEN dice.f % 10 < 6 THEN 'en' ELSE ('["de","fr","es","sv","pl","el","ja"]' ->> (dice.f / 10 % 7)) END AS language
    FROM dice WHERE dice.n BETWEEN 1001 AND 1640),
named AS (
    SELECT drawn.*, f.words ->> (a % json_array_length(f.words)) AS first, l.words ->> (b % json_array_length(l.words)) AS last,
           date('1850-01-01', (c % 52000) || ' days') AS born, life.words AS lives
    FROM drawn
    JOIN lists AS f ON f.name = 'first' AND f.language = drawn.language
    JOIN lists AS l ON l.name = 'last' AND l.language = drawn.language
    JOIN lists AS life ON life.name = 'life')
SELECT id, CASE WHEN id % 61 THEN first END, last, language,
       CASE WHEN d % 12 THEN born END,
       CASE WHEN d % 12 AND born < '1940-01-01' THEN date(born, (14000 + e % 17000) || ' days') END,
       CASE WHEN id % 5 THEN printf('%s %s %s %s %s', first, last, lives ->> (d % 10), last, lives ->> ((d + 1 + e % 9) % 10)) END,
       CASE WHEN id % 4 = 0 THEN (SELECT png FROM pictures WHERE pictures.n = e % 8) END
FROM named;

-- What a book of facts may be about: everything below the main classes but literature.
CREATE TEMP TABLE topics (place INTEGER PRIMARY KEY, subject_id INTEGER NOT NULL);
INSERT INTO topics SELECT row_number() OVER (ORDER BY id) - 1, id FROM subjects WHERE id BETWEEN 10 AND 89 OR id >= 110;

-- More titles are drawn than are used: each is given to one work only.
CREATE TEMP TABLE drafts AS
WITH drawn AS (
    SELECT dice.*,
           CASE WHEN dice.f % 10 < 7 THEN 'en' ELSE ('["de","fr","es","sv","pl","el","ja"]' ->> (dice.f / 10 % 7)) END AS language
    FROM dice WHERE dice.n BETWEEN 2001 AND 8000),
patterned AS (
    SELECT drawn.*, p.pattern, p.audience, p.about
    FROM drawn
    JOIN (SELECT *, row_number() OVER (PARTITION BY language ORDER BY n) - 1 AS place, count(*) OVER (PARTITION BY language) AS patterns
          FROM title_patterns) AS p ON p.language = drawn.language AND p.place = drawn.a / 7 % p.patterns),
subjected AS (
    SELECT patterned.*,
           CASE about WHEN 'subject' THEN (SELECT subject_id FROM topics WHERE place = patterned.c % (SELECT count(*) FROM topics))
                      ELSE ('[92, 92, 93, 94, 95, 95, 96, 97, 98, 99, 90, 91]' ->> (c % 12)) END AS subject_id
    FROM patterned),
titled AS (
    SELECT s.*, replace(replace(replace(replace(replace(replace(replace(pattern,
             '%a', adjective.words ->> (b % json_array_length(adjective.words))),
             '%n', noun.words ->> (d % json_array_length(noun.words))),
             '%m', noun.words ->> ((d + 1 + a % 7) % json_array_length(noun.words))),
             '%p', place.words ->> (e % json_array_length(place.words))),
             '%c', calling.words ->> (b / 64 % json_array_length(calling.words))),
             '%k', creature.words ->> (e / 64 % json_array_length(creature.words))),
             '%s', (SELECT name FROM subjects WHERE id = subject_id)) AS title
    FROM subjected AS s
    JOIN lists AS noun ON noun.name = 'noun' AND noun.language = s.language
    JOIN lists AS place ON place.name = 'place' AND place.language = s.language
    JOIN lists AS adjective ON adjective.name = 'adjective'
    JOIN lists AS calling ON calling.name = 'calling'
    JOIN lists AS creature ON creature.name = 'creature')
SELECT row_number() OVER (ORDER BY min(n)) AS id, * FROM titled GROUP BY title;
DELETE FROM drafts WHERE id > 2400;

INSERT INTO works (id, title, subtitle, original_language, first_published, audience, summary)
SELECT drafts.id, title,
       CASE WHEN d % 6 = 0 AND about = 'subject' THEN 'With Forty Exercises and Their Answers'
            WHEN d % 6 = 0 AND drafts.language = 'en' THEN ('["A Novel", "A Romance of the Coast", "Being a True Account"]' ->> (e % 3)) END,
       drafts.language, 2024 - (a % 1000) * (b % 1000) / 6500, audience,
       CASE WHEN about = 'story' AND c % 7 THEN
            (opening.words ->> (a % 8)) || (middle.words ->> (b % 8)) || (ending.words ->> (c % 8)) END
FROM drafts
JOIN lists AS opening ON opening.name = 'opening'
JOIN lists AS middle ON middle.name = 'middle'
JOIN lists AS ending ON ending.name = 'ending';

INSERT INTO work_subjects SELECT id, subject_id FROM drafts;
INSERT OR IGNORE INTO work_subjects
SELECT drafts.id, topics.subject_id FROM drafts JOIN topics ON topics.place = drafts.f % (SELECT count(*) FROM topics) WHERE b % 5 < 2;
INSERT OR IGNORE INTO work_subjects SELECT id, 113 FROM drafts WHERE a % 31 = 0;  -- set in the county

-- Who wrote what: people write in their own language, and what is not English has a translator.
CREATE TEMP TABLE pens AS
SELECT id AS author_id, language_code AS language, row_number() OVER (PARTITION BY language_code ORDER BY id) - 1 AS place,
       count(*) OVER (PARTITION BY language_code) AS pens
FROM authors;
CREATE UNIQUE INDEX temp.pens_by_language ON pens (language, place);
INSERT INTO contributions (work_id, author_id, role, position, share)
SELECT drafts.id, pens.author_id, 'author', 1, 1 FROM drafts
JOIN pens ON pens.language = drafts.language AND pens.place = (drafts.b / 11 % 1000) * (drafts.c / 13 % 1000) / 1000 % pens.pens;
INSERT OR IGNORE INTO contributions (work_id, author_id, role, position, share)
SELECT drafts.id, pens.author_id, CASE about WHEN 'subject' THEN 'editor' ELSE 'author' END, 2, 0.4 FROM drafts
JOIN pens ON pens.language = drafts.language AND pens.place = drafts.e / 17 % pens.pens WHERE d % 9 = 0;
INSERT OR IGNORE INTO contributions (work_id, author_id, role, position, share)
SELECT drafts.id, pens.author_id, CASE WHEN drafts.language = 'en' THEN 'illustrator' ELSE 'translator' END, 3, 0.25 FROM drafts
JOIN pens ON pens.language = 'en' AND pens.place = drafts.f / 19 % pens.pens
WHERE drafts.language <> 'en' OR audience = 'children';
UPDATE contributions SET share = round(1 - (SELECT total(share) FROM contributions AS other WHERE other.work_id = contributions.work_id AND other.position > 1), 3)
WHERE position = 1;

-- Nobody is published before the age of 21 or, here, after death.
UPDATE works SET first_published = first_published - max(0, first_published - life.last) + max(0, life.first - min(first_published, life.last))
FROM (SELECT work_id, strftime('%Y', born_on) + 21 AS first, coalesce(strftime('%Y', died_on), 2024) + 0 AS last
      FROM contributions JOIN authors ON authors.id = author_id WHERE position = 1 AND born_on IS NOT NULL) AS life
WHERE life.work_id = works.id;

-- One to three editions of a work; what is not English comes out in English second.
CREATE TEMP TABLE printings AS
SELECT row_number() OVER (ORDER BY value, drafts.id) AS id, drafts.id AS work_id, value AS printing, drafts.language, about
FROM drafts, json_each('[1, 2, 3]') WHERE value = 1 OR value <= 1 + drafts.e % 3;
INSERT INTO editions (id, work_id, publisher_id, language_code, isbn, format, published_on, price, lending_fee, details, cover)
WITH numbered AS (
    SELECT printings.*, dice.a, dice.b, dice.c, dice.d, dice.e, dice.f, '978' || printf('%09d', 140017000 + printings.id * 1009) AS stem,
           ('["paperback","hardcover","paperback","large print","paperback","audiobook"]' ->> (dice.c % 6)) AS form
    FROM printings JOIN dice ON dice.n = 9000 + printings.id)
SELECT n.id, n.work_id, 1 + a % 48, CASE printing WHEN 1 THEN n.language ELSE 'en' END,
       stem || (SELECT (10 - sum(substr(stem, value, 1) * (1 + 2 * (value % 2 = 0))) % 10) % 10 FROM json_each('[1,2,3,4,5,6,7,8,9,10,11,12]')),
       form, date(max(works.first_published, 1970) || '-01-15', ((printing - 1) * 400 + b % 350) || ' days'),
       round(4.99 + d % 60 * 0.5 + CASE form WHEN 'hardcover' THEN 9 WHEN 'audiobook' THEN 14.01 ELSE 0 END, 2),
       printf('0.%010d', 187500000 + e % 1000000000),
       CASE form
            WHEN 'audiobook' THEN json_object('minutes', 90 + f % 900, 'discs', 2 + f % 900 / 70, 'readers', json_array('Una Whitlock', 'Göran Ek'))
            ELSE json_object('pages', 48 + f % 620, 'weight_g', 90 + f % 620 * 7 / 8, 'size_mm', json_array(110 + f % 60, 180 + f % 70),
                             'binding', CASE WHEN f % 3 THEN 'glued' ELSE 'sewn' END) END,
       CASE WHEN n.id % 3 = 0 THEN (SELECT png FROM pictures WHERE pictures.n = d % 8) END
FROM numbered AS n JOIN works ON works.id = n.work_id;

-- Whole texts of some old works. Three of them are far longer than a screen.
INSERT INTO digital_texts (work_id, scanned_at, body)
WITH RECURSIVE chosen AS (
    SELECT id AS work_id, row_number() OVER (ORDER BY id) AS place FROM works WHERE first_published < 1935 AND original_language = 'en' LIMIT 36),
page (work_id, place, n, last) AS (
    SELECT work_id, place, 1, CASE WHEN place IN (2, 11, 23) THEN 600 + place * 40 ELSE 4 + place END FROM chosen
    UNION ALL
    SELECT work_id, place, n + 1, last FROM page WHERE n < last)
SELECT page.work_id, datetime('2023-02-06 08:30:00', (place * 61) || ' hours'),
       works.title || char(10, 10) || group_concat(
           CASE WHEN page.n % 12 = 1 THEN 'Chapter ' || (1 + page.n / 12) || char(10, 10) ELSE '' END ||
           (opening.words ->> (dice.a % 8)) || (middle.words ->> (dice.b % 8)) || '. ' ||
           upper(substr(middle.words ->> (dice.c % 8), 1, 1)) || substr(middle.words ->> (dice.c % 8), 2) || '.', char(10, 10))
FROM page
JOIN works ON works.id = page.work_id
JOIN dice ON dice.n = 20000 + page.place * 100 + page.n
JOIN lists AS opening ON opening.name = 'opening'
JOIN lists AS middle ON middle.name = 'middle'
GROUP BY page.work_id;
