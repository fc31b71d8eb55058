-- 0012 invoices: what was billed, from which facts, under which number.
--
-- Why:    an invoice is a pure function of inputs that are frozen beside it; what was finalized never changes but for its state.
-- Locks:  none that matter: every table is new.
-- Verify: weir doctor; SELECT name, applied_at FROM schema_migrations;

CREATE TABLE billing_states (
  tenant_number integer PRIMARY KEY REFERENCES tenants (number),
  next_at       timestamptz NOT NULL,
  billed_until  timestamptz,
  looked_at     timestamptz,
  runs          bigint NOT NULL DEFAULT 0,
  parked_at     timestamptz,
  parked_code   text,
  parked_detail text,
  is_released   boolean NOT NULL DEFAULT false,
  updated_at    timestamptz NOT NULL DEFAULT clock_timestamp(),
  CHECK ((parked_at IS NULL) = (parked_code IS NULL))
);
CREATE INDEX billing_states_due ON billing_states (next_at, tenant_number) WHERE parked_at IS NULL;
COMMENT ON TABLE billing_states IS 'One row for each tenant that has or had a subscription. Whoever writes something that is billed holds its lock.';
COMMENT ON COLUMN billing_states.next_at IS 'As of when its next invoices are reckoned: the start of one of its hours.';
COMMENT ON COLUMN billing_states.billed_until IS 'As of when its last invoices were reckoned, whether or not anything was to be billed.';
COMMENT ON COLUMN billing_states.looked_at IS 'The clock of the database when the facts of that were read: later changes of subscriptions were not seen.';
COMMENT ON COLUMN billing_states.runs IS 'Rises with everything that changes what is billed: an invoice that was reckoned from an older state is not written.';
COMMENT ON COLUMN billing_states.is_released IS 'The next invoices may exceed the bounds for which the tenant was parked.';

CREATE TABLE invoice_series (
  prefix text PRIMARY KEY COLLATE "C" CHECK (prefix ~ '^[A-Z0-9][A-Z0-9/-]{0,15}$'),
  next   bigint NOT NULL DEFAULT 1 CHECK (next > 0)
);
COMMENT ON TABLE invoice_series IS 'The next number of each series. Taken in the transaction that finalizes an invoice, so no number is missing and none comes twice.';

CREATE TABLE invoice_inputs (
  hash          text PRIMARY KEY COLLATE "C" CHECK (hash ~ '^[0-9a-f]{64}$'),
  tenant_number integer NOT NULL REFERENCES tenants (number),
  document      text NOT NULL,
  created_at    timestamptz NOT NULL DEFAULT clock_timestamp()
);
CREATE TRIGGER only_grows BEFORE UPDATE OR DELETE OR TRUNCATE ON invoice_inputs FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
COMMENT ON COLUMN invoice_inputs.hash IS 'SHA-256 of the document.';
COMMENT ON COLUMN invoice_inputs.document IS 'JSON as contract/invoice_inputs_document.hpp writes it.';

CREATE TABLE invoices (
  id             text PRIMARY KEY COLLATE "C" CHECK (id ~ '^inv_[0-9A-HJKMNP-TV-Z]{26}$'),
  tenant_number  integer NOT NULL REFERENCES tenants (number),
  kind           text NOT NULL CHECK (kind IN ('regular', 'adjustment', 'credit_note')),
  state          text NOT NULL CHECK (state IN ('draft', 'finalized', 'past_due', 'paid', 'uncollectible', 'void', 'discarded')),
  currency       text NOT NULL CHECK (currency ~ '^[A-Z]{3}$'),
  as_of          timestamptz NOT NULL,
  place          integer NOT NULL CHECK (place >= 0),
  run            bigint NOT NULL,
  corrects       text COLLATE "C" REFERENCES invoices (id),
  period_from    date NOT NULL,
  period_to      date NOT NULL,
  number         text UNIQUE COLLATE "C",
  issued_day     date,
  due_day        date,
  due_at         timestamptz,
  net            bigint NOT NULL,
  total          bigint NOT NULL,
  credits_used   bigint NOT NULL DEFAULT 0 CHECK (credits_used >= 0),
  due            bigint NOT NULL CHECK (due >= 0),
  credited       bigint NOT NULL DEFAULT 0 CHECK (credited >= 0),
  paid           bigint NOT NULL DEFAULT 0 CHECK (paid >= 0 AND paid <= due),
  lines          integer NOT NULL CHECK (lines > 0),
  taxes          text NOT NULL,
  credits        text NOT NULL,
  seller         text NOT NULL,
  buyer          text NOT NULL,
  inputs_hash    text NOT NULL COLLATE "C" REFERENCES invoice_inputs (hash),
  version        bigint NOT NULL DEFAULT 1,
  created_at     timestamptz NOT NULL DEFAULT clock_timestamp(),
  finalized_at   timestamptz,
  updated_at     timestamptz NOT NULL DEFAULT clock_timestamp(),
  UNIQUE (tenant_number, currency, as_of, run, place),
  CHECK (period_from <= period_to),
  CHECK ((number IS NULL) = (state IN ('draft', 'discarded'))),
  CHECK ((number IS NULL) = (finalized_at IS NULL)),
  CHECK ((number IS NULL) = (issued_day IS NULL)),
  CHECK (kind <> 'credit_note' OR (total < 0 AND due = 0 AND credited = -total)),
  CHECK (kind = 'credit_note' OR (total >= 0 AND credited = 0 AND due = total - credits_used))
);
CREATE UNIQUE INDEX invoices_once ON invoices (tenant_number, currency, as_of, kind, coalesce(corrects, '')) WHERE state NOT IN ('void', 'discarded');
CREATE INDEX invoices_by_tenant ON invoices (tenant_number, id);
CREATE INDEX invoices_late ON invoices (due_at) WHERE state = 'finalized';
COMMENT ON COLUMN invoices.as_of IS 'The instant that they are reckoned as of: everything that was due then.';
COMMENT ON COLUMN invoices.place IS 'Among those that were reckoned from the same inputs, from 0.';
COMMENT ON COLUMN invoices.run IS 'billing_states.runs when it was written.';
COMMENT ON COLUMN invoices.period_to IS 'The last day, not the one after it.';
COMMENT ON COLUMN invoices.net IS 'Minor units of the currency, as all amounts here. Without tax.';
COMMENT ON COLUMN invoices.credits IS 'JSON array of {"grant", "amount"}: what it uses of the tenant''s credits.';
COMMENT ON COLUMN invoices.seller IS 'JSON, as the issuer was then.';
COMMENT ON COLUMN invoices.buyer IS 'JSON, as the billing profile was then.';

CREATE TABLE invoice_lines (
  invoice_id      text NOT NULL COLLATE "C" REFERENCES invoices (id),
  number          integer NOT NULL CHECK (number > 0),
  tenant_number   integer NOT NULL REFERENCES tenants (number),
  subscription_id text NOT NULL COLLATE "C" REFERENCES subscriptions (id),
  kind            text NOT NULL CHECK (kind IN ('fee', 'usage', 'commitment')),
  plan_code       text NOT NULL,
  plan_version    integer NOT NULL,
  price_code      text NOT NULL,
  period          date NOT NULL,
  period_to       timestamptz NOT NULL,
  charge_from     timestamptz NOT NULL,
  charge_to       timestamptz NOT NULL,
  part_from       bigint NOT NULL,
  part_to         bigint NOT NULL,
  part_whole      bigint NOT NULL,
  corrects_invoice text COLLATE "C",
  corrects_line   integer,
  amount          bigint NOT NULL,
  discount        bigint NOT NULL,
  net             bigint NOT NULL,
  detail          text NOT NULL,
  PRIMARY KEY (invoice_id, number),
  FOREIGN KEY (corrects_invoice, corrects_line) REFERENCES invoice_lines (invoice_id, number),
  CHECK (net = amount - discount),
  CHECK ((corrects_invoice IS NULL) = (corrects_line IS NULL)),
  CHECK (0 <= part_from AND part_from <= part_to AND part_to <= part_whole)
);
CREATE INDEX invoice_lines_open ON invoice_lines (tenant_number, period_to);
CREATE TRIGGER only_grows BEFORE UPDATE OR DELETE OR TRUNCATE ON invoice_lines FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
COMMENT ON COLUMN invoice_lines.period IS 'The day that the billing period begins on.';
COMMENT ON COLUMN invoice_lines.detail IS 'JSON: names, quantity, events, steps of the reckoning, discounts.';

CREATE TABLE invoice_payments (
  invoice_id    text NOT NULL COLLATE "C" REFERENCES invoices (id),
  sequence      integer NOT NULL CHECK (sequence > 0),
  tenant_number integer NOT NULL REFERENCES tenants (number),
  amount        bigint NOT NULL CHECK (amount > 0),
  method        text NOT NULL CHECK (char_length(method) BETWEEN 1 AND 64),
  reference     text NOT NULL CHECK (char_length(reference) <= 255),
  received_at   timestamptz NOT NULL,
  recorded_by   text NOT NULL,
  command_id    text NOT NULL UNIQUE COLLATE "C",
  created_at    timestamptz NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (invoice_id, sequence)
);
CREATE UNIQUE INDEX invoice_payments_reference ON invoice_payments (method, reference) WHERE reference <> '';
CREATE TRIGGER only_grows BEFORE UPDATE OR DELETE OR TRUNCATE ON invoice_payments FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- A finalized invoice changes in its state and in what was paid, and in nothing else.
CREATE FUNCTION refuse_invoice_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.state = 'draft' THEN
    IF NEW.state NOT IN ('draft', 'finalized', 'paid', 'discarded') THEN
      RAISE EXCEPTION 'a draft is finalized or discarded' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
  END IF;
  IF to_jsonb(OLD) - '{state,paid,version,updated_at}'::text[] IS DISTINCT FROM to_jsonb(NEW) - '{state,paid,version,updated_at}'::text[] THEN
    RAISE EXCEPTION 'a finalized invoice does not change' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER finalized_stays BEFORE UPDATE ON invoices FOR EACH ROW EXECUTE FUNCTION refuse_invoice_change();
CREATE TRIGGER never_gone BEFORE DELETE OR TRUNCATE ON invoices FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- Tenants that have subscribed before.
INSERT INTO billing_states (tenant_number, next_at)
SELECT tenant_number, min(at) FROM subscription_changes WHERE kind = 'start' GROUP BY tenant_number;

DO $$
DECLARE
  wanted text;
BEGIN
  FOREACH wanted IN ARRAY ARRAY['billing_states', 'invoice_inputs', 'invoices', 'invoice_lines', 'invoice_payments'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', wanted);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', wanted);
    EXECUTE format('CREATE POLICY api_tenant ON %I TO weir_api '
                   'USING ((SELECT tenant_setting() = ''*'') OR tenant_number = (SELECT tenant_setting_number())) '
                   'WITH CHECK ((SELECT tenant_setting() = ''*'') OR tenant_number = (SELECT tenant_setting_number()))', wanted);
    EXECUTE format('CREATE POLICY worker_all ON %I TO weir_worker USING ((SELECT current_user) = ''weir_worker'') '
                   'WITH CHECK ((SELECT current_user) = ''weir_worker'')', wanted);
  END LOOP;
END $$;

GRANT SELECT ON billing_states, invoice_inputs, invoices, invoice_lines, invoice_payments TO weir_api;
GRANT SELECT, INSERT, UPDATE ON billing_states, invoice_series TO weir_worker;
GRANT SELECT ON invoice_series TO weir_api;
GRANT SELECT, INSERT ON invoice_inputs, invoice_lines, invoice_payments TO weir_worker;
GRANT SELECT, INSERT, UPDATE (state, paid, version, updated_at, number, issued_day, due_day, due_at, finalized_at) ON invoices TO weir_worker;
