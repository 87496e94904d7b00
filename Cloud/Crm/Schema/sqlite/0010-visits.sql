-- People by hour: who was counted, who stayed how long, which members came. hour is the beginning of an hour of UTC.
CREATE TABLE visit_hour (
    store TEXT NOT NULL,
    hour INTEGER NOT NULL,
    zone TEXT NOT NULL,
    people INTEGER NOT NULL,
    stays INTEGER NOT NULL,
    dwell_seconds INTEGER NOT NULL,
    PRIMARY KEY (store, hour, zone)
) STRICT;
CREATE INDEX visit_hour_of_all ON visit_hour (hour);

-- A member's visit, from the arrival to what staff made of it; gateway and position are the event that told of it.
CREATE TABLE member_visit (
    store TEXT NOT NULL,
    visit TEXT NOT NULL,
    member TEXT NOT NULL,
    zone TEXT,
    how TEXT NOT NULL,
    arrived_at INTEGER NOT NULL,
    gateway INTEGER NOT NULL,
    position INTEGER NOT NULL,
    claimed_at INTEGER,
    claimed_by TEXT,
    claim_seconds INTEGER,
    dismissed_at INTEGER,
    dismissed_by TEXT,
    dwell_seconds INTEGER,
    PRIMARY KEY (store, visit)
) STRICT;
CREATE INDEX member_visit_of_member ON member_visit (member, arrived_at);
CREATE INDEX member_visit_of_store ON member_visit (store, arrived_at);
CREATE INDEX member_visit_of_all ON member_visit (arrived_at);
