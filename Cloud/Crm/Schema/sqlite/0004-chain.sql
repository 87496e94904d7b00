-- Where a store stands in the chain and in the world. Degrees are millionths, so that both databases compare them alike.
ALTER TABLE store ADD COLUMN region TEXT;
ALTER TABLE store ADD COLUMN address TEXT;
ALTER TABLE store ADD COLUMN time_zone TEXT NOT NULL DEFAULT 'Asia/Shanghai';
ALTER TABLE store ADD COLUMN latitude_e6 INTEGER;
ALTER TABLE store ADD COLUMN longitude_e6 INTEGER;

CREATE TABLE region (
    region TEXT NOT NULL PRIMARY KEY,
    name TEXT NOT NULL,
    parent TEXT
) STRICT;

-- What the chain sells. unit is piece or gram: what quantities of it count. Money is in fen for one piece, or for 1,000 g.
CREATE TABLE product (
    sku TEXT NOT NULL PRIMARY KEY,
    name TEXT NOT NULL,
    name_key TEXT NOT NULL,
    gtin TEXT UNIQUE,
    category TEXT NOT NULL DEFAULT '',
    unit TEXT NOT NULL DEFAULT 'piece',
    cost_fen INTEGER NOT NULL DEFAULT 0,
    price_fen INTEGER NOT NULL DEFAULT 0,
    active INTEGER NOT NULL DEFAULT 1,
    updated_at INTEGER NOT NULL
) STRICT;
CREATE INDEX product_by_name ON product (name_key, sku);

-- Who did what, never changed: kept by every change that people make, and by every look at what is hidden. detail is JSON.
CREATE TABLE audit_entry (
    id TEXT NOT NULL PRIMARY KEY,
    at INTEGER NOT NULL,
    who TEXT NOT NULL,
    role TEXT NOT NULL,
    action TEXT NOT NULL,
    kind TEXT NOT NULL,
    subject TEXT NOT NULL,
    store TEXT,
    detail TEXT
) STRICT;
CREATE INDEX audit_of_subject ON audit_entry (kind, subject, id);

-- What is to leave the database: written with the change that causes it, carried out by any node, at least once. key tells the same cause from another.
CREATE TABLE outgoing (
    id TEXT NOT NULL PRIMARY KEY,
    kind TEXT NOT NULL,
    key TEXT NOT NULL UNIQUE,
    target TEXT NOT NULL,
    body TEXT NOT NULL,
    state TEXT NOT NULL DEFAULT 'waiting',
    attempts INTEGER NOT NULL DEFAULT 0,
    next_at INTEGER NOT NULL,
    said TEXT,
    created_at INTEGER NOT NULL,
    ended_at INTEGER
) STRICT;
CREATE INDEX outgoing_due ON outgoing (state, next_at);
