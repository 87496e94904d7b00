-- One row for each SKU that a store ever had to do with. Whoever writes stock locks these rows first, in the order of (store, sku): what follows is then alone
-- with those goods. touched: the watch has not looked since the goods moved. plated_at: since when they lie on plates, and sales of them go out of the basket.
-- negative and low are what the watch saw last; they serve lists that filter by them.
CREATE TABLE stock_item (
    store    TEXT    NOT NULL,
    sku TEXT    NOT NULL,
    touched INTEGER NOT NULL DEFAULT 1,
    plated_at INTEGER,
    negative INTEGER NOT NULL DEFAULT 0,
    low INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (store, sku)
) STRICT, WITHOUT ROWID;
CREATE INDEX stock_item_of_sku ON stock_item (sku, store);
CREATE INDEX stock_item_touched ON stock_item (store, sku) WHERE touched;
CREATE INDEX stock_item_low ON stock_item (store, sku) WHERE low;
CREATE INDEX stock_item_negative ON stock_item (store, sku) WHERE negative;

-- What the books say lies where. The sum over all locations of all stores is 0 for each SKU. moved_at is the latest moment at which something moved here;
-- counted_at and counted are the latest count; told_at is the latest moment at which the plate itself said how many lie on it.
CREATE TABLE stock_level (
    store TEXT NOT NULL,
    sku TEXT NOT NULL,
    location TEXT NOT NULL,
    quantity INTEGER NOT NULL,
    moved_at INTEGER NOT NULL,
    counted_at INTEGER,
    counted    INTEGER,
    told_at    INTEGER,
    PRIMARY KEY (store, sku, location)
) STRICT, WITHOUT ROWID;

-- Baskets, for whoever settles what stays in them. Not by quantity: an index of that would be written with every move.
CREATE INDEX stock_level_basket ON stock_level (store, sku) WHERE location = 'basket';

-- Every change, never changed itself: quantity (above 0) of a SKU went from a location of store to a location of to_store. at is when it happened, id when it was
-- written. evidence is what the change rests on; key keeps the same cause from moving twice.
CREATE TABLE stock_move (
    store TEXT NOT NULL,
    id TEXT NOT NULL,
    at INTEGER NOT NULL,
    sku TEXT NOT NULL,
    quantity INTEGER NOT NULL,
    from_location TEXT NOT NULL,
    to_store TEXT NOT NULL,
    to_location TEXT NOT NULL,
    reason TEXT NOT NULL,
    evidence TEXT NOT NULL,
    who TEXT NOT NULL,
    key TEXT,
    PRIMARY KEY (store, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX stock_move_of_sku ON stock_move (store, sku, at, id);
CREATE INDEX stock_move_into ON stock_move (to_store, sku, at, id) WHERE to_store <> store;
CREATE UNIQUE INDEX stock_move_key ON stock_move (store, key) WHERE key IS NOT NULL;

-- Names that a store gives to places, and where in the books they stand. A name that nobody placed is a place of the sales area.
CREATE TABLE stock_location (
    store    TEXT NOT NULL,
    name_key TEXT NOT NULL,
    name TEXT NOT NULL,
    location TEXT NOT NULL,
    PRIMARY KEY (store, name_key)
) STRICT;

-- A plate as its gateway speaks of it. doubt is ambiguous or disturbed while nobody can say what lies there.
CREATE TABLE stock_plate (
    store    TEXT NOT NULL,
    plate    TEXT NOT NULL,
    gateway INTEGER NOT NULL,
    device TEXT,
    said_at INTEGER NOT NULL,
    doubt    TEXT,
    doubt_at INTEGER,
    doubt_evidence TEXT,
    PRIMARY KEY (store, plate)
) STRICT;

-- Goods put aside. held until it is released, fulfilled or its time is over.
CREATE TABLE stock_reservation (
    store TEXT NOT NULL,
    id TEXT NOT NULL,
    sku TEXT NOT NULL,
    quantity INTEGER NOT NULL,
    state TEXT NOT NULL,
    reason TEXT NOT NULL,
    who TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    ended_at INTEGER,
    key TEXT,
    PRIMARY KEY (store, id)
) STRICT;
CREATE INDEX stock_reservation_held ON stock_reservation (store, sku, expires_at) WHERE state = 'held';
CREATE INDEX stock_reservation_due ON stock_reservation (expires_at) WHERE state = 'held';
CREATE UNIQUE INDEX stock_reservation_key ON stock_reservation (store, key) WHERE key IS NOT NULL;

-- Every count, booked or not: counted at at. A count of another session of the gateways within half an hour at the same location is a part of one count.
CREATE TABLE stock_count (
    store TEXT NOT NULL,
    sku TEXT NOT NULL,
    location TEXT NOT NULL,
    at INTEGER NOT NULL,
    id TEXT NOT NULL,
    session TEXT,
    name TEXT NOT NULL,
    counted INTEGER NOT NULL,
    expected INTEGER,
    said TEXT,
    who TEXT NOT NULL,
    evidence TEXT NOT NULL,
    PRIMARY KEY (store, sku, location, at, id)
) STRICT;
CREATE INDEX stock_count_of_session ON stock_count (store, session, sku) WHERE session IS NOT NULL;
CREATE INDEX stock_count_by_id ON stock_count (store, id);

-- A stocktake at headquarters' page, or a counting session of a gateway once its first line came.
CREATE TABLE stocktake (
    store TEXT NOT NULL,
    id TEXT NOT NULL,
    location TEXT NOT NULL,
    name TEXT NOT NULL,
    state TEXT NOT NULL,
    who TEXT NOT NULL,
    source TEXT NOT NULL,
    started_at INTEGER NOT NULL,
    closed_at INTEGER,
    key TEXT,
    PRIMARY KEY (store, id)
) STRICT;
CREATE UNIQUE INDEX stocktake_by_id ON stocktake (id);
CREATE INDEX stocktake_newest ON stocktake (started_at, id);
CREATE UNIQUE INDEX stocktake_key ON stocktake (store, key) WHERE key IS NOT NULL;

-- A line of an open stocktake: what was counted so far, and when last.
CREATE TABLE stocktake_line (
    stocktake TEXT NOT NULL,
    sku TEXT NOT NULL,
    counted    INTEGER NOT NULL,
    counted_at INTEGER NOT NULL,
    PRIMARY KEY (stocktake, sku)
) STRICT;

-- Scans that were counted already: the same again counts nothing.
CREATE TABLE stocktake_scan (
    stocktake TEXT NOT NULL,
    scan TEXT NOT NULL,
    PRIMARY KEY (stocktake, scan)
) STRICT;

-- Goods on their way between two stores. Shipped, they stand in the sender's transit until they are received, or settled as lost or found.
CREATE TABLE stock_transfer (
    id TEXT NOT NULL PRIMARY KEY,
    from_store TEXT NOT NULL,
    to_store    TEXT NOT NULL,
    state TEXT NOT NULL,
    who TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    shipped_at INTEGER,
    received_at INTEGER,
    key TEXT UNIQUE,
    version INTEGER NOT NULL DEFAULT 1
) STRICT;
CREATE INDEX stock_transfer_from ON stock_transfer (from_store, id);
CREATE INDEX stock_transfer_to ON stock_transfer (to_store, id);

CREATE TABLE stock_transfer_line (
    transfer TEXT NOT NULL,
    sku TEXT NOT NULL,
    to_store TEXT NOT NULL,
    asked    INTEGER NOT NULL,
    shipped INTEGER NOT NULL DEFAULT 0,
    received INTEGER NOT NULL DEFAULT 0,
    lost INTEGER NOT NULL DEFAULT 0,
    found    INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (transfer, sku)
) STRICT;
-- What is still to come of it.
CREATE INDEX stock_transfer_incoming ON stock_transfer_line (to_store, sku) WHERE shipped > received + lost + found;

-- Something about stock that somebody should know: raised once, until it ends. source tells the store's own alarms of several gateways apart.
CREATE TABLE stock_alarm (
    store TEXT NOT NULL,
    id TEXT NOT NULL,
    kind TEXT NOT NULL,
    subject TEXT NOT NULL,
    source TEXT NOT NULL DEFAULT '',
    raised_at INTEGER NOT NULL,
    quantity INTEGER,
    threshold INTEGER,
    evidence TEXT NOT NULL,
    acknowledged_at INTEGER,
    acknowledged_by TEXT,
    ended_at INTEGER,
    PRIMARY KEY (store, id)
) STRICT;
CREATE UNIQUE INDEX stock_alarm_open ON stock_alarm (store, kind, subject, source) WHERE ended_at IS NULL;
CREATE INDEX stock_alarm_newest ON stock_alarm (raised_at, id);
CREATE INDEX stock_alarm_by_id ON stock_alarm (id);
CREATE INDEX stock_alarm_of_store ON stock_alarm (store, raised_at, id);

-- How far a store's books were checked: the sum of all its moves written before upto is kept in stock_checked_sum, so that a check adds up only what came since.
-- wrong is JSON; moves are those before upto, total those since. The row of the store '' is the check of the sums over the whole chain, and total is that sum.
CREATE TABLE stock_checked (
    store      TEXT NOT NULL PRIMARY KEY,
    upto       TEXT NOT NULL,
    moves      INTEGER NOT NULL,
    locations  INTEGER NOT NULL,
    skus       INTEGER NOT NULL,
    total      INTEGER NOT NULL,
    wrong      TEXT NOT NULL,
    checked_at INTEGER NOT NULL
) STRICT;
CREATE TABLE stock_checked_sum (
    store    TEXT NOT NULL,
    sku      TEXT NOT NULL,
    location TEXT NOT NULL,
    quantity INTEGER NOT NULL,
    PRIMARY KEY (store, sku, location)
) STRICT;
