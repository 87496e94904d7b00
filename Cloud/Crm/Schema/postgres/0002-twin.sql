-- What each gateway is wanted to be like, and what it last said of it. Documents are JSON.
CREATE TABLE gateway_twin (
    gateway          integer     NOT NULL PRIMARY KEY,
    version          bigint      NOT NULL,
    desired          text        NOT NULL,
    desired_at       timestamptz NOT NULL,
    reported_version bigint,
    reported         text,
    reported_at      timestamptz
);
