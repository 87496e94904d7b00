-- What each gateway last said of itself: doc is the data of its gateway.health, at when that was as headquarters goes by.
CREATE TABLE gateway_health (
    gateway     INTEGER PRIMARY KEY,
    doc         TEXT    NOT NULL,
    at          INTEGER NOT NULL,
    received_at INTEGER NOT NULL
) STRICT;

-- One sample each ten minutes, for a day: slot is 0 to 143 and its row is written over a day later, so that this never grows.
CREATE TABLE gateway_sample (
    gateway          INTEGER NOT NULL,
    slot             INTEGER NOT NULL,
    at               INTEGER NOT NULL,
    cpu_permille     INTEGER,
    decicelsius      INTEGER,
    memory_permille  INTEGER,
    disk_free_bytes  INTEGER,
    depth            INTEGER,
    oldest_seconds   INTEGER,
    round_trip_ms    INTEGER,
    lag_ms           INTEGER,
    PRIMARY KEY (gateway, slot)
) STRICT, WITHOUT ROWID;

-- What headquarters makes of each gateway, and how that has changed. reasons are kinds of alarms, with blanks between.
CREATE TABLE gateway_state (
    gateway INTEGER PRIMARY KEY,
    state   TEXT    NOT NULL,
    since   INTEGER NOT NULL,
    reasons TEXT    NOT NULL
) STRICT;
CREATE TABLE gateway_state_change (
    gateway INTEGER NOT NULL,
    at      INTEGER NOT NULL,
    state   TEXT    NOT NULL,
    reasons TEXT    NOT NULL,
    PRIMARY KEY (gateway, at)
) STRICT, WITHOUT ROWID;

-- One open alarm for each gateway and kind; a closed one stays for a year.
CREATE TABLE gateway_alarm (
    id              TEXT    NOT NULL PRIMARY KEY,
    gateway         INTEGER NOT NULL,
    kind            TEXT    NOT NULL,
    detail          TEXT    NOT NULL,
    opened_at       INTEGER NOT NULL,
    acknowledged_at INTEGER,
    acknowledged_by TEXT,
    muted_until     INTEGER,
    muted_by        TEXT,
    escalated_at    INTEGER,
    closed_at       INTEGER
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX gateway_alarm_open ON gateway_alarm (gateway, kind) WHERE closed_at IS NULL;
CREATE INDEX gateway_alarm_of ON gateway_alarm (gateway, opened_at);
