-- 0030 invoice_pushes: invoices that are put into an account at Stripe too.
--
-- Why:    who keeps books at Stripe sees Weir's invoices there, once each, and what became of them.
-- Locks:  ACCESS EXCLUSIVE on payment_providers for an instant: no row is written or looked at; SHARE on invoices for as long as it takes to
--         index them.
-- Verify: weir doctor; SELECT name, applied_at FROM schema_migrations;

ALTER TABLE payment_providers ADD COLUMN push_invoices_from timestamptz;
COMMENT ON COLUMN payment_providers.push_invoices_from IS 'Invoices that are finalized from then on are pushed; NULL: none.';

CREATE TABLE invoice_pushes (
  provider_number integer NOT NULL REFERENCES payment_providers (number),
  invoice_id      text NOT NULL COLLATE "C" REFERENCES invoices (id),
  tenant_number   integer NOT NULL REFERENCES tenants (number),
  customer        text NOT NULL COLLATE "C",
  due_date        timestamptz NOT NULL,
  state           text NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'pushed', 'failed')),
  round           integer NOT NULL DEFAULT 1 CHECK (round > 0),
  reference       text COLLATE "C",
  has_lines       boolean NOT NULL DEFAULT false,
  status          text CHECK (char_length(status) BETWEEN 1 AND 100),
  number          text CHECK (char_length(number) <= 200),
  url             text CHECK (char_length(url) <= 2048),
  invoice_state   text,
  failure_code    text,
  failure_message text CHECK (char_length(failure_message) <= 500),
  attempts        integer NOT NULL DEFAULT 0,
  asked_at        timestamptz,
  due_at          timestamptz NOT NULL DEFAULT clock_timestamp(),
  pushed_at       timestamptz,
  created_at      timestamptz NOT NULL DEFAULT clock_timestamp(),
  updated_at      timestamptz NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (provider_number, invoice_id),
  CHECK ((reference IS NULL) = (status IS NULL)),
  CHECK (state <> 'pushed' OR pushed_at IS NOT NULL),
  CHECK (state <> 'failed' OR failure_code IS NOT NULL)
) WITH (fillfactor = 80);
CREATE UNIQUE INDEX invoice_pushes_reference ON invoice_pushes (provider_number, reference) WHERE reference IS NOT NULL;
CREATE INDEX invoice_pushes_of_invoice ON invoice_pushes (invoice_id);
CREATE INDEX invoice_pushes_due ON invoice_pushes (due_at) WHERE state = 'waiting';
CREATE INDEX invoice_pushes_open ON invoice_pushes (invoice_id) WHERE state <> 'waiting' AND status IN ('open', 'uncollectible');
CREATE INDEX invoices_by_finalization ON invoices (finalized_at);
COMMENT ON TABLE invoice_pushes IS 'What an account at Stripe was told, or is to be told, of an invoice. A row is there before Stripe is asked.';
COMMENT ON COLUMN invoice_pushes.customer IS 'The tenant at Stripe.';
COMMENT ON COLUMN invoice_pushes.due_date IS 'As Stripe is told it: the invoice''s, or a day after the round began in which it was asked for the first time when that is later. Once it is there, as it was then.';
COMMENT ON COLUMN invoice_pushes.round IS 'What is asked again in one round is asked with the same key. The next one begins when somebody tries a refused one again, or when Stripe knows the key no more.';
COMMENT ON COLUMN invoice_pushes.reference IS 'What Stripe calls it, in_…; NULL: not known to be there.';
COMMENT ON COLUMN invoice_pushes.has_lines IS 'Its lines are known to be there.';
COMMENT ON COLUMN invoice_pushes.status IS 'Stripe''s, as far as is known: draft, open, paid, void, uncollectible.';
COMMENT ON COLUMN invoice_pushes.number IS 'Stripe''s own.';
COMMENT ON COLUMN invoice_pushes.url IS 'Of its page at Stripe, on which it can be paid.';
COMMENT ON COLUMN invoice_pushes.invoice_state IS 'What the invoice was here when it failed: it is tried again once that is something else.';
COMMENT ON COLUMN invoice_pushes.failure_code IS 'Stripe''s, or one of Weir''s; of a waiting one why it waits.';
COMMENT ON COLUMN invoice_pushes.asked_at IS 'When its next step was asked for the first time in this round.';
COMMENT ON COLUMN invoice_pushes.due_at IS 'When the next attempt may begin. Whoever takes the row moves it behind the time that an attempt takes.';

ALTER TABLE invoice_pushes ENABLE ROW LEVEL SECURITY;
ALTER TABLE invoice_pushes FORCE ROW LEVEL SECURITY;
CREATE POLICY worker_all ON invoice_pushes TO weir_worker USING ((SELECT current_user) = 'weir_worker')
  WITH CHECK ((SELECT current_user) = 'weir_worker');
CREATE POLICY api_tenant ON invoice_pushes FOR SELECT TO weir_api
  USING ((SELECT tenant_setting() = '*') OR tenant_number = (SELECT tenant_setting_number()));
CREATE POLICY api_platform ON invoice_pushes FOR UPDATE TO weir_api USING ((SELECT tenant_setting() = '*')) WITH CHECK ((SELECT tenant_setting() = '*'));

-- As POST /api/v1/invoices/{invoice}/pushes tries again what failed.
GRANT SELECT, UPDATE (customer, due_date, state, round, reference, has_lines, status, number, url, failure_code, failure_message, attempts, asked_at,
  due_at, updated_at) ON invoice_pushes TO weir_api;
GRANT SELECT, INSERT, UPDATE ON invoice_pushes TO weir_worker;
