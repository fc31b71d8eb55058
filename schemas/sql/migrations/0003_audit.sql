-- 0003 audit: what was done, by whom, chained so that a change of it shows.
--
-- Why:    the audit worker chains every announcement once; whoever reads the trail can prove that nothing was altered,
--         taken out, exchanged or cut off.
-- Locks:  none that matter: every table is new.
-- Verify: weir audit verify --database
--
-- audit_entries and audit_checkpoints only grow: no role may change them and a trigger refuses it to the owner too. What
-- can tell who somebody is stands in audit_personal, which may be deleted: entries hold salted hashes of it only.
-- tenant_number 0 is the platform's own chain.

CREATE TABLE audit_entries (
  tenant_number integer NOT NULL CHECK (tenant_number >= 0),
  sequence      bigint NOT NULL CHECK (sequence > 0),
  chain         text NOT NULL COLLATE "C",
  previous_hash bytea NOT NULL CHECK (octet_length(previous_hash) = 32),
  hash          bytea NOT NULL CHECK (octet_length(hash) = 32),
  event_id      text NOT NULL UNIQUE COLLATE "C",
  type          text NOT NULL COLLATE "C",
  actor         text NOT NULL COLLATE "C",
  subject       text NOT NULL,
  tenant        text,
  occurred_at   timestamptz NOT NULL,
  request       text NOT NULL DEFAULT '',
  personal      text[] NOT NULL DEFAULT '{}',
  before        text,
  after         text,
  PRIMARY KEY (tenant_number, sequence)
);
CREATE INDEX audit_entries_by_time ON audit_entries (occurred_at, tenant_number, sequence);
CREATE INDEX audit_entries_by_tenant_and_time ON audit_entries (tenant_number, occurred_at, sequence);
CREATE INDEX audit_entries_by_actor ON audit_entries (actor, occurred_at);
COMMENT ON TABLE audit_entries IS 'The chains of the audit trail: one for each tenant, and the platform''s (tenant_number 0). Append-only.';
COMMENT ON COLUMN audit_entries.hash IS 'SHA-256 over the canonical encoding of every other column but tenant_number: docs/audit.md.';
COMMENT ON COLUMN audit_entries.event_id IS 'Of the announcement. One that was published twice is chained once.';
COMMENT ON COLUMN audit_entries.personal IS 'name=hash of what stands in audit_personal, or stood there before it was erased; sorted by name.';
COMMENT ON COLUMN audit_entries.before IS 'JSON text exactly as it was hashed, without the personal members.';

CREATE TABLE audit_personal (
  tenant_number integer NOT NULL,
  sequence      bigint NOT NULL,
  name          text NOT NULL COLLATE "C",
  person        text NOT NULL COLLATE "C",
  salt          bytea NOT NULL CHECK (octet_length(salt) = 32),
  value         text NOT NULL,
  PRIMARY KEY (tenant_number, sequence, name)
);
CREATE INDEX audit_personal_by_person ON audit_personal (person);
COMMENT ON TABLE audit_personal IS 'Personal data of audit_entries. Deleting a row erases value and salt and leaves the chain valid.';
COMMENT ON COLUMN audit_personal.person IS 'Whose it is: the actor''s for an address, else of whatever the entry is about.';

CREATE TABLE audit_heads (
  tenant_number     integer PRIMARY KEY CHECK (tenant_number >= 0),
  chain             text NOT NULL UNIQUE COLLATE "C",
  sequence          bigint NOT NULL DEFAULT 0,
  hash              bytea NOT NULL CHECK (octet_length(hash) = 32),
  signed_sequence   bigint NOT NULL DEFAULT 0,
  checkpoint_number bigint NOT NULL DEFAULT 0,
  checkpoint_hash   bytea NOT NULL CHECK (octet_length(checkpoint_hash) = 32),
  unsigned_since    timestamptz
) WITH (fillfactor = 50);
CREATE INDEX audit_heads_unsigned ON audit_heads (unsigned_since) WHERE sequence > signed_sequence;
COMMENT ON TABLE audit_heads IS 'Where each chain goes on: what the worker appends to and what it has signed. It moves; the proof is in the entries and checkpoints.';

CREATE TABLE audit_keys (
  id          text PRIMARY KEY COLLATE "C" CHECK (id ~ '^aud_[0-9a-f]{32}$'),
  public_key  bytea NOT NULL UNIQUE CHECK (octet_length(public_key) = 32),
  sealed_seed bytea NOT NULL,
  created_at  timestamptz NOT NULL DEFAULT clock_timestamp(),
  retired_at  timestamptz
);
CREATE UNIQUE INDEX audit_keys_one_signs ON audit_keys ((true)) WHERE retired_at IS NULL;
COMMENT ON TABLE audit_keys IS 'Ed25519 keys that sign or have signed checkpoints. The private half is sealed with APP_SECRET_KEY.';

CREATE TABLE audit_checkpoints (
  tenant_number integer NOT NULL CHECK (tenant_number >= 0),
  number        bigint NOT NULL CHECK (number > 0),
  chain         text NOT NULL COLLATE "C",
  sequence      bigint NOT NULL CHECK (sequence > 0),
  head          bytea NOT NULL CHECK (octet_length(head) = 32),
  previous_hash bytea NOT NULL CHECK (octet_length(previous_hash) = 32),
  signed_at     timestamptz NOT NULL,
  key_id        text NOT NULL COLLATE "C" REFERENCES audit_keys (id),
  signature     bytea NOT NULL CHECK (octet_length(signature) = 64),
  PRIMARY KEY (tenant_number, number),
  UNIQUE (tenant_number, sequence)
);
COMMENT ON TABLE audit_checkpoints IS 'Signed: up to this entry the chain had this hash. Append-only.';

CREATE TABLE audit_marks (
  partition   integer PRIMARY KEY,
  seq         bigint NOT NULL,
  next_offset bigint NOT NULL
) WITH (fillfactor = 50);
COMMENT ON TABLE audit_marks IS 'The relay''s number of the last announcement taken from each partition of weir.events, and where that was.';

CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% only grows: % is refused', TG_TABLE_NAME, TG_OP USING ERRCODE = 'restrict_violation';
END $$;
COMMENT ON FUNCTION refuse_change() IS 'For tables that nobody changes, their owner included.';

DO $$
DECLARE
  entry text;
BEGIN
  FOREACH entry IN ARRAY ARRAY['audit_entries', 'audit_checkpoints'] LOOP
    EXECUTE format('CREATE TRIGGER only_grows BEFORE UPDATE OR DELETE OR TRUNCATE ON %I FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()', entry);
  END LOOP;
  FOREACH entry IN ARRAY ARRAY['audit_entries', 'audit_personal', 'audit_heads', 'audit_checkpoints'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', entry);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', entry);
    EXECUTE format('CREATE POLICY api_tenant ON %I TO weir_api USING ((SELECT tenant_setting()) = ''*'' OR tenant_number::text = (SELECT tenant_setting())) '
                   'WITH CHECK ((SELECT tenant_setting()) = ''*'' OR tenant_number::text = (SELECT tenant_setting()))', entry);
    EXECUTE format('CREATE POLICY worker_all ON %I TO weir_worker USING ((SELECT current_user) = ''weir_worker'') '
                   'WITH CHECK ((SELECT current_user) = ''weir_worker'')', entry);
  END LOOP;
END $$;

GRANT SELECT ON audit_entries, audit_checkpoints, audit_heads TO weir_api;
GRANT SELECT, DELETE ON audit_personal TO weir_api;
GRANT SELECT (id, public_key, created_at, retired_at) ON audit_keys TO weir_api;

GRANT SELECT, INSERT ON audit_entries, audit_checkpoints, audit_keys TO weir_worker;
GRANT SELECT, INSERT, DELETE ON audit_personal TO weir_worker;
GRANT UPDATE (retired_at) ON audit_keys TO weir_worker;
GRANT SELECT, INSERT, UPDATE ON audit_heads, audit_marks TO weir_worker;
