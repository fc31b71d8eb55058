-- 0026 webhook choices: what an endpoint asks for beside event types: filters, headers of its own, a rate, an order by object, Ed25519.
--
-- Why:    receivers differ: one wants euros alone, one a token, one ten a second, one an order, one no shared secret.
-- Locks:  webhook_endpoints, webhook_lanes and webhook_deliveries, shortly; the new index is of rows of a column that no row fills yet, so it is
--         empty, but the table is read once for it.
-- Verify: weir doctor; SELECT name, applied_at FROM schema_migrations;

ALTER TABLE webhook_endpoints
  ADD COLUMN filters      jsonb NOT NULL DEFAULT '[]' CHECK (jsonb_typeof(filters) = 'array' AND jsonb_array_length(filters) <= 10),
  ADD COLUMN header_names text[] NOT NULL DEFAULT '{}' CHECK (cardinality(header_names) <= 10);
COMMENT ON COLUMN webhook_endpoints.filters IS '[{"path":"data.currency","in":["EUR"]}]: an event is told when all of them fit.';
COMMENT ON COLUMN webhook_endpoints.header_names IS 'As they are shown. Their values stand sealed in webhook_sealed_parts.';

ALTER TABLE webhook_lanes
  ADD COLUMN rate        integer CHECK (rate BETWEEN 1 AND 1000),
  ADD COLUMN paced_until timestamptz NOT NULL DEFAULT '-infinity',
  ADD COLUMN ordered     boolean NOT NULL DEFAULT false;
COMMENT ON COLUMN webhook_lanes.rate IS 'Deliveries that begin within a second at most; NULL: as many as may be under way.';
COMMENT ON COLUMN webhook_lanes.paced_until IS 'Nothing is taken before, as what was taken has used the rate up to here.';
COMMENT ON COLUMN webhook_lanes.ordered IS 'What is about one object goes out one after the other.';

ALTER TABLE webhook_deliveries ADD COLUMN object text COLLATE "C" CHECK (octet_length(object) BETWEEN 1 AND 256);
COMMENT ON COLUMN webhook_deliveries.object IS 'What it is about, when its endpoint was ordered as it was made: of one object one is sent at a time, the lowest number first. One that waits for another has due_at infinity.';
CREATE INDEX webhook_deliveries_in_order ON webhook_deliveries (endpoint_number, object, number) WHERE state = 'waiting' AND object IS NOT NULL;

CREATE TABLE webhook_sealed_parts (
  id              text PRIMARY KEY COLLATE "C",
  endpoint_number bigint NOT NULL REFERENCES webhook_endpoints (number) ON DELETE CASCADE,
  tenant_number   integer REFERENCES tenants (number),
  kind            text NOT NULL CHECK (kind IN ('headers', 'key')),
  sealed          bytea NOT NULL,
  public_key      bytea CHECK (octet_length(public_key) = 32),
  created_at      timestamptz NOT NULL DEFAULT clock_timestamp(),
  expires_at      timestamptz,
  CHECK ((kind = 'key') = (public_key IS NOT NULL))
);
CREATE INDEX webhook_sealed_parts_by_endpoint ON webhook_sealed_parts (endpoint_number);
CREATE UNIQUE INDEX webhook_sealed_parts_current ON webhook_sealed_parts (endpoint_number, kind) WHERE expires_at IS NULL;
COMMENT ON TABLE webhook_sealed_parts IS 'What deliveries of an endpoint carry beside the signatures of webhook_secrets.';
COMMENT ON COLUMN webhook_sealed_parts.id IS 'The endpoint''s id and what it is.';
COMMENT ON COLUMN webhook_sealed_parts.sealed IS 'Sealed with APP_SECRET_KEY. headers: "name: value" in lines. key: the seed of an Ed25519 key.';
COMMENT ON COLUMN webhook_sealed_parts.expires_at IS 'NULL: the current one of its kind. Keys sign beside it until then.';

ALTER TABLE webhook_sealed_parts ENABLE ROW LEVEL SECURITY;
ALTER TABLE webhook_sealed_parts FORCE ROW LEVEL SECURITY;
CREATE POLICY worker_all ON webhook_sealed_parts TO weir_worker
  USING ((SELECT current_user) = 'weir_worker') WITH CHECK ((SELECT current_user) = 'weir_worker');
CREATE POLICY api_tenant ON webhook_sealed_parts TO weir_api
  USING ((SELECT tenant_setting() = '*') OR tenant_number = (SELECT tenant_setting_number()))
  WITH CHECK ((SELECT tenant_setting() = '*') OR tenant_number = (SELECT tenant_setting_number()));

GRANT UPDATE (filters, header_names) ON webhook_endpoints TO weir_api;
GRANT SELECT, INSERT, DELETE, UPDATE (expires_at) ON webhook_sealed_parts TO weir_api;
GRANT SELECT, UPDATE (sealed) ON webhook_sealed_parts TO weir_worker;
