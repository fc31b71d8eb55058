-- 0023 events feed: every event is kept as a message, whether an endpoint wants it or not, and has its place among those of its partition.
--
-- Why:    who cannot receive webhooks reads the same messages (GET /api/v1/events-feed).
-- Locks:  webhook_messages, shortly; its two new indexes are of columns that no row fills yet, so they are empty.
-- Verify: weir doctor; SELECT name, applied_at FROM schema_migrations;

ALTER TABLE webhook_messages ADD COLUMN partition integer;
COMMENT ON COLUMN webhook_messages.partition IS 'Of weir.events, where it came from: within one, numbers become visible in their order, as one owner at a time writes it. NULL: not in the feed.';
CREATE INDEX webhook_messages_feed ON webhook_messages (partition, number) WHERE partition IS NOT NULL;
CREATE INDEX webhook_messages_feed_of_tenant ON webhook_messages (tenant_number, partition, number) WHERE partition IS NOT NULL AND tenant_number IS NOT NULL;
COMMENT ON TABLE webhook_messages IS 'Events as they are sent and read. The id follows from the event''s, so it is the same however often it is sent.';

CREATE TABLE webhook_feed_passed (
  partition integer PRIMARY KEY,
  number    bigint NOT NULL
);
COMMENT ON TABLE webhook_feed_passed IS 'The last message of a partition that retention deleted: whoever has read less has missed some.';

GRANT SELECT ON webhook_feed_passed TO weir_api;
GRANT SELECT, INSERT, UPDATE ON webhook_feed_passed TO weir_worker;
