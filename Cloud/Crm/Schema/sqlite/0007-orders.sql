-- Who sells to the chain, and how an order reaches them: channel is mail, webhook or none (somebody tells them otherwise).
CREATE TABLE supplier (
    supplier   TEXT    NOT NULL PRIMARY KEY,
    name       TEXT    NOT NULL,
    name_key   TEXT    NOT NULL,
    channel    TEXT    NOT NULL,
    address    TEXT,
    language   TEXT    NOT NULL DEFAULT 'en',
    lead_days  INTEGER NOT NULL,
    active     INTEGER NOT NULL DEFAULT 1,
    version    INTEGER NOT NULL DEFAULT 1,
    updated_at INTEGER NOT NULL
) STRICT;
CREATE INDEX supplier_by_name ON supplier (name_key, supplier);

-- What a supplier sells: fen for one piece or for 1,000 g, in packs of so many, never less than moq. lead_days where it is other than the supplier's.
CREATE TABLE supplier_product (
    supplier  TEXT    NOT NULL,
    sku       TEXT    NOT NULL,
    price_fen INTEGER NOT NULL,
    pack      INTEGER NOT NULL DEFAULT 1,
    moq       INTEGER NOT NULL DEFAULT 1,
    lead_days INTEGER,
    PRIMARY KEY (supplier, sku)
) STRICT, WITHOUT ROWID;
CREATE INDEX supplier_product_of_sku ON supplier_product (sku, supplier);

-- When a store orders a SKU and how much. needed is what the last look at it said, so that lists need not add up stock.
CREATE TABLE reorder_rule (
    store      TEXT    NOT NULL,
    sku        TEXT    NOT NULL,
    min        INTEGER NOT NULL,
    max        INTEGER NOT NULL,
    multiple   INTEGER NOT NULL,
    supplier   TEXT,
    needed     INTEGER NOT NULL DEFAULT 0,
    version    INTEGER NOT NULL DEFAULT 1,
    updated_at INTEGER NOT NULL,
    PRIMARY KEY (store, sku)
) STRICT, WITHOUT ROWID;
CREATE INDEX reorder_rule_needed ON reorder_rule (store, sku) WHERE needed = 1;

-- Somebody does not want to be proposed a SKU until then.
CREATE TABLE snooze (
    store   TEXT    NOT NULL,
    sku     TEXT    NOT NULL,
    until   INTEGER NOT NULL,
    who     TEXT    NOT NULL,
    why     TEXT    NOT NULL,
    PRIMARY KEY (store, sku)
) STRICT, WITHOUT ROWID;

-- What a store may order for in a period (week or month of the store's own calendar), in fen.
CREATE TABLE budget (
    store      TEXT    NOT NULL PRIMARY KEY,
    period     TEXT    NOT NULL,
    amount_fen INTEGER NOT NULL,
    version    INTEGER NOT NULL DEFAULT 1,
    updated_at INTEGER NOT NULL
) STRICT;

-- A store's purchases are written by one transaction at a time: the one that has counted this up.
CREATE TABLE purchase_turn (
    store TEXT    NOT NULL PRIMARY KEY,
    turn  INTEGER NOT NULL
) STRICT;

-- An order to a supplier: draft, sent, partly (received), received, cancelled. version is the one its readers hold.
-- lead_minutes: from sent to the last delivery, once it has ended.
CREATE TABLE purchase (
    store             TEXT    NOT NULL,
    id                TEXT    NOT NULL UNIQUE,
    supplier          TEXT    NOT NULL,
    state             TEXT    NOT NULL,
    version           INTEGER NOT NULL DEFAULT 1,
    remark            TEXT    NOT NULL DEFAULT '',
    created_at        INTEGER NOT NULL,
    created_by        TEXT    NOT NULL,
    sent_at           INTEGER,
    sent_by           TEXT,
    sent_fen          INTEGER NOT NULL DEFAULT 0,
    expected_at       INTEGER,
    acknowledged_at   INTEGER,
    reference         TEXT,
    first_received_at INTEGER,
    last_received_at  INTEGER,
    ended_at          INTEGER,
    lead_minutes      INTEGER,
    PRIMARY KEY (store, id)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX purchase_draft ON purchase (store, supplier) WHERE state = 'draft';
CREATE INDEX purchase_of_state ON purchase (state, id);
CREATE INDEX purchase_of_store_state ON purchase (store, state, id);
CREATE INDEX purchase_of_supplier ON purchase (supplier, id);
CREATE INDEX purchase_sent ON purchase (store, sent_at);

-- why (JSON) is what led to the quantity, funding to funded.
-- state is draft, open (sent and not all here), done or cancelled. Open lines are what is incoming: ordered - received. origin is rule, or the person whose quantity it is.
CREATE TABLE purchase_line (
    store     TEXT    NOT NULL,
    purchase  TEXT    NOT NULL,
    sku       TEXT    NOT NULL,
    ordered   INTEGER NOT NULL,
    received  INTEGER NOT NULL DEFAULT 0,
    state     TEXT    NOT NULL,
    price_fen INTEGER NOT NULL,
    origin    TEXT    NOT NULL,
    funded    INTEGER NOT NULL DEFAULT 1,
    why       TEXT    NOT NULL DEFAULT '[]',
    funding   TEXT    NOT NULL DEFAULT '[]',
    PRIMARY KEY (store, purchase, sku)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX purchase_line_draft ON purchase_line (store, sku) WHERE state = 'draft';
CREATE INDEX purchase_line_open ON purchase_line (store, sku) WHERE state = 'open';

-- What happened to a purchase, for people. code and values (JSON) are what pages put into words.
CREATE TABLE purchase_note (
    store    TEXT    NOT NULL,
    purchase TEXT    NOT NULL,
    id       TEXT    NOT NULL,
    at       INTEGER NOT NULL,
    who      TEXT    NOT NULL,
    code     TEXT    NOT NULL,
    detail   TEXT    NOT NULL,
    PRIMARY KEY (store, purchase, id)
) STRICT, WITHOUT ROWID;

-- A delivery that was taken in, once per key. lines is JSON.
CREATE TABLE purchase_receipt (
    store    TEXT    NOT NULL,
    purchase TEXT    NOT NULL,
    key      TEXT    NOT NULL,
    at       INTEGER NOT NULL,
    who      TEXT    NOT NULL,
    lines    TEXT    NOT NULL,
    PRIMARY KEY (store, purchase, key)
) STRICT, WITHOUT ROWID;

-- Members of these levels are served first; level is lower case.
CREATE TABLE vip_level (
    level TEXT NOT NULL PRIMARY KEY
) STRICT;
INSERT INTO vip_level (level) VALUES ('gold'), ('platinum'), ('diamond');

-- What members of those levels usually buy, followed along the version of member_line. store is the member's own store, empty where nobody knows which that is.
CREATE TABLE vip_usual (
    sku    TEXT NOT NULL,
    store  TEXT NOT NULL,
    member TEXT NOT NULL,
    PRIMARY KEY (sku, store, member)
) STRICT, WITHOUT ROWID;
CREATE INDEX vip_usual_of_member ON vip_usual (member);
CREATE INDEX member_changed ON member (version, id);
CREATE TABLE vip_mark (
    id      INTEGER NOT NULL PRIMARY KEY CHECK (id = 1),
    version INTEGER NOT NULL
) STRICT;
INSERT INTO vip_mark (id, version) VALUES (1, 0);

-- Every planogram that headquarters wanted of a gateway; version is that of its twin. applied is what was known when the next one came.
CREATE TABLE planogram (
    store     TEXT    NOT NULL,
    gateway   TEXT    NOT NULL,
    version   INTEGER NOT NULL,
    planogram TEXT,
    at        INTEGER NOT NULL,
    who       TEXT    NOT NULL,
    applied   TEXT    NOT NULL DEFAULT 'pending',
    said      TEXT    NOT NULL DEFAULT '[]',
    PRIMARY KEY (store, gateway, version)
) STRICT, WITHOUT ROWID;
