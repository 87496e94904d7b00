-- One-time codes, by the hash of what is secret in them. serial is the certificate that was given for one; key_mark the key it was given to.
CREATE TABLE join_code (
    hash       text    NOT NULL PRIMARY KEY,
    gateway    integer NOT NULL,
    created_by text    NOT NULL,
    created_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    used_at    timestamptz,
    key_mark   text,
    serial     text
);
CREATE INDEX join_code_of_gateway ON join_code (gateway);
CREATE INDEX join_code_by_end ON join_code (expires_at);

-- Every certificate that was ever given to a gateway. A key has one certificate and one gateway.
CREATE TABLE gateway_certificate (
    serial     text    NOT NULL PRIMARY KEY,
    gateway    integer NOT NULL,
    key_mark   text    NOT NULL UNIQUE,
    pem        text    NOT NULL,
    issued_at  timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    revoked_at timestamptz,
    reason     text
);
CREATE INDEX gateway_certificate_of_gateway ON gateway_certificate (gateway, issued_at);
CREATE INDEX gateway_certificate_by_end ON gateway_certificate (expires_at);
CREATE INDEX gateway_certificate_revoked ON gateway_certificate (revoked_at) WHERE revoked_at IS NOT NULL;

-- Gateways that ask to come back with a certificate that has ended; confirmed_at says that a person let this key in.
CREATE TABLE gateway_return (
    gateway      integer NOT NULL PRIMARY KEY,
    key_mark     text    NOT NULL,
    serial       text    NOT NULL,
    address      text    NOT NULL,
    asked_at     timestamptz NOT NULL,
    confirmed_by text,
    confirmed_at timestamptz
);
