-- 0010 subscriptions: which plan a tenant pays for, since when and until when.
--
-- Why:    what is owed follows from dated changes alone (include/weir/billing/subscription.hpp), so they are what is kept.
-- Locks:  none that matter: every table is new.
-- Verify: weir doctor; SELECT name, applied_at FROM schema_migrations;

CREATE TABLE subscriptions (
  id            text PRIMARY KEY COLLATE "C" CHECK (id ~ '^sub_[0-9A-HJKMNP-TV-Z]{26}$'),
  tenant_number integer NOT NULL REFERENCES tenants (number),
  currency      text NOT NULL CHECK (currency ~ '^[A-Z]{3}$'),
  version       bigint NOT NULL DEFAULT 1,
  created_at    timestamptz NOT NULL DEFAULT clock_timestamp(),
  updated_at    timestamptz NOT NULL DEFAULT clock_timestamp()
);
CREATE INDEX subscriptions_by_tenant ON subscriptions (tenant_number, id);
COMMENT ON COLUMN subscriptions.version IS 'Rises with each change that is made or taken back.';

CREATE TABLE subscription_changes (
  subscription_id text NOT NULL COLLATE "C" REFERENCES subscriptions (id),
  sequence        bigint NOT NULL CHECK (sequence > 0),
  tenant_number   integer NOT NULL REFERENCES tenants (number),
  kind            text NOT NULL CHECK (kind IN ('start', 'change_plan', 'pause', 'resume', 'cancel')),
  at              timestamptz NOT NULL,
  day             date NOT NULL,
  plan_number     integer,
  plan_version    integer,
  trial_until     timestamptz,
  trial_until_day date,
  made_by         text NOT NULL,
  command_id      text NOT NULL COLLATE "C",
  created_at      timestamptz NOT NULL DEFAULT clock_timestamp(),
  withdrawn_at    timestamptz,
  PRIMARY KEY (subscription_id, sequence),
  FOREIGN KEY (plan_number, plan_version) REFERENCES plan_versions (plan_number, version),
  CHECK ((plan_number IS NOT NULL) = (kind IN ('start', 'change_plan'))),
  CHECK ((plan_number IS NULL) = (plan_version IS NULL)),
  CHECK ((trial_until IS NULL) = (trial_until_day IS NULL))
);
CREATE INDEX subscription_changes_by_plan ON subscription_changes (plan_number, plan_version);
COMMENT ON TABLE subscription_changes IS 'Dated, back and ahead as well. One that was taken back before it took effect stays, withdrawn.';
COMMENT ON COLUMN subscription_changes.at IS 'The start of one of the tenant''s hours.';
COMMENT ON COLUMN subscription_changes.day IS 'The tenant''s day that `at` lies in, by the zone it had when the change was made.';

DO $$
DECLARE
  wanted text;
BEGIN
  FOREACH wanted IN ARRAY ARRAY['subscriptions', 'subscription_changes'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', wanted);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', wanted);
    EXECUTE format('CREATE POLICY api_tenant ON %I TO weir_api '
                   'USING ((SELECT tenant_setting() = ''*'') OR tenant_number = (SELECT tenant_setting_number())) '
                   'WITH CHECK ((SELECT tenant_setting() = ''*'') OR tenant_number = (SELECT tenant_setting_number()))', wanted);
    EXECUTE format('CREATE POLICY worker_all ON %I TO weir_worker USING ((SELECT current_user) = ''weir_worker'') '
                   'WITH CHECK ((SELECT current_user) = ''weir_worker'')', wanted);
  END LOOP;
END $$;

GRANT SELECT ON subscriptions, subscription_changes TO weir_api;
GRANT SELECT, INSERT, UPDATE (version, updated_at) ON subscriptions TO weir_worker;
GRANT SELECT, INSERT, UPDATE (withdrawn_at) ON subscription_changes TO weir_worker;
