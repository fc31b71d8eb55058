-- 0013 archive: which stretches of the log lie in the archive, and as which objects.
--
-- Why:    the log must reach further back than the broker keeps it.
-- Locks:  none that matter: the table is new.
-- Verify: weir archive verify; SELECT name, applied_at FROM schema_migrations;

CREATE TABLE archive_segments (
  topic             text NOT NULL COLLATE "C",
  partition         integer NOT NULL CHECK (partition >= 0),
  sequence          bigint NOT NULL CHECK (sequence > 0),
  log_number        integer NOT NULL CHECK (log_number >= 0),
  first_offset      bigint NOT NULL CHECK (first_offset >= 0),
  last_offset       bigint NOT NULL CHECK (last_offset >= first_offset),
  records           bigint NOT NULL,
  first_appended_at timestamptz NOT NULL,
  last_appended_at  timestamptz NOT NULL,
  raw_bytes         bigint NOT NULL CHECK (raw_bytes > 0),
  stored_bytes      bigint NOT NULL CHECK (stored_bytes > 0),
  raw_sha256        bytea NOT NULL CHECK (octet_length(raw_sha256) = 32),
  stored_sha256     bytea NOT NULL CHECK (octet_length(stored_sha256) = 32),
  manifest_sha256   bytea NOT NULL CHECK (octet_length(manifest_sha256) = 32),
  previous_sha256   bytea CHECK (octet_length(previous_sha256) = 32),
  object            text NOT NULL UNIQUE COLLATE "C",
  archived_at       timestamptz NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (topic, partition, sequence),
  UNIQUE (topic, partition, log_number, first_offset),
  CHECK (records = last_offset - first_offset + 1),
  CHECK ((previous_sha256 IS NULL) = (sequence = 1))
);
CREATE INDEX archive_segments_by_offset ON archive_segments (topic, partition, log_number, last_offset);
CREATE TRIGGER only_grows BEFORE UPDATE OR DELETE OR TRUNCATE ON archive_segments FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
COMMENT ON TABLE archive_segments IS 'Stretches of the log that are archived. Added in the transaction that moves the archive worker past them.';
COMMENT ON COLUMN archive_segments.sequence IS 'Of a partition''s segments, from 1.';
COMMENT ON COLUMN archive_segments.log_number IS 'Rises when the partition was put back before what was archived: its topic was made anew.';
COMMENT ON COLUMN archive_segments.first_appended_at IS 'The broker''s clock at the first record, cut to milliseconds as it gives them.';
COMMENT ON COLUMN archive_segments.raw_sha256 IS 'Of the segment before compression, stored_sha256 of the object.';
COMMENT ON COLUMN archive_segments.manifest_sha256 IS 'Of the manifest that lies beside the object, which names the digest of the manifest before it.';

GRANT SELECT ON archive_segments TO weir_api;
GRANT SELECT, INSERT ON archive_segments TO weir_worker;
