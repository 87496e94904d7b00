-- One row for each SKU that a store ever had to do with. Whoever writes stock locks these rows first, in the order of (store, sku): what follows is then alone
-- with those goods. touched: the watch has not looked since the goods moved. plated_at: since when they lie on plates, and sales of them go out of the basket.
-- negative and low are what the watch saw last; they serve lists that filter by them.
CREATE TABLE stock_item (
    store    text    NOT NULL,
    sku      text    NOT NULL,
    touched  boolean NOT NULL DEFAULT TRUE,
    plated_at timestamptz,
    negative boolean NOT NULL DEFAULT FALSE,
    low      boolean NOT NULL DEFAULT FALSE,
    PRIMARY KEY (store, sku)
) WITH (fillfactor = 70);
CREATE INDEX stock_item_of_sku ON stock_item (sku, store);
CREATE INDEX stock_item_touched ON stock_item (store, sku) WHERE touched;
CREATE INDEX stock_item_low ON stock_item (store, sku) WHERE low;
CREATE INDEX stock_item_negative ON stock_item (store, sku) WHERE negative;

-- What the books say lies where. The sum over all locations of all stores is 0 for each SKU. moved_at is the latest moment at which something moved here;
-- counted_at and counted are the latest count; told_at is the latest moment at which the plate itself said how many lie on it.
CREATE TABLE stock_level (
    store      text        NOT NULL,
    sku        text        NOT NULL,
    location   text        NOT NULL,
    quantity   bigint      NOT NULL,
    moved_at   timestamptz NOT NULL,
    counted_at timestamptz,
    counted    bigint,
    told_at    timestamptz,
    PRIMARY KEY (store, sku, location)
) WITH (fillfactor = 50);

-- Baskets, for whoever settles what stays in them. Not by quantity: an index of that would be written with every move.
CREATE INDEX stock_level_basket ON stock_level (store, sku) WHERE location = 'basket';

-- Every change, never changed itself: quantity (above 0) of a SKU went from a location of store to a location of to_store. at is when it happened, id when it was
-- written. evidence is what the change rests on; key keeps the same cause from moving twice.
CREATE TABLE stock_move (
    store         text        NOT NULL,
    id            text        NOT NULL,
    at            timestamptz NOT NULL,
    sku           text        NOT NULL,
    quantity      bigint      NOT NULL,
    from_location text        NOT NULL,
    to_store      text        NOT NULL,
    to_location   text        NOT NULL,
    reason        text        NOT NULL,
    evidence      text        NOT NULL,
    who           text        NOT NULL,
    key           text,
    PRIMARY KEY (store, id)
);
CREATE INDEX stock_move_of_sku ON stock_move (store, sku, at, id);
CREATE INDEX stock_move_into ON stock_move (to_store, sku, at, id) WHERE to_store <> store;
CREATE UNIQUE INDEX stock_move_key ON stock_move (store, key) WHERE key IS NOT NULL;

-- Names that a store gives to places, and where in the books they stand. A name that nobody placed is a place of the sales area.
CREATE TABLE stock_location (
    store    text NOT NULL,
    name_key text NOT NULL,
    name     text NOT NULL,
    location text NOT NULL,
    PRIMARY KEY (store, name_key)
);

-- A plate as its gateway speaks of it. doubt is ambiguous or disturbed while nobody can say what lies there.
CREATE TABLE stock_plate (
    store    text        NOT NULL,
    plate    text        NOT NULL,
    gateway  integer     NOT NULL,
    device   text,
    said_at  timestamptz NOT NULL,
    doubt    text,
    doubt_at timestamptz,
    doubt_evidence text,
    PRIMARY KEY (store, plate)
);

-- Goods put aside. held until it is released, fulfilled or its time is over.
CREATE TABLE stock_reservation (
    store      text        NOT NULL,
    id         text        NOT NULL,
    sku        text        NOT NULL,
    quantity   bigint      NOT NULL,
    state      text        NOT NULL,
    reason     text        NOT NULL,
    who        text        NOT NULL,
    created_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    ended_at   timestamptz,
    key        text,
    PRIMARY KEY (store, id)
);
CREATE INDEX stock_reservation_held ON stock_reservation (store, sku, expires_at) WHERE state = 'held';
CREATE INDEX stock_reservation_due ON stock_reservation (expires_at) WHERE state = 'held';
CREATE UNIQUE INDEX stock_reservation_key ON stock_reservation (store, key) WHERE key IS NOT NULL;

-- Every count, booked or not: counted at at. A count of another session of the gateways within half an hour at the same location is a part of one count.
CREATE TABLE stock_count (
    store     text        NOT NULL,
    sku       text        NOT NULL,
    location  text        NOT NULL,
    at        timestamptz NOT NULL,
    id        text        NOT NULL,
    session   text,
    name      text        NOT NULL,
    counted   bigint      NOT NULL,
    expected  bigint,
    said      text,
    who       text        NOT NULL,
    evidence  text        NOT NULL,
    PRIMARY KEY (store, sku, location, at, id)
);
CREATE INDEX stock_count_of_session ON stock_count (store, session, sku) WHERE session IS NOT NULL;
CREATE INDEX stock_count_by_id ON stock_count (store, id);

-- A stocktake at headquarters' page, or a counting session of a gateway once its first line came.
CREATE TABLE stocktake (
    store      text        NOT NULL,
    id         text        NOT NULL,
    location   text        NOT NULL,
    name       text        NOT NULL,
    state      text        NOT NULL,
    who        text        NOT NULL,
    source     text        NOT NULL,
    started_at timestamptz NOT NULL,
    closed_at  timestamptz,
    key        text,
    PRIMARY KEY (store, id)
);
CREATE UNIQUE INDEX stocktake_by_id ON stocktake (id);
CREATE INDEX stocktake_newest ON stocktake (started_at, id);
CREATE UNIQUE INDEX stocktake_key ON stocktake (store, key) WHERE key IS NOT NULL;

-- A line of an open stocktake: what was counted so far, and when last.
CREATE TABLE stocktake_line (
    stocktake  text        NOT NULL,
    sku        text        NOT NULL,
    counted    bigint      NOT NULL,
    counted_at timestamptz NOT NULL,
    PRIMARY KEY (stocktake, sku)
);

-- Scans that were counted already: the same again counts nothing.
CREATE TABLE stocktake_scan (
    stocktake text NOT NULL,
    scan      text NOT NULL,
    PRIMARY KEY (stocktake, scan)
);

-- Goods on their way between two stores. Shipped, they stand in the sender's transit until they are received, or settled as lost or found.
CREATE TABLE stock_transfer (
    id          text        NOT NULL PRIMARY KEY,
    from_store  text        NOT NULL,
    to_store    text        NOT NULL,
    state       text        NOT NULL,
    who         text        NOT NULL,
    created_at  timestamptz NOT NULL,
    shipped_at  timestamptz,
    received_at timestamptz,
    key         text UNIQUE,
    version     bigint      NOT NULL DEFAULT 1
);
CREATE INDEX stock_transfer_from ON stock_transfer (from_store, id);
CREATE INDEX stock_transfer_to ON stock_transfer (to_store, id);

CREATE TABLE stock_transfer_line (
    transfer text   NOT NULL,
    sku      text   NOT NULL,
    to_store text   NOT NULL,
    asked    bigint NOT NULL,
    shipped  bigint NOT NULL DEFAULT 0,
    received bigint NOT NULL DEFAULT 0,
    lost     bigint NOT NULL DEFAULT 0,
    found    bigint NOT NULL DEFAULT 0,
    PRIMARY KEY (transfer, sku)
);
-- What is still to come of it.
CREATE INDEX stock_transfer_incoming ON stock_transfer_line (to_store, sku) WHERE shipped > received + lost + found;

-- Something about stock that somebody should know: raised once, until it ends. source tells the store's own alarms of several gateways apart.
CREATE TABLE stock_alarm (
    store           text        NOT NULL,
    id              text        NOT NULL,
    kind            text        NOT NULL,
    subject         text        NOT NULL,
    source          text        NOT NULL DEFAULT '',
    raised_at       timestamptz NOT NULL,
    quantity        bigint,
    threshold       bigint,
    evidence        text        NOT NULL,
    acknowledged_at timestamptz,
    acknowledged_by text,
    ended_at        timestamptz,
    PRIMARY KEY (store, id)
);
CREATE UNIQUE INDEX stock_alarm_open ON stock_alarm (store, kind, subject, source) WHERE ended_at IS NULL;
CREATE INDEX stock_alarm_newest ON stock_alarm (raised_at, id);
CREATE INDEX stock_alarm_by_id ON stock_alarm (id);
CREATE INDEX stock_alarm_of_store ON stock_alarm (store, raised_at, id);

-- How far a store's books were checked: the sum of all its moves written before upto is kept in stock_checked_sum, so that a check adds up only what came since.
-- wrong is JSON; moves are those before upto, total those since. The row of the store '' is the check of the sums over the whole chain, and total is that sum.
CREATE TABLE stock_checked (
    store      text NOT NULL PRIMARY KEY,
    upto       text NOT NULL,
    moves      bigint NOT NULL,
    locations  bigint NOT NULL,
    skus       bigint NOT NULL,
    total      bigint NOT NULL,
    wrong      text NOT NULL,
    checked_at timestamptz NOT NULL
);
CREATE TABLE stock_checked_sum (
    store    text NOT NULL,
    sku      text NOT NULL,
    location text NOT NULL,
    quantity bigint NOT NULL,
    PRIMARY KEY (store, sku, location)
);
