-- What was sold and what came back. id is the till's own UUID and makes everything that follows happen once. day is the store's own day, counts_day the day
-- that the money counts on for levels: a return counts on the day of its sale. spend_fen and growth are negative for returns. base is the sum of amount times the
-- category's percent: what points are a function of. member is the customer it is of, claim how the till named the
-- buyer (member/ID, phone/HASH or card/HASH); said tells what could not be done as the till thought. programme is the version whose rules the sale keeps.
CREATE TABLE sale (
    store         TEXT        NOT NULL,
    id            TEXT        NOT NULL,
    kind          TEXT        NOT NULL,
    at            INTEGER NOT NULL,
    at_said       INTEGER     NOT NULL,
    day           TEXT NOT NULL,
    counts_day    TEXT NOT NULL,
    received_at   INTEGER NOT NULL,
    till          TEXT        NOT NULL,
    member        TEXT,
    claim         TEXT,
    total_fen     INTEGER      NOT NULL,
    spend_fen     INTEGER      NOT NULL,
    original      TEXT,
    restock       TEXT        NOT NULL,
    vouchers      TEXT        NOT NULL,
    programme     INTEGER     NOT NULL,
    base          INTEGER      NOT NULL,
    points        INTEGER      NOT NULL,
    burnt         INTEGER      NOT NULL,
    burnt_said    INTEGER      NOT NULL,
    growth        INTEGER      NOT NULL,
    base_back     INTEGER      NOT NULL DEFAULT 0,
    fen_back      INTEGER      NOT NULL DEFAULT 0,
    points_back   INTEGER      NOT NULL DEFAULT 0,
    growth_back   INTEGER      NOT NULL DEFAULT 0,
    balance       INTEGER,
    said          TEXT,
    evidence      TEXT        NOT NULL,
    PRIMARY KEY (store, id)
) STRICT;
CREATE UNIQUE INDEX sale_by_id ON sale (id);
CREATE INDEX sale_of_member ON sale (member, at);
CREATE INDEX sale_counts ON sale (member, counts_day, spend_fen, growth);
CREATE INDEX sale_by_time ON sale (at, id);
CREATE INDEX sale_of_store ON sale (store, at, id);
CREATE INDEX sale_of_original ON sale (original) WHERE original IS NOT NULL;
CREATE INDEX sale_unjoined ON sale (claim) WHERE member IS NULL AND claim IS NOT NULL;

-- percent is the category's share of points at the time of the sale; returned is how much of it came back.
CREATE TABLE sale_line (
    store      TEXT    NOT NULL,
    sale       TEXT    NOT NULL,
    line       INTEGER NOT NULL,
    sku        TEXT    NOT NULL,
    unit       TEXT    NOT NULL,
    quantity   INTEGER  NOT NULL,
    amount_fen INTEGER  NOT NULL,
    percent    INTEGER  NOT NULL,
    returned   INTEGER  NOT NULL DEFAULT 0,
    amount_back INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (store, sale, line)
) STRICT;

-- Sales that came as events and are not applied yet (waiting), or cannot be (refused). Gone when applied: the sale names the event.
CREATE TABLE sale_inbox (
    gateway     INTEGER     NOT NULL,
    position    INTEGER      NOT NULL,
    store       TEXT        NOT NULL,
    device      TEXT,
    kind        TEXT        NOT NULL,
    at          INTEGER NOT NULL,
    received_at INTEGER NOT NULL,
    body        TEXT        NOT NULL,
    state       TEXT        NOT NULL DEFAULT 'waiting',
    sale        TEXT,
    original    TEXT,
    attempts    INTEGER     NOT NULL DEFAULT 0,
    next_at     INTEGER NOT NULL,
    said        TEXT,
    PRIMARY KEY (gateway, position)
) STRICT;
CREATE INDEX sale_inbox_due ON sale_inbox (state, next_at);
CREATE INDEX sale_inbox_original ON sale_inbox (original) WHERE original IS NOT NULL;

-- What a store sold on one of its days; returns count on the day they came back.
CREATE TABLE sale_day (
    store        TEXT   NOT NULL,
    day          TEXT NOT NULL,
    sales        INTEGER NOT NULL,
    returns      INTEGER NOT NULL,
    sold_fen     INTEGER NOT NULL,
    returned_fen INTEGER NOT NULL,
    member_sales INTEGER NOT NULL,
    member_fen   INTEGER NOT NULL,
    PRIMARY KEY (store, day)
) STRICT;
CREATE INDEX sale_day_by_day ON sale_day (day, store);

-- The programme's rules, JSON: every version stays, for sales keep the rules they were made under.
CREATE TABLE programme (
    version  INTEGER     NOT NULL PRIMARY KEY,
    document TEXT        NOT NULL,
    at       INTEGER NOT NULL,
    who      TEXT        NOT NULL
) STRICT;

-- A customer's points and level. balance is the sum of the entries and of what remains of the lots, never negative; owed is what a return should have taken back and
-- could not. level and usual are what was last written to the member, given the level that was given by hand; due_day is the next day on which the level may change by itself, programme the
-- version it was last looked at under.
CREATE TABLE points_account (
    member    TEXT    NOT NULL PRIMARY KEY,
    balance   INTEGER  NOT NULL DEFAULT 0 CHECK (balance >= 0),
    owed      INTEGER  NOT NULL DEFAULT 0 CHECK (owed >= 0),
    level     TEXT    NOT NULL DEFAULT '',
    given     TEXT    NOT NULL DEFAULT '',
    usual     TEXT    NOT NULL DEFAULT '[]',
    due_day   TEXT,
    programme INTEGER NOT NULL DEFAULT 0,
    spend_fen INTEGER  NOT NULL DEFAULT 0,
    growth    INTEGER  NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX points_account_due ON points_account (due_day) WHERE due_day IS NOT NULL;
CREATE INDEX points_account_programme ON points_account (programme);

-- Every change of a balance. id is made of its cause, so that the cause counts once. remaining is what is left of a lot, 0 for all else; balance is the account's after it.
CREATE TABLE points_entry (
    member     TEXT        NOT NULL,
    id         TEXT        NOT NULL,
    at         INTEGER NOT NULL,
    kind       TEXT        NOT NULL,
    points     INTEGER      NOT NULL,
    remaining  INTEGER      NOT NULL DEFAULT 0 CHECK (remaining >= 0),
    balance    INTEGER     NOT NULL,
    expires_at INTEGER,
    store      TEXT,
    sale       TEXT,
    evidence   TEXT        NOT NULL,
    who        TEXT        NOT NULL,
    why        TEXT,
    PRIMARY KEY (member, id)
) STRICT;
CREATE INDEX points_of_member ON points_entry (member, at);
CREATE INDEX points_lot ON points_entry (member, expires_at, at) WHERE remaining > 0;
CREATE INDEX points_expiring ON points_entry (expires_at) WHERE remaining > 0 AND expires_at IS NOT NULL;

CREATE TABLE level_change (
    member     TEXT        NOT NULL,
    id         TEXT        NOT NULL,
    at         INTEGER NOT NULL,
    from_level TEXT        NOT NULL,
    to_level   TEXT        NOT NULL,
    why        TEXT        NOT NULL,
    evidence   TEXT        NOT NULL,
    PRIMARY KEY (member, id)
) STRICT;

CREATE INDEX level_change_latest ON level_change (id);

-- A level that was bought: it holds for its days, or until the sale comes back.
CREATE TABLE level_paid (
    member TEXT    NOT NULL,
    sale   TEXT    NOT NULL,
    level  TEXT    NOT NULL,
    sku    TEXT    NOT NULL,
    until_day TEXT NOT NULL,
    PRIMARY KEY (member, sale, level)
) STRICT;
CREATE INDEX level_paid_sale ON level_paid (sale);

CREATE TABLE voucher (
    code        TEXT        NOT NULL PRIMARY KEY,
    name        TEXT        NOT NULL,
    value_fen   INTEGER      NOT NULL,
    least_fen   INTEGER      NOT NULL,
    member      TEXT,
    store       TEXT,
    valid_from  INTEGER NOT NULL,
    valid_until INTEGER,
    uses        INTEGER      NOT NULL,
    uses_left   INTEGER      NOT NULL CHECK (uses_left >= 0),
    created_at  INTEGER NOT NULL,
    created_by  TEXT        NOT NULL
) STRICT;
CREATE INDEX voucher_of_member ON voucher (member) WHERE member IS NOT NULL;

CREATE TABLE voucher_use (
    code     TEXT        NOT NULL,
    sale     TEXT        NOT NULL,
    at       INTEGER NOT NULL,
    store    TEXT        NOT NULL,
    till     TEXT        NOT NULL,
    uses_left INTEGER     NOT NULL,
    member   TEXT,
    evidence TEXT        NOT NULL,
    PRIMARY KEY (code, sale)
) STRICT;
CREATE INDEX voucher_use_sale ON voucher_use (sale);

-- When a customer was last at a store: visited or bought. placed: the store was looked at since the customer was first seen there. Gone when it is too long ago to count.
CREATE TABLE member_seen (
    member TEXT NOT NULL,
    store  TEXT NOT NULL,
    day    TEXT NOT NULL,
    placed INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (member, store)
) STRICT;
CREATE INDEX member_seen_unplaced ON member_seen (member, store) WHERE NOT placed;

-- The stores that a customer's profile goes to; store * is all of them. gone: not any more, and gateways there are to forget it. version is the member_line's when
-- this changed; until_day the last day on which it holds by itself, null where it holds for good.
CREATE TABLE member_store (
    member    TEXT    NOT NULL,
    store     TEXT    NOT NULL,
    gone      INTEGER NOT NULL,
    since     INTEGER NOT NULL,
    version   INTEGER  NOT NULL,
    until_day TEXT,
    PRIMARY KEY (member, store)
) STRICT;
CREATE INDEX member_store_by_version ON member_store (store, version);
CREATE INDEX member_store_until ON member_store (until_day) WHERE NOT gone AND until_day IS NOT NULL;

-- How far the line of members has been looked at: 1 for the stores they go to, 2 for sales that waited for their customer. caught_up once it was looked at to its end.
CREATE TABLE member_placing (
    id        INTEGER NOT NULL PRIMARY KEY CHECK (id IN (1, 2)),
    version   INTEGER  NOT NULL,
    member    TEXT    NOT NULL,
    caught_up INTEGER NOT NULL
) STRICT;
INSERT INTO member_placing (id, version, member, caught_up) VALUES (1, 0, '', 0), (2, 0, '', 0);


-- The state in which a consent was last looked at for the stores.
ALTER TABLE member_consent ADD COLUMN placed TEXT;
CREATE INDEX member_consent_unplaced ON member_consent (member) WHERE placed IS NULL OR placed <> state;

-- Up to where there is nothing for the gateway beyond what it holds.
ALTER TABLE gateway_members ADD COLUMN seen INTEGER NOT NULL DEFAULT 0;
-- Gateways hold profiles of members whom they need not know: a new line, so that each is sent what it needs and nothing else.
UPDATE member_line SET line = substr(line, 17) || substr(line, 1, 16) WHERE line IS NOT NULL;
