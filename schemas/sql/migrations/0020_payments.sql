-- 0020 payments: accounts at payment providers, the events that they send, and the money that moves through them.
--
-- Why:    finalized invoices ask for their money and become paid by themselves.
-- Locks:  none that matter: every table is new.
-- Verify: weir doctor; SELECT name, applied_at FROM schema_migrations;

CREATE TABLE payment_providers (
  id         text PRIMARY KEY COLLATE "C" CHECK (id ~ '^ppr_[0-9A-HJKMNP-TV-Z]{26}$'),
  number     integer GENERATED ALWAYS AS IDENTITY UNIQUE,
  slug       text NOT NULL UNIQUE COLLATE "C" CHECK (slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$' AND octet_length(slug) <= 64),
  provider   text NOT NULL CHECK (provider IN ('stripe')),
  name       text NOT NULL CHECK (char_length(name) BETWEEN 1 AND 200),
  live       boolean NOT NULL,
  enabled    boolean NOT NULL DEFAULT true,
  offered    boolean NOT NULL DEFAULT false,
  swept_to   timestamptz NOT NULL DEFAULT '-infinity',
  version    bigint NOT NULL DEFAULT 1,
  created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  updated_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  CHECK (enabled OR NOT offered)
);
CREATE UNIQUE INDEX payment_providers_offered ON payment_providers (offered) WHERE offered;
COMMENT ON TABLE payment_providers IS 'One row for each account at a payment provider. Never deleted: payments are of it.';
COMMENT ON COLUMN payment_providers.slug IS 'Where it sends its webhooks: /api/v1/webhooks/{provider}/{slug}.';
COMMENT ON COLUMN payment_providers.live IS 'Moves money; else it is a test account, and events of the other kind are refused.';
COMMENT ON COLUMN payment_providers.offered IS 'New payments are made through it; through one at most.';
COMMENT ON COLUMN payment_providers.swept_to IS 'Its own list of events was read up to then.';

CREATE TABLE payment_provider_secrets (
  id              text PRIMARY KEY COLLATE "C",
  provider_number integer NOT NULL REFERENCES payment_providers (number),
  kind            text NOT NULL CHECK (kind IN ('signing', 'api_key')),
  sealed          bytea NOT NULL,
  created_at      timestamptz NOT NULL DEFAULT clock_timestamp(),
  expires_at      timestamptz
);
CREATE UNIQUE INDEX payment_provider_secrets_current ON payment_provider_secrets (provider_number, kind) WHERE expires_at IS NULL;
COMMENT ON COLUMN payment_provider_secrets.id IS 'The account''s id, the kind and a number.';
COMMENT ON COLUMN payment_provider_secrets.sealed IS 'What the provider gave, sealed with APP_SECRET_KEY.';
COMMENT ON COLUMN payment_provider_secrets.expires_at IS 'NULL: the current one of its kind. Others count beside it until then.';

CREATE TABLE provider_events (
  number          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  id              text NOT NULL UNIQUE COLLATE "C" CHECK (id ~ '^pve_[0-9A-HJKMNP-TV-Z]{26}$'),
  provider_number integer NOT NULL,
  provider        text NOT NULL,
  event_id        text NOT NULL COLLATE "C" CHECK (octet_length(event_id) BETWEEN 1 AND 255),
  type            text NOT NULL COLLATE "C" CHECK (octet_length(type) BETWEEN 1 AND 255),
  object_id       text NOT NULL COLLATE "C" CHECK (octet_length(object_id) <= 255),
  api_version     text NOT NULL,
  occurred_at     timestamptz NOT NULL,
  received_at     timestamptz NOT NULL,
  source          text NOT NULL CHECK (source IN ('webhook', 'sweep')),
  body            bytea NOT NULL,
  state           text NOT NULL DEFAULT 'pending' CHECK (state IN ('pending', 'applied', 'ignored', 'failed')),
  outcome         text NOT NULL DEFAULT '',
  detail          text NOT NULL DEFAULT '' CHECK (char_length(detail) <= 500),
  command_id      text COLLATE "C",
  payment_id      text COLLATE "C",
  runs            integer NOT NULL DEFAULT 0,
  attempts        integer NOT NULL DEFAULT 0,
  due_at          timestamptz NOT NULL DEFAULT clock_timestamp(),
  created_at      timestamptz NOT NULL DEFAULT clock_timestamp(),
  ended_at        timestamptz,
  UNIQUE (provider, event_id),
  CHECK ((state = 'pending') = (ended_at IS NULL))
) WITH (fillfactor = 80);
CREATE INDEX provider_events_due ON provider_events (due_at) WHERE state = 'pending';
CREATE INDEX provider_events_failed ON provider_events (number) WHERE state = 'failed';
CREATE INDEX provider_events_of_object ON provider_events (object_id, number) WHERE object_id <> '';
CREATE INDEX provider_events_by_type ON provider_events (type, number);
CREATE INDEX provider_events_by_age ON provider_events (created_at);
COMMENT ON TABLE provider_events IS 'The inbox: every event that a payment provider sent, once, as it was received, and what came of it.';
COMMENT ON COLUMN provider_events.occurred_at IS 'When it happened, says the provider. Events do not arrive in this order.';
COMMENT ON COLUMN provider_events.outcome IS 'Why it is in its state, in one word: payment_recorded, superseded, unrelated, an error''s code.';
COMMENT ON COLUMN provider_events.command_id IS 'What it asks of billing. Follows from the event and runs, so that a repetition is none.';
COMMENT ON COLUMN provider_events.payment_id IS 'The payment that it turned out to be about.';
COMMENT ON COLUMN provider_events.runs IS 'How often somebody asked to apply it once more.';
COMMENT ON COLUMN provider_events.due_at IS 'When the next attempt may begin. Whoever takes the row moves it behind the time that an attempt takes.';

CREATE TABLE payments (
  id              text PRIMARY KEY COLLATE "C" CHECK (id ~ '^pay_[0-9A-HJKMNP-TV-Z]{26}$'),
  number          bigint GENERATED ALWAYS AS IDENTITY UNIQUE,
  tenant_number   integer NOT NULL REFERENCES tenants (number),
  invoice_id      text NOT NULL COLLATE "C" REFERENCES invoices (id),
  provider_number integer NOT NULL REFERENCES payment_providers (number),
  origin          text NOT NULL CHECK (origin IN ('hosted', 'saved_method')),
  amount          bigint NOT NULL CHECK (amount > 0),
  currency        text NOT NULL,
  state           text NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'processing', 'succeeded', 'failed', 'canceled')),
  session         text COLLATE "C",
  intent          text COLLATE "C",
  url             text,
  url_expires_at  timestamptz,
  failure_code    text,
  failure_message text CHECK (char_length(failure_message) <= 500),
  received        bigint NOT NULL DEFAULT 0 CHECK (received >= 0),
  refunded        bigint NOT NULL DEFAULT 0 CHECK (refunded >= 0),
  as_of           timestamptz NOT NULL DEFAULT '-infinity',
  created_by      text NOT NULL,
  version         bigint NOT NULL DEFAULT 1,
  created_at      timestamptz NOT NULL DEFAULT clock_timestamp(),
  updated_at      timestamptz NOT NULL DEFAULT clock_timestamp(),
  CHECK (refunded <= received),
  CHECK ((state = 'succeeded') = (received > 0))
);
CREATE UNIQUE INDEX payments_by_intent ON payments (provider_number, intent) WHERE intent IS NOT NULL;
CREATE UNIQUE INDEX payments_by_session ON payments (provider_number, session) WHERE session IS NOT NULL;
CREATE INDEX payments_by_tenant ON payments (tenant_number, id);
CREATE INDEX payments_by_invoice ON payments (invoice_id);
COMMENT ON TABLE payments IS 'Attempts to collect the money of an invoice. Amounts are minor units of the currency. What counts for the invoice is invoice_payments.';
COMMENT ON COLUMN payments.received IS 'What the provider says it took in. Never becomes less.';
COMMENT ON COLUMN payments.refunded IS 'What the provider says it paid back. Never becomes less.';
COMMENT ON COLUMN payments.as_of IS 'When the latest event that was applied to it happened.';

CREATE TABLE refunds (
  id             text PRIMARY KEY COLLATE "C" CHECK (id ~ '^rfd_[0-9A-HJKMNP-TV-Z]{26}$'),
  payment_number bigint NOT NULL REFERENCES payments (number),
  tenant_number  integer NOT NULL REFERENCES tenants (number),
  amount         bigint NOT NULL CHECK (amount > 0),
  state          text NOT NULL CHECK (state IN ('pending', 'succeeded', 'failed', 'canceled')),
  reason         text NOT NULL DEFAULT '' CHECK (char_length(reason) <= 200),
  reference      text COLLATE "C",
  credit_note_id text COLLATE "C" REFERENCES invoices (id),
  failure_code   text,
  as_of          timestamptz NOT NULL DEFAULT '-infinity',
  created_by     text NOT NULL,
  version        bigint NOT NULL DEFAULT 1,
  created_at     timestamptz NOT NULL DEFAULT clock_timestamp(),
  updated_at     timestamptz NOT NULL DEFAULT clock_timestamp()
);
CREATE UNIQUE INDEX refunds_by_reference ON refunds (payment_number, reference) WHERE reference IS NOT NULL;
CREATE INDEX refunds_by_tenant ON refunds (tenant_number, id);
COMMENT ON COLUMN refunds.reference IS 'The provider''s id of it; NULL until the provider was asked.';

CREATE TABLE disputes (
  id             text PRIMARY KEY COLLATE "C" CHECK (id ~ '^dsp_[0-9A-HJKMNP-TV-Z]{26}$'),
  payment_number bigint NOT NULL REFERENCES payments (number),
  tenant_number  integer NOT NULL REFERENCES tenants (number),
  amount         bigint NOT NULL CHECK (amount > 0),
  state          text NOT NULL CHECK (state IN ('needs_response', 'under_review', 'won', 'lost')),
  reason         text NOT NULL DEFAULT '' CHECK (char_length(reason) <= 200),
  reference      text NOT NULL COLLATE "C",
  respond_by     timestamptz,
  as_of          timestamptz NOT NULL,
  version        bigint NOT NULL DEFAULT 1,
  created_at     timestamptz NOT NULL DEFAULT clock_timestamp(),
  updated_at     timestamptz NOT NULL DEFAULT clock_timestamp(),
  UNIQUE (payment_number, reference)
);
CREATE INDEX disputes_by_tenant ON disputes (tenant_number, id);

INSERT INTO retention_classes (class, keep) VALUES ('provider_events', '400 days');

DO $$
DECLARE
  wanted text;
BEGIN
  FOREACH wanted IN ARRAY ARRAY['payment_providers', 'payment_provider_secrets', 'provider_events', 'payments', 'refunds', 'disputes'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', wanted);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', wanted);
    EXECUTE format('CREATE POLICY worker_all ON %I TO weir_worker USING ((SELECT current_user) = ''weir_worker'') '
                   'WITH CHECK ((SELECT current_user) = ''weir_worker'')', wanted);
  END LOOP;
  FOREACH wanted IN ARRAY ARRAY['payments', 'refunds', 'disputes'] LOOP
    EXECUTE format('CREATE POLICY api_tenant ON %I TO weir_api '
                   'USING ((SELECT tenant_setting() = ''*'') OR tenant_number = (SELECT tenant_setting_number())) '
                   'WITH CHECK ((SELECT tenant_setting() = ''*'') OR tenant_number = (SELECT tenant_setting_number()))', wanted);
  END LOOP;
  -- The platform's alone.
  FOREACH wanted IN ARRAY ARRAY['payment_providers', 'payment_provider_secrets', 'provider_events'] LOOP
    EXECUTE format('CREATE POLICY api_platform ON %I TO weir_api '
                   'USING ((SELECT tenant_setting() = ''*'')) WITH CHECK ((SELECT tenant_setting() = ''*''))', wanted);
  END LOOP;
END $$;

GRANT SELECT, INSERT, UPDATE ON payment_providers TO weir_api;
GRANT SELECT, INSERT, DELETE, UPDATE (expires_at) ON payment_provider_secrets TO weir_api;
GRANT SELECT, UPDATE (state, outcome, detail, command_id, runs, due_at, ended_at) ON provider_events TO weir_api;
GRANT SELECT, INSERT, UPDATE ON payments, refunds TO weir_api;
GRANT SELECT ON disputes TO weir_api;
GRANT SELECT, UPDATE (swept_to) ON payment_providers TO weir_worker;
GRANT SELECT, UPDATE (sealed) ON payment_provider_secrets TO weir_worker;
GRANT SELECT, INSERT, UPDATE, DELETE ON provider_events TO weir_worker;
GRANT SELECT, INSERT, UPDATE ON payments, refunds, disputes TO weir_worker;
