-- One row: the line that versions of members count along. line is made by the program, key_check proves that the program has the same key as ever.
CREATE TABLE member_line (
    id        INTEGER NOT NULL PRIMARY KEY CHECK (id = 1),
    line      TEXT,
    key_check BLOB,
    version   INTEGER NOT NULL
) STRICT;
INSERT INTO member_line (id, version) VALUES (1, 0);

-- A member. contact is encrypted; the two indexes are keyed hashes. version is the member_line's at the last change; a row that is gone has no name, contact or notes left.
CREATE TABLE member (
    id           TEXT    NOT NULL PRIMARY KEY,
    code         TEXT    NOT NULL UNIQUE,
    generation   INTEGER NOT NULL,
    name         TEXT    NOT NULL,
    name_key     TEXT    NOT NULL,
    level        TEXT    NOT NULL,
    contact      BLOB,
    phone_index  BLOB    UNIQUE,
    card_index   BLOB    UNIQUE,
    usual        TEXT    NOT NULL,
    notes        TEXT    NOT NULL,
    assigned_to  TEXT,
    last_visit   INTEGER,
    gone         INTEGER NOT NULL,
    version      INTEGER NOT NULL,
    created_at   INTEGER NOT NULL,
    updated_at   INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX member_by_name ON member (name_key, id);
CREATE INDEX member_by_version ON member (version);
CREATE INDEX member_visited ON member (id) WHERE last_visit > updated_at;

-- The latest withdrawal of a member's consent anywhere in the chain: consents that were given no later are to end.
CREATE TABLE member_withdrawal (
    member TEXT    NOT NULL PRIMARY KEY,
    at     INTEGER NOT NULL,
    who    TEXT    NOT NULL
) STRICT, WITHOUT ROWID;

-- Every gateway that may hold the member's face: given there, relayed to it, being recalled from it (recalling), or withdrawn. spread_at: when it was last seen to
-- which other gateways the template is to go. No foreign keys: stores name members as they like.
CREATE TABLE member_consent (
    member       TEXT    NOT NULL,
    gateway      INTEGER NOT NULL,
    state        TEXT    NOT NULL,
    text_version TEXT,
    language     TEXT,
    other_stores INTEGER NOT NULL,
    given_at     INTEGER NOT NULL,
    withdrawn_at INTEGER,
    spread_at    INTEGER,
    attempts     INTEGER NOT NULL DEFAULT 0,
    next_at      INTEGER NOT NULL DEFAULT 0,
    said         TEXT,
    PRIMARY KEY (member, gateway)
) STRICT, WITHOUT ROWID;
CREATE INDEX member_consent_open ON member_consent (state, next_at);

-- What headquarters knows of each gateway's key and of the profiles it holds. greeted is the status_since the gateway had when it was asked.
CREATE TABLE gateway_members (
    gateway     INTEGER NOT NULL PRIMARY KEY,
    public_key  BLOB,
    key_since   INTEGER,
    line        TEXT,
    version     INTEGER NOT NULL DEFAULT 0,
    members     INTEGER NOT NULL DEFAULT 0,
    greeted     INTEGER,
    attempts    INTEGER NOT NULL DEFAULT 0,
    next_at     INTEGER NOT NULL DEFAULT 0,
    said        TEXT
) STRICT;

-- A template on its way between two gateways, sealed for the receiver; box is there only between the two. Gone with a withdrawal.
CREATE TABLE member_relay (
    member   TEXT    NOT NULL,
    receiver INTEGER NOT NULL,
    giver    INTEGER NOT NULL,
    given_at INTEGER NOT NULL,
    state    TEXT    NOT NULL,
    box      BLOB,
    attempts INTEGER NOT NULL DEFAULT 0,
    next_at  INTEGER NOT NULL DEFAULT 0,
    said     TEXT,
    PRIMARY KEY (member, receiver)
) STRICT, WITHOUT ROWID;
CREATE INDEX member_relay_open ON member_relay (state, next_at);
