-- 0017 accept windows: how old an event could be when it was counted.
--
-- Why:    ACCEPT_DAYS is a setting and may change; counting the log once more must refuse what was refused.
-- Locks:  none that matter: the table is new.
-- Verify: weir invoice verify --all; SELECT name, applied_at FROM schema_migrations;

CREATE TABLE accept_windows (
  consumer    text NOT NULL COLLATE "C",
  partition   integer NOT NULL,
  from_offset bigint NOT NULL,
  accept_days integer NOT NULL CHECK (accept_days > 0),
  PRIMARY KEY (consumer, partition, from_offset)
);
COMMENT ON TABLE accept_windows IS 'From which offset of a partition events were accepted that are so many days old; written in the flush that first used it.';

GRANT SELECT ON accept_windows TO weir_api;
GRANT SELECT, INSERT, UPDATE ON accept_windows TO weir_worker;
