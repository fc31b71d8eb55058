-- 0018 budgets: what a tenant wants to be warned about, what was used of it, and which thresholds were crossed when.
--
-- Why:    alerts about usage and spend fire once for each threshold and period, whoever is killed when.
-- Locks:  none that matter: every table is new.
-- Verify: weir doctor; SELECT name, applied_at FROM schema_migrations;

CREATE TABLE budgets (
  id            text PRIMARY KEY COLLATE "C" CHECK (id ~ '^bdg_[0-9A-HJKMNP-TV-Z]{26}$'),
  tenant_number integer NOT NULL REFERENCES tenants (number),
  name          text NOT NULL CHECK (char_length(name) BETWEEN 1 AND 100),
  measures      text NOT NULL CHECK (measures IN ('usage', 'spend')),
  meter_number  integer REFERENCES meters (number),
  currency      text CHECK (currency ~ '^[A-Z]{3}$'),
  amount        numeric(38,9) NOT NULL CHECK (amount > 0),
  thresholds    integer[] NOT NULL CHECK (cardinality(thresholds) BETWEEN 1 AND 10),
  period_from   timestamptz,
  period_to     timestamptz,
  used          numeric(38,9),
  measured_at   timestamptz,
  version       bigint NOT NULL DEFAULT 1,
  created_at    timestamptz NOT NULL DEFAULT clock_timestamp(),
  updated_at    timestamptz NOT NULL DEFAULT clock_timestamp(),
  UNIQUE (tenant_number, name),
  CHECK ((measures = 'usage') = (meter_number IS NOT NULL)),
  CHECK ((measures = 'spend') = (currency IS NOT NULL)),
  CHECK (num_nulls(period_from, period_to, used, measured_at) IN (0, 4))
);
COMMENT ON COLUMN budgets.amount IS 'What 100 % is: a quantity of the meter, or major units of the currency.';
COMMENT ON COLUMN budgets.thresholds IS 'In percent of the amount, rising.';
COMMENT ON COLUMN budgets.used IS 'In the billing month from period_from to period_to, as of measured_at. NULL: not looked at yet.';

CREATE TABLE budget_crossings (
  number        bigint GENERATED ALWAYS AS IDENTITY UNIQUE,
  budget_id     text NOT NULL COLLATE "C" REFERENCES budgets (id) ON DELETE CASCADE,
  tenant_number integer NOT NULL REFERENCES tenants (number),
  period_from   timestamptz NOT NULL,
  period_to     timestamptz NOT NULL,
  threshold     integer NOT NULL CHECK (threshold BETWEEN 1 AND 1000),
  occurrence    integer NOT NULL CHECK (occurrence BETWEEN 1 AND 10),
  amount        numeric(38,9) NOT NULL,
  used          numeric(38,9) NOT NULL,
  crossed_at    timestamptz NOT NULL,
  rearmed_at    timestamptz,
  PRIMARY KEY (budget_id, period_from, threshold, occurrence)
);
CREATE UNIQUE INDEX budget_crossings_standing ON budget_crossings (budget_id, period_from, threshold) WHERE rearmed_at IS NULL;
CREATE INDEX budget_crossings_newest ON budget_crossings (budget_id, number);
COMMENT ON TABLE budget_crossings IS 'Written in one transaction with its announcement.';
COMMENT ON COLUMN budget_crossings.occurrence IS '2 and more: crossed again after what was used had fallen far enough below it (rearmed_at of the one before).';

CREATE TABLE budget_watches (
  tenant_number integer PRIMARY KEY REFERENCES tenants (number),
  epoch         bigint NOT NULL DEFAULT 1,
  held_until    timestamptz NOT NULL DEFAULT '-infinity',
  rests_until   timestamptz NOT NULL DEFAULT '-infinity',
  look_at       timestamptz NOT NULL DEFAULT '-infinity',
  seen_hour     timestamptz,
  seen_offset   bigint,
  seen_runs     bigint
) WITH (fillfactor = 50);
COMMENT ON TABLE budget_watches IS 'One row for each tenant that has or had budgets: who looks at them, and what there was to see the last time. Times are the database''s clock.';
COMMENT ON COLUMN budget_watches.epoch IS 'Bumped by whoever takes the row, and by every change of a budget: what was measured under an older one is not written.';
COMMENT ON COLUMN budget_watches.look_at IS 'When to look although nothing seems to have moved.';
COMMENT ON COLUMN budget_watches.seen_offset IS 'Last record of the tenant in the log that was counted, with seen_hour its hour of arrival.';
COMMENT ON COLUMN budget_watches.seen_runs IS 'billing_states.runs.';

DO $$
DECLARE
  wanted text;
BEGIN
  FOREACH wanted IN ARRAY ARRAY['budgets', 'budget_crossings', 'budget_watches'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', wanted);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', wanted);
    EXECUTE format('CREATE POLICY api_tenant ON %I TO weir_api '
                   'USING ((SELECT tenant_setting() = ''*'') OR tenant_number = (SELECT tenant_setting_number())) '
                   'WITH CHECK ((SELECT tenant_setting() = ''*'') OR tenant_number = (SELECT tenant_setting_number()))', wanted);
    EXECUTE format('CREATE POLICY worker_all ON %I TO weir_worker USING ((SELECT current_user) = ''weir_worker'') '
                   'WITH CHECK ((SELECT current_user) = ''weir_worker'')', wanted);
  END LOOP;
END $$;

GRANT SELECT, INSERT, DELETE, UPDATE (name, amount, thresholds, version, updated_at) ON budgets TO weir_api;
GRANT SELECT ON budget_crossings TO weir_api;
GRANT SELECT, INSERT, UPDATE (epoch, held_until, rests_until, look_at) ON budget_watches TO weir_api;
GRANT SELECT, UPDATE (period_from, period_to, used, measured_at) ON budgets TO weir_worker;
GRANT SELECT, INSERT, UPDATE (rearmed_at) ON budget_crossings TO weir_worker;
GRANT SELECT, UPDATE ON budget_watches TO weir_worker;
