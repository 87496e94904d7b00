-- Who may sign in. login_key and email_key are what they are compared by. No password_hash: only by a provider, or by the one-time code of reset_hash. version is what people edit against.
CREATE TABLE account (
    id               text    NOT NULL PRIMARY KEY,
    login            text    NOT NULL,
    login_key        text COLLATE "C" NOT NULL UNIQUE,
    name             text    NOT NULL,
    email            text,
    email_key        text COLLATE "C" UNIQUE,
    role             text    NOT NULL,
    password_hash    text,
    reset_hash       text,
    reset_expires_at timestamptz,
    active           boolean NOT NULL DEFAULT TRUE,
    version          bigint NOT NULL DEFAULT 1,
    created_at       timestamptz NOT NULL,
    last_seen_at     timestamptz
);

-- Who the account is at an OpenID provider.
CREATE TABLE account_link (
    issuer    text    NOT NULL,
    subject   text    NOT NULL,
    account   text    NOT NULL,
    provider  text    NOT NULL,
    linked_at timestamptz NOT NULL,
    PRIMARY KEY (issuer, subject)
);
CREATE INDEX account_link_of_account ON account_link (account);

-- What accounts and tokens may see: kind is region (with all below it) or store. None: everything for an admin or auditor, nothing for others.
CREATE TABLE access_scope (
    holder text NOT NULL,
    kind   text NOT NULL,
    name   text NOT NULL,
    PRIMARY KEY (holder, kind, name)
);
CREATE INDEX store_by_region ON store (region, store);

-- hash is SHA-256 of what the cookie holds, so that who reads the table cannot sign in.
CREATE TABLE session (
    hash       text    NOT NULL PRIMARY KEY,
    account    text    NOT NULL,
    created_at timestamptz NOT NULL,
    seen_at    timestamptz NOT NULL,
    expires_at timestamptz NOT NULL
);
CREATE INDEX session_of_account ON session (account);
CREATE INDEX session_by_end ON session (expires_at);

-- Programs' keys; hash as above.
CREATE TABLE access_token (
    id           text    NOT NULL PRIMARY KEY,
    hash         text    NOT NULL UNIQUE,
    name         text    NOT NULL,
    role         text    NOT NULL,
    created_by   text    NOT NULL,
    created_at   timestamptz NOT NULL,
    expires_at   timestamptz,
    last_used_at timestamptz,
    revoked_at   timestamptz
);

-- One code a node, while there is no account.
CREATE TABLE setup_code (
    node       text    NOT NULL PRIMARY KEY,
    hash       text    NOT NULL,
    created_at timestamptz NOT NULL
);

-- Failed sign-ins of every login that was tried, whether there is such an account or not, so that nobody can tell.
CREATE TABLE sign_in_guard (
    login_key    text COLLATE "C" NOT NULL PRIMARY KEY,
    failed       integer NOT NULL,
    locked_until timestamptz,
    tried_at     timestamptz NOT NULL
);
CREATE INDEX sign_in_guard_old ON sign_in_guard (tried_at);

-- Sign-ins that are at a provider's now. state is hashed; the browser holds it too.
CREATE TABLE oidc_request (
    state      text    NOT NULL PRIMARY KEY,
    provider   text    NOT NULL,
    nonce      text    NOT NULL,
    verifier   text    NOT NULL,
    expires_at timestamptz NOT NULL
);
CREATE INDEX oidc_request_by_end ON oidc_request (expires_at);

-- events and stores are JSON arrays; no stores: all. The secret is derived from the key file, id and generation, and is not here.
CREATE TABLE webhook (
    id         text    NOT NULL PRIMARY KEY,
    name       text    NOT NULL,
    url        text    NOT NULL,
    events     text    NOT NULL,
    stores     text    NOT NULL,
    active     boolean NOT NULL DEFAULT TRUE,
    generation bigint NOT NULL DEFAULT 1,
    version    bigint NOT NULL DEFAULT 1,
    created_at timestamptz NOT NULL
);
CREATE INDEX outgoing_of_target ON outgoing (kind, target, id);
CREATE INDEX audit_of_kind ON audit_entry (kind, id);
CREATE INDEX audit_of_who ON audit_entry (who, id);

-- What was answered to a request with an Idempotency-Key. status is null while it is carried out.
CREATE TABLE idempotent_answer (
    caller       text    NOT NULL,
    key          text    NOT NULL,
    request_hash text    NOT NULL,
    status       integer,
    content_type text,
    location     text,
    etag         text,
    body         bytea,
    expires_at   timestamptz NOT NULL,
    PRIMARY KEY (caller, key)
);
CREATE INDEX idempotent_answer_by_end ON idempotent_answer (expires_at);
