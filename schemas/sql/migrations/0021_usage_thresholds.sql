-- 0021 usage_thresholds: usage that is billed before its month is over.
--
-- Why:    whoever uses much in a month is billed for it as soon as it comes to what the plan says, not weeks later.
-- Locks:  ACCESS EXCLUSIVE on billing_states, invoices and invoice_lines for an instant: no row is written or looked at; SHARE on
--         billing_states and invoices for as long as it takes to index them.
-- Verify: weir doctor; SELECT name, applied_at FROM schema_migrations;

ALTER TABLE billing_states ADD COLUMN threshold_at timestamptz;
CREATE INDEX billing_states_thresholds ON billing_states (threshold_at, tenant_number) WHERE parked_at IS NULL AND threshold_at IS NOT NULL;
COMMENT ON COLUMN billing_states.threshold_at IS 'The first hour as of which usage is compared with the thresholds of its plans again; none: no plan has one this month.';

-- What was allowed before still is, so rows that are there need not be looked at.
ALTER TABLE invoices DROP CONSTRAINT invoices_kind_check;
ALTER TABLE invoices ADD CONSTRAINT invoices_kind_check CHECK (kind IN ('regular', 'adjustment', 'credit_note', 'threshold')) NOT VALID;
CREATE INDEX invoices_void ON invoices (tenant_number) WHERE state = 'void';

ALTER TABLE invoice_lines ADD COLUMN is_interim boolean NOT NULL DEFAULT false;
COMMENT ON COLUMN invoice_lines.is_interim IS 'Of usage that went on when it was billed: up to charge_to, before the month was over.';
