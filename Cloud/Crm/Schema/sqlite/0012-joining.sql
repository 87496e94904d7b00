-- One-time codes, by the hash of what is secret in them. serial is the certificate that was given for one; key_mark the key it was given to.
CREATE TABLE join_code (
    hash       TEXT    NOT NULL PRIMARY KEY,
    gateway    INTEGER NOT NULL,
    created_by TEXT    NOT NULL,
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    used_at    INTEGER,
    key_mark   TEXT,
    serial     TEXT
) STRICT, WITHOUT ROWID;
CREATE INDEX join_code_of_gateway ON join_code (gateway);
CREATE INDEX join_code_by_end ON join_code (expires_at);

-- Every certificate that was ever given to a gateway. A key has one certificate and one gateway.
CREATE TABLE gateway_certificate (
    serial     TEXT    NOT NULL PRIMARY KEY,
    gateway    INTEGER NOT NULL,
    key_mark   TEXT    NOT NULL UNIQUE,
    pem        TEXT    NOT NULL,
    issued_at  INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    revoked_at INTEGER,
    reason     TEXT
) STRICT, WITHOUT ROWID;
CREATE INDEX gateway_certificate_of_gateway ON gateway_certificate (gateway, issued_at);
CREATE INDEX gateway_certificate_by_end ON gateway_certificate (expires_at);
CREATE INDEX gateway_certificate_revoked ON gateway_certificate (revoked_at) WHERE revoked_at IS NOT NULL;

-- Gateways that ask to come back with a certificate that has ended; confirmed_at says that a person let this key in.
CREATE TABLE gateway_return (
    gateway      INTEGER NOT NULL PRIMARY KEY,
    key_mark     TEXT    NOT NULL,
    serial       TEXT    NOT NULL,
    address      TEXT    NOT NULL,
    asked_at     INTEGER NOT NULL,
    confirmed_by TEXT,
    confirmed_at INTEGER
) STRICT;
