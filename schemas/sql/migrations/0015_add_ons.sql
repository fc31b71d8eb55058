-- 0015 add_ons: subscriptions beside another one, and not longer than that.
--
-- Why:    what is added to a subscription pauses and ends with it, whatever is changed there later and back-dated.
-- Locks:  ACCESS EXCLUSIVE on subscriptions for as long as it takes to look up the catalogue: the column has no default.
-- Verify: weir doctor; SELECT name, applied_at FROM schema_migrations;

ALTER TABLE subscriptions ADD COLUMN add_on_to text COLLATE "C" REFERENCES subscriptions (id) CHECK (add_on_to <> id);
CREATE INDEX subscriptions_by_base ON subscriptions (add_on_to) WHERE add_on_to IS NOT NULL;
COMMENT ON COLUMN subscriptions.add_on_to IS 'What it is added to: a subscription of the same tenant in the same currency that is itself no add-on.';
