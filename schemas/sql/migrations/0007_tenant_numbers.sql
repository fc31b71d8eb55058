-- 0007 tenant numbers: row-level security compares numbers.
--
-- Why:    the policies of 0001-0005 turned tenant_number into text to compare it with the setting, for each row that was looked at: a sixth of
--         the work of a query over a month of cells. And as nothing is known of such a text, the planner took one row in a hundred for the transaction's own.
--         Who sees what stays as it was, to the letter of the setting: '007' and ' 7' are not the tenant 7.
-- Locks:  ACCESS EXCLUSIVE on every table below until this commits, for a moment: flushes and requests wait behind it.
-- Verify: SELECT tablename FROM pg_policies WHERE qual LIKE '%)::text = ( SELECT tenant_setting%';   (none)

-- PL/pgSQL: compiled once for a session. In SQL the planner would parse and copy the expression for each statement, or call it at a cost that
-- eats up what is won.
CREATE FUNCTION tenant_setting_number() RETURNS integer LANGUAGE plpgsql STABLE PARALLEL SAFE AS $$
DECLARE
  said text := current_setting('weir.tenant', true);
BEGIN
  IF said ~ '^(0|-?[1-9][0-9]{0,9})$' THEN
    IF said::bigint BETWEEN -2147483648 AND 2147483647 THEN
      RETURN said::integer;
    END IF;
  END IF;
  RETURN NULL;
END $$;
COMMENT ON FUNCTION tenant_setting_number() IS 'The tenant number this transaction acts for; NULL for the platform, for nobody and for what is no number as it is written. It never fails.';

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
    ['jobs', 'tenant_number'],
    ['memberships', 'tenant_number'], ['staff_visits', 'tenant_number'],
    ['audit_entries', 'tenant_number'], ['audit_personal', 'tenant_number'], ['audit_heads', 'tenant_number'],
    ['audit_checkpoints', 'tenant_number'],
    ['invitations', 'tenant_number'],
    ['tenant_policies', 'tenant_number']]
  LOOP
    -- Both sub-queries run once for a statement: what is left for each row is a boolean and a comparison of two integers.
    EXECUTE format('ALTER POLICY api_tenant ON %I '
                   'USING ((SELECT tenant_setting() = ''*'') OR %I = (SELECT tenant_setting_number())) '
                   'WITH CHECK ((SELECT tenant_setting() = ''*'') OR %I = (SELECT tenant_setting_number()))',
                   entry[1], entry[2], entry[2]);
  END LOOP;
END $$;

ALTER POLICY api_read ON users
  USING ((SELECT tenant_setting() = '*') OR id = (SELECT user_setting())
         OR EXISTS (SELECT FROM memberships AS m WHERE m.user_id = users.id AND m.tenant_number = (SELECT tenant_setting_number())));
