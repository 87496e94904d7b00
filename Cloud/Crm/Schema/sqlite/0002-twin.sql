-- What each gateway is wanted to be like, and what it last said of it. Documents are JSON.
CREATE TABLE gateway_twin (
    gateway          INTEGER NOT NULL PRIMARY KEY,
    version          INTEGER NOT NULL,
    desired          TEXT    NOT NULL,
    desired_at       INTEGER NOT NULL,
    reported_version INTEGER,
    reported         TEXT,
    reported_at      INTEGER
) STRICT;
