-- 0009 plans: what subscribers pay for.
--
-- Why:    invoices are reckoned from a version of a plan that never changes, so that they can be reckoned again.
-- Locks:  none that matter: every table is new.
-- Verify: weir doctor; SELECT name, applied_at FROM schema_migrations;

CREATE TABLE plans (
  number         integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  id             text NOT NULL UNIQUE COLLATE "C" CHECK (id ~ '^pln_[0-9A-HJKMNP-TV-Z]{26}$'),
  code           text NOT NULL UNIQUE COLLATE "C" CHECK (code ~ '^[a-z0-9]+(_[a-z0-9]+)*$' AND char_length(code) <= 64),
  latest_version integer NOT NULL DEFAULT 1 CHECK (latest_version > 0),
  state          text NOT NULL DEFAULT 'active' CHECK (state IN ('active', 'archived')),
  revision       bigint NOT NULL DEFAULT 1,
  created_at     timestamptz NOT NULL DEFAULT clock_timestamp(),
  updated_at     timestamptz NOT NULL DEFAULT clock_timestamp()
);
COMMENT ON COLUMN plans.revision IS 'Rises with each change of the plan: a version of it, or its archiving.';

CREATE TABLE plan_versions (
  plan_number integer NOT NULL REFERENCES plans (number),
  version     integer NOT NULL CHECK (version > 0),
  definition  text NOT NULL,
  created_at  timestamptz NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (plan_number, version)
);
CREATE TRIGGER only_grows BEFORE UPDATE OR DELETE OR TRUNCATE ON plan_versions FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
COMMENT ON TABLE plan_versions IS 'Never edited in place: invoices are reckoned from them.';
COMMENT ON COLUMN plan_versions.definition IS 'JSON as contract/plan_documents.hpp writes it.';

GRANT SELECT, INSERT, UPDATE (latest_version, state, revision, updated_at) ON plans TO weir_api;
GRANT SELECT, INSERT ON plan_versions TO weir_api;
GRANT SELECT ON plans, plan_versions TO weir_worker;
