-- Where each gateway stands with its updates, as its last gateway.updated says: serials, and 0 for none. at is when headquarters heard it.
CREATE TABLE gateway_update (
    gateway integer     NOT NULL PRIMARY KEY,
    version text    NOT NULL,
    serial  bigint NOT NULL,
    arch    text    NOT NULL,
    highest bigint NOT NULL,
    staged  bigint NOT NULL,
    trial   bigint NOT NULL,
    failed  bigint NOT NULL,
    reason  text    NOT NULL,
    at      timestamptz NOT NULL
);

-- Bundles by the hash of all their bytes, and the bytes in pieces of 1 MiB; the pieces come first. is_signed says that headquarters has checked the signature itself.
CREATE TABLE bundle (
    hash        text    NOT NULL PRIMARY KEY,
    version     text    NOT NULL,
    serial      bigint NOT NULL,
    arch        text    NOT NULL,
    created_at  timestamptz NOT NULL,
    size        bigint NOT NULL,
    files       integer NOT NULL,
    is_signed   boolean NOT NULL,
    uploaded_by text    NOT NULL,
    uploaded_at timestamptz NOT NULL
);
CREATE TABLE bundle_piece (
    hash    text    NOT NULL,
    piece   integer NOT NULL,
    content bytea    NOT NULL,
    at      timestamptz NOT NULL,
    PRIMARY KEY (hash, piece)
);

-- Campaigns; plan is JSON. driver is the process that looks after it until driven_until. forgiven is how many failures a person has let pass.
CREATE TABLE campaign (
    id            text    NOT NULL PRIMARY KEY,
    name          text    NOT NULL,
    bundle        text    NOT NULL,
    plan          text    NOT NULL,
    stages        integer NOT NULL,
    state         text    NOT NULL,
    reason        text    NOT NULL,
    stage         integer NOT NULL,
    healthy_since timestamptz,
    forgiven      integer NOT NULL,
    left_out      integer NOT NULL,
    created_by    text    NOT NULL,
    created_at    timestamptz NOT NULL,
    changed_at    timestamptz NOT NULL,
    driver        text,
    driven_until  timestamptz
);
CREATE TABLE campaign_gateway (
    campaign   text    NOT NULL,
    gateway    integer NOT NULL,
    stage      integer NOT NULL,
    place      integer NOT NULL,
    state      text    NOT NULL,
    attempt    integer NOT NULL,
    failures   integer NOT NULL,
    told_at    timestamptz,
    seconds    integer NOT NULL,
    changed_at timestamptz NOT NULL,
    reason     text    NOT NULL,
    fetched    bigint NOT NULL,
    PRIMARY KEY (campaign, gateway)
);
CREATE INDEX campaign_gateway_of ON campaign_gateway (gateway);
