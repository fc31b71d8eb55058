-- 0027 paypal: accounts at PayPal, and money that is taken once its payer has approved it.
--
-- Why:    PayPal stands behind the same payments, refunds and disputes as Stripe does.
-- Locks:  SHARE on payments for as long as it takes to index those whose money is to be taken: none of what is there.
-- Verify: weir doctor; SELECT name, applied_at FROM schema_migrations;

ALTER TABLE payment_providers DROP CONSTRAINT payment_providers_provider_check;
ALTER TABLE payment_providers ADD CONSTRAINT payment_providers_provider_check CHECK (provider IN ('stripe', 'paypal'));
ALTER TABLE payment_providers ADD COLUMN client_id text CHECK (octet_length(client_id) BETWEEN 1 AND 255);
COMMENT ON COLUMN payment_providers.client_id IS 'Who asks its API with the secret of kind api_key; NULL where a key is enough.';
COMMENT ON COLUMN payment_provider_secrets.sealed IS 'What the provider gave, sealed with APP_SECRET_KEY: of kind signing, Stripe''s signing secret or the id of PayPal''s webhook.';

ALTER TABLE payments ADD COLUMN capture_key text, ADD COLUMN capture_due_at timestamptz;
CREATE INDEX payments_to_capture ON payments (capture_due_at) WHERE capture_due_at IS NOT NULL;
COMMENT ON COLUMN payments.capture_key IS 'What the payer''s approval is captured with, so that a repetition is none.';
COMMENT ON COLUMN payments.capture_due_at IS 'When the approved money is to be taken next; NULL: nothing is to be taken. Whoever takes the row moves it behind the time that an attempt takes.';
