-- What each gateway last said of itself: doc is the data of its gateway.health, at when that was as headquarters goes by.
CREATE TABLE gateway_health (
    gateway     integer     NOT NULL PRIMARY KEY,
    doc         text        NOT NULL,
    at          timestamptz NOT NULL,
    received_at timestamptz NOT NULL
) WITH (fillfactor = 50);

-- One sample each ten minutes, for a day: slot is 0 to 143 and its row is written over a day later, so that this never grows.
CREATE TABLE gateway_sample (
    gateway          integer     NOT NULL,
    slot             integer     NOT NULL,
    at               timestamptz NOT NULL,
    cpu_permille     bigint,
    decicelsius      bigint,
    memory_permille  bigint,
    disk_free_bytes  bigint,
    depth            bigint,
    oldest_seconds   bigint,
    round_trip_ms    bigint,
    lag_ms           bigint,
    PRIMARY KEY (gateway, slot)
) WITH (fillfactor = 70);

-- What headquarters makes of each gateway, and how that has changed. reasons are kinds of alarms, with blanks between.
CREATE TABLE gateway_state (
    gateway integer     NOT NULL PRIMARY KEY,
    state   text        NOT NULL,
    since   timestamptz NOT NULL,
    reasons text        NOT NULL
) WITH (fillfactor = 50);
CREATE TABLE gateway_state_change (
    gateway integer     NOT NULL,
    at      timestamptz NOT NULL,
    state   text        NOT NULL,
    reasons text        NOT NULL,
    PRIMARY KEY (gateway, at)
);

-- One open alarm for each gateway and kind; a closed one stays for a year.
CREATE TABLE gateway_alarm (
    id              text        NOT NULL PRIMARY KEY,
    gateway         integer     NOT NULL,
    kind            text        NOT NULL,
    detail          text        NOT NULL,
    opened_at       timestamptz NOT NULL,
    acknowledged_at timestamptz,
    acknowledged_by text,
    muted_until     timestamptz,
    muted_by        text,
    escalated_at    timestamptz,
    closed_at       timestamptz
);
CREATE UNIQUE INDEX gateway_alarm_open ON gateway_alarm (gateway, kind) WHERE closed_at IS NULL;
CREATE INDEX gateway_alarm_of ON gateway_alarm (gateway, opened_at);
