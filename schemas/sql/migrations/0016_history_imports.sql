-- 0016 history_imports: usage from before events are accepted, counted beside what is there until it takes its place.
--
-- Why:    whoever comes to Weir has counted before.
-- Locks:  none that matter: the table is new.
-- Verify: weir history list; SELECT name, applied_at FROM schema_migrations;

CREATE TABLE history_imports (
  number          integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  id              text NOT NULL UNIQUE COLLATE "C" CHECK (id ~ '^him_[0-9A-HJKMNP-TV-Z]{26}$'),
  tenant_number   integer NOT NULL REFERENCES tenants (number),
  meter_number    integer NOT NULL REFERENCES meters (number),
  range_from      timestamptz NOT NULL,
  range_to        timestamptz NOT NULL,
  state           text NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'started', 'imported', 'canceled')),
  counted         bigint NOT NULL DEFAULT 0,
  duplicate       bigint NOT NULL DEFAULT 0,
  conflict        bigint NOT NULL DEFAULT 0,
  refused         bigint NOT NULL DEFAULT 0,
  last_offset     bigint,
  replaced_cells  bigint,
  replaced_events bigint,
  imported_cells  bigint,
  made_by         text NOT NULL,
  job_id          text COLLATE "C",
  version         bigint NOT NULL DEFAULT 1,
  created_at      timestamptz NOT NULL DEFAULT clock_timestamp(),
  started_at      timestamptz,
  imported_at     timestamptz,
  canceled_at     timestamptz,
  CHECK (range_from < range_to),
  CHECK ((started_at IS NULL) = (state IN ('open', 'canceled'))),
  CHECK ((imported_at IS NULL) = (state <> 'imported')),
  CHECK ((canceled_at IS NULL) = (state <> 'canceled')),
  CHECK ((imported_at IS NULL) = (replaced_cells IS NULL OR replaced_events IS NULL OR imported_cells IS NULL))
);
CREATE UNIQUE INDEX history_imports_in_progress ON history_imports (tenant_number, meter_number) WHERE state IN ('open', 'started');
CREATE INDEX history_imports_by_tenant ON history_imports (tenant_number, imported_at);
COMMENT ON TABLE history_imports IS 'Imports of past usage. The cells of one that is open or started stand in usage_cells under the generation -number.';
COMMENT ON COLUMN history_imports.range_to IS 'Its end, itself not in it. Both are starts of hours on the tenant''s own clock.';
COMMENT ON COLUMN history_imports.counted IS 'Rows, as the next three; written by the usage worker in the flush that counts them.';
COMMENT ON COLUMN history_imports.refused IS 'Rows that the meter could not count.';
COMMENT ON COLUMN history_imports.last_offset IS 'Of the last record whose rows were counted or refused while it was open: what comes behind it is not counted.';
COMMENT ON COLUMN history_imports.replaced_cells IS 'How many cells of the range were there before.';

ALTER TABLE history_imports ENABLE ROW LEVEL SECURITY;
ALTER TABLE history_imports FORCE ROW LEVEL SECURITY;
CREATE POLICY api_tenant ON history_imports TO weir_api
  USING ((SELECT tenant_setting() = '*') OR tenant_number = (SELECT tenant_setting_number()))
  WITH CHECK ((SELECT tenant_setting() = '*') OR tenant_number = (SELECT tenant_setting_number()));
CREATE POLICY worker_all ON history_imports TO weir_worker USING ((SELECT current_user) = 'weir_worker')
  WITH CHECK ((SELECT current_user) = 'weir_worker');

GRANT SELECT, INSERT ON history_imports TO weir_api;
GRANT SELECT, UPDATE ON history_imports TO weir_worker;
