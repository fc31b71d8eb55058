-- 0011 billing facts: who bills whom, with which taxes, coupons and credits.
--
-- Why:    an invoice freezes the identities of seller and buyer, tax rates, coupons and credits as they are when it is reckoned; here they are kept.
-- Locks:  none that matter: every table is new.
-- Verify: weir doctor; SELECT name, applied_at FROM schema_migrations;

-- Configuration of the platform -------------------------------------------------------------------------------------------

CREATE TABLE issuers (
  number             integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  id                 text NOT NULL UNIQUE COLLATE "C" CHECK (id ~ '^iss_[0-9A-HJKMNP-TV-Z]{26}$'),
  code               text NOT NULL UNIQUE COLLATE "C" CHECK (code ~ '^[a-z0-9]+(_[a-z0-9]+)*$' AND char_length(code) <= 64),
  legal_name         text NOT NULL CHECK (legal_name <> ''),
  line1              text NOT NULL,
  line2              text NOT NULL,
  city               text NOT NULL,
  region             text NOT NULL,
  postal_code        text NOT NULL,
  country            text NOT NULL CHECK (country ~ '^[A-Z]{2}$'),
  tax_id             text NOT NULL,
  email              text NOT NULL,
  payment_terms_days integer NOT NULL CHECK (payment_terms_days BETWEEN 0 AND 365),
  note               text NOT NULL,
  version            bigint NOT NULL DEFAULT 1,
  created_at         timestamptz NOT NULL DEFAULT clock_timestamp(),
  updated_at         timestamptz NOT NULL DEFAULT clock_timestamp()
);
COMMENT ON TABLE issuers IS 'Sellers: the legal entities of the company that runs this installation.';
COMMENT ON COLUMN issuers.note IS 'At the foot of each of its invoices.';

-- A prefix ends in something else than a digit, so that two series never give one number: 'A1' and 'A' would.
CREATE TABLE issuer_series (
  prefix        text PRIMARY KEY COLLATE "C" CHECK (prefix ~ '^[A-Z0-9][A-Z0-9/-]{0,15}$' AND prefix ~ '[A-Z/-]$'),
  issuer_number integer NOT NULL REFERENCES issuers (number),
  kind          text NOT NULL CHECK (kind IN ('invoice', 'credit_note')),
  UNIQUE (issuer_number, kind)
);
CREATE TRIGGER only_grows BEFORE UPDATE OR DELETE OR TRUNCATE ON issuer_series FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
COMMENT ON TABLE issuer_series IS 'What numbers of invoices and credit notes begin with. Fixed once there.';

CREATE TABLE tax_rates (
  number       integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  id           text NOT NULL UNIQUE COLLATE "C" CHECK (id ~ '^txr_[0-9A-HJKMNP-TV-Z]{26}$'),
  code         text NOT NULL UNIQUE COLLATE "C" CHECK (code ~ '^[a-z0-9]+(_[a-z0-9]+)*$' AND char_length(code) <= 64),
  name         text NOT NULL CHECK (name <> ''),
  jurisdiction text NOT NULL,
  rate         numeric(7,6) NOT NULL CHECK (rate BETWEEN 0 AND 1),
  version      bigint NOT NULL DEFAULT 1,
  created_at   timestamptz NOT NULL DEFAULT clock_timestamp(),
  archived_at  timestamptz
);
COMMENT ON TABLE tax_rates IS 'Never edited: another rate is another row with another code. Who has an archived one keeps it.';
COMMENT ON COLUMN tax_rates.rate IS '0.19 is 19 %.';

CREATE TABLE coupons (
  number           integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  id               text NOT NULL UNIQUE COLLATE "C" CHECK (id ~ '^cpn_[0-9A-HJKMNP-TV-Z]{26}$'),
  code             text NOT NULL UNIQUE COLLATE "C" CHECK (code ~ '^[a-z0-9]+(_[a-z0-9]+)*$' AND char_length(code) <= 64),
  name             text NOT NULL CHECK (name <> ''),
  percentage       numeric(7,6) CHECK (percentage > 0 AND percentage <= 1),
  amount           bigint CHECK (amount > 0),
  currency         text CHECK (currency ~ '^[A-Z]{3}$'),
  duration         text NOT NULL CHECK (duration IN ('once', 'months', 'forever')),
  months           integer CHECK (months BETWEEN 1 AND 120),
  prices           text[] NOT NULL DEFAULT '{}',
  most_redemptions integer CHECK (most_redemptions > 0),
  redemptions      integer NOT NULL DEFAULT 0 CHECK (redemptions >= 0),
  redeem_by        timestamptz,
  version          bigint NOT NULL DEFAULT 1,
  created_at       timestamptz NOT NULL DEFAULT clock_timestamp(),
  archived_at      timestamptz,
  CHECK ((percentage IS NULL) <> (amount IS NULL)),
  CHECK ((amount IS NULL) = (currency IS NULL)),
  CHECK ((months IS NOT NULL) = (duration = 'months')),
  CHECK (redemptions <= most_redemptions)
);
COMMENT ON TABLE coupons IS 'Never edited. Who has an archived one keeps it.';
COMMENT ON COLUMN coupons.amount IS 'Minor units. Of the duration `once` the whole of it, else what each month costs less.';
COMMENT ON COLUMN coupons.prices IS 'Codes of prices that it is for; empty: all.';
COMMENT ON COLUMN coupons.redemptions IS 'How often it was given to a tenant.';

GRANT SELECT, INSERT,
  UPDATE (legal_name, line1, line2, city, region, postal_code, country, tax_id, email, payment_terms_days, note, version, updated_at)
  ON issuers TO weir_api;
GRANT SELECT, INSERT ON issuer_series TO weir_api;
GRANT SELECT, INSERT, UPDATE (archived_at, version) ON tax_rates TO weir_api;
GRANT SELECT, INSERT, UPDATE (archived_at, version) ON coupons TO weir_api;
GRANT SELECT ON issuers, issuer_series, tax_rates, coupons TO weir_worker;
GRANT UPDATE (redemptions, version) ON coupons TO weir_worker;

-- Of tenants -----------------------------------------------------------------------------------------------------------

CREATE TABLE billing_profiles (
  tenant_number    integer PRIMARY KEY REFERENCES tenants (number),
  issuer_number    integer REFERENCES issuers (number),
  legal_name       text NOT NULL DEFAULT '',
  line1            text NOT NULL DEFAULT '',
  line2            text NOT NULL DEFAULT '',
  city             text NOT NULL DEFAULT '',
  region           text NOT NULL DEFAULT '',
  postal_code      text NOT NULL DEFAULT '',
  country          text NOT NULL DEFAULT '' CHECK (country ~ '^([A-Z]{2})?$'),
  tax_id           text NOT NULL DEFAULT '',
  email            text NOT NULL DEFAULT '',
  billing_day      integer NOT NULL DEFAULT 1 CHECK (billing_day BETWEEN 1 AND 31),
  tax_rates        text[] NOT NULL DEFAULT '{}',
  tax_inclusive    boolean NOT NULL DEFAULT false,
  exemption_reason text NOT NULL DEFAULT '',
  exemption_code   text NOT NULL DEFAULT '',
  finalize         text NOT NULL DEFAULT 'automatic' CHECK (finalize IN ('automatic', 'by_hand')),
  grace_hours      integer NOT NULL DEFAULT 1 CHECK (grace_hours BETWEEN 0 AND 240),
  most_lines       integer CHECK (most_lines > 0),
  most_amount      bigint CHECK (most_amount >= 0),
  version          bigint NOT NULL DEFAULT 0,
  created_at       timestamptz NOT NULL DEFAULT clock_timestamp(),
  updated_at       timestamptz NOT NULL DEFAULT clock_timestamp(),
  CHECK (tax_rates = '{}' OR (exemption_reason = '' AND exemption_code = ''))
);
COMMENT ON TABLE billing_profiles IS 'A tenant without a row has what its columns default to.';
COMMENT ON COLUMN billing_profiles.issuer_number IS 'NULL: the issuer that was made first.';
COMMENT ON COLUMN billing_profiles.tax_rates IS 'Codes, in the order in which invoices list them. All of them are due.';
COMMENT ON COLUMN billing_profiles.most_amount IS 'Minor units of whatever currency an invoice has. What asks for more waits for a person, as what has more than most_lines.';

CREATE TABLE tenant_coupons (
  id            text PRIMARY KEY COLLATE "C" CHECK (id ~ '^tcp_[0-9A-HJKMNP-TV-Z]{26}$'),
  tenant_number integer NOT NULL REFERENCES tenants (number),
  coupon_number integer NOT NULL REFERENCES coupons (number),
  since         timestamptz NOT NULL,
  months_used   integer NOT NULL DEFAULT 0 CHECK (months_used >= 0),
  amount_left   bigint CHECK (amount_left >= 0),
  used_up_at    timestamptz,
  removed_at    timestamptz,
  made_by       text NOT NULL,
  command_id    text NOT NULL COLLATE "C",
  version       bigint NOT NULL DEFAULT 1,
  created_at    timestamptz NOT NULL DEFAULT clock_timestamp(),
  updated_at    timestamptz NOT NULL DEFAULT clock_timestamp()
);
CREATE INDEX tenant_coupons_by_tenant ON tenant_coupons (tenant_number, id);
COMMENT ON COLUMN tenant_coupons.amount_left IS 'Of an amount for once, in minor units. NULL of all others.';

CREATE TABLE credit_accounts (
  tenant_number integer NOT NULL REFERENCES tenants (number),
  currency      text NOT NULL CHECK (currency ~ '^[A-Z]{3}$'),
  balance       bigint NOT NULL DEFAULT 0 CHECK (balance >= 0),
  version       bigint NOT NULL DEFAULT 0 CHECK (version >= 0),
  updated_at    timestamptz NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (tenant_number, currency)
);
COMMENT ON TABLE credit_accounts IS 'The row that is locked while a tenant''s credits in a currency change.';
COMMENT ON COLUMN credit_accounts.balance IS 'What remains of its grants together, in minor units: the newest entry''s balance_after.';
COMMENT ON COLUMN credit_accounts.version IS 'How many entries there are: the newest one''s sequence.';

CREATE TABLE credit_grants (
  id            text PRIMARY KEY COLLATE "C" CHECK (id ~ '^crg_[0-9A-HJKMNP-TV-Z]{26}$'),
  tenant_number integer NOT NULL,
  currency      text NOT NULL,
  amount        bigint NOT NULL CHECK (amount > 0),
  remaining     bigint NOT NULL CHECK (remaining BETWEEN 0 AND amount),
  priority      integer NOT NULL DEFAULT 100 CHECK (priority BETWEEN 0 AND 1000000),
  expires_at    timestamptz,
  is_paid       boolean NOT NULL,
  reason        text NOT NULL DEFAULT '',
  invoice_id    text COLLATE "C",
  made_by       text NOT NULL,
  command_id    text COLLATE "C",
  version       bigint NOT NULL DEFAULT 1,
  created_at    timestamptz NOT NULL,
  updated_at    timestamptz NOT NULL DEFAULT clock_timestamp(),
  UNIQUE (tenant_number, currency, id),
  FOREIGN KEY (tenant_number, currency) REFERENCES credit_accounts (tenant_number, currency)
);
CREATE INDEX credit_grants_by_tenant ON credit_grants (tenant_number, id);
CREATE INDEX credit_grants_expiring ON credit_grants (expires_at) WHERE remaining > 0 AND expires_at IS NOT NULL;
CREATE INDEX credit_grants_open ON credit_grants (tenant_number, currency) WHERE remaining > 0;
COMMENT ON COLUMN credit_grants.is_paid IS 'Money that the tenant paid ahead: what remains of it can be refunded.';
COMMENT ON COLUMN credit_grants.invoice_id IS 'The credit note that made it.';

CREATE TABLE credit_entries (
  tenant_number integer NOT NULL,
  currency      text NOT NULL,
  sequence      bigint NOT NULL CHECK (sequence > 0),
  grant_id      text NOT NULL COLLATE "C",
  kind          text NOT NULL CHECK (kind IN ('granted', 'applied', 'returned', 'expired', 'voided', 'refunded')),
  amount        bigint NOT NULL CHECK (amount <> 0),
  balance_after bigint NOT NULL CHECK (balance_after >= 0),
  invoice_id    text COLLATE "C",
  command_id    text COLLATE "C",
  at            timestamptz NOT NULL,
  created_at    timestamptz NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (tenant_number, currency, sequence),
  FOREIGN KEY (tenant_number, currency, grant_id) REFERENCES credit_grants (tenant_number, currency, id),
  CHECK ((amount > 0) = (kind IN ('granted', 'returned'))),
  CHECK (invoice_id IS NOT NULL OR kind NOT IN ('applied', 'returned'))
);
CREATE INDEX credit_entries_by_grant ON credit_entries (grant_id);
CREATE INDEX credit_entries_by_invoice ON credit_entries (tenant_number, invoice_id) WHERE invoice_id IS NOT NULL;
CREATE TRIGGER only_grows BEFORE UPDATE OR DELETE OR TRUNCATE ON credit_entries FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
COMMENT ON TABLE credit_entries IS 'What happened to each grant. The entries of a grant sum to what remains of it, those of an account to its balance.';

DO $$
DECLARE
  wanted text;
BEGIN
  FOREACH wanted IN ARRAY ARRAY['billing_profiles', 'tenant_coupons', 'credit_accounts', 'credit_grants', 'credit_entries'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', wanted);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', wanted);
    EXECUTE format('CREATE POLICY api_tenant ON %I TO weir_api '
                   'USING ((SELECT tenant_setting() = ''*'') OR tenant_number = (SELECT tenant_setting_number())) '
                   'WITH CHECK ((SELECT tenant_setting() = ''*'') OR tenant_number = (SELECT tenant_setting_number()))', wanted);
    EXECUTE format('CREATE POLICY worker_all ON %I TO weir_worker USING ((SELECT current_user) = ''weir_worker'') '
                   'WITH CHECK ((SELECT current_user) = ''weir_worker'')', wanted);
  END LOOP;
END $$;

GRANT SELECT, INSERT, UPDATE ON billing_profiles TO weir_api;
GRANT SELECT ON tenant_coupons, credit_accounts, credit_grants, credit_entries TO weir_api;
GRANT SELECT ON billing_profiles TO weir_worker;
GRANT SELECT, INSERT, UPDATE (months_used, amount_left, used_up_at, removed_at, version, updated_at) ON tenant_coupons TO weir_worker;
GRANT SELECT, INSERT, UPDATE (balance, version, updated_at) ON credit_accounts TO weir_worker;
GRANT SELECT, INSERT, UPDATE (remaining, version, updated_at) ON credit_grants TO weir_worker;
GRANT SELECT, INSERT ON credit_entries TO weir_worker;
