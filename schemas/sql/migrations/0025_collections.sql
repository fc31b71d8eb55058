-- 0025 collections: what is done, day by day, about invoices whose money does not come.
--
-- Why:    a finalized invoice charges the saved method, and what its plan says about late payment is done by itself.
-- Locks:  ACCESS EXCLUSIVE on invoices for as long as it takes to find those that wait for money.
-- Verify: weir doctor; SELECT name, applied_at FROM schema_migrations;

CREATE TABLE invoice_collections (
  invoice_id    text PRIMARY KEY COLLATE "C" REFERENCES invoices (id),
  tenant_number integer NOT NULL REFERENCES tenants (number),
  state         text NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'running', 'held', 'ended')),
  steps_done    integer NOT NULL DEFAULT 0 CHECK (steps_done >= 0),
  next_act      text CHECK (next_act IN ('charge', 'remind', 'pause', 'cancel', 'give_up')),
  next_at       timestamptz,
  due_at        timestamptz,
  attempts      integer NOT NULL DEFAULT 0,
  reminded_at   timestamptz,
  paused        text[] NOT NULL DEFAULT '{}',
  outcome       text NOT NULL DEFAULT '',
  version       bigint NOT NULL DEFAULT 1,
  created_at    timestamptz NOT NULL DEFAULT clock_timestamp(),
  updated_at    timestamptz NOT NULL DEFAULT clock_timestamp(),
  started_at    timestamptz,
  ended_at      timestamptz,
  CHECK ((next_act IS NULL) = (next_at IS NULL)),
  CHECK ((state = 'ended') = (ended_at IS NOT NULL))
) WITH (fillfactor = 80);
CREATE INDEX invoice_collections_due ON invoice_collections (due_at) WHERE due_at IS NOT NULL;
CREATE INDEX invoice_collections_by_tenant ON invoice_collections (tenant_number, invoice_id);
CREATE INDEX invoice_collections_open ON invoice_collections (state, invoice_id) WHERE state <> 'ended';
COMMENT ON TABLE invoice_collections IS 'One row for each finalized invoice with money due, made in the transaction that finalizes it.';
COMMENT ON COLUMN invoice_collections.state IS 'waiting: no step of the schedule has come yet. held: by a person; nothing is done until it is resumed.';
COMMENT ON COLUMN invoice_collections.steps_done IS 'Steps that are behind it: step 0 is the charge upon finalization, step N the Nth of the plan''s schedule.';
COMMENT ON COLUMN invoice_collections.due_at IS 'When somebody looks at it next; NULL: when the invoice changes. Whoever takes the row moves it behind the time that a look takes.';
COMMENT ON COLUMN invoice_collections.attempts IS 'Looks since something came of one.';
COMMENT ON COLUMN invoice_collections.paused IS 'Subscriptions that are paused because of it, and go on once it is paid.';
COMMENT ON COLUMN invoice_collections.outcome IS 'Of the last step; once ended, what the invoice has become; of a held one, why.';

CREATE TABLE collection_steps (
  invoice_id    text NOT NULL COLLATE "C" REFERENCES invoice_collections (invoice_id),
  number        integer NOT NULL CHECK (number >= 0),
  tenant_number integer NOT NULL REFERENCES tenants (number),
  act           text NOT NULL CHECK (act IN ('charge', 'remind', 'pause', 'cancel', 'give_up')),
  day           date NOT NULL,
  result        text NOT NULL CHECK (result IN ('done', 'skipped', 'failed')),
  outcome       text NOT NULL DEFAULT '',
  payment_id    text COLLATE "C",
  taken_at      timestamptz NOT NULL,
  created_at    timestamptz NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (invoice_id, number)
);
CREATE TRIGGER only_grows BEFORE UPDATE OR DELETE OR TRUNCATE ON collection_steps FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
COMMENT ON COLUMN collection_steps.day IS 'The tenant''s day from which on it was due.';
COMMENT ON COLUMN collection_steps.payment_id IS 'What a charge became.';

-- Of invoices from before there was a schedule nobody was told that their method is charged or their service paused: a person
-- looks at them first.
ALTER TABLE invoices NO FORCE ROW LEVEL SECURITY;
INSERT INTO invoice_collections (invoice_id, tenant_number, state, outcome)
SELECT id, tenant_number, 'held', 'from_before' FROM invoices WHERE state IN ('finalized', 'past_due') AND due > paid;
ALTER TABLE invoices FORCE ROW LEVEL SECURITY;

DO $$
DECLARE
  wanted text;
BEGIN
  FOREACH wanted IN ARRAY ARRAY['invoice_collections', 'collection_steps'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', wanted);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', wanted);
    EXECUTE format('CREATE POLICY worker_all ON %I TO weir_worker USING ((SELECT current_user) = ''weir_worker'') '
                   'WITH CHECK ((SELECT current_user) = ''weir_worker'')', wanted);
    EXECUTE format('CREATE POLICY api_tenant ON %I TO weir_api '
                   'USING ((SELECT tenant_setting() = ''*'') OR tenant_number = (SELECT tenant_setting_number())) '
                   'WITH CHECK ((SELECT tenant_setting() = ''*'') OR tenant_number = (SELECT tenant_setting_number()))', wanted);
  END LOOP;
END $$;

GRANT SELECT, UPDATE (state, due_at, attempts, outcome, version, updated_at) ON invoice_collections TO weir_api;
GRANT SELECT ON collection_steps TO weir_api;
GRANT SELECT, INSERT, UPDATE ON invoice_collections TO weir_worker;
GRANT SELECT, INSERT ON collection_steps TO weir_worker;
