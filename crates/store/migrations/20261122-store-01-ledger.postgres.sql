-- Order in which rows arrived; the sequencer gives them their log index in this order.
ALTER TABLE store_events ADD COLUMN arrival BIGINT GENERATED ALWAYS AS IDENTITY;
CREATE INDEX store_events_unsequenced ON store_events (region, arrival) WHERE log_index IS NULL;
