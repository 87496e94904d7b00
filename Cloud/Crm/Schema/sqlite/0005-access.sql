-- Who may sign in. login_key and email_key are what they are compared by. No password_hash: only by a provider, or by the one-time code of reset_hash. version is what people edit against.
CREATE TABLE account (
    id               TEXT    NOT NULL PRIMARY KEY,
    login            TEXT    NOT NULL,
    login_key        TEXT    NOT NULL UNIQUE,
    name             TEXT    NOT NULL,
    email            TEXT,
    email_key        TEXT    UNIQUE,
    role             TEXT    NOT NULL,
    password_hash    TEXT,
    reset_hash       TEXT,
    reset_expires_at INTEGER,
    active           INTEGER NOT NULL DEFAULT 1,
    version          INTEGER NOT NULL DEFAULT 1,
    created_at       INTEGER NOT NULL,
    last_seen_at     INTEGER
) STRICT;

-- Who the account is at an OpenID provider.
CREATE TABLE account_link (
    issuer    TEXT    NOT NULL,
    subject   TEXT    NOT NULL,
    account   TEXT    NOT NULL,
    provider  TEXT    NOT NULL,
    linked_at INTEGER NOT NULL,
    PRIMARY KEY (issuer, subject)
) STRICT, WITHOUT ROWID;
CREATE INDEX account_link_of_account ON account_link (account);

-- What accounts and tokens may see: kind is region (with all below it) or store. None: everything for an admin or auditor, nothing for others.
CREATE TABLE access_scope (
    holder TEXT NOT NULL,
    kind   TEXT NOT NULL,
    name   TEXT NOT NULL,
    PRIMARY KEY (holder, kind, name)
) STRICT, WITHOUT ROWID;
CREATE INDEX store_by_region ON store (region, store);

-- hash is SHA-256 of what the cookie holds, so that who reads the table cannot sign in.
CREATE TABLE session (
    hash       TEXT    NOT NULL PRIMARY KEY,
    account    TEXT    NOT NULL,
    created_at INTEGER NOT NULL,
    seen_at    INTEGER NOT NULL,
    expires_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX session_of_account ON session (account);
CREATE INDEX session_by_end ON session (expires_at);

-- Programs' keys; hash as above.
CREATE TABLE access_token (
    id           TEXT    NOT NULL PRIMARY KEY,
    hash         TEXT    NOT NULL UNIQUE,
    name         TEXT    NOT NULL,
    role         TEXT    NOT NULL,
    created_by   TEXT    NOT NULL,
    created_at   INTEGER NOT NULL,
    expires_at   INTEGER,
    last_used_at INTEGER,
    revoked_at   INTEGER
) STRICT;

-- One code a node, while there is no account.
CREATE TABLE setup_code (
    node       TEXT    NOT NULL PRIMARY KEY,
    hash       TEXT    NOT NULL,
    created_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Failed sign-ins of every login that was tried, whether there is such an account or not, so that nobody can tell.
CREATE TABLE sign_in_guard (
    login_key    TEXT    NOT NULL PRIMARY KEY,
    failed       INTEGER NOT NULL,
    locked_until INTEGER,
    tried_at     INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX sign_in_guard_old ON sign_in_guard (tried_at);

-- Sign-ins that are at a provider's now. state is hashed; the browser holds it too.
CREATE TABLE oidc_request (
    state      TEXT    NOT NULL PRIMARY KEY,
    provider   TEXT    NOT NULL,
    nonce      TEXT    NOT NULL,
    verifier   TEXT    NOT NULL,
    expires_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX oidc_request_by_end ON oidc_request (expires_at);

-- events and stores are JSON arrays; no stores: all. The secret is derived from the key file, id and generation, and is not here.
CREATE TABLE webhook (
    id         TEXT    NOT NULL PRIMARY KEY,
    name       TEXT    NOT NULL,
    url        TEXT    NOT NULL,
    events     TEXT    NOT NULL,
    stores     TEXT    NOT NULL,
    active     INTEGER NOT NULL DEFAULT 1,
    generation INTEGER NOT NULL DEFAULT 1,
    version    INTEGER NOT NULL DEFAULT 1,
    created_at INTEGER NOT NULL
) STRICT;
CREATE INDEX outgoing_of_target ON outgoing (kind, target, id);
CREATE INDEX audit_of_kind ON audit_entry (kind, id);
CREATE INDEX audit_of_who ON audit_entry (who, id);

-- What was answered to a request with an Idempotency-Key. status is null while it is carried out.
CREATE TABLE idempotent_answer (
    caller       TEXT    NOT NULL,
    key          TEXT    NOT NULL,
    request_hash TEXT    NOT NULL,
    status       INTEGER,
    content_type TEXT,
    location     TEXT,
    etag         TEXT,
    body         BLOB,
    expires_at   INTEGER NOT NULL,
    PRIMARY KEY (caller, key)
) STRICT, WITHOUT ROWID;
CREATE INDEX idempotent_answer_by_end ON idempotent_answer (expires_at);
