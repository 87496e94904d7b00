-- Where a store stands in the chain and in the world. Degrees are millionths, so that both databases compare them alike.
ALTER TABLE store ADD COLUMN region text;
ALTER TABLE store ADD COLUMN address text;
ALTER TABLE store ADD COLUMN time_zone text NOT NULL DEFAULT 'Asia/Shanghai';
ALTER TABLE store ADD COLUMN latitude_e6 integer;
ALTER TABLE store ADD COLUMN longitude_e6 integer;

CREATE TABLE region (
    region text NOT NULL PRIMARY KEY,
    name   text NOT NULL,
    parent text
);

-- What the chain sells. unit is piece or gram: what quantities of it count. Money is in fen for one piece, or for 1,000 g.
CREATE TABLE product (
    sku        text        NOT NULL PRIMARY KEY,
    name       text        NOT NULL,
    name_key   text COLLATE "C" NOT NULL,
    gtin       text UNIQUE,
    category   text        NOT NULL DEFAULT '',
    unit       text        NOT NULL DEFAULT 'piece',
    cost_fen   bigint      NOT NULL DEFAULT 0,
    price_fen  bigint      NOT NULL DEFAULT 0,
    active     boolean     NOT NULL DEFAULT TRUE,
    updated_at timestamptz NOT NULL
);
CREATE INDEX product_by_name ON product (name_key, sku);

-- Who did what, never changed: kept by every change that people make, and by every look at what is hidden. detail is JSON.
CREATE TABLE audit_entry (
    id      text        NOT NULL PRIMARY KEY,
    at      timestamptz NOT NULL,
    who     text        NOT NULL,
    role    text        NOT NULL,
    action  text        NOT NULL,
    kind    text        NOT NULL,
    subject text        NOT NULL,
    store   text,
    detail  text
);
CREATE INDEX audit_of_subject ON audit_entry (kind, subject, id);

-- What is to leave the database: written with the change that causes it, carried out by any node, at least once. key tells the same cause from another.
CREATE TABLE outgoing (
    id         text        NOT NULL PRIMARY KEY,
    kind       text        NOT NULL,
    key        text        NOT NULL UNIQUE,
    target     text        NOT NULL,
    body       text        NOT NULL,
    state      text        NOT NULL DEFAULT 'waiting',
    attempts   integer     NOT NULL DEFAULT 0,
    next_at    timestamptz NOT NULL,
    said       text,
    created_at timestamptz NOT NULL,
    ended_at   timestamptz
);
CREATE INDEX outgoing_due ON outgoing (state, next_at);
