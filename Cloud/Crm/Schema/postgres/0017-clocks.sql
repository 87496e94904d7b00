-- When an event happened as headquarters reckons it, where the gateway's clock could not be trusted; event.time stays as it came. Null where nothing is known but received_at.
ALTER TABLE event ADD COLUMN corrected_at timestamptz;

-- The clock behind an epoch, which lies within one start of a machine. started_ms: when that machine started, in Unix milliseconds, by a clock that was synchronised; null until the
-- gateway said so. latest_start_ms: when it started at the latest, for nothing comes before it has happened. waiting_from and waiting_to: the first and the last of its events whose times
-- wait for started_ms. boot: the machine's own name of that start. known_at: the latest time in it that is known.
ALTER TABLE gateway_epoch ADD COLUMN started_ms bigint;
ALTER TABLE gateway_epoch ADD COLUMN latest_start_ms bigint;
ALTER TABLE gateway_epoch ADD COLUMN waiting_from bigint;
ALTER TABLE gateway_epoch ADD COLUMN waiting_to bigint;
ALTER TABLE gateway_epoch ADD COLUMN boot text;
ALTER TABLE gateway_epoch ADD COLUMN known_at timestamptz;
CREATE INDEX gateway_epoch_waiting ON gateway_epoch (gateway) WHERE waiting_from IS NOT NULL;
