-- Who sells to the chain, and how an order reaches them: channel is mail, webhook or none (somebody tells them otherwise).
CREATE TABLE supplier (
    supplier   text             NOT NULL PRIMARY KEY,
    name       text             NOT NULL,
    name_key   text COLLATE "C" NOT NULL,
    channel    text             NOT NULL,
    address    text,
    language   text             NOT NULL DEFAULT 'en',
    lead_days  integer          NOT NULL,
    active     boolean          NOT NULL DEFAULT TRUE,
    version    bigint           NOT NULL DEFAULT 1,
    updated_at timestamptz      NOT NULL
);
CREATE INDEX supplier_by_name ON supplier (name_key, supplier);

-- What a supplier sells: fen for one piece or for 1,000 g, in packs of so many, never less than moq. lead_days where it is other than the supplier's.
CREATE TABLE supplier_product (
    supplier  text     NOT NULL,
    sku       text     NOT NULL,
    price_fen bigint   NOT NULL,
    pack      bigint   NOT NULL DEFAULT 1,
    moq       bigint   NOT NULL DEFAULT 1,
    lead_days integer,
    PRIMARY KEY (supplier, sku)
);
CREATE INDEX supplier_product_of_sku ON supplier_product (sku, supplier);

-- When a store orders a SKU and how much. needed is what the last look at it said, so that lists need not add up stock.
CREATE TABLE reorder_rule (
    store      text        NOT NULL,
    sku        text        NOT NULL,
    min        bigint      NOT NULL,
    max        bigint      NOT NULL,
    multiple   bigint      NOT NULL,
    supplier   text,
    needed     boolean     NOT NULL DEFAULT FALSE,
    version    bigint      NOT NULL DEFAULT 1,
    updated_at timestamptz NOT NULL,
    PRIMARY KEY (store, sku)
);
CREATE INDEX reorder_rule_needed ON reorder_rule (store, sku) WHERE needed;

-- Somebody does not want to be proposed a SKU until then.
CREATE TABLE snooze (
    store text        NOT NULL,
    sku   text        NOT NULL,
    until timestamptz NOT NULL,
    who   text        NOT NULL,
    why   text        NOT NULL,
    PRIMARY KEY (store, sku)
);

-- What a store may order for in a period (week or month of the store's own calendar), in fen.
CREATE TABLE budget (
    store      text        NOT NULL PRIMARY KEY,
    period     text        NOT NULL,
    amount_fen bigint      NOT NULL,
    version    bigint      NOT NULL DEFAULT 1,
    updated_at timestamptz NOT NULL
);

-- A store's purchases are written by one transaction at a time: the one that has counted this up.
CREATE TABLE purchase_turn (
    store text   NOT NULL PRIMARY KEY,
    turn  bigint NOT NULL
);

-- An order to a supplier: draft, sent, partly (received), received, cancelled. version is the one its readers hold.
-- lead_minutes: from sent to the last delivery, once it has ended.
CREATE TABLE purchase (
    store             text         NOT NULL,
    id                text         NOT NULL UNIQUE,
    supplier          text         NOT NULL,
    state             text         NOT NULL,
    version           bigint       NOT NULL DEFAULT 1,
    remark            text         NOT NULL DEFAULT '',
    created_at        timestamptz  NOT NULL,
    created_by        text         NOT NULL,
    sent_at           timestamptz,
    sent_by           text,
    sent_fen          bigint       NOT NULL DEFAULT 0,
    expected_at       timestamptz,
    acknowledged_at   timestamptz,
    reference         text,
    first_received_at timestamptz,
    last_received_at  timestamptz,
    ended_at          timestamptz,
    lead_minutes      bigint,
    PRIMARY KEY (store, id)
);
CREATE UNIQUE INDEX purchase_draft ON purchase (store, supplier) WHERE state = 'draft';
CREATE INDEX purchase_of_state ON purchase (state, id);
CREATE INDEX purchase_of_store_state ON purchase (store, state, id);
CREATE INDEX purchase_of_supplier ON purchase (supplier, id);
CREATE INDEX purchase_sent ON purchase (store, sent_at);

-- why (JSON) is what led to the quantity, funding to funded.
-- state is draft, open (sent and not all here), done or cancelled. Open lines are what is incoming: ordered - received. origin is rule, or the person whose quantity it is.
CREATE TABLE purchase_line (
    store     text    NOT NULL,
    purchase  text    NOT NULL,
    sku       text    NOT NULL,
    ordered   bigint  NOT NULL,
    received  bigint  NOT NULL DEFAULT 0,
    state     text    NOT NULL,
    price_fen bigint  NOT NULL,
    origin    text    NOT NULL,
    funded    boolean NOT NULL DEFAULT TRUE,
    why       text    NOT NULL DEFAULT '[]',
    funding   text    NOT NULL DEFAULT '[]',
    PRIMARY KEY (store, purchase, sku)
);
CREATE UNIQUE INDEX purchase_line_draft ON purchase_line (store, sku) WHERE state = 'draft';
CREATE INDEX purchase_line_open ON purchase_line (store, sku) WHERE state = 'open';

-- What happened to a purchase, for people. code and values (JSON) are what pages put into words.
CREATE TABLE purchase_note (
    store    text        NOT NULL,
    purchase text        NOT NULL,
    id       text        NOT NULL,
    at       timestamptz NOT NULL,
    who      text        NOT NULL,
    code     text        NOT NULL,
    detail   text        NOT NULL,
    PRIMARY KEY (store, purchase, id)
);

-- A delivery that was taken in, once per key. lines is JSON.
CREATE TABLE purchase_receipt (
    store    text        NOT NULL,
    purchase text        NOT NULL,
    key      text        NOT NULL,
    at       timestamptz NOT NULL,
    who      text        NOT NULL,
    lines    text        NOT NULL,
    PRIMARY KEY (store, purchase, key)
);

-- Members of these levels are served first; level is lower case.
CREATE TABLE vip_level (
    level text NOT NULL PRIMARY KEY
);
INSERT INTO vip_level (level) VALUES ('gold'), ('platinum'), ('diamond');

-- What members of those levels usually buy, followed along the version of member_line. store is the member's own store, empty where nobody knows which that is.
CREATE TABLE vip_usual (
    sku    text NOT NULL,
    store  text NOT NULL,
    member text NOT NULL,
    PRIMARY KEY (sku, store, member)
);
CREATE INDEX vip_usual_of_member ON vip_usual (member);
CREATE INDEX member_changed ON member (version, id);
CREATE TABLE vip_mark (
    id      integer NOT NULL PRIMARY KEY CHECK (id = 1),
    version bigint  NOT NULL
);
INSERT INTO vip_mark (id, version) VALUES (1, 0);

-- Every planogram that headquarters wanted of a gateway; version is that of its twin. applied is what was known when the next one came.
CREATE TABLE planogram (
    store     text        NOT NULL,
    gateway   text        NOT NULL,
    version   bigint      NOT NULL,
    planogram text,
    at        timestamptz NOT NULL,
    who       text        NOT NULL,
    applied   text        NOT NULL DEFAULT 'pending',
    said      text        NOT NULL DEFAULT '[]',
    PRIMARY KEY (store, gateway, version)
);
