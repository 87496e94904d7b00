-- People by hour in all stores of a time zone: what the heat map of the whole chain reads, written in the transaction that writes visit_hour. shard is that of the gateways that counted them:
-- one lane at a time commits for a shard, so that nobody waits for another's row. One shard's row may be below 0; the sum over the shards is the sum of visit_hour.
CREATE TABLE visit_hour_zone (
    time_zone text        NOT NULL,
    hour      timestamptz NOT NULL,
    shard     integer     NOT NULL,
    people    bigint      NOT NULL,
    PRIMARY KEY (time_zone, hour, shard)
) WITH (fillfactor = 50);
CREATE INDEX visit_hour_zone_of_all ON visit_hour_zone (hour);
INSERT INTO visit_hour_zone (time_zone, hour, shard, people)
SELECT s.time_zone, v.hour, 0, sum(v.people) FROM visit_hour v JOIN store s ON s.store = v.store WHERE v.people > 0 GROUP BY s.time_zone, v.hour;

-- How many have each level, without reading the customers themselves.
CREATE INDEX member_levels ON member (level) WHERE NOT gone AND merged_into IS NULL;

-- Visits of somebody who was erased stay as visits of nobody.
ALTER TABLE member_visit ALTER COLUMN member DROP NOT NULL;
