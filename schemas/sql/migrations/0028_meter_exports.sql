-- 0028 meter_exports: hourly usage that is said to meters of payment providers.
--
-- Why:    who bills at Stripe has what was used there too, hour by hour, and corrected when late events come.
-- Locks:  none that matter: every table is new.
-- Verify: weir doctor; SELECT name, applied_at FROM schema_migrations;

CREATE TABLE meter_exports (
  provider_number integer NOT NULL REFERENCES payment_providers (number),
  meter_number    integer NOT NULL REFERENCES meters (number),
  event_name      text NOT NULL COLLATE "C" CHECK (char_length(event_name) BETWEEN 1 AND 100),
  exported_from   timestamptz NOT NULL,
  enabled         boolean NOT NULL DEFAULT true,
  created_at      timestamptz NOT NULL DEFAULT clock_timestamp(),
  updated_at      timestamptz NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (provider_number, meter_number)
);
COMMENT ON TABLE meter_exports IS 'Meters whose hourly totals are said to a meter of a payment provider.';
COMMENT ON COLUMN meter_exports.event_name IS 'The provider''s meter listens to it.';
COMMENT ON COLUMN meter_exports.exported_from IS 'Hours from then on.';
COMMENT ON COLUMN meter_exports.updated_at IS 'Hours that were refused before are asked again.';

CREATE TABLE meter_export_hours (
  provider_number integer NOT NULL REFERENCES payment_providers (number),
  meter_number    integer NOT NULL REFERENCES meters (number),
  tenant_number   integer NOT NULL REFERENCES tenants (number),
  hour            timestamptz NOT NULL,
  revision        integer NOT NULL DEFAULT 1 CHECK (revision BETWEEN 1 AND 899),
  quantity        numeric(38, 9) NOT NULL,
  event_name      text NOT NULL COLLATE "C",
  customer        text NOT NULL COLLATE "C",
  state           text NOT NULL DEFAULT 'pending' CHECK (state IN ('pending', 'sent', 'failed')),
  failure_code    text,
  failure_message text CHECK (char_length(failure_message) <= 500),
  attempts        integer NOT NULL DEFAULT 0,
  due_at          timestamptz NOT NULL DEFAULT clock_timestamp(),
  ended_at        timestamptz,
  PRIMARY KEY (provider_number, meter_number, tenant_number, hour),
  CHECK ((state = 'pending') = (ended_at IS NULL))
) WITH (fillfactor = 80);
CREATE INDEX meter_export_hours_due ON meter_export_hours (due_at) WHERE state = 'pending';
CREATE INDEX meter_export_hours_by_state ON meter_export_hours (provider_number, meter_number, state, hour);
CREATE INDEX meter_export_hours_troubled ON meter_export_hours (provider_number, meter_number) WHERE failure_code IS NOT NULL;
CREATE INDEX meter_export_hours_by_age ON meter_export_hours (hour);
COMMENT ON TABLE meter_export_hours IS 'What was last said, or is to be said, of one hour of a tenant. It stays when the export is removed: a revision is never said twice with another quantity.';
COMMENT ON COLUMN meter_export_hours.revision IS 'Begins at 1; each other quantity is the next one, once what came of the one before is known. Each is a second of the hour later than the one before; hours of some tenants begin at :45.';
COMMENT ON COLUMN meter_export_hours.event_name IS 'It is, or was, said to this meter; so it is with the customer.';
COMMENT ON COLUMN meter_export_hours.failure_code IS 'The provider''s, or timestamp_too_far_in_past; of a pending one why it waits.';
COMMENT ON COLUMN meter_export_hours.due_at IS 'When the next attempt may begin. Whoever takes the row moves it behind the time that an attempt takes.';
COMMENT ON COLUMN meter_export_hours.ended_at IS 'When it was known that the provider has it, or will not have it.';

INSERT INTO retention_classes (class, keep) VALUES ('meter_export_hours', '400 days');

DO $$
DECLARE
  wanted text;
BEGIN
  FOREACH wanted IN ARRAY ARRAY['meter_exports', 'meter_export_hours'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', wanted);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', wanted);
    EXECUTE format('CREATE POLICY worker_all ON %I TO weir_worker USING ((SELECT current_user) = ''weir_worker'') '
                   'WITH CHECK ((SELECT current_user) = ''weir_worker'')', wanted);
  END LOOP;
END $$;
-- The platform's alone.
CREATE POLICY api_platform ON meter_exports TO weir_api
  USING ((SELECT tenant_setting() = '*')) WITH CHECK ((SELECT tenant_setting() = '*'));
CREATE POLICY api_tenant ON meter_export_hours TO weir_api
  USING ((SELECT tenant_setting() = '*') OR tenant_number = (SELECT tenant_setting_number()))
  WITH CHECK ((SELECT tenant_setting() = '*') OR tenant_number = (SELECT tenant_setting_number()));

GRANT SELECT, INSERT, UPDATE, DELETE ON meter_exports TO weir_api;
GRANT SELECT ON meter_export_hours TO weir_api;
GRANT SELECT ON meter_exports TO weir_worker;
GRANT SELECT, INSERT, UPDATE, DELETE ON meter_export_hours TO weir_worker;
