-- People by hour: who was counted, who stayed how long, which members came. hour is the beginning of an hour of UTC.
CREATE TABLE visit_hour (
    store         text        NOT NULL,
    hour          timestamptz NOT NULL,
    zone          text        NOT NULL,
    people        bigint      NOT NULL,
    stays         bigint      NOT NULL,
    dwell_seconds bigint      NOT NULL,
    PRIMARY KEY (store, hour, zone)
) WITH (fillfactor = 50);
CREATE INDEX visit_hour_of_all ON visit_hour (hour);

-- A member's visit, from the arrival to what staff made of it; gateway and position are the event that told of it.
CREATE TABLE member_visit (
    store         text        NOT NULL,
    visit         text        NOT NULL,
    member        text        NOT NULL,
    zone          text,
    how           text        NOT NULL,
    arrived_at    timestamptz NOT NULL,
    gateway       integer     NOT NULL,
    position      bigint      NOT NULL,
    claimed_at    timestamptz,
    claimed_by    text,
    claim_seconds bigint,
    dismissed_at  timestamptz,
    dismissed_by  text,
    dwell_seconds bigint,
    PRIMARY KEY (store, visit)
);
CREATE INDEX member_visit_of_member ON member_visit (member, arrived_at);
CREATE INDEX member_visit_of_store ON member_visit (store, arrived_at);
CREATE INDEX member_visit_of_all ON member_visit (arrived_at);
