-- A customer is one row of member; a member is one who joined. merged_into is the customer who stands for this one, never itself merged: every row keeps its own id, and
-- what belongs to a person is found by id = X OR merged_into = X. revision counts what people changed (the ETag). indexed: which indexes have been made for the row.
ALTER TABLE member ADD COLUMN email_index BLOB;
ALTER TABLE member ADD COLUMN source TEXT NOT NULL DEFAULT 'staff';
ALTER TABLE member ADD COLUMN joined_at INTEGER;
ALTER TABLE member ADD COLUMN home_store TEXT;
ALTER TABLE member ADD COLUMN merged_into TEXT;
ALTER TABLE member ADD COLUMN revision INTEGER NOT NULL DEFAULT 1;
ALTER TABLE member ADD COLUMN indexed INTEGER NOT NULL DEFAULT 0;
UPDATE member SET joined_at = created_at;
CREATE UNIQUE INDEX member_by_email ON member (email_index);
CREATE INDEX member_by_level ON member (level, name_key, id);
CREATE INDEX member_of_store ON member (home_store, name_key, id);
CREATE INDEX member_merged ON member (merged_into) WHERE merged_into IS NOT NULL;
CREATE INDEX member_assigned ON member (assigned_to, id) WHERE assigned_to IS NOT NULL;
CREATE INDEX member_unindexed ON member (id) WHERE indexed = 0;
-- Profiles go to the stores for those who joined only.
DROP INDEX member_by_version;
CREATE INDEX member_by_version ON member (version) WHERE joined_at IS NOT NULL;

-- What a name is found by: the whole of it, and what is left from each word and each ideograph on. A part of a name is the beginning of one of these.
CREATE TABLE member_name (
    member TEXT NOT NULL,
    part   TEXT NOT NULL,
    PRIMARY KEY (member, part)
) STRICT, WITHOUT ROWID;
CREATE INDEX member_name_part ON member_name (part, member);

-- A customer as a source knows it. external_index is a keyed hash of the source's id; sealed holds that id and what the source said last, encrypted; version is the source's.
CREATE TABLE customer_identity (
    source         TEXT        NOT NULL,
    external_index BLOB       NOT NULL,
    customer       TEXT        NOT NULL,
    sealed         BLOB       NOT NULL,
    version        INTEGER      NOT NULL,
    since          INTEGER NOT NULL,
    seen_at        INTEGER NOT NULL,
    PRIMARY KEY (source, external_index)
) STRICT, WITHOUT ROWID;
CREATE INDEX customer_identity_of ON customer_identity (customer);

-- Who was merged into whom: an edge of a tree, there until undone_at. member.merged_into is the root that follows from the edges.
CREATE TABLE customer_merge (
    id        TEXT        NOT NULL PRIMARY KEY,
    keep      TEXT        NOT NULL,
    merged    TEXT        NOT NULL,
    at        INTEGER NOT NULL,
    who       TEXT        NOT NULL,
    moved     TEXT        NOT NULL,
    undone_at INTEGER,
    undone_by TEXT
) STRICT;
CREATE UNIQUE INDEX customer_merge_open ON customer_merge (merged) WHERE undone_at IS NULL;
CREATE INDEX customer_merge_keep ON customer_merge (keep);
CREATE INDEX customer_merge_merged ON customer_merge (merged);

-- Two customers who may be one, one < other. Nobody is merged but by a person.
CREATE TABLE customer_duplicate (
    one          TEXT        NOT NULL,
    other        TEXT        NOT NULL,
    why          TEXT        NOT NULL,
    since        INTEGER NOT NULL,
    dismissed_at INTEGER,
    dismissed_by TEXT,
    PRIMARY KEY (one, other)
) STRICT, WITHOUT ROWID;
CREATE INDEX customer_duplicate_other ON customer_duplicate (other);
CREATE INDEX customer_duplicate_open ON customer_duplicate (since, one, other) WHERE dismissed_at IS NULL;

CREATE TABLE customer_tag (
    customer TEXT        NOT NULL,
    tag      TEXT NOT NULL,
    since    INTEGER NOT NULL,
    who      TEXT        NOT NULL,
    PRIMARY KEY (customer, tag)
) STRICT, WITHOUT ROWID;
CREATE INDEX customer_tagged ON customer_tag (tag, customer);

CREATE TABLE customer_note (
    id       TEXT        NOT NULL PRIMARY KEY,
    customer TEXT        NOT NULL,
    at       INTEGER NOT NULL,
    who      TEXT        NOT NULL,
    text     TEXT        NOT NULL
) STRICT;
CREATE INDEX customer_note_of ON customer_note (customer, at);

-- What was agreed to or withdrawn, one row a change, never altered: the latest of a purpose and channel holds. Faces have member_consent.
CREATE TABLE customer_consent (
    id           TEXT        NOT NULL PRIMARY KEY,
    customer     TEXT        NOT NULL,
    purpose      TEXT        NOT NULL,
    channel      TEXT        NOT NULL,
    given        INTEGER     NOT NULL,
    text_version TEXT        NOT NULL,
    language     TEXT        NOT NULL,
    at           INTEGER NOT NULL,
    who          TEXT        NOT NULL,
    source       TEXT        NOT NULL
) STRICT;
CREATE INDEX customer_consent_of ON customer_consent (customer, at);
CREATE INDEX customer_consent_by_time ON customer_consent (at, id);
CREATE INDEX member_consent_by_time ON member_consent (given_at, member, gateway);

-- A file of customers. headers and mapping are JSON. state: reading, checking, ready, applying, applied, undoing, undone, failed, closed. done: rows that the present step is through with.
CREATE TABLE customer_import (
    id            TEXT        NOT NULL PRIMARY KEY,
    name          TEXT        NOT NULL,
    format        TEXT        NOT NULL,
    headers       TEXT        NOT NULL,
    mapping       TEXT        NOT NULL,
    options       TEXT        NOT NULL,
    state         TEXT        NOT NULL,
    rows          INTEGER     NOT NULL,
    done          INTEGER     NOT NULL DEFAULT 0,
    who           TEXT        NOT NULL,
    role          TEXT        NOT NULL,
    created_at    INTEGER NOT NULL,
    changed_at    INTEGER NOT NULL,
    claimed_until INTEGER NOT NULL DEFAULT 0,
    said          TEXT
) STRICT;
CREATE INDEX customer_import_due ON customer_import (state, claimed_until);

-- A row of it, counted as a spreadsheet does. sealed: the cells, encrypted; before: what was overwritten, encrypted. outcome: new, updated, same, refused. The indexes find the rows that hold a person.
CREATE TABLE customer_import_row (
    import      TEXT    NOT NULL,
    number      INTEGER NOT NULL,
    sealed      BLOB,
    outcome     TEXT,
    mistakes    BLOB,
    state       TEXT    NOT NULL DEFAULT 'waiting',
    customer    TEXT,
    before      BLOB,
    revision    INTEGER,
    phone_index BLOB,
    email_index BLOB,
    card_index  BLOB,
    name_index  BLOB,
    PRIMARY KEY (import, number)
) STRICT, WITHOUT ROWID;
CREATE INDEX customer_import_outcome ON customer_import_row (import, outcome, number);
CREATE INDEX customer_import_customer ON customer_import_row (customer) WHERE customer IS NOT NULL;
CREATE INDEX customer_import_phone ON customer_import_row (phone_index) WHERE phone_index IS NOT NULL;
CREATE INDEX customer_import_email ON customer_import_row (email_index) WHERE email_index IS NOT NULL;
CREATE INDEX customer_import_card ON customer_import_row (card_index) WHERE card_index IS NOT NULL;
CREATE INDEX customer_import_named ON customer_import_row (name_index) WHERE name_index IS NOT NULL;

-- A person's erasure. customers: the ids that were one person, JSON; removed: what was removed where, JSON; version: the member_line's, which every gateway is to reach.
CREATE TABLE customer_erasure (
    id        TEXT        NOT NULL PRIMARY KEY,
    customer  TEXT        NOT NULL,
    customers TEXT        NOT NULL,
    at        INTEGER NOT NULL,
    who       TEXT        NOT NULL,
    version   INTEGER      NOT NULL,
    removed   TEXT        NOT NULL
) STRICT;
CREATE INDEX customer_erasure_of ON customer_erasure (customer, at);
