-- SPDX-License-Identifier: GPL-3.0-or-later
-- Tables and their indexes. Triggers and views are in views.sql, after the rows.

-- The libraries and who works there -------------------------------------------------------------

-- A branch has a head, and the head works at a branch: the two tables refer to each other.
CREATE TABLE branches (
    id            INTEGER PRIMARY KEY,
    name          TEXT NOT NULL UNIQUE,
    street        TEXT NOT NULL,
    town          TEXT NOT NULL,
    opened_on     DATE NOT NULL,
    head_staff_id INTEGER REFERENCES staff (id) ON DELETE SET NULL,
    location      JSON NOT NULL CHECK (json_valid(location)),
    latitude      REAL GENERATED ALWAYS AS (json_extract(location, '$.latitude')) VIRTUAL,
    emblem        BLOB
);
CREATE INDEX branches_head ON branches (head_staff_id);

CREATE TABLE staff (
    id         INTEGER PRIMARY KEY,
    branch_id  INTEGER REFERENCES branches (id) ON DELETE SET NULL,
    first_name TEXT NOT NULL,
    last_name  TEXT NOT NULL,
    email      TEXT NOT NULL UNIQUE,
    role       TEXT NOT NULL CHECK (role IN ('librarian', 'archivist', 'events', 'technician', 'trainee')),
    hired_on   DATE NOT NULL,
    left_on    DATE,
    salary     NUMERIC(9, 2) NOT NULL CHECK (salary > 0)
);
CREATE INDEX staff_branch ON staff (branch_id);

-- The county's word for it, spaces and all.
CREATE TABLE "opening hours" (
    branch_id  INTEGER NOT NULL REFERENCES branches (id) ON DELETE CASCADE,
    "week day" TEXT NOT NULL CHECK ("week day" IN ('Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat')),
    opens      TIME NOT NULL,
    closes     TIME NOT NULL CHECK (closes > opens),
    PRIMARY KEY (branch_id, "week day")
);

-- What there is to read -----------------------------------------------------------------------------

CREATE TABLE languages (
    code        TEXT PRIMARY KEY CHECK (length(code) = 2),
    name        TEXT NOT NULL UNIQUE,
    native_name TEXT NOT NULL
) WITHOUT ROWID;

-- The classification, a tree.
CREATE TABLE subjects (
    id        INTEGER PRIMARY KEY,
    parent_id INTEGER REFERENCES subjects (id),
    code      TEXT NOT NULL UNIQUE,
    name      TEXT NOT NULL
);
CREATE INDEX subjects_parent ON subjects (parent_id);

CREATE TABLE publishers (
    id           INTEGER PRIMARY KEY,
    name         TEXT NOT NULL UNIQUE,
    town         TEXT NOT NULL,
    founded_year INTEGER,
    website      TEXT
);

CREATE TABLE authors (
    id            INTEGER PRIMARY KEY,
    first_name    TEXT,
    last_name     TEXT NOT NULL,
    language_code TEXT NOT NULL REFERENCES languages (code),
    born_on       DATE,
    died_on       DATE CHECK (died_on > born_on),
    biography     TEXT,
    portrait      BLOB
);
CREATE INDEX authors_name ON authors (last_name, first_name);
CREATE INDEX authors_language ON authors (language_code);

CREATE TABLE works (
    id                INTEGER PRIMARY KEY,
    title             TEXT NOT NULL,
    subtitle          TEXT,
    original_language TEXT NOT NULL REFERENCES languages (code),
    first_published   INTEGER NOT NULL,
    audience          TEXT NOT NULL DEFAULT 'adult' CHECK (audience IN ('children', 'young adult', 'adult')),
    summary           TEXT
);
CREATE INDEX works_title ON works (title);
CREATE INDEX works_language ON works (original_language);

-- Nothing but the link: a plain many-to-many.
CREATE TABLE work_subjects (
    work_id    INTEGER NOT NULL REFERENCES works (id) ON DELETE CASCADE,
    subject_id INTEGER NOT NULL REFERENCES subjects (id),
    PRIMARY KEY (work_id, subject_id)
) WITHOUT ROWID;
CREATE INDEX work_subjects_subject ON work_subjects (subject_id);

-- A link that carries something: who did what, and for which part of the lending right's fee.
CREATE TABLE contributions (
    work_id   INTEGER NOT NULL REFERENCES works (id) ON DELETE CASCADE,
    author_id INTEGER NOT NULL REFERENCES authors (id),
    role      TEXT NOT NULL CHECK (role IN ('author', 'translator', 'illustrator', 'editor')),
    position  INTEGER NOT NULL DEFAULT 1,
    share     NUMERIC(4, 3) NOT NULL CHECK (share BETWEEN 0 AND 1),
    PRIMARY KEY (work_id, author_id, role)
);
CREATE INDEX contributions_author ON contributions (author_id);

CREATE TABLE editions (
    id            INTEGER PRIMARY KEY,
    work_id       INTEGER NOT NULL REFERENCES works (id),
    publisher_id  INTEGER NOT NULL REFERENCES publishers (id),
    language_code TEXT NOT NULL REFERENCES languages (code),
    isbn          TEXT NOT NULL UNIQUE CHECK (length(isbn) = 13),
    format        TEXT NOT NULL CHECK (format IN ('hardcover', 'paperback', 'large print', 'audiobook')),
    published_on  DATE NOT NULL,
    price         NUMERIC(8, 2) NOT NULL,
    -- The lending right's fee for one loan, to the tenth decimal: text, since no double holds it.
    lending_fee   DECIMAL_TEXT(14, 10) NOT NULL,
    details       JSON NOT NULL CHECK (json_valid(details)),
    pages         INTEGER GENERATED ALWAYS AS (json_extract(details, '$.pages')) VIRTUAL,
    cover         BLOB
);
CREATE INDEX editions_work ON editions (work_id);
CREATE INDEX editions_publisher ON editions (publisher_id);
CREATE INDEX editions_language ON editions (language_code);
CREATE INDEX editions_pages ON editions (pages);

-- At most one for a work.
CREATE TABLE digital_texts (
    id         INTEGER PRIMARY KEY,
    work_id    INTEGER NOT NULL UNIQUE REFERENCES works (id) ON DELETE CASCADE,
    scanned_at TIMESTAMP NOT NULL,
    body       TEXT NOT NULL
);

-- Where it stands ---------------------------------------------------------------------------------

CREATE TABLE shelves (
    branch_id  INTEGER NOT NULL REFERENCES branches (id),
    code       TEXT NOT NULL,
    subject_id INTEGER NOT NULL REFERENCES subjects (id),
    metres     NUMERIC(4, 1) NOT NULL,
    PRIMARY KEY (branch_id, code)
);
CREATE INDEX shelves_subject ON shelves (subject_id);

-- A shelf code means something only together with its branch. A copy in the stacks has no shelf.
CREATE TABLE copies (
    id          INTEGER PRIMARY KEY,
    barcode     TEXT NOT NULL UNIQUE,
    edition_id  INTEGER NOT NULL REFERENCES editions (id),
    branch_id   INTEGER NOT NULL REFERENCES branches (id),
    shelf_code  TEXT,
    condition   TEXT NOT NULL DEFAULT 'new' CHECK (condition IN ('new', 'good', 'worn', 'damaged')),
    acquired_on DATE NOT NULL,
    note        TEXT,
    FOREIGN KEY (branch_id, shelf_code) REFERENCES shelves (branch_id, code)
);
CREATE INDEX copies_edition ON copies (edition_id);
CREATE INDEX copies_shelf ON copies (branch_id, shelf_code);

-- Written by a trigger on copies.
CREATE TABLE condition_changes (
    id            INTEGER PRIMARY KEY,
    copy_id       INTEGER NOT NULL REFERENCES copies (id) ON DELETE CASCADE,
    old_condition TEXT NOT NULL,
    new_condition TEXT NOT NULL,
    changed_at    TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP
);
CREATE INDEX condition_changes_copy ON condition_changes (copy_id);

CREATE TABLE transfers (
    id             INTEGER PRIMARY KEY,
    copy_id        INTEGER NOT NULL REFERENCES copies (id),
    from_branch_id INTEGER NOT NULL REFERENCES branches (id),
    to_branch_id   INTEGER NOT NULL REFERENCES branches (id),
    sent_on        DATE NOT NULL,
    arrived_on     DATE,
    CHECK (from_branch_id <> to_branch_id)
);
CREATE INDEX transfers_copy ON transfers (copy_id);
CREATE INDEX transfers_from ON transfers (from_branch_id);
CREATE INDEX transfers_to ON transfers (to_branch_id);

-- Members and what they do ------------------------------------------------------------------------------

CREATE TABLE members (
    uid            TEXT PRIMARY KEY CHECK (uid GLOB 'members_*'),
    card_number    TEXT NOT NULL UNIQUE,
    name           TEXT NOT NULL,
    email          TEXT,
    born_on        DATE,
    home_branch_id INTEGER REFERENCES branches (id),
    preferences    JSON NOT NULL DEFAULT '{}' CHECK (json_valid(preferences)),
    created_at     TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP,
    updated_at     TIMESTAMP,
    deleted_at     TIMESTAMP
);
CREATE INDEX members_name ON members (name);
CREATE INDEX members_home_branch ON members (home_branch_id);

CREATE TABLE reservations (
    uid              TEXT PRIMARY KEY CHECK (uid GLOB 'reservations_*'),
    member_uid       TEXT NOT NULL REFERENCES members (uid),
    work_id          INTEGER NOT NULL REFERENCES works (id),
    pickup_branch_id INTEGER NOT NULL REFERENCES branches (id),
    created_at       TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP,
    updated_at       TIMESTAMP,
    deleted_at       TIMESTAMP
);
CREATE INDEX reservations_member ON reservations (member_uid);
CREATE INDEX reservations_work ON reservations (work_id);
CREATE INDEX reservations_branch ON reservations (pickup_branch_id);

-- What another system calls a row of ours: upstream theirs, downstream our uid, in the table of that name.
CREATE TABLE entities (
    uid           TEXT PRIMARY KEY CHECK (uid GLOB 'entities_*'),
    upstream_id   TEXT NOT NULL,
    downstream_id TEXT NOT NULL,
    table_name    TEXT NOT NULL,
    created_at    TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP,
    updated_at    TIMESTAMP,
    deleted_at    TIMESTAMP
);
CREATE INDEX entities_upstream ON entities (upstream_id);
CREATE INDEX entities_downstream ON entities (downstream_id, table_name);

CREATE TABLE loans (
    id                 INTEGER PRIMARY KEY,
    copy_id            INTEGER NOT NULL REFERENCES copies (id),
    member_uid         TEXT NOT NULL REFERENCES members (uid),
    lent_branch_id     INTEGER NOT NULL REFERENCES branches (id),
    returned_branch_id INTEGER REFERENCES branches (id),
    lent_on            DATE NOT NULL,
    due_on             DATE NOT NULL,
    returned_on        DATE,
    renewals           INTEGER NOT NULL DEFAULT 0,
    CHECK ((returned_on IS NULL) = (returned_branch_id IS NULL))
);
CREATE INDEX loans_copy ON loans (copy_id);
CREATE INDEX loans_member ON loans (member_uid);
CREATE INDEX loans_lent_branch ON loans (lent_branch_id);
CREATE INDEX loans_returned_branch ON loans (returned_branch_id);
CREATE INDEX loans_lent_on ON loans (lent_on);

CREATE TABLE charges (
    id        INTEGER PRIMARY KEY,
    loan_id   INTEGER NOT NULL REFERENCES loans (id),
    reason    TEXT NOT NULL CHECK (reason IN ('late', 'damaged', 'lost')),
    amount    NUMERIC(8, 2) NOT NULL CHECK (amount > 0),
    issued_on DATE NOT NULL,
    paid_on   DATE
);
CREATE INDEX charges_loan ON charges (loan_id);

CREATE TABLE reviews (
    id         INTEGER PRIMARY KEY,
    work_id    INTEGER NOT NULL REFERENCES works (id) ON DELETE CASCADE,
    member_uid TEXT NOT NULL REFERENCES members (uid),
    stars      INTEGER NOT NULL CHECK (stars BETWEEN 1 AND 5),
    body       TEXT,
    written_at TIMESTAMP NOT NULL,
    UNIQUE (work_id, member_uid)
);
CREATE INDEX reviews_member ON reviews (member_uid);

CREATE TABLE events (
    id           INTEGER PRIMARY KEY,
    branch_id    INTEGER NOT NULL REFERENCES branches (id),
    organiser_id INTEGER NOT NULL REFERENCES staff (id),
    stand_in_id  INTEGER REFERENCES staff (id),
    title        TEXT NOT NULL,
    starts_at    TIMESTAMP NOT NULL,
    places       INTEGER NOT NULL,
    fee          NUMERIC(6, 2) NOT NULL DEFAULT 0
);
CREATE INDEX events_branch ON events (branch_id);
CREATE INDEX events_organiser ON events (organiser_id);
CREATE INDEX events_stand_in ON events (stand_in_id);

CREATE TABLE event_visits (
    event_id   INTEGER NOT NULL REFERENCES events (id) ON DELETE CASCADE,
    member_uid TEXT NOT NULL REFERENCES members (uid),
    seats      INTEGER NOT NULL DEFAULT 1,
    came       BOOLEAN,
    PRIMARY KEY (event_id, member_uid)
);
CREATE INDEX event_visits_member ON event_visits (member_uid);
