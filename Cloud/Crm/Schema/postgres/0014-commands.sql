-- Commands that people sent to gateways, and what came of them. status is asked, underway, unanswered, unsent or what the gateway answered; progress and
-- body are JSON.
CREATE TABLE gateway_command (
    gateway     integer NOT NULL,
    id          text    NOT NULL,
    name        text    NOT NULL,
    device      text,
    who         text    NOT NULL,
    asked_at    timestamptz NOT NULL,
    wanted_until timestamptz NOT NULL,
    status      text    NOT NULL,
    reason      text,
    progress    text,
    body        text,
    answered_at timestamptz,
    PRIMARY KEY (gateway, id)
);
CREATE INDEX gateway_command_of ON gateway_command (gateway, asked_at);

-- Every configuration that was ever wanted of a gateway. cause is set, taken_back or the section that was changed; taken_from is the version that was taken back to.
CREATE TABLE gateway_twin_version (
    gateway     integer NOT NULL,
    version     bigint  NOT NULL,
    desired     text    NOT NULL,
    at          timestamptz NOT NULL,
    who         text,
    cause       text    NOT NULL,
    taken_from  bigint,
    reported    text,
    reported_at timestamptz,
    PRIMARY KEY (gateway, version)
);
INSERT INTO gateway_twin_version (gateway, version, desired, at, who, cause, reported, reported_at)
SELECT gateway, version, desired, desired_at, NULL, 'set', CASE WHEN reported_version = version THEN reported END, CASE WHEN reported_version = version THEN reported_at END FROM gateway_twin;
