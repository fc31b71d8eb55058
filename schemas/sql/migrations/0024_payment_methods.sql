-- 0024 payment_methods: cards and accounts that payment providers keep for tenants, and charges of them.
--
-- Why:    an invoice is paid by a method that was kept, without its payer being there.
-- Locks:  ACCESS EXCLUSIVE on payments and payment_customers for columns that no row is rewritten for, SHARE for as long as it takes to index them.
-- Verify: weir doctor; SELECT name, applied_at FROM schema_migrations;

CREATE TABLE payment_methods (
  id              text PRIMARY KEY COLLATE "C" CHECK (id ~ '^pmt_[0-9A-HJKMNP-TV-Z]{26}$'),
  number          bigint GENERATED ALWAYS AS IDENTITY UNIQUE,
  provider_number integer NOT NULL REFERENCES payment_providers (number),
  tenant_number   integer NOT NULL REFERENCES tenants (number),
  reference       text NOT NULL COLLATE "C" CHECK (octet_length(reference) BETWEEN 1 AND 255),
  customer        text NOT NULL COLLATE "C" CHECK (octet_length(customer) BETWEEN 1 AND 255),
  kind            text NOT NULL CHECK (char_length(kind) BETWEEN 1 AND 50),
  brand           text NOT NULL DEFAULT '' CHECK (char_length(brand) <= 50),
  last4           text NOT NULL DEFAULT '' CHECK (char_length(last4) <= 4),
  expiry_month    integer CHECK (expiry_month BETWEEN 1 AND 12),
  expiry_year     integer CHECK (expiry_year BETWEEN 1970 AND 9999),
  state           text NOT NULL CHECK (state IN ('attached', 'detached')),
  is_default      boolean NOT NULL DEFAULT false,
  made_at         timestamptz NOT NULL,
  as_of           timestamptz NOT NULL,
  version         bigint NOT NULL DEFAULT 1,
  created_at      timestamptz NOT NULL DEFAULT clock_timestamp(),
  updated_at      timestamptz NOT NULL DEFAULT clock_timestamp(),
  UNIQUE (provider_number, reference),
  CHECK (state = 'attached' OR NOT is_default),
  CHECK ((expiry_month IS NULL) = (expiry_year IS NULL))
);
CREATE UNIQUE INDEX payment_methods_default ON payment_methods (tenant_number, provider_number) WHERE is_default;
CREATE INDEX payment_methods_by_tenant ON payment_methods (tenant_number, number);
COMMENT ON TABLE payment_methods IS 'What tenants pay with and payment providers keep. Never the number of a card or an account.';
COMMENT ON COLUMN payment_methods.reference IS 'The provider''s id of it.';
COMMENT ON COLUMN payment_methods.customer IS 'Whose it is there.';
COMMENT ON COLUMN payment_methods.made_at IS 'When it was made, says the provider: the latest is charged where nobody chose one.';
COMMENT ON COLUMN payment_methods.as_of IS 'When the latest event that was applied to it happened.';
COMMENT ON COLUMN payment_methods.is_default IS 'It is charged. Follows from what was chosen and from what is attached.';

ALTER TABLE payment_customers
  ADD COLUMN chosen text COLLATE "C",
  ADD COLUMN chosen_at timestamptz;
CREATE INDEX payment_customers_by_reference ON payment_customers (provider_number, reference) WHERE reference IS NOT NULL;
COMMENT ON COLUMN payment_customers.chosen IS 'The method that somebody chose to be charged, by the provider''s id; it may be unknown here yet.';
COMMENT ON COLUMN payment_customers.chosen_at IS 'When: of two choices the later one counts.';

ALTER TABLE payments
  ADD COLUMN keeps_method boolean NOT NULL DEFAULT false,
  ADD COLUMN method_id text COLLATE "C" REFERENCES payment_methods (id),
  ADD COLUMN cause text COLLATE "C" CHECK (octet_length(cause) BETWEEN 1 AND 100),
  ADD COLUMN advice_code text CHECK (char_length(advice_code) <= 100),
  ADD COLUMN network_advice_code text CHECK (char_length(network_advice_code) <= 100),
  ADD CHECK (origin <> 'saved_method' OR method_id IS NOT NULL) NOT VALID;
CREATE UNIQUE INDEX payments_by_cause ON payments (invoice_id, cause) WHERE cause IS NOT NULL;
CREATE INDEX payments_unanswered ON payments (updated_at) WHERE origin = 'saved_method' AND state = 'open' AND intent IS NULL;
CREATE INDEX payments_by_method ON payments (method_id) WHERE method_id IS NOT NULL;
COMMENT ON COLUMN payments.keeps_method IS 'What is paid with on its page is kept.';
COMMENT ON COLUMN payments.method_id IS 'What is charged.';
COMMENT ON COLUMN payments.cause IS 'Why it was begun, as "dunning:3": one payment of an invoice for each.';
COMMENT ON COLUMN payments.advice_code IS 'Of a decline: what the provider says about trying again.';
COMMENT ON COLUMN payments.network_advice_code IS 'Of a decline: what the card''s network says about it.';

ALTER TABLE payment_methods ENABLE ROW LEVEL SECURITY;
ALTER TABLE payment_methods FORCE ROW LEVEL SECURITY;
CREATE POLICY worker_all ON payment_methods TO weir_worker
  USING ((SELECT current_user) = 'weir_worker') WITH CHECK ((SELECT current_user) = 'weir_worker');
CREATE POLICY api_tenant ON payment_methods TO weir_api
  USING ((SELECT tenant_setting() = '*') OR tenant_number = (SELECT tenant_setting_number()))
  WITH CHECK ((SELECT tenant_setting() = '*') OR tenant_number = (SELECT tenant_setting_number()));

GRANT SELECT, INSERT, UPDATE ON payment_methods TO weir_api, weir_worker;
GRANT UPDATE ON payment_customers TO weir_worker;
