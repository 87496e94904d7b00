-- Times are Unix milliseconds, UTC.
CREATE TABLE store (
    store TEXT NOT NULL PRIMARY KEY,
    name  TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- One row a gateway: what it last said of itself and how far it is committed. No foreign key to store, so that the tables can be distributed.
CREATE TABLE gateway (
    id                INTEGER PRIMARY KEY,
    gateway           TEXT    NOT NULL UNIQUE,
    store             TEXT    NOT NULL,
    shard             INTEGER NOT NULL,
    status            TEXT    NOT NULL DEFAULT 'unknown',
    status_since      INTEGER,
    version           TEXT,
    boot              TEXT,
    position          INTEGER NOT NULL DEFAULT 0,
    epoch             TEXT,
    committed_seq     INTEGER NOT NULL DEFAULT 0,
    epoch_count       INTEGER NOT NULL DEFAULT 0,
    highest_epoch     TEXT,
    highest_seq       INTEGER NOT NULL DEFAULT 0,
    last_event_at     INTEGER,
    last_committed_at INTEGER,
    depth             INTEGER NOT NULL DEFAULT 0,
    oldest_unsent     INTEGER,
    gap_events        INTEGER NOT NULL DEFAULT 0,
    revision          INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX gateway_store ON gateway (store);

-- epoch is our own running number of the gateway's epochs, name is theirs; position is the last sequence number committed in it.
CREATE TABLE gateway_epoch (
    gateway   INTEGER NOT NULL,
    epoch     INTEGER NOT NULL,
    name      TEXT    NOT NULL,
    first     INTEGER NOT NULL,
    position  INTEGER NOT NULL,
    opened_at INTEGER NOT NULL,
    PRIMARY KEY (gateway, epoch),
    UNIQUE (gateway, name)
) STRICT, WITHOUT ROWID;

-- body is the event's data object as it came.
CREATE TABLE event (
    gateway      INTEGER NOT NULL,
    position     INTEGER NOT NULL,
    epoch        INTEGER NOT NULL,
    seq          INTEGER NOT NULL,
    type         TEXT    NOT NULL,
    class        INTEGER NOT NULL,
    device       TEXT,
    time         INTEGER NOT NULL,
    clock_synced INTEGER NOT NULL,
    uptime       INTEGER,
    received_at  INTEGER NOT NULL,
    origin_id    TEXT,
    body         TEXT    NOT NULL,
    PRIMARY KEY (gateway, position),
    UNIQUE (gateway, epoch, seq)
) STRICT, WITHOUT ROWID;

CREATE TABLE event_tally (
    gateway INTEGER NOT NULL,
    type    TEXT    NOT NULL,
    count   INTEGER NOT NULL,
    PRIMARY KEY (gateway, type)
) STRICT, WITHOUT ROWID;

CREATE TABLE device_state (
    gateway      INTEGER NOT NULL,
    device       TEXT    NOT NULL,
    kind         TEXT,
    driver       TEXT,
    stable_name  TEXT,
    availability TEXT    NOT NULL DEFAULT 'unknown',
    since        INTEGER,
    reason       TEXT,
    sample       TEXT,
    sample_at    INTEGER,
    PRIMARY KEY (gateway, device)
) STRICT, WITHOUT ROWID;

-- payload is the first 4 KiB of what could not be read; size its full length.
CREATE TABLE dead_letter (
    id       INTEGER PRIMARY KEY AUTOINCREMENT,
    sha256   BLOB    NOT NULL UNIQUE,
    topic    TEXT    NOT NULL,
    gateway  TEXT,
    seq      INTEGER,
    reason   TEXT    NOT NULL,
    count    INTEGER NOT NULL,
    first_at INTEGER NOT NULL,
    last_at  INTEGER NOT NULL,
    size     INTEGER NOT NULL,
    payload  BLOB    NOT NULL
) STRICT;
CREATE INDEX dead_letter_gateway ON dead_letter (gateway);

-- token grows by one with each change of holder and never otherwise: the fence that a paused holder runs into.
CREATE TABLE shard_lease (
    shard      INTEGER NOT NULL PRIMARY KEY,
    holder     TEXT,
    token      INTEGER NOT NULL DEFAULT 0,
    expires_at INTEGER NOT NULL DEFAULT 0
) STRICT;
WITH RECURSIVE shards (shard) AS (SELECT 0 UNION ALL SELECT shard + 1 FROM shards WHERE shard < 63)
INSERT INTO shard_lease (shard) SELECT shard FROM shards;

-- The nodes that are alive, so that they can share the shards.
CREATE TABLE node (
    node       TEXT    NOT NULL PRIMARY KEY,
    expires_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE notice (
    id      INTEGER PRIMARY KEY AUTOINCREMENT,
    at      INTEGER NOT NULL,
    gateway TEXT,
    kind    TEXT    NOT NULL,
    text    TEXT    NOT NULL
) STRICT;
