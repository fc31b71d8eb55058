-- 0014 invoice runs: what a run asks about many tenants at once is found by their numbers.
--
-- Why:    a run looks for changes of each tenant's subscriptions since the last look, and read the whole table for it.
-- Locks:  changes of subscriptions wait while the index is built, less than a second for a million of them.
-- Verify: weir doctor; SELECT name, applied_at FROM schema_migrations;

CREATE INDEX subscription_changes_by_tenant ON subscription_changes (tenant_number);
