-- When an event happened as headquarters reckons it, where the gateway's clock could not be trusted; event.time stays as it came. Null where nothing is known but received_at.
ALTER TABLE event ADD COLUMN corrected_at INTEGER;

-- The clock behind an epoch, which lies within one start of a machine. started_ms: when that machine started, in Unix milliseconds, by a clock that was synchronised; null until the
-- gateway said so. latest_start_ms: when it started at the latest, for nothing comes before it has happened. waiting_from and waiting_to: the first and the last of its events whose times
-- wait for started_ms. boot: the machine's own name of that start. known_at: the latest time in it that is known.
ALTER TABLE gateway_epoch ADD COLUMN started_ms INTEGER;
ALTER TABLE gateway_epoch ADD COLUMN latest_start_ms INTEGER;
ALTER TABLE gateway_epoch ADD COLUMN waiting_from INTEGER;
ALTER TABLE gateway_epoch ADD COLUMN waiting_to INTEGER;
ALTER TABLE gateway_epoch ADD COLUMN boot TEXT;
ALTER TABLE gateway_epoch ADD COLUMN known_at INTEGER;
CREATE INDEX gateway_epoch_waiting ON gateway_epoch (gateway) WHERE waiting_from IS NOT NULL;
