-- People by hour in all stores of a time zone: what the heat map of the whole chain reads, written in the transaction that writes visit_hour. shard is that of the gateways that counted them:
-- one lane at a time commits for a shard, so that nobody waits for another's row. One shard's row may be below 0; the sum over the shards is the sum of visit_hour.
CREATE TABLE visit_hour_zone (
    time_zone TEXT NOT NULL,
    hour INTEGER NOT NULL,
    shard INTEGER NOT NULL,
    people INTEGER NOT NULL,
    PRIMARY KEY (time_zone, hour, shard)
) STRICT;
CREATE INDEX visit_hour_zone_of_all ON visit_hour_zone (hour);
INSERT INTO visit_hour_zone (time_zone, hour, shard, people)
SELECT s.time_zone, v.hour, 0, sum(v.people) FROM visit_hour v JOIN store s ON s.store = v.store WHERE v.people > 0 GROUP BY s.time_zone, v.hour;

-- How many have each level, without reading the customers themselves.
CREATE INDEX member_levels ON member (level) WHERE NOT gone AND merged_into IS NULL;

-- Visits of somebody who was erased stay as visits of nobody.
CREATE TABLE member_visit_new (
    store TEXT NOT NULL,
    visit TEXT NOT NULL,
    member TEXT,
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
INSERT INTO member_visit_new (store, visit, member, zone, how, arrived_at, gateway, position, claimed_at, claimed_by, claim_seconds, dismissed_at, dismissed_by, dwell_seconds)
SELECT store, visit, member, zone, how, arrived_at, gateway, position, claimed_at, claimed_by, claim_seconds, dismissed_at, dismissed_by, dwell_seconds FROM member_visit;
DROP TABLE member_visit;
ALTER TABLE member_visit_new RENAME TO member_visit;
CREATE INDEX member_visit_of_member ON member_visit (member, arrived_at);
CREATE INDEX member_visit_of_store ON member_visit (store, arrived_at);
CREATE INDEX member_visit_of_all ON member_visit (arrived_at);
