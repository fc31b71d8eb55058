-- 0022 payment_customers: who tenants are at payment providers, and refunds by what they are for.
--
-- Why:    all payments of a tenant belong to one customer there.
-- Locks:  SHARE on refunds for as long as it takes to index it.
-- Verify: weir doctor; SELECT name, applied_at FROM schema_migrations;

CREATE TABLE payment_customers (
  provider_number integer NOT NULL REFERENCES payment_providers (number),
  tenant_number   integer NOT NULL REFERENCES tenants (number),
  reference       text COLLATE "C",
  generation      integer NOT NULL DEFAULT 1,
  created_at      timestamptz NOT NULL DEFAULT clock_timestamp(),
  updated_at      timestamptz NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (provider_number, tenant_number)
);
CREATE INDEX payment_customers_by_tenant ON payment_customers (tenant_number);
COMMENT ON COLUMN payment_customers.reference IS 'The provider''s id of it; NULL until the provider was asked, and when it does not know it any more.';
COMMENT ON COLUMN payment_customers.generation IS 'How often it was to be made: what it is made with once.';

CREATE UNIQUE INDEX refunds_by_credit_note ON refunds (credit_note_id) WHERE credit_note_id IS NOT NULL AND state IN ('pending', 'succeeded');
CREATE INDEX refunds_by_payment ON refunds (payment_number);

ALTER TABLE payment_customers ENABLE ROW LEVEL SECURITY;
ALTER TABLE payment_customers FORCE ROW LEVEL SECURITY;
CREATE POLICY worker_all ON payment_customers TO weir_worker
  USING ((SELECT current_user) = 'weir_worker') WITH CHECK ((SELECT current_user) = 'weir_worker');
CREATE POLICY api_tenant ON payment_customers TO weir_api
  USING ((SELECT tenant_setting() = '*') OR tenant_number = (SELECT tenant_setting_number()))
  WITH CHECK ((SELECT tenant_setting() = '*') OR tenant_number = (SELECT tenant_setting_number()));

GRANT SELECT, INSERT, UPDATE ON payment_customers TO weir_api;
GRANT SELECT ON payment_customers TO weir_worker;
