-- 0008 analysts: people of the company, or of its customers, who read usage with SQL.
--
-- Why:    numbers belong into the tools that people know. An analyst has a login of their own at this database, made by its administrator and a
--         member of weir_analyst; analyst_logins says whose rows it sees; the views of the schema analytics say what there is.
-- Locks:  ACCESS EXCLUSIVE on tenants, usage_cells, usage_unique_values and usage_conservation for the moment of adding a policy.
-- Verify: weir analyst list; weir doctor
--
-- Who an analyst is, is session_user: what somebody logged in as. SET ROLE and set_config change it no more than any other setting does; only a
-- superuser changes it. weir_analyst reads and writes nothing; tables that are not named here stay closed to it. docs/analytics.md tells the rest.

CREATE TABLE analyst_logins (
  id            text PRIMARY KEY COLLATE "C" CHECK (id ~ '^anl_[0-9A-HJKMNP-TV-Z]{26}$'),
  login         text NOT NULL COLLATE "C" CHECK (octet_length(login) BETWEEN 1 AND 63),
  tenant_number integer REFERENCES tenants (number),
  granted_by    text NOT NULL COLLATE "C",
  created_at    timestamptz NOT NULL DEFAULT clock_timestamp(),
  UNIQUE NULLS NOT DISTINCT (login, tenant_number)
);
CREATE INDEX analyst_logins_by_tenant ON analyst_logins (tenant_number);
COMMENT ON TABLE analyst_logins IS 'Which login at this database sees which tenants'' usage. A login without a row sees nothing.';
COMMENT ON COLUMN analyst_logins.login IS 'Name of a role of the cluster. It need not be there any more: revoke before a name is given to somebody else.';
COMMENT ON COLUMN analyst_logins.tenant_number IS 'NULL: all tenants, those of later too.';
COMMENT ON COLUMN analyst_logins.granted_by IS 'As announcements say it.';

ALTER TABLE analyst_logins ENABLE ROW LEVEL SECURITY;
ALTER TABLE analyst_logins FORCE ROW LEVEL SECURITY;
CREATE POLICY api_tenant ON analyst_logins TO weir_api
  USING ((SELECT tenant_setting() = '*') OR tenant_number = (SELECT tenant_setting_number()))
  WITH CHECK ((SELECT tenant_setting() = '*') OR tenant_number = (SELECT tenant_setting_number()));
CREATE POLICY worker_all ON analyst_logins TO weir_worker USING ((SELECT current_user) = 'weir_worker') WITH CHECK (false);
CREATE POLICY analyst_own ON analyst_logins FOR SELECT TO weir_analyst USING (login = session_user);
GRANT SELECT, INSERT, DELETE ON analyst_logins TO weir_api;
GRANT SELECT ON analyst_logins TO weir_worker;
GRANT SELECT (login, tenant_number) ON analyst_logins TO weir_analyst;

-- Sub-queries of a policy run once for a statement, are those of this table whatever search_path or temporary tables a session has, and see what
-- analyst_own lets through. Before the list of tenants stands their range: that is what an index finds, where the list alone would look at every row
-- there is. Its ends are compared in two ways, since the planner takes two alike for a narrow range, which it is not for who sees all.
DO $$
DECLARE
  own constant text := 'FROM analyst_logins AS a WHERE a.login = session_user';
  listed constant text := format('((SELECT EXISTS (SELECT %1$s AND a.tenant_number IS NULL)) OR %%1$I = ANY (ARRAY(SELECT a.tenant_number %1$s)))', own);
  within constant text := format(
    '(tenant_number, meter_number) >= ((SELECT CASE WHEN bool_or(a.tenant_number IS NULL) THEN -2147483648 ELSE min(a.tenant_number) END %1$s), 0) AND '
    'tenant_number <= (SELECT CASE WHEN bool_or(a.tenant_number IS NULL) THEN 2147483647 ELSE max(a.tenant_number) END %1$s)', own);
  entry text[];
BEGIN
  -- table, tenant column
  FOREACH entry SLICE 1 IN ARRAY ARRAY[['tenants', 'number'], ['usage_conservation', 'tenant_number']] LOOP
    EXECUTE format('CREATE POLICY analyst_tenant ON %I FOR SELECT TO weir_analyst USING (', entry[1]) || format(listed, entry[2]) || ')';
  END LOOP;
  FOREACH entry SLICE 1 IN ARRAY ARRAY[['usage_cells', 'tenant_number'], ['usage_unique_values', 'tenant_number']] LOOP
    EXECUTE format('CREATE POLICY analyst_tenant ON %I FOR SELECT TO weir_analyst USING (', entry[1]) || within || ' AND ' || format(listed, entry[2]) || ')';
  END LOOP;
END $$;

-- The views run with the rights of who asks, so that the policies above are theirs: they need the columns themselves. Those without a tenant
-- (meters, how far each partition was read) say nothing of anybody. Not of installation: claim_key is a secret.
GRANT SELECT (number, id, bucket, key, name, time_zone, minute_offset, currency, state, created_at, updated_at) ON tenants TO weir_analyst;
GRANT SELECT (number, id, slug, name, description, event_type, aggregation, value_property, group_by, unit, generation, state, created_at, updated_at)
  ON meters TO weir_analyst;
GRANT SELECT (tenant_number, meter_number, generation, hour, subject, dimensions, events, sum, min, max, latest, latest_ns, latest_hash, unique_values)
  ON usage_cells TO weir_analyst;
GRANT SELECT (tenant_number, meter_number, generation, hour, subject, dimensions, value_hash) ON usage_unique_values TO weir_analyst;
GRANT SELECT (partition, tenant_number, arrival_hour, events, counted, duplicate, conflict, unmatched, rejected, quarantined, lost)
  ON usage_conservation TO weir_analyst;
GRANT SELECT (partitions, claims_since) ON installation TO weir_analyst;
GRANT SELECT (consumer, partition, data_through) ON leases TO weir_analyst;

-- What there is to read --------------------------------------------------------------------------------------------------

DO $$
BEGIN
  -- CREATE SCHEMA IF NOT EXISTS asks for the right to make one although it is there.
  IF to_regnamespace('analytics') IS NULL THEN
    CREATE SCHEMA analytics;
  END IF;
END $$;
COMMENT ON SCHEMA analytics IS 'What analysts read. A view is never changed so that a query of it breaks: another version (_v2) comes beside it.';
GRANT USAGE ON SCHEMA analytics TO weir_analyst;

CREATE FUNCTION analytics.average_v1(total numeric, events numeric) RETURNS numeric LANGUAGE sql IMMUTABLE PARALLEL SAFE
  RETURN trim_scale((div(total * 1000000000, nullif(events, 0))
    + CASE WHEN abs(mod(total * 1000000000, nullif(events, 0))) * 2 > events
             OR (abs(mod(total * 1000000000, nullif(events, 0))) * 2 = events AND mod(div(total * 1000000000, nullif(events, 0)), 2) <> 0)
           THEN sign(total) ELSE 0 END) * 0.000000001);
COMMENT ON FUNCTION analytics.average_v1(numeric, numeric) IS
  'Nine digits behind the point, half to even: how the API rounds an average. Of several hours: average_v1(sum(sum), sum(events)). NULL without events.';

CREATE VIEW analytics.tenants_v1 WITH (security_invoker = true) AS
SELECT t.id AS tenant_id, t.key AS tenant_key, t.name, t.time_zone, t.minute_offset, t.currency, t.state, t.created_at, t.updated_at, p.data_through
FROM public.tenants AS t
LEFT JOIN public.installation AS i ON true
LEFT JOIN (SELECT l.partition, CASE WHEN count(l.data_through) = 1 THEN min(l.data_through) END AS data_through
           FROM public.leases AS l WHERE l.consumer = 'usage' GROUP BY l.partition) AS p ON p.partition = t.bucket % i.partitions;
COMMENT ON VIEW analytics.tenants_v1 IS 'Customers: one row for each tenant that this login sees.';
COMMENT ON COLUMN analytics.tenants_v1.tenant_id IS 'Weir''s own id, ten_…: never given again.';
COMMENT ON COLUMN analytics.tenants_v1.tenant_key IS 'The company''s own customer id.';
COMMENT ON COLUMN analytics.tenants_v1.name IS 'For people.';
COMMENT ON COLUMN analytics.tenants_v1.time_zone IS 'IANA name: what a day or a month of this tenant is. date_trunc(''month'', hour, time_zone) gives the start of it.';
COMMENT ON COLUMN analytics.tenants_v1.minute_offset IS 'Minutes by which the tenant''s clock hour is ahead of a UTC hour: 0, 15, 30 or 45.';
COMMENT ON COLUMN analytics.tenants_v1.currency IS 'ISO 4217.';
COMMENT ON COLUMN analytics.tenants_v1.state IS 'active, suspended or deleted.';
COMMENT ON COLUMN analytics.tenants_v1.created_at IS 'When it was made.';
COMMENT ON COLUMN analytics.tenants_v1.updated_at IS 'When it was last changed.';
COMMENT ON COLUMN analytics.tenants_v1.data_through IS 'Every event of this tenant that was acknowledged before this instant is in the numbers. NULL: not known yet.';

CREATE VIEW analytics.meters_v1 WITH (security_invoker = true) AS
SELECT m.id AS meter_id, m.slug AS meter, m.name, m.description, m.event_type, m.aggregation, m.value_property, m.group_by, m.unit, m.state,
  m.created_at, m.updated_at
FROM public.meters AS m;
COMMENT ON VIEW analytics.meters_v1 IS 'What is counted: one row for each meter, deleted ones too.';
COMMENT ON COLUMN analytics.meters_v1.meter_id IS 'mtr_…: never given again, unlike the name.';
COMMENT ON COLUMN analytics.meters_v1.meter IS 'The name that the API knows it by; one active meter has it.';
COMMENT ON COLUMN analytics.meters_v1.name IS 'For people.';
COMMENT ON COLUMN analytics.meters_v1.description IS 'For people.';
COMMENT ON COLUMN analytics.meters_v1.event_type IS 'Type of the events that it counts.';
COMMENT ON COLUMN analytics.meters_v1.aggregation IS 'COUNT, SUM, MIN, MAX, AVG, LATEST or UNIQUE_COUNT: what its value is.';
COMMENT ON COLUMN analytics.meters_v1.value_property IS 'Where in an event''s data the number stands, as JSONPath. NULL: a COUNT needs none.';
COMMENT ON COLUMN analytics.meters_v1.group_by IS 'JSON array of {"name", "path"}: the dimensions, in the order of definition.';
COMMENT ON COLUMN analytics.meters_v1.unit IS 'Of its value, for people.';
COMMENT ON COLUMN analytics.meters_v1.state IS 'active or deleted. Usage of deleted meters is not shown.';
COMMENT ON COLUMN analytics.meters_v1.created_at IS 'When it was made: events that were acknowledged before it are not in it.';
COMMENT ON COLUMN analytics.meters_v1.updated_at IS 'When it was last changed.';

CREATE VIEW analytics.usage_hourly_v1 WITH (security_invoker = true) AS
SELECT t.id AS tenant_id, t.key AS tenant_key, m.id AS meter_id, m.slug AS meter, m.aggregation, m.unit,
  c.hour, c.subject, c.dimensions::jsonb AS dimensions, c.events,
  CASE m.aggregation
    WHEN 'COUNT' THEN c.events::numeric
    WHEN 'SUM' THEN trim_scale(c.sum)
    WHEN 'MIN' THEN trim_scale(c.min)
    WHEN 'MAX' THEN trim_scale(c.max)
    WHEN 'AVG' THEN analytics.average_v1(c.sum, c.events)
    WHEN 'LATEST' THEN trim_scale(c.latest)
    WHEN 'UNIQUE_COUNT' THEN c.unique_values::numeric
  END AS value,
  c.sum, c.min, c.max, c.latest, c.latest_ns, c.latest_hash, c.unique_values,
  coalesce(c.hour + interval '1 hour' <= i.claims_since::timestamp AT TIME ZONE 'UTC', false) AS is_final,
  p.data_through
FROM public.usage_cells AS c
JOIN public.tenants AS t ON t.number = c.tenant_number
JOIN public.meters AS m ON m.number = c.meter_number AND m.generation = c.generation AND m.state = 'active'
LEFT JOIN public.installation AS i ON true
LEFT JOIN (SELECT l.partition, CASE WHEN count(l.data_through) = 1 THEN min(l.data_through) END AS data_through
           FROM public.leases AS l WHERE l.consumer = 'usage' GROUP BY l.partition) AS p ON p.partition = t.bucket % i.partitions;
COMMENT ON VIEW analytics.usage_hourly_v1 IS 'Usage: one row for each tenant, active meter, hour, subject and set of dimensions that has events. What GET /api/v1/meters/{meter}/query?window=HOUR answers.';
COMMENT ON COLUMN analytics.usage_hourly_v1.tenant_id IS 'ten_… of tenants_v1.';
COMMENT ON COLUMN analytics.usage_hourly_v1.tenant_key IS 'The company''s own customer id.';
COMMENT ON COLUMN analytics.usage_hourly_v1.meter_id IS 'mtr_… of meters_v1.';
COMMENT ON COLUMN analytics.usage_hourly_v1.meter IS 'The name that the API knows it by.';
COMMENT ON COLUMN analytics.usage_hourly_v1.aggregation IS 'Of the meter: what value is, and how values of several rows become one.';
COMMENT ON COLUMN analytics.usage_hourly_v1.unit IS 'Of value, for people.';
COMMENT ON COLUMN analytics.usage_hourly_v1.hour IS 'When the hour starts. It is an hour of the tenant''s own clock, so it may start at :15, :30 or :45 of a UTC hour.';
COMMENT ON COLUMN analytics.usage_hourly_v1.subject IS 'What the events are about; empty when they do not say.';
COMMENT ON COLUMN analytics.usage_hourly_v1.dimensions IS 'Group values by name. A missing value has no member, null is null, 5 is not "5": -> tells them apart, ->> does not.';
COMMENT ON COLUMN analytics.usage_hourly_v1.events IS 'How many events were counted.';
COMMENT ON COLUMN analytics.usage_hourly_v1.value IS 'What the API answers for this row. It may be added up over rows of COUNT and SUM meters only: see aggregation and docs/analytics.md.';
COMMENT ON COLUMN analytics.usage_hourly_v1.sum IS 'Exact sum of the values, of SUM and AVG meters. NULL for others.';
COMMENT ON COLUMN analytics.usage_hourly_v1.min IS 'Least value, of MIN meters. NULL for others.';
COMMENT ON COLUMN analytics.usage_hourly_v1.max IS 'Greatest value, of MAX meters. NULL for others.';
COMMENT ON COLUMN analytics.usage_hourly_v1.latest IS 'Value of the latest event, of LATEST meters. NULL for others.';
COMMENT ON COLUMN analytics.usage_hourly_v1.latest_ns IS 'When that event happened, in nanoseconds since 1970. Of several rows the latest is the one with the greatest (latest_ns, latest_hash).';
COMMENT ON COLUMN analytics.usage_hourly_v1.latest_hash IS 'Decides between events of the same nanosecond.';
COMMENT ON COLUMN analytics.usage_hourly_v1.unique_values IS 'How many distinct values, of UNIQUE_COUNT meters, in this row alone: those of several rows are counted in usage_unique_values_v1. NULL for others.';
COMMENT ON COLUMN analytics.usage_hourly_v1.is_final IS 'True: no event of this hour is accepted any more, as identities of that time are forgotten. That is two to three days after ACCEPT_DAYS. False says nothing: mostly nothing will come.';
COMMENT ON COLUMN analytics.usage_hourly_v1.data_through IS 'Every event of this tenant that was acknowledged before this instant is in the numbers. NULL: not known yet.';

CREATE VIEW analytics.usage_unique_values_v1 WITH (security_invoker = true) AS
SELECT t.id AS tenant_id, t.key AS tenant_key, m.id AS meter_id, m.slug AS meter, v.hour, v.subject, v.dimensions::jsonb AS dimensions, v.value_hash
FROM public.usage_unique_values AS v
JOIN public.tenants AS t ON t.number = v.tenant_number
JOIN public.meters AS m ON m.number = v.meter_number AND m.generation = v.generation AND m.state = 'active';
COMMENT ON VIEW analytics.usage_unique_values_v1 IS 'The distinct values behind UNIQUE_COUNT meters: count(DISTINCT value_hash) counts a value once, in however many hours or groups it came.';
COMMENT ON COLUMN analytics.usage_unique_values_v1.tenant_id IS 'ten_… of tenants_v1.';
COMMENT ON COLUMN analytics.usage_unique_values_v1.tenant_key IS 'The company''s own customer id.';
COMMENT ON COLUMN analytics.usage_unique_values_v1.meter_id IS 'mtr_… of meters_v1.';
COMMENT ON COLUMN analytics.usage_unique_values_v1.meter IS 'The name that the API knows it by.';
COMMENT ON COLUMN analytics.usage_unique_values_v1.hour IS 'As in usage_hourly_v1.';
COMMENT ON COLUMN analytics.usage_unique_values_v1.subject IS 'As in usage_hourly_v1.';
COMMENT ON COLUMN analytics.usage_unique_values_v1.dimensions IS 'As in usage_hourly_v1.';
COMMENT ON COLUMN analytics.usage_unique_values_v1.value_hash IS 'Stands for the value, which is not kept: equal for equal values.';

CREATE VIEW analytics.usage_conservation_v1 WITH (security_invoker = true) AS
SELECT t.id AS tenant_id, t.key AS tenant_key, c.arrival_hour, c.partition, c.events, c.counted, c.duplicate, c.conflict, c.unmatched, c.rejected,
  c.quarantined, c.lost, p.data_through
FROM public.usage_conservation AS c
LEFT JOIN public.tenants AS t ON t.number = c.tenant_number
LEFT JOIN (SELECT l.partition, CASE WHEN count(l.data_through) = 1 THEN min(l.data_through) END AS data_through
           FROM public.leases AS l WHERE l.consumer = 'usage' GROUP BY l.partition) AS p ON p.partition = c.partition;
COMMENT ON VIEW analytics.usage_conservation_v1 IS 'What became of every event that was acknowledged: events = counted + duplicate + conflict + unmatched + rejected + quarantined + lost.';
COMMENT ON COLUMN analytics.usage_conservation_v1.tenant_id IS 'ten_… of tenants_v1. NULL: records whose tenant cannot be told; analysts of all tenants see those.';
COMMENT ON COLUMN analytics.usage_conservation_v1.tenant_key IS 'The company''s own customer id.';
COMMENT ON COLUMN analytics.usage_conservation_v1.arrival_hour IS 'UTC hour in which the broker took the events in, whatever time they say.';
COMMENT ON COLUMN analytics.usage_conservation_v1.partition IS 'Of the log. A tenant''s events are in one.';
COMMENT ON COLUMN analytics.usage_conservation_v1.events IS 'That arrived.';
COMMENT ON COLUMN analytics.usage_conservation_v1.counted IS 'In a meter at least.';
COMMENT ON COLUMN analytics.usage_conservation_v1.duplicate IS 'The same event, with the same content, was counted before.';
COMMENT ON COLUMN analytics.usage_conservation_v1.conflict IS 'An event with this identity and another content was counted before.';
COMMENT ON COLUMN analytics.usage_conservation_v1.unmatched IS 'No meter wants their type.';
COMMENT ON COLUMN analytics.usage_conservation_v1.rejected IS 'Not counted, with a reason that the API tells.';
COMMENT ON COLUMN analytics.usage_conservation_v1.quarantined IS 'In a record that ended its worker, and was set aside.';
COMMENT ON COLUMN analytics.usage_conservation_v1.lost IS 'Given up by an operator, on record.';
COMMENT ON COLUMN analytics.usage_conservation_v1.data_through IS 'Everything that arrived before this instant, in this partition, is in the numbers. NULL: not known yet.';

GRANT SELECT ON analytics.tenants_v1, analytics.meters_v1, analytics.usage_hourly_v1, analytics.usage_unique_values_v1, analytics.usage_conservation_v1
  TO weir_analyst;
