-- Where each gateway stands with its updates, as its last gateway.updated says: serials, and 0 for none. at is when headquarters heard it.
CREATE TABLE gateway_update (
    gateway INTEGER PRIMARY KEY,
    version TEXT    NOT NULL,
    serial  INTEGER NOT NULL,
    arch    TEXT    NOT NULL,
    highest INTEGER NOT NULL,
    staged  INTEGER NOT NULL,
    trial   INTEGER NOT NULL,
    failed  INTEGER NOT NULL,
    reason  TEXT    NOT NULL,
    at      INTEGER NOT NULL
) STRICT;

-- Bundles by the hash of all their bytes, and the bytes in pieces of 1 MiB; the pieces come first. is_signed says that headquarters has checked the signature itself.
CREATE TABLE bundle (
    hash        TEXT    NOT NULL PRIMARY KEY,
    version     TEXT    NOT NULL,
    serial      INTEGER NOT NULL,
    arch        TEXT    NOT NULL,
    created_at  INTEGER NOT NULL,
    size        INTEGER NOT NULL,
    files       INTEGER NOT NULL,
    is_signed   INTEGER NOT NULL,
    uploaded_by TEXT    NOT NULL,
    uploaded_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE bundle_piece (
    hash    TEXT    NOT NULL,
    piece   INTEGER NOT NULL,
    content BLOB    NOT NULL,
    at      INTEGER NOT NULL,
    PRIMARY KEY (hash, piece)
) STRICT;

-- Campaigns; plan is JSON. driver is the process that looks after it until driven_until. forgiven is how many failures a person has let pass.
CREATE TABLE campaign (
    id            TEXT    NOT NULL PRIMARY KEY,
    name          TEXT    NOT NULL,
    bundle        TEXT    NOT NULL,
    plan          TEXT    NOT NULL,
    stages        INTEGER NOT NULL,
    state         TEXT    NOT NULL,
    reason        TEXT    NOT NULL,
    stage         INTEGER NOT NULL,
    healthy_since INTEGER,
    forgiven      INTEGER NOT NULL,
    left_out      INTEGER NOT NULL,
    created_by    TEXT    NOT NULL,
    created_at    INTEGER NOT NULL,
    changed_at    INTEGER NOT NULL,
    driver        TEXT,
    driven_until  INTEGER
) STRICT, WITHOUT ROWID;
CREATE TABLE campaign_gateway (
    campaign   TEXT    NOT NULL,
    gateway    INTEGER NOT NULL,
    stage      INTEGER NOT NULL,
    place      INTEGER NOT NULL,
    state      TEXT    NOT NULL,
    attempt    INTEGER NOT NULL,
    failures   INTEGER NOT NULL,
    told_at    INTEGER,
    seconds    INTEGER NOT NULL,
    changed_at INTEGER NOT NULL,
    reason     TEXT    NOT NULL,
    fetched    INTEGER NOT NULL,
    PRIMARY KEY (campaign, gateway)
) STRICT, WITHOUT ROWID;
CREATE INDEX campaign_gateway_of ON campaign_gateway (gateway);
