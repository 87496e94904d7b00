-- Commands that people sent to gateways, and what came of them. status is asked, underway, unanswered, unsent or what the gateway answered; progress and
-- body are JSON.
CREATE TABLE gateway_command (
    gateway     INTEGER NOT NULL,
    id          TEXT    NOT NULL,
    name        TEXT    NOT NULL,
    device      TEXT,
    who         TEXT    NOT NULL,
    asked_at    INTEGER NOT NULL,
    wanted_until INTEGER NOT NULL,
    status      TEXT    NOT NULL,
    reason      TEXT,
    progress    TEXT,
    body        TEXT,
    answered_at INTEGER,
    PRIMARY KEY (gateway, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX gateway_command_of ON gateway_command (gateway, asked_at);

-- Every configuration that was ever wanted of a gateway. cause is set, taken_back or the section that was changed; taken_from is the version that was taken back to.
CREATE TABLE gateway_twin_version (
    gateway     INTEGER NOT NULL,
    version     INTEGER NOT NULL,
    desired     TEXT    NOT NULL,
    at          INTEGER NOT NULL,
    who         TEXT,
    cause       TEXT    NOT NULL,
    taken_from  INTEGER,
    reported    TEXT,
    reported_at INTEGER,
    PRIMARY KEY (gateway, version)
) STRICT;
INSERT INTO gateway_twin_version (gateway, version, desired, at, who, cause, reported, reported_at)
SELECT gateway, version, desired, desired_at, NULL, 'set', CASE WHEN reported_version = version THEN reported END, CASE WHEN reported_version = version THEN reported_at END FROM gateway_twin;
