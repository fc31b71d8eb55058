-- 0024 payment sweeps: an account's own list of events is read when somebody asks for it, refunds without an answer and disputes are found.
--
-- Why:    after an outage nobody wants to wait for the next sweep; a refund that got no answer is asked for again by itself.
-- Locks:  ACCESS EXCLUSIVE on payment_providers for an instant: no row is written or looked at; SHARE on refunds and disputes for as long as
--         it takes to index them.
-- Verify: weir doctor; SELECT name, applied_at FROM schema_migrations;

ALTER TABLE payment_providers ADD COLUMN sweep_asked_at timestamptz;
COMMENT ON COLUMN payment_providers.sweep_asked_at IS 'When somebody asked for its list of events to be read; NULL once it was read.';
GRANT UPDATE (sweep_asked_at) ON payment_providers TO weir_worker;

CREATE INDEX refunds_unanswered ON refunds (created_at) WHERE state = 'pending' AND reference IS NULL;
CREATE INDEX disputes_by_age ON disputes (created_at, id);
