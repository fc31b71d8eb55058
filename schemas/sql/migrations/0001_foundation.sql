-- 0001 foundation: who is counted, what is counted, how far each log was read, and what came of it.
--
-- Why:    the first version. Everything later stands on these names, so they follow the field's own words.
-- Locks:  none that matter: every table is new.
-- Verify: weir doctor; SELECT name, applied_at FROM schema_migrations;
--
-- Tenancy: every table with a tenant_number forces row-level security. A transaction sees
--   * what `SET LOCAL ROLE weir_api` and set_config('weir.tenant', '<number>' or '*' for the platform, true) allow,
--   * everything under weir_worker,
--   * only what a look-up of credentials needs under weir_login.
-- Ids are text (prefix + ULID); tenants and meters also have a small number, because it stands in every hourly cell.

DO $$
DECLARE
  wanted text;
BEGIN
  FOREACH wanted IN ARRAY ARRAY['weir_api', 'weir_worker', 'weir_login', 'weir_analyst'] LOOP
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = wanted) THEN
      BEGIN
        EXECUTE format('CREATE ROLE %I NOLOGIN', wanted);
      EXCEPTION WHEN duplicate_object OR unique_violation THEN
        NULL;  -- another installation of the same cluster made it at this moment
      END;
    END IF;
    -- The program logs in as the owner and narrows itself to a role in each transaction.
    IF NOT pg_has_role(current_user, wanted, 'member') THEN
      EXECUTE format('GRANT %I TO %I', wanted, current_user);
    END IF;
    EXECUTE format('GRANT USAGE ON SCHEMA public TO %I', wanted);
  END LOOP;
END $$;

-- The installation ---------------------------------------------------------------------------------------------------

CREATE TABLE installation (
  only_row      boolean PRIMARY KEY DEFAULT true CHECK (only_row),
  id            text NOT NULL COLLATE "C",
  topic_prefix  text NOT NULL,
  partitions    integer NOT NULL CHECK (partitions BETWEEN 1 AND 1024),
  claim_key     bytea NOT NULL CHECK (octet_length(claim_key) = 32),
  claims_since  date NOT NULL DEFAULT '1970-01-01',
  created_at    timestamptz NOT NULL DEFAULT clock_timestamp()
);
COMMENT ON TABLE installation IS 'One row: the topics that belong to this database, and the key of remembered event identities. Losing claim_key means double counting.';
COMMENT ON COLUMN installation.claims_since IS 'Claims of days before this are dropped, and workers forget them: moved by drop_claim_days alone.';
COMMENT ON COLUMN installation.partitions IS 'Partitions of usage, commands and payments. Fixed: a topic with another number refuses to start.';

CREATE TABLE feature_flags (
  name        text PRIMARY KEY COLLATE "C" CHECK (name ~ '^[a-z][a-z0-9_]{0,63}$'),
  enabled     boolean NOT NULL,
  description text NOT NULL DEFAULT '',
  updated_at  timestamptz NOT NULL DEFAULT clock_timestamp()
);

CREATE TABLE retention_classes (
  class text PRIMARY KEY COLLATE "C",
  keep  interval NOT NULL
);
COMMENT ON TABLE retention_classes IS 'How long rows that only explain are kept.';
INSERT INTO retention_classes (class, keep) VALUES
  ('rejected', '400 days'), ('conflicts', '400 days'), ('outbox', '14 days'), ('command_results', '90 days'),
  ('idempotency_keys', '2 days'), ('jobs', '90 days');

-- Tenants ------------------------------------------------------------------------------------------------------------

CREATE TABLE tenants (
  number        integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  id            text NOT NULL UNIQUE COLLATE "C" CHECK (id ~ '^ten_[0-9A-HJKMNP-TV-Z]{26}$'),
  bucket        smallint NOT NULL CHECK (bucket BETWEEN 0 AND 1023),
  key           text NOT NULL UNIQUE COLLATE "C" CHECK (octet_length(key) BETWEEN 1 AND 1024),
  name          text NOT NULL CHECK (char_length(name) <= 255),
  time_zone     text NOT NULL DEFAULT 'UTC',
  minute_offset smallint NOT NULL DEFAULT 0 CHECK (minute_offset IN (0, 15, 30, 45)),
  currency      text NOT NULL DEFAULT 'USD' CHECK (currency ~ '^[A-Z]{3}$'),
  state         text NOT NULL DEFAULT 'active' CHECK (state IN ('active', 'suspended', 'deleted')),
  version       bigint NOT NULL DEFAULT 1,
  created_at    timestamptz NOT NULL DEFAULT clock_timestamp(),
  updated_at    timestamptz NOT NULL DEFAULT clock_timestamp()
);
COMMENT ON COLUMN tenants.key IS 'The company''s own customer id.';
COMMENT ON COLUMN tenants.minute_offset IS 'Minutes by which the tenant''s clock hour is ahead of a UTC hour: 0, 15, 30 or 45. Fixed when the tenant is made, so that its days and months are exact sums of hours.';
COMMENT ON COLUMN tenants.bucket IS 'XXH3-64(id bytes) mod 1024, for ever; the partition is bucket mod installation.partitions.';

CREATE TABLE subject_aliases (
  subject       text PRIMARY KEY COLLATE "C" CHECK (octet_length(subject) BETWEEN 1 AND 1024),
  tenant_number integer NOT NULL REFERENCES tenants (number),
  is_key        boolean NOT NULL DEFAULT false,
  created_at    timestamptz NOT NULL DEFAULT clock_timestamp()
);
CREATE INDEX subject_aliases_by_tenant ON subject_aliases (tenant_number);
COMMENT ON TABLE subject_aliases IS 'Subjects that name a tenant under a platform key: its key (is_key) and its aliases, in one namespace.';

CREATE TABLE api_keys (
  id            text PRIMARY KEY COLLATE "C" CHECK (id ~ '^key_[0-9A-HJKMNP-TV-Z]{26}$'),
  tenant_number integer REFERENCES tenants (number),
  name          text NOT NULL CHECK (char_length(name) <= 255),
  hint          text NOT NULL,
  secret_hash   bytea NOT NULL UNIQUE CHECK (octet_length(secret_hash) = 32),
  scopes        text[] NOT NULL CHECK (scopes <@ ARRAY['ingest', 'query', 'manage'] AND cardinality(scopes) > 0),
  created_at    timestamptz NOT NULL DEFAULT clock_timestamp(),
  expires_at    timestamptz,
  revoked_at    timestamptz,
  last_used_at  timestamptz
);
CREATE INDEX api_keys_by_tenant ON api_keys (tenant_number);
COMMENT ON TABLE api_keys IS 'Keys of machines. tenant_number NULL: the platform''s own. Only the SHA-256 of a key is kept; it has 256 random bits.';

-- Meters -------------------------------------------------------------------------------------------------------------

CREATE TABLE definitions (
  only_row   boolean PRIMARY KEY DEFAULT true CHECK (only_row),
  version    bigint NOT NULL,
  updated_at timestamptz NOT NULL DEFAULT clock_timestamp()
);
INSERT INTO definitions (version) VALUES (0);
COMMENT ON TABLE definitions IS 'One row, bumped in the transaction of every change to a meter. A flush reads it inside its own transaction and matches again when it moved.';

CREATE TABLE meters (
  number         integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  id             text NOT NULL UNIQUE COLLATE "C" CHECK (id ~ '^mtr_[0-9A-HJKMNP-TV-Z]{26}$'),
  slug           text NOT NULL COLLATE "C" CHECK (slug ~ '^[a-z0-9]+(_[a-z0-9]+)*$' AND char_length(slug) <= 64),
  name           text NOT NULL CHECK (char_length(name) <= 255),
  description    text NOT NULL DEFAULT '',
  event_type     text NOT NULL,
  aggregation    text NOT NULL CHECK (aggregation IN ('COUNT', 'SUM', 'MIN', 'MAX', 'AVG', 'LATEST', 'UNIQUE_COUNT')),
  value_property text,
  group_by       jsonb NOT NULL DEFAULT '[]',
  unit           text NOT NULL DEFAULT '',
  generation     integer NOT NULL DEFAULT 1,
  state          text NOT NULL DEFAULT 'active' CHECK (state IN ('active', 'deleted')),
  version        bigint NOT NULL DEFAULT 1,
  created_at     timestamptz NOT NULL DEFAULT clock_timestamp(),
  updated_at     timestamptz NOT NULL DEFAULT clock_timestamp(),
  CHECK ((aggregation = 'COUNT') = (value_property IS NULL))
);
CREATE UNIQUE INDEX meters_slug_of_active ON meters (slug) WHERE state = 'active';
COMMENT ON COLUMN meters.group_by IS 'JSON array of {"name", "path"} in the order of definition.';
COMMENT ON COLUMN meters.generation IS 'The generation of cells that queries and invoices read.';

CREATE TABLE meter_versions (
  meter_number        integer NOT NULL REFERENCES meters (number),
  definitions_version bigint NOT NULL,
  definition          jsonb NOT NULL,
  created_at          timestamptz NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (meter_number, definitions_version)
);
COMMENT ON TABLE meter_versions IS 'What each meter was from which version of the definitions on; with definition_offsets a replay matches as the live worker did.';

CREATE TABLE definition_offsets (
  consumer    text NOT NULL COLLATE "C",
  partition   integer NOT NULL,
  version     bigint NOT NULL,
  from_offset bigint NOT NULL,
  PRIMARY KEY (consumer, partition, version)
);
COMMENT ON TABLE definition_offsets IS 'From which offset of a partition each version of the definitions applied; written in the flush that first used it.';

-- Progress -----------------------------------------------------------------------------------------------------------

CREATE TABLE leases (
  consumer         text NOT NULL COLLATE "C",
  topic            text NOT NULL COLLATE "C",
  partition        integer NOT NULL,
  epoch            bigint NOT NULL DEFAULT 0,
  owner            text,
  backend_pid      integer,
  backend_start    timestamptz,
  lease_until      timestamptz NOT NULL DEFAULT '-infinity',
  next_offset      bigint NOT NULL DEFAULT 0,
  last_fingerprint bigint,
  attempts         integer NOT NULL DEFAULT 0,
  isolated         integer NOT NULL DEFAULT 0,
  halt             jsonb,
  data_through     timestamptz,
  PRIMARY KEY (consumer, topic, partition)
) WITH (fillfactor = 40);
COMMENT ON TABLE leases IS 'Who owns a partition, and up to where its effects are in this database. Offsets in Kafka''s own groups are copies for lag tools.';
COMMENT ON COLUMN leases.epoch IS 'Bumped each time the partition changes hands; progress under an older epoch is refused.';
COMMENT ON COLUMN leases.last_fingerprint IS 'Of the record at next_offset - 1: another record there means that log and database disagree.';
COMMENT ON COLUMN leases.attempts IS 'Owners that took the partition over at this position and made no progress; 0 after progress.';
COMMENT ON COLUMN leases.isolated IS 'Times the single record at next_offset was begun and not finished; then it is quarantined.';
COMMENT ON COLUMN leases.halt IS 'Why the partition stands still: {"code", "explanation", "expected", "log_start", "high_watermark", "at"}.';
COMMENT ON COLUMN leases.data_through IS 'Everything that the broker appended before this instant (of this database''s clock) is in the tables.';

CREATE TABLE lease_owners (
  consumer  text NOT NULL COLLATE "C",
  owner     text NOT NULL COLLATE "C",
  host      text NOT NULL,
  pid       integer NOT NULL,
  last_seen timestamptz NOT NULL,
  PRIMARY KEY (consumer, owner)
) WITH (fillfactor = 50);

CREATE TABLE accepted_losses (
  consumer    text NOT NULL COLLATE "C",
  topic       text NOT NULL COLLATE "C",
  partition   integer NOT NULL,
  from_offset bigint NOT NULL,
  next_offset bigint NOT NULL,
  code        text NOT NULL,
  reason      text NOT NULL,
  accepted_by text NOT NULL,
  accepted_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (consumer, topic, partition, from_offset)
);
COMMENT ON TABLE accepted_losses IS 'Offsets that an operator gave up by weir partition accept-loss.';

-- Usage --------------------------------------------------------------------------------------------------------------

CREATE TABLE usage_cells (
  tenant_number integer NOT NULL,
  meter_number  integer NOT NULL,
  generation    integer NOT NULL,
  hour          timestamptz NOT NULL,
  subject       text NOT NULL COLLATE "C",
  dimensions    text NOT NULL COLLATE "C",
  events        bigint NOT NULL,
  first_offset  bigint NOT NULL,
  last_offset   bigint NOT NULL,
  id_sum        bigint NOT NULL,
  sum           numeric(38, 9),
  min           numeric(27, 9),
  max           numeric(27, 9),
  latest        numeric(27, 9),
  latest_ns     bigint,
  latest_hash   bigint,
  unique_values bigint,
  PRIMARY KEY (tenant_number, meter_number, generation, hour, subject, dimensions)
) WITH (fillfactor = 80);
COMMENT ON TABLE usage_cells IS 'Hourly usage: one row for each tenant, meter, hour, subject and set of group values.';
COMMENT ON COLUMN usage_cells.hour IS 'Start of the hour on the tenant''s own clock.';
COMMENT ON COLUMN usage_cells.dimensions IS 'Group values as a JSON object in canonical form; a missing value has no member, null is null. {} without group-by.';
COMMENT ON COLUMN usage_cells.id_sum IS 'Sum modulo 2^62 of the low 62 bits of the counted events'' identity hashes: says which events are in the cell without listing them.';
COMMENT ON COLUMN usage_cells.latest_ns IS 'Time of the latest event, nanoseconds since 1970; ties go to the greater latest_hash.';

CREATE TABLE usage_unique_values (
  tenant_number integer NOT NULL,
  meter_number  integer NOT NULL,
  generation    integer NOT NULL,
  hour          timestamptz NOT NULL,
  subject       text NOT NULL COLLATE "C",
  dimensions    text NOT NULL COLLATE "C",
  value_hash    uuid NOT NULL,
  PRIMARY KEY (tenant_number, meter_number, generation, hour, subject, dimensions, value_hash)
);
COMMENT ON TABLE usage_unique_values IS 'The distinct values of UNIQUE_COUNT cells, as 128-bit hashes.';

CREATE TABLE usage_claim_runs (
  scope        integer NOT NULL,
  partition    integer NOT NULL,
  day          date NOT NULL,
  first_offset bigint NOT NULL,
  last_offset  bigint NOT NULL,
  level        smallint NOT NULL DEFAULT 0,
  digest       bigint NOT NULL,
  entries      bytea NOT NULL,
  PRIMARY KEY (day, scope, partition, first_offset)
) PARTITION BY RANGE (day);
ALTER TABLE usage_claim_runs ALTER COLUMN entries SET STORAGE EXTERNAL;
COMMENT ON TABLE usage_claim_runs IS 'Identities of counted events, filed under the broker''s day of arrival: the authority on what was counted. One run for each flush and partition, merged later.';
COMMENT ON COLUMN usage_claim_runs.scope IS '0: live counting. A replay has its own.';
COMMENT ON COLUMN usage_claim_runs.digest IS 'Sum modulo 2^62 over the entries, whatever their order and offsets: by it a worker knows whether its local files are still true.';
COMMENT ON COLUMN usage_claim_runs.entries IS 'Sorted 24-byte entries: identity hash (16, big endian), content hash (4), offset - first_offset (4).';

CREATE FUNCTION ensure_claim_day(wanted date) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE
  child text := 'usage_claim_runs_' || to_char(wanted, 'YYYYMMDD');
BEGIN
  IF to_regclass('public.' || child) IS NOT NULL THEN
    RETURN;
  END IF;
  PERFORM pg_advisory_xact_lock(hashtext('usage_claim_runs'));
  EXECUTE format('CREATE TABLE public.%I PARTITION OF public.usage_claim_runs FOR VALUES FROM (%L) TO (%L)', child, wanted, wanted + 1);
  EXECUTE format('ALTER TABLE public.%I ALTER COLUMN entries SET STORAGE EXTERNAL', child);
  EXECUTE format('GRANT SELECT, INSERT, DELETE ON public.%I TO weir_worker', child);
  EXECUTE format('GRANT SELECT ON public.%I TO weir_api', child);
EXCEPTION WHEN duplicate_table THEN
  NULL;  -- made by whoever held the lock; looking again would not tell: this session remembers that there was no such table
END $$;

-- Waits two seconds at most for flushes and reads: they wait behind it.
CREATE FUNCTION drop_claim_days(before date) RETURNS integer LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public
  SET lock_timeout = '2s' AS $$
DECLARE
  child text;
  dropped integer := 0;
BEGIN
  UPDATE public.installation SET claims_since = before WHERE claims_since < before;
  FOR child IN
    SELECT c.relname FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
    WHERE i.inhparent = 'public.usage_claim_runs'::regclass
      AND to_date(right(c.relname, 8), 'YYYYMMDD') < before
  LOOP
    EXECUTE format('DROP TABLE public.%I', child);
    dropped := dropped + 1;
  END LOOP;
  RETURN dropped;
END $$;

CREATE TABLE usage_conservation (
  partition     integer NOT NULL,
  tenant_number integer NOT NULL,
  arrival_hour  timestamptz NOT NULL,
  first_offset  bigint NOT NULL,
  last_offset   bigint NOT NULL,
  events        bigint NOT NULL,
  counted       bigint NOT NULL,
  duplicate     bigint NOT NULL,
  conflict      bigint NOT NULL,
  unmatched     bigint NOT NULL,
  rejected      bigint NOT NULL,
  quarantined   bigint NOT NULL,
  lost          bigint NOT NULL,
  PRIMARY KEY (partition, tenant_number, arrival_hour),
  CHECK (events = counted + duplicate + conflict + unmatched + rejected + quarantined + lost)
) WITH (fillfactor = 60);
COMMENT ON TABLE usage_conservation IS 'What became of every event in the log, by the broker''s hour of arrival. tenant_number 0: records whose tenant cannot be told.';

CREATE TABLE usage_meter_conservation (
  generation    integer NOT NULL,
  meter_number  integer NOT NULL,
  partition     integer NOT NULL,
  tenant_number integer NOT NULL,
  arrival_hour  timestamptz NOT NULL,
  matched       bigint NOT NULL,
  counted       bigint NOT NULL,
  invalid       bigint NOT NULL,
  PRIMARY KEY (generation, meter_number, partition, tenant_number, arrival_hour),
  CHECK (matched = counted + invalid)
) WITH (fillfactor = 60);

CREATE TABLE rejected (
  id            text PRIMARY KEY COLLATE "C" CHECK (id ~ '^rej_[0-9A-HJKMNP-TV-Z]{26}$'),
  tenant_number integer NOT NULL,
  topic         text NOT NULL,
  partition     integer NOT NULL,
  first_offset  bigint NOT NULL,
  last_offset   bigint NOT NULL,
  event_index   integer NOT NULL,
  count         bigint NOT NULL DEFAULT 1 CHECK (count > 0),
  meter_number  integer,
  code          text NOT NULL,
  detail        text NOT NULL,
  event_id      text,
  source        text,
  type          text,
  subject       text,
  event_time    timestamptz,
  appended_at   timestamptz NOT NULL,
  rejected_at   timestamptz NOT NULL DEFAULT clock_timestamp(),
  state         text NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'redriven', 'discarded')),
  decided_at    timestamptz,
  decided_by    text
);
CREATE INDEX rejected_by_tenant ON rejected (tenant_number, rejected_at, id);
CREATE INDEX rejected_by_time ON rejected (rejected_at, id);
CREATE INDEX rejected_by_event ON rejected (tenant_number, event_id) WHERE event_id IS NOT NULL;
COMMENT ON TABLE rejected IS 'Input that was not counted, with its exact place in the log. Past a tenant''s limit for the hour, one row stands for a range (count > 1, event_index -1).';
COMMENT ON COLUMN rejected.meter_number IS 'Set when the event was counted elsewhere and is invalid for this meter only.';

CREATE TABLE conflicts (
  tenant_number  integer NOT NULL,
  partition      integer NOT NULL,
  log_offset     bigint NOT NULL,
  event_index    integer NOT NULL,
  event_id       text NOT NULL,
  source         text NOT NULL,
  type           text NOT NULL,
  subject        text NOT NULL,
  appended_at    timestamptz NOT NULL,
  noticed_at     timestamptz NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (partition, log_offset, event_index)
);
CREATE INDEX conflicts_by_tenant ON conflicts (tenant_number, noticed_at);
CREATE INDEX conflicts_by_event ON conflicts (tenant_number, event_id);
COMMENT ON TABLE conflicts IS 'Events with the identity of a counted one but another content: log_offset is the record of this one; the counted one stands in usage_claim_runs.';

-- Announcements, commands, jobs ----------------------------------------------------------------------------------------

CREATE TABLE outbox (
  id               text PRIMARY KEY COLLATE "C" CHECK (id ~ '^evt_'),
  number           bigint GENERATED ALWAYS AS IDENTITY,
  tenant_number    integer,
  bucket           smallint NOT NULL CHECK (bucket BETWEEN 0 AND 1023),
  type             text NOT NULL,
  payload          text NOT NULL,
  traceparent      text,
  created_at       timestamptz NOT NULL DEFAULT clock_timestamp(),
  events_partition integer,
  seq              bigint,
  published_at     timestamptz,
  UNIQUE (events_partition, seq)
);
CREATE INDEX outbox_unclaimed ON outbox (number) WHERE seq IS NULL;
CREATE INDEX outbox_unpublished ON outbox (events_partition, seq) WHERE seq IS NOT NULL AND published_at IS NULL;
COMMENT ON TABLE outbox IS 'Announcements, written in the transaction of their cause; ids follow from the cause. The relay gives each a gapless seq of its events partition and publishes in that order.';

COMMENT ON COLUMN outbox.number IS 'Order of writing, so that two announcements of one transaction keep theirs; it has gaps.';

CREATE TABLE outbox_sequences (
  events_partition integer PRIMARY KEY,
  next_seq         bigint NOT NULL DEFAULT 1,
  confirmed_seq    bigint NOT NULL DEFAULT 0
) WITH (fillfactor = 50);

CREATE TABLE idempotency_keys (
  principal     text NOT NULL COLLATE "C",
  key           text NOT NULL COLLATE "C",
  tenant_number integer,
  request_hash  bytea NOT NULL,
  command_id    text,
  resource_id   text,
  status        integer,
  body          text,
  created_at    timestamptz NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (principal, key)
);
CREATE INDEX idempotency_keys_by_age ON idempotency_keys (created_at);
COMMENT ON COLUMN idempotency_keys.status IS 'HTTP status of the answer that is repeated; NULL while the first request is in progress.';

CREATE TABLE command_results (
  id            text PRIMARY KEY COLLATE "C" CHECK (id ~ '^cmd_[0-9A-HJKMNP-TV-Z]{26}$'),
  tenant_number integer,
  type          text NOT NULL,
  principal     text NOT NULL,
  status        text NOT NULL CHECK (status IN ('accepted', 'running', 'succeeded', 'failed')),
  http_status   integer,
  problem       jsonb,
  resource      jsonb,
  partition     integer,
  log_offset    bigint,
  created_at    timestamptz NOT NULL DEFAULT clock_timestamp(),
  finished_at   timestamptz
);
CREATE INDEX command_results_by_age ON command_results (created_at);

CREATE TABLE jobs (
  id               text PRIMARY KEY COLLATE "C" CHECK (id ~ '^job_[0-9A-HJKMNP-TV-Z]{26}$'),
  tenant_number    integer,
  kind             text NOT NULL,
  cause            text NOT NULL UNIQUE,
  arguments        jsonb NOT NULL DEFAULT '{}',
  state            text NOT NULL DEFAULT 'queued' CHECK (state IN ('queued', 'running', 'succeeded', 'failed', 'canceled')),
  progress_done    bigint NOT NULL DEFAULT 0,
  progress_total   bigint,
  result           jsonb,
  problem          jsonb,
  attempts         integer NOT NULL DEFAULT 0,
  attempts_most    integer NOT NULL DEFAULT 20,
  cancel_requested boolean NOT NULL DEFAULT false,
  run_after        timestamptz NOT NULL DEFAULT clock_timestamp(),
  epoch            bigint NOT NULL DEFAULT 0,
  lease_owner      text,
  lease_until      timestamptz,
  created_at       timestamptz NOT NULL DEFAULT clock_timestamp(),
  started_at       timestamptz,
  finished_at      timestamptz
);
CREATE INDEX jobs_due ON jobs (run_after) WHERE state IN ('queued', 'running');
COMMENT ON COLUMN jobs.cause IS 'What asked for the job (a command, a schedule''s period): the same cause never makes two jobs.';

CREATE TABLE schedules (
  name       text NOT NULL COLLATE "C",
  period     text NOT NULL COLLATE "C",
  due_at     timestamptz NOT NULL,
  job_id     text REFERENCES jobs (id) ON DELETE SET NULL,
  done_at    timestamptz,
  PRIMARY KEY (name, period)
);
CREATE INDEX schedules_due ON schedules (due_at) WHERE done_at IS NULL;

-- Who sees what ----------------------------------------------------------------------------------------------------------

CREATE FUNCTION tenant_setting() RETURNS text LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT coalesce(current_setting('weir.tenant', true), '')
$$;
COMMENT ON FUNCTION tenant_setting() IS 'The tenant number this transaction acts for, * for the platform, empty for nobody.';

DO $$
DECLARE
  entry text[];
BEGIN
  -- table, tenant column
  FOREACH entry SLICE 1 IN ARRAY ARRAY[
    ['tenants', 'number'], ['subject_aliases', 'tenant_number'], ['api_keys', 'tenant_number'],
    ['usage_cells', 'tenant_number'], ['usage_unique_values', 'tenant_number'], ['usage_conservation', 'tenant_number'],
    ['usage_meter_conservation', 'tenant_number'], ['rejected', 'tenant_number'], ['conflicts', 'tenant_number'],
    ['outbox', 'tenant_number'], ['idempotency_keys', 'tenant_number'], ['command_results', 'tenant_number'],
    ['jobs', 'tenant_number']]
  LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', entry[1]);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', entry[1]);
    EXECUTE format('CREATE POLICY api_tenant ON %I TO weir_api USING ((SELECT tenant_setting()) = ''*'' OR %I::text = (SELECT tenant_setting())) '
                   'WITH CHECK ((SELECT tenant_setting()) = ''*'' OR %I::text = (SELECT tenant_setting()))',
                   entry[1], entry[2], entry[2]);
    EXECUTE format('CREATE POLICY worker_all ON %I TO weir_worker USING ((SELECT current_user) = ''weir_worker'') '
                   'WITH CHECK (true)', entry[1]);
  END LOOP;
END $$;

-- Credentials and subjects are looked up before the tenant is known. Policies name the role once more, since a member of a role
-- is under its policies too: the owner without SET ROLE would see every tenant.
CREATE POLICY login_lookup ON api_keys TO weir_login USING ((SELECT current_user) = 'weir_login');
CREATE POLICY login_lookup ON tenants TO weir_login USING ((SELECT current_user) = 'weir_login');
CREATE POLICY login_lookup ON subject_aliases TO weir_login USING ((SELECT current_user) = 'weir_login');

GRANT SELECT ON installation, feature_flags, retention_classes, definitions, meters, meter_versions, definition_offsets, leases, lease_owners,
  accepted_losses, usage_claim_runs, usage_cells, usage_unique_values, usage_conservation, usage_meter_conservation, conflicts, schedules TO weir_api;
GRANT SELECT, INSERT, UPDATE, DELETE ON tenants, subject_aliases, api_keys, rejected, outbox, idempotency_keys, command_results, jobs TO weir_api;
GRANT INSERT, UPDATE ON definitions, meters, meter_versions, feature_flags TO weir_api;

GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO weir_worker;
REVOKE INSERT, UPDATE, DELETE ON schema_migrations, installation, tenants, subject_aliases, api_keys, meters, meter_versions, definitions, retention_classes FROM weir_worker;
-- A function runs for everybody unless that is taken back; these two act as the owner.
REVOKE EXECUTE ON FUNCTION ensure_claim_day(date), drop_claim_days(date) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION ensure_claim_day(date), drop_claim_days(date) TO weir_worker;

GRANT SELECT ON api_keys, tenants, subject_aliases TO weir_login;
GRANT UPDATE (last_used_at) ON api_keys TO weir_login;
