-- SPDX-License-Identifier: GPL-3.0-or-later
-- Languages, the classification, branches with their staff and opening hours.
INSERT INTO languages VALUES
('de', 'German', 'Deutsch'), ('el', 'Greek', 'Ελληνικά'), ('en', 'English', 'English'), ('es', 'Spanish', 'Español'),
('fr', 'French', 'Français'), ('ja', 'Japanese', '日本語'), ('pl', 'Polish', 'Polski'), ('sv', 'Swedish', 'Svenska');

INSERT INTO subjects (id, parent_id, code, name) VALUES
(1, NULL, '0', 'General'), (2, NULL, '1', 'Philosophy'), (3, NULL, '3', 'Society'), (4, NULL, '5', 'Science'),
(5, NULL, '6', 'Technology'), (6, NULL, '7', 'The Arts'), (7, NULL, '8', 'Literature'), (8, NULL, '9', 'History'),
(10, 1, '02', 'Libraries'), (11, 1, '07', 'Journalism'), (12, 10, '02.1', 'Cataloguing'), (13, 10, '02.5', 'Bookbinding'),
(20, 2, '16', 'Logic'), (21, 2, '17', 'Ethics'), (22, 20, '16.4', 'Paradoxes'),
(30, 3, '32', 'Politics'), (31, 3, '33', 'Economics'), (32, 3, '34', 'Law'), (33, 3, '37', 'Education'), (34, 3, '39', 'Folklore'),
(35, 31, '33.2', 'Money'), (36, 31, '33.8', 'Markets'), (37, 32, '34.7', 'Maritime Law'), (38, 34, '39.8', 'Sea Shanties'),
(40, 4, '51', 'Mathematics'), (41, 4, '52', 'Astronomy'), (42, 4, '53', 'Physics'), (43, 4, '54', 'Chemistry'), (44, 4, '55', 'Geology'), (45, 4, '57', 'Biology'),
(46, 40, '51.1', 'Number Theory'), (47, 40, '51.4', 'Geometry'), (48, 40, '51.9', 'Probability'), (49, 41, '52.3', 'Comets'),
(50, 42, '53.5', 'Optics'), (51, 42, '53.6', 'Heat'), (52, 44, '55.1', 'Volcanoes'), (53, 45, '57.8', 'Evolution'), (54, 45, '57.9', 'Birds'), (55, 54, '57.91', 'Sea Birds'), (56, 54, '57.92', 'Owls'),
(60, 5, '61', 'Medicine'), (61, 5, '62', 'Engineering'), (62, 5, '63', 'Gardening'), (63, 5, '64', 'Cookery'), (64, 5, '68', 'Computing'),
(65, 61, '62.3', 'Bridges'), (66, 61, '62.5', 'Lighthouses'), (67, 61, '62.8', 'Railways'), (68, 62, '63.5', 'Roses'), (69, 63, '64.6', 'Bread'), (70, 63, '64.8', 'Soup'), (71, 64, '68.2', 'Databases'), (72, 64, '68.5', 'Programming'),
(80, 6, '72', 'Architecture'), (81, 6, '75', 'Painting'), (82, 6, '77', 'Photography'), (83, 6, '78', 'Music'), (84, 6, '79', 'Games'), (85, 83, '78.6', 'The Piano'), (86, 84, '79.4', 'Chess'), (87, 81, '75.3', 'Watercolour'),
(90, 7, '81', 'Poetry'), (91, 7, '82', 'Drama'), (92, 7, '83', 'Novels'), (93, 7, '84', 'Short Stories'), (94, 92, '83.1', 'Crime Novels'), (95, 92, '83.2', 'Historical Novels'), (96, 92, '83.3', 'Science Fiction'), (97, 92, '83.5', 'Sea Stories'), (98, 94, '83.11', 'Village Mysteries'), (99, 7, '88', 'Fairy Tales'),
(110, 8, '91', 'Geography'), (111, 8, '93', 'Antiquity'), (112, 8, '94', 'The Middle Ages'), (113, 8, '95', 'Harbour County'), (114, 110, '91.4', 'Maps'), (115, 110, '91.8', 'Islands'), (116, 113, '95.2', 'The Great Flood'), (117, 113, '95.6', 'The Herring Trade');

INSERT INTO branches (id, name, street, town, opened_on, location) VALUES
(1,  'Central Library',            '1 Market Square',   'Ravensea',       '1907-05-02', '{"latitude": 54.4811, "longitude": -0.6142, "lift": true}'),
(2,  'Dockside Library',           '40 Dock Road',      'Ravensea',       '1962-09-17', '{"latitude": 54.4879, "longitude": -0.6077, "lift": true}'),
(3,  'Northgate Library',          '7 Bell Lane',       'Northgate',      '1934-03-12', '{"latitude": 54.5210, "longitude": -0.6513, "lift": false}'),
(4,  'Saltmarsh Reading Room',     '3 Chapel Row',      'Saltmarsh',      '1889-11-01', '{"latitude": 54.4402, "longitude": -0.5561, "lift": false}'),
(5,  'Eastmere Library',           '22 High Street',    'Eastmere',       '1971-06-21', '{"latitude": 54.4633, "longitude": -0.4988, "lift": true}'),
(6,  'Tallow Hill Library',        '15 Lantern Walk',   'Tallow Hill',    '1998-10-05', '{"latitude": 54.5037, "longitude": -0.7120, "lift": true}'),
(7,  'Wexcombe Library',           '9 Orchard Road',    'Wexcombe',       '1955-02-14', '{"latitude": 54.3925, "longitude": -0.6604, "lift": false}'),
(8,  'Heron Bay Library',          '2 Quay Side',       'Heron Bay',      '2011-04-30', '{"latitude": 54.5522, "longitude": -0.5829, "lift": true}'),
(9,  'Otter Creek Library',        '18 Ferry Street',   'Otter Creek',    '1986-08-25', '{"latitude": 54.4170, "longitude": -0.7433, "lift": false}'),
(10, 'Dunmere Library',            '31 Elm Avenue',     'Dunmere',        '1979-01-08', '{"latitude": 54.3688, "longitude": -0.5290, "lift": false}'),
(11, 'Gull Island Library',        '1 Anchor Street',   'Gull Island',    '2004-07-11', '{"latitude": 54.6014, "longitude": -0.4417, "lift": false}'),
(12, 'The Book Bus “Großer Wagen”', '5 Granary Yard',   'Ravensea',       '2019-03-21', '{"latitude": 54.4820, "longitude": -0.6190, "lift": true, "wheels": 6}');
UPDATE branches SET emblem = (SELECT png FROM pictures WHERE n = branches.id % 8) WHERE id <> 9;

-- Four at the Reading Room, up to thirty at the Central Library.
WITH places AS (
    SELECT branches.id AS branch_id, value AS position
    FROM branches, json_each('[1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,21,22,23,24,25,26,27,28,29,30]')
    WHERE value <= CASE branches.id WHEN 1 THEN 30 WHEN 4 THEN 4 WHEN 12 THEN 5 ELSE 7 + branches.id * 5 % 9 END),
people AS (
    SELECT row_number() OVER (ORDER BY position, branch_id) AS id, branch_id,
           ('["en","en","en","en","de","sv","fr","pl"]' ->> ((position * 3 + branch_id) % 8)) AS language
    FROM places)
INSERT INTO staff (id, branch_id, first_name, last_name, email, role, hired_on, left_on, salary)
SELECT id, branch_id, first, last,
       printf('s%03d@libraries.harbour.example', id),
       CASE WHEN id <= 12 THEN 'librarian'
            ELSE ('["librarian","librarian","librarian","archivist","events","technician","trainee"]' ->> (dice.c % 7)) END,
       date('1994-01-10', (dice.d % 10500) || ' days'),
       CASE WHEN id > 12 AND dice.e % 9 = 0 THEN date('2023-01-31', (dice.f % 800) || ' days') END,
       24000 + dice.f % 1700 * 10 + CASE WHEN id <= 12 THEN 14000 ELSE 0 END + 0.25 * (dice.a % 4)
FROM (SELECT people.*, f.words ->> (dice.a % json_array_length(f.words)) AS first, l.words ->> (dice.b % json_array_length(l.words)) AS last
      FROM people
      JOIN dice ON dice.n = 100 + people.id
      JOIN lists AS f ON f.name = 'first' AND f.language = people.language
      JOIN lists AS l ON l.name = 'last' AND l.language = people.language) AS named
JOIN dice ON dice.n = 500 + named.id;
UPDATE staff SET branch_id = NULL WHERE id % 23 = 0;  -- between two posts
UPDATE branches SET head_staff_id = id WHERE id <> 12;

INSERT INTO "opening hours" (branch_id, "week day", opens, closes)
SELECT branches.id, value,
       CASE WHEN value = 'Sat' THEN '10:00' WHEN branches.id % 3 = 0 THEN '11:00' ELSE '09:00' END,
       CASE WHEN value = 'Sat' THEN '14:00' WHEN value = 'Thu' THEN '20:00' ELSE '18:00' END
FROM branches, json_each('["Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]')
WHERE NOT (value = 'Mon' AND branches.id IN (4, 9, 11)) AND NOT (value = 'Sat' AND branches.id IN (4, 12));
