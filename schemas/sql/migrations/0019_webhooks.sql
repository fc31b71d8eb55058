-- 0019 webhooks: who wants to be told of events by HTTP, what is to be sent, and what came of each attempt.
--
-- Why:    customers' own systems follow Weir's events without asking all the time.
-- Locks:  none that matter: every table is new.
-- Verify: weir doctor; SELECT name, applied_at FROM schema_migrations;

CREATE TABLE webhook_endpoints (
  id              text PRIMARY KEY COLLATE "C" CHECK (id ~ '^whe_[0-9A-HJKMNP-TV-Z]{26}$'),
  number          bigint GENERATED ALWAYS AS IDENTITY UNIQUE,
  tenant_number   integer REFERENCES tenants (number),
  url             text NOT NULL CHECK (octet_length(url) BETWEEN 8 AND 2048),
  description     text NOT NULL DEFAULT '' CHECK (char_length(description) <= 200),
  event_types     text[] NOT NULL CHECK (cardinality(event_types) BETWEEN 1 AND 50),
  disabled_reason text CHECK (disabled_reason IN ('person', 'gone', 'failing')),
  disabled_at     timestamptz,
  version         bigint NOT NULL DEFAULT 1,
  asked           bigint NOT NULL DEFAULT 0,
  created_at      timestamptz NOT NULL DEFAULT clock_timestamp(),
  updated_at      timestamptz NOT NULL DEFAULT clock_timestamp(),
  CHECK ((disabled_reason IS NULL) = (disabled_at IS NULL))
);
CREATE INDEX webhook_endpoints_by_tenant ON webhook_endpoints (tenant_number);
COMMENT ON COLUMN webhook_endpoints.tenant_number IS 'NULL: the platform''s, which is told of all tenants.';
COMMENT ON COLUMN webhook_endpoints.disabled_reason IS 'NULL: enabled. gone: it answered 410. failing: nothing but failures for days.';
COMMENT ON COLUMN webhook_endpoints.asked IS 'How many tests and repetitions were asked for: makes the ids of their events.';

CREATE TABLE webhook_secrets (
  id              text PRIMARY KEY COLLATE "C",
  endpoint_number bigint NOT NULL REFERENCES webhook_endpoints (number) ON DELETE CASCADE,
  tenant_number   integer REFERENCES tenants (number),
  sealed          bytea NOT NULL,
  created_at      timestamptz NOT NULL DEFAULT clock_timestamp(),
  expires_at      timestamptz
);
CREATE INDEX webhook_secrets_by_endpoint ON webhook_secrets (endpoint_number);
COMMENT ON COLUMN webhook_secrets.id IS 'The endpoint''s id and a number.';
COMMENT ON COLUMN webhook_secrets.sealed IS 'The bytes that sign, sealed with APP_SECRET_KEY.';
COMMENT ON COLUMN webhook_secrets.expires_at IS 'NULL: the current one, of which an endpoint has one. Others sign beside it until then.';
CREATE UNIQUE INDEX webhook_secrets_current ON webhook_secrets (endpoint_number) WHERE expires_at IS NULL;

CREATE TABLE webhook_lanes (
  endpoint_number bigint PRIMARY KEY REFERENCES webhook_endpoints (number) ON DELETE CASCADE,
  due_at          timestamptz NOT NULL DEFAULT 'infinity',
  closed_until    timestamptz NOT NULL DEFAULT '-infinity',
  first_due       timestamptz NOT NULL DEFAULT 'infinity',
  under_way       integer NOT NULL DEFAULT 0,
  lease_ends      timestamptz NOT NULL DEFAULT 'infinity',
  failures        integer NOT NULL DEFAULT 0,
  failing_since   timestamptz
) WITH (fillfactor = 50);
CREATE INDEX webhook_lanes_due ON webhook_lanes (due_at);
COMMENT ON TABLE webhook_lanes IS 'One row for each endpoint: when there is something to do for it, and how it fares. Whoever takes, ends or repeats deliveries holds it; whoever adds some leaves a wake.';
COMMENT ON COLUMN webhook_lanes.due_at IS 'When there is something to do: not later than the first delivery that may be sent.';
COMMENT ON COLUMN webhook_lanes.first_due IS 'Not later than due_at of any delivery that waits: what was taken before lies dead in the index, and whoever looks begins behind it.';
COMMENT ON COLUMN webhook_lanes.under_way IS 'Deliveries with a lease, whether it has run out or not.';
COMMENT ON COLUMN webhook_lanes.lease_ends IS 'Not later than the first of those leases.';
COMMENT ON COLUMN webhook_lanes.closed_until IS 'Nothing is sent before, as the endpoint failed or asked for less.';
COMMENT ON COLUMN webhook_lanes.failures IS 'In a row.';

CREATE TABLE webhook_wakes (
  endpoint_number bigint NOT NULL,
  since           timestamptz NOT NULL DEFAULT now()
) WITH (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 2000);
COMMENT ON TABLE webhook_wakes IS 'Endpoints that have new deliveries, none due before since. Senders move it into lanes: who adds never waits for who sends.';

CREATE TABLE webhook_messages (
  number        bigint GENERATED ALWAYS AS IDENTITY UNIQUE,
  id            text PRIMARY KEY COLLATE "C" CHECK (id ~ '^msg_[0-9A-HJKMNP-TV-Z]{26}$'),
  tenant_number integer REFERENCES tenants (number),
  type          text NOT NULL COLLATE "C",
  body          text NOT NULL,
  created_at    timestamptz NOT NULL DEFAULT clock_timestamp()
);
CREATE INDEX webhook_messages_by_age ON webhook_messages (created_at);
COMMENT ON TABLE webhook_messages IS 'Events that some endpoint wanted, as they are sent. The id follows from the event''s, so it is the same however often it is sent.';

CREATE TABLE webhook_deliveries (
  number          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  id              text NOT NULL UNIQUE COLLATE "C" CHECK (id ~ '^whd_[0-9A-HJKMNP-TV-Z]{26}$'),
  endpoint_number bigint NOT NULL REFERENCES webhook_endpoints (number) ON DELETE CASCADE,
  message_number  bigint NOT NULL REFERENCES webhook_messages (number) ON DELETE CASCADE,
  tenant_number   integer REFERENCES tenants (number),
  state           text NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'delivered', 'failed')),
  failed_reason   text CHECK (failed_reason IN ('attempts', 'refused', 'disabled')),
  attempts        integer NOT NULL DEFAULT 0,
  round           integer NOT NULL DEFAULT 0,
  due_at          timestamptz NOT NULL DEFAULT clock_timestamp(),
  leased_until    timestamptz,
  created_at      timestamptz NOT NULL DEFAULT clock_timestamp(),
  ended_at        timestamptz,
  UNIQUE (endpoint_number, message_number),
  CHECK ((state = 'waiting') = (ended_at IS NULL)),
  CHECK ((state = 'failed') = (failed_reason IS NOT NULL))
) WITH (fillfactor = 80, autovacuum_vacuum_scale_factor = 0.02);
CREATE INDEX webhook_deliveries_due ON webhook_deliveries (endpoint_number, due_at) WHERE state = 'waiting';
CREATE INDEX webhook_deliveries_held ON webhook_deliveries (endpoint_number, leased_until) WHERE leased_until IS NOT NULL;
CREATE INDEX webhook_deliveries_newest ON webhook_deliveries (endpoint_number, number);
CREATE INDEX webhook_deliveries_of_message ON webhook_deliveries (message_number);
COMMENT ON COLUMN webhook_deliveries.attempts IS 'All of them; also tells one lease from the next.';
COMMENT ON COLUMN webhook_deliveries.round IS 'Attempts since it was made or asked for once more: the place in the schedule.';
COMMENT ON COLUMN webhook_deliveries.due_at IS 'When the next attempt may begin. Whoever takes the row moves it to the end of the lease.';

CREATE TABLE webhook_attempts (
  delivery_number bigint NOT NULL REFERENCES webhook_deliveries (number) ON DELETE CASCADE,
  attempt         integer NOT NULL,
  tenant_number   integer REFERENCES tenants (number),
  started_at      timestamptz NOT NULL,
  duration_ms     integer NOT NULL,
  status          integer,
  response        text NOT NULL DEFAULT '' CHECK (octet_length(response) <= 4096),
  error           text NOT NULL DEFAULT '' CHECK (char_length(error) <= 500),
  PRIMARY KEY (delivery_number, attempt)
);
COMMENT ON COLUMN webhook_attempts.status IS 'Of the answer; NULL: there was none, and error says why.';
COMMENT ON COLUMN webhook_attempts.response IS 'The first kilobyte of the answer''s body.';

INSERT INTO retention_classes (class, keep) VALUES ('webhook_messages', '30 days');

DO $$
DECLARE
  wanted text;
BEGIN
  FOREACH wanted IN ARRAY ARRAY['webhook_endpoints', 'webhook_secrets', 'webhook_lanes', 'webhook_wakes', 'webhook_messages', 'webhook_deliveries', 'webhook_attempts'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', wanted);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', wanted);
    EXECUTE format('CREATE POLICY worker_all ON %I TO weir_worker USING ((SELECT current_user) = ''weir_worker'') '
                   'WITH CHECK ((SELECT current_user) = ''weir_worker'')', wanted);
  END LOOP;
  FOREACH wanted IN ARRAY ARRAY['webhook_endpoints', 'webhook_secrets', 'webhook_messages', 'webhook_deliveries', 'webhook_attempts'] LOOP
    EXECUTE format('CREATE POLICY api_tenant ON %I TO weir_api '
                   'USING ((SELECT tenant_setting() = ''*'') OR tenant_number = (SELECT tenant_setting_number())) '
                   'WITH CHECK ((SELECT tenant_setting() = ''*'') OR tenant_number = (SELECT tenant_setting_number()))', wanted);
  END LOOP;
END $$;
-- A lane is its endpoint's.
CREATE POLICY api_tenant ON webhook_lanes TO weir_api
  USING (EXISTS (SELECT FROM webhook_endpoints AS e WHERE e.number = endpoint_number))
  WITH CHECK (EXISTS (SELECT FROM webhook_endpoints AS e WHERE e.number = endpoint_number));

GRANT SELECT, INSERT, DELETE, UPDATE (url, description, event_types, disabled_reason, disabled_at, version, asked, updated_at) ON webhook_endpoints TO weir_api;
GRANT SELECT, INSERT, DELETE, UPDATE (expires_at) ON webhook_secrets TO weir_api;
GRANT SELECT, INSERT, UPDATE ON webhook_lanes TO weir_api;
GRANT SELECT ON webhook_messages, webhook_attempts TO weir_api;
GRANT SELECT, UPDATE (state, failed_reason, round, due_at, leased_until, ended_at) ON webhook_deliveries TO weir_api;
GRANT SELECT, UPDATE (disabled_reason, disabled_at, version, updated_at) ON webhook_endpoints TO weir_worker;
GRANT SELECT, UPDATE (sealed) ON webhook_secrets TO weir_worker;
GRANT SELECT, UPDATE ON webhook_lanes TO weir_worker;
GRANT SELECT, INSERT, UPDATE, DELETE ON webhook_wakes TO weir_worker;
GRANT SELECT, INSERT, DELETE ON webhook_messages TO weir_worker;
GRANT SELECT, INSERT, UPDATE ON webhook_deliveries TO weir_worker;
GRANT SELECT, INSERT ON webhook_attempts TO weir_worker;
