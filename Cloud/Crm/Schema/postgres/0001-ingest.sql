CREATE TABLE store (
    store text NOT NULL PRIMARY KEY,
    name  text NOT NULL
);

-- One row a gateway: what it last said of itself and how far it is committed. No foreign key to store, so that the tables can be distributed.
CREATE TABLE gateway (
    id                integer     GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    gateway           text        NOT NULL UNIQUE,
    store             text        NOT NULL,
    shard             integer     NOT NULL,
    status            text        NOT NULL DEFAULT 'unknown',
    status_since      timestamptz,
    version           text,
    boot              text,
    position          bigint      NOT NULL DEFAULT 0,
    epoch             text,
    committed_seq     bigint      NOT NULL DEFAULT 0,
    epoch_count       integer     NOT NULL DEFAULT 0,
    highest_epoch     text,
    highest_seq       bigint      NOT NULL DEFAULT 0,
    last_event_at     timestamptz,
    last_committed_at timestamptz,
    depth             bigint      NOT NULL DEFAULT 0,
    oldest_unsent     timestamptz,
    gap_events        bigint      NOT NULL DEFAULT 0,
    revision          bigint      NOT NULL DEFAULT 0
) WITH (fillfactor = 50);
CREATE INDEX gateway_store ON gateway (store);

-- epoch is our own running number of the gateway's epochs, name is theirs; position is the last sequence number committed in it.
CREATE TABLE gateway_epoch (
    gateway   integer     NOT NULL,
    epoch     integer     NOT NULL,
    name      text        NOT NULL,
    first     bigint      NOT NULL,
    position  bigint      NOT NULL,
    opened_at timestamptz NOT NULL,
    PRIMARY KEY (gateway, epoch),
    UNIQUE (gateway, name)
) WITH (fillfactor = 50);

-- body is the event's data object as it came.
CREATE TABLE event (
    gateway      integer     NOT NULL,
    position     bigint      NOT NULL,
    epoch        integer     NOT NULL,
    seq          bigint      NOT NULL,
    type         text        NOT NULL,
    class        smallint    NOT NULL,
    device       text,
    time         timestamptz NOT NULL,
    clock_synced boolean     NOT NULL,
    uptime       bigint,
    received_at  timestamptz NOT NULL,
    origin_id    uuid,
    body         text        NOT NULL,
    PRIMARY KEY (gateway, position),
    UNIQUE (gateway, epoch, seq)
);

CREATE TABLE event_tally (
    gateway integer NOT NULL,
    type    text    NOT NULL,
    count   bigint  NOT NULL,
    PRIMARY KEY (gateway, type)
) WITH (fillfactor = 50);

CREATE TABLE device_state (
    gateway      integer NOT NULL,
    device       text    NOT NULL,
    kind         text,
    driver       text,
    stable_name  text,
    availability text    NOT NULL DEFAULT 'unknown',
    since        timestamptz,
    reason       text,
    sample       text,
    sample_at    timestamptz,
    PRIMARY KEY (gateway, device)
) WITH (fillfactor = 50);

-- payload is the first 4 KiB of what could not be read; size its full length.
CREATE TABLE dead_letter (
    id       bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    sha256   bytea       NOT NULL UNIQUE,
    topic    text        NOT NULL,
    gateway  text,
    seq      bigint,
    reason   text        NOT NULL,
    count    bigint      NOT NULL,
    first_at timestamptz NOT NULL,
    last_at  timestamptz NOT NULL,
    size     bigint      NOT NULL,
    payload  bytea       NOT NULL
);
CREATE INDEX dead_letter_gateway ON dead_letter (gateway);

-- token grows by one with each change of holder and never otherwise: the fence that a paused holder runs into.
CREATE TABLE shard_lease (
    shard      integer     NOT NULL PRIMARY KEY,
    holder     text,
    token      bigint      NOT NULL DEFAULT 0,
    expires_at timestamptz NOT NULL DEFAULT '-infinity'
) WITH (fillfactor = 50);
INSERT INTO shard_lease (shard) SELECT generate_series(0, 63);

-- The nodes that are alive, so that they can share the shards.
CREATE TABLE node (
    node       text        NOT NULL PRIMARY KEY,
    expires_at timestamptz NOT NULL
);

CREATE TABLE notice (
    id      bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    at      timestamptz NOT NULL,
    gateway text,
    kind    text        NOT NULL,
    text    text        NOT NULL
);
