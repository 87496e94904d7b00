-- One row: the line that versions of members count along. line is made by the program, key_check proves that the program has the same key as ever.
CREATE TABLE member_line (
    id           integer NOT NULL PRIMARY KEY CHECK (id = 1),
    line         text,
    key_check    bytea,
    version      bigint NOT NULL
);
INSERT INTO member_line (id, version) VALUES (1, 0);

-- A member. contact is encrypted; the two indexes are keyed hashes. version is the member_line's at the last change; a row that is gone has no name, contact or notes left.
CREATE TABLE member (
    id           text NOT NULL PRIMARY KEY,
    code         text NOT NULL UNIQUE,
    generation   integer NOT NULL,
    name         text NOT NULL,
    name_key     text COLLATE "C" NOT NULL,
    level        text NOT NULL,
    contact      bytea,
    phone_index  bytea UNIQUE,
    card_index   bytea UNIQUE,
    usual        text NOT NULL,
    notes        text NOT NULL,
    assigned_to  text,
    last_visit   timestamptz,
    gone         boolean NOT NULL,
    version      bigint NOT NULL,
    created_at   timestamptz NOT NULL,
    updated_at   timestamptz NOT NULL
);
CREATE INDEX member_by_name ON member (name_key, id);
CREATE INDEX member_by_version ON member (version);
CREATE INDEX member_visited ON member (id) WHERE last_visit > updated_at;

-- The latest withdrawal of a member's consent anywhere in the chain: consents that were given no later are to end.
CREATE TABLE member_withdrawal (
    member       text NOT NULL PRIMARY KEY,
    at           timestamptz NOT NULL,
    who          text NOT NULL
);

-- Every gateway that may hold the member's face: given there, relayed to it, being recalled from it (recalling), or withdrawn. spread_at: when it was last seen to
-- which other gateways the template is to go. No foreign keys: stores name members as they like.
CREATE TABLE member_consent (
    member       text NOT NULL,
    gateway      integer NOT NULL,
    state        text NOT NULL,
    text_version text,
    language     text,
    other_stores boolean NOT NULL,
    given_at     timestamptz NOT NULL,
    withdrawn_at timestamptz,
    spread_at    timestamptz,
    attempts     integer NOT NULL DEFAULT 0,
    next_at      timestamptz NOT NULL DEFAULT '-infinity',
    said         text,
    PRIMARY KEY (member, gateway)
);
CREATE INDEX member_consent_open ON member_consent (state, next_at);

-- What headquarters knows of each gateway's key and of the profiles it holds. greeted is the status_since the gateway had when it was asked.
CREATE TABLE gateway_members (
    gateway      integer NOT NULL PRIMARY KEY,
    public_key   bytea,
    key_since    timestamptz,
    line         text,
    version      bigint NOT NULL DEFAULT 0,
    members      integer NOT NULL DEFAULT 0,
    greeted      timestamptz,
    attempts     integer NOT NULL DEFAULT 0,
    next_at      timestamptz NOT NULL DEFAULT '-infinity',
    said         text
);

-- A template on its way between two gateways, sealed for the receiver; box is there only between the two. Gone with a withdrawal.
CREATE TABLE member_relay (
    member       text NOT NULL,
    receiver     integer NOT NULL,
    giver        integer NOT NULL,
    given_at     timestamptz NOT NULL,
    state        text NOT NULL,
    box          bytea,
    attempts     integer NOT NULL DEFAULT 0,
    next_at      timestamptz NOT NULL DEFAULT '-infinity',
    said         text,
    PRIMARY KEY (member, receiver)
);
CREATE INDEX member_relay_open ON member_relay (state, next_at);
