-- What was sold and what came back. id is the till's own UUID and makes everything that follows happen once. day is the store's own day, counts_day the day
-- that the money counts on for levels: a return counts on the day of its sale. spend_fen and growth are negative for returns. base is the sum of amount times the
-- category's percent: what points are a function of. member is the customer it is of, claim how the till named the
-- buyer (member/ID, phone/HASH or card/HASH); said tells what could not be done as the till thought. programme is the version whose rules the sale keeps.
CREATE TABLE sale (
    store         text        NOT NULL,
    id            text        NOT NULL,
    kind          text        NOT NULL,
    at            timestamptz NOT NULL,
    at_said       boolean     NOT NULL,
    day           text COLLATE "C" NOT NULL,
    counts_day    text COLLATE "C" NOT NULL,
    received_at   timestamptz NOT NULL,
    till          text        NOT NULL,
    member        text,
    claim         text,
    total_fen     bigint      NOT NULL,
    spend_fen     bigint      NOT NULL,
    original      text,
    restock       text        NOT NULL,
    vouchers      text        NOT NULL,
    programme     integer     NOT NULL,
    base          bigint      NOT NULL,
    points        bigint      NOT NULL,
    burnt         bigint      NOT NULL,
    burnt_said    bigint      NOT NULL,
    growth        bigint      NOT NULL,
    base_back     bigint      NOT NULL DEFAULT 0,
    fen_back      bigint      NOT NULL DEFAULT 0,
    points_back   bigint      NOT NULL DEFAULT 0,
    growth_back   bigint      NOT NULL DEFAULT 0,
    balance       bigint,
    said          text,
    evidence      text        NOT NULL,
    PRIMARY KEY (store, id)
);
CREATE UNIQUE INDEX sale_by_id ON sale (id);
CREATE INDEX sale_of_member ON sale (member, at);
CREATE INDEX sale_counts ON sale (member, counts_day, spend_fen, growth);
CREATE INDEX sale_by_time ON sale (at, id);
CREATE INDEX sale_of_store ON sale (store, at, id);
CREATE INDEX sale_of_original ON sale (original) WHERE original IS NOT NULL;
CREATE INDEX sale_unjoined ON sale (claim) WHERE member IS NULL AND claim IS NOT NULL;

-- percent is the category's share of points at the time of the sale; returned is how much of it came back.
CREATE TABLE sale_line (
    store      text    NOT NULL,
    sale       text    NOT NULL,
    line       integer NOT NULL,
    sku        text    NOT NULL,
    unit       text    NOT NULL,
    quantity   bigint  NOT NULL,
    amount_fen bigint  NOT NULL,
    percent    bigint  NOT NULL,
    returned   bigint  NOT NULL DEFAULT 0,
    amount_back bigint NOT NULL DEFAULT 0,
    PRIMARY KEY (store, sale, line)
);

-- Sales that came as events and are not applied yet (waiting), or cannot be (refused). Gone when applied: the sale names the event.
CREATE TABLE sale_inbox (
    gateway     integer     NOT NULL,
    position    bigint      NOT NULL,
    store       text        NOT NULL,
    device      text,
    kind        text        NOT NULL,
    at          timestamptz NOT NULL,
    received_at timestamptz NOT NULL,
    body        text        NOT NULL,
    state       text        NOT NULL DEFAULT 'waiting',
    sale        text,
    original    text,
    attempts    integer     NOT NULL DEFAULT 0,
    next_at     timestamptz NOT NULL,
    said        text,
    PRIMARY KEY (gateway, position)
) WITH (fillfactor = 70);
CREATE INDEX sale_inbox_due ON sale_inbox (state, next_at);
CREATE INDEX sale_inbox_original ON sale_inbox (original) WHERE original IS NOT NULL;

-- What a store sold on one of its days; returns count on the day they came back.
CREATE TABLE sale_day (
    store        text   NOT NULL,
    day          text COLLATE "C" NOT NULL,
    sales        bigint NOT NULL,
    returns      bigint NOT NULL,
    sold_fen     bigint NOT NULL,
    returned_fen bigint NOT NULL,
    member_sales bigint NOT NULL,
    member_fen   bigint NOT NULL,
    PRIMARY KEY (store, day)
) WITH (fillfactor = 50);
CREATE INDEX sale_day_by_day ON sale_day (day, store);

-- The programme's rules, JSON: every version stays, for sales keep the rules they were made under.
CREATE TABLE programme (
    version  integer     NOT NULL PRIMARY KEY,
    document text        NOT NULL,
    at       timestamptz NOT NULL,
    who      text        NOT NULL
);

-- A customer's points and level. balance is the sum of the entries and of what remains of the lots, never negative; owed is what a return should have taken back and
-- could not. level and usual are what was last written to the member, given the level that was given by hand; due_day is the next day on which the level may change by itself, programme the
-- version it was last looked at under.
CREATE TABLE points_account (
    member    text    NOT NULL PRIMARY KEY,
    balance   bigint  NOT NULL DEFAULT 0 CHECK (balance >= 0),
    owed      bigint  NOT NULL DEFAULT 0 CHECK (owed >= 0),
    level     text    NOT NULL DEFAULT '',
    given     text    NOT NULL DEFAULT '',
    usual     text    NOT NULL DEFAULT '[]',
    due_day   text COLLATE "C",
    programme integer NOT NULL DEFAULT 0,
    spend_fen bigint  NOT NULL DEFAULT 0,
    growth    bigint  NOT NULL DEFAULT 0
) WITH (fillfactor = 70);
CREATE INDEX points_account_due ON points_account (due_day) WHERE due_day IS NOT NULL;
CREATE INDEX points_account_programme ON points_account (programme);

-- Every change of a balance. id is made of its cause, so that the cause counts once. remaining is what is left of a lot, 0 for all else; balance is the account's after it.
CREATE TABLE points_entry (
    member     text        NOT NULL,
    id         text        NOT NULL,
    at         timestamptz NOT NULL,
    kind       text        NOT NULL,
    points     bigint      NOT NULL,
    remaining  bigint      NOT NULL DEFAULT 0 CHECK (remaining >= 0),
    balance    bigint      NOT NULL,
    expires_at timestamptz,
    store      text,
    sale       text,
    evidence   text        NOT NULL,
    who        text        NOT NULL,
    why        text,
    PRIMARY KEY (member, id)
);
CREATE INDEX points_of_member ON points_entry (member, at);
CREATE INDEX points_lot ON points_entry (member, expires_at, at) WHERE remaining > 0;
CREATE INDEX points_expiring ON points_entry (expires_at) WHERE remaining > 0 AND expires_at IS NOT NULL;

CREATE TABLE level_change (
    member     text        NOT NULL,
    id         text        NOT NULL,
    at         timestamptz NOT NULL,
    from_level text        NOT NULL,
    to_level   text        NOT NULL,
    why        text        NOT NULL,
    evidence   text        NOT NULL,
    PRIMARY KEY (member, id)
);

CREATE INDEX level_change_latest ON level_change (id);

-- A level that was bought: it holds for its days, or until the sale comes back.
CREATE TABLE level_paid (
    member text    NOT NULL,
    sale   text    NOT NULL,
    level  text    NOT NULL,
    sku    text    NOT NULL,
    until_day text COLLATE "C" NOT NULL,
    PRIMARY KEY (member, sale, level)
);
CREATE INDEX level_paid_sale ON level_paid (sale);

CREATE TABLE voucher (
    code        text        NOT NULL PRIMARY KEY,
    name        text        NOT NULL,
    value_fen   bigint      NOT NULL,
    least_fen   bigint      NOT NULL,
    member      text,
    store       text,
    valid_from  timestamptz NOT NULL,
    valid_until timestamptz,
    uses        bigint      NOT NULL,
    uses_left   bigint      NOT NULL CHECK (uses_left >= 0),
    created_at  timestamptz NOT NULL,
    created_by  text        NOT NULL
);
CREATE INDEX voucher_of_member ON voucher (member) WHERE member IS NOT NULL;

CREATE TABLE voucher_use (
    code     text        NOT NULL,
    sale     text        NOT NULL,
    at       timestamptz NOT NULL,
    store    text        NOT NULL,
    till     text        NOT NULL,
    uses_left bigint      NOT NULL,
    member   text,
    evidence text        NOT NULL,
    PRIMARY KEY (code, sale)
);
CREATE INDEX voucher_use_sale ON voucher_use (sale);

-- When a customer was last at a store: visited or bought. placed: the store was looked at since the customer was first seen there. Gone when it is too long ago to count.
CREATE TABLE member_seen (
    member text NOT NULL,
    store  text NOT NULL,
    day    text COLLATE "C" NOT NULL,
    placed boolean NOT NULL DEFAULT FALSE,
    PRIMARY KEY (member, store)
) WITH (fillfactor = 70);
CREATE INDEX member_seen_unplaced ON member_seen (member, store) WHERE NOT placed;

-- The stores that a customer's profile goes to; store * is all of them. gone: not any more, and gateways there are to forget it. version is the member_line's when
-- this changed; until_day the last day on which it holds by itself, null where it holds for good.
CREATE TABLE member_store (
    member    text    NOT NULL,
    store     text    NOT NULL,
    gone      boolean NOT NULL,
    since     timestamptz NOT NULL,
    version   bigint  NOT NULL,
    until_day text COLLATE "C",
    PRIMARY KEY (member, store)
);
CREATE INDEX member_store_by_version ON member_store (store, version);
CREATE INDEX member_store_until ON member_store (until_day) WHERE NOT gone AND until_day IS NOT NULL;

-- How far the line of members has been looked at: 1 for the stores they go to, 2 for sales that waited for their customer. caught_up once it was looked at to its end.
CREATE TABLE member_placing (
    id        integer NOT NULL PRIMARY KEY CHECK (id IN (1, 2)),
    version   bigint  NOT NULL,
    member    text    NOT NULL,
    caught_up boolean NOT NULL
);
INSERT INTO member_placing (id, version, member, caught_up) VALUES (1, 0, '', FALSE), (2, 0, '', FALSE);


-- The state in which a consent was last looked at for the stores.
ALTER TABLE member_consent ADD COLUMN placed text;
CREATE INDEX member_consent_unplaced ON member_consent (member) WHERE placed IS NULL OR placed <> state;

-- Up to where there is nothing for the gateway beyond what it holds.
ALTER TABLE gateway_members ADD COLUMN seen bigint NOT NULL DEFAULT 0;
-- Gateways hold profiles of members whom they need not know: a new line, so that each is sent what it needs and nothing else.
UPDATE member_line SET line = substr(line, 17) || substr(line, 1, 16) WHERE line IS NOT NULL;
