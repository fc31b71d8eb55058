-- 0004 mail: invitations, one-time tokens that travel by mail, and the queue of mails.
--
-- Why:    somebody is invited into a tenant, forgets a password, proves an address. The proof is a token in a mail; the mail itself follows
--         from an announcement, so the notify worker writes the queue in the transaction that moves its offset.
-- Locks:  none that matter: every table is new. A grant is added to users.
-- Verify: weir notify list; weir user list
--
-- A token is made by the notify worker when it queues the mail: its hash stands in mail_tokens, itself it stands sealed with APP_SECRET_KEY
-- in the mail's row until the mail is sent, and nowhere else. The API sees hashes only.

CREATE TABLE invitations (
  id            text PRIMARY KEY COLLATE "C" CHECK (id ~ '^ivt_[0-9A-HJKMNP-TV-Z]{26}$'),
  tenant_number integer NOT NULL REFERENCES tenants (number),
  email         text NOT NULL COLLATE "C" CHECK (char_length(email) BETWEEN 3 AND 254),
  role          text NOT NULL CHECK (role IN ('owner', 'admin', 'billing', 'analyst', 'viewer')),
  state         text NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'accepted', 'revoked', 'expired')),
  invited_by    text NOT NULL COLLATE "C",
  accepted_by   text COLLATE "C",
  version       bigint NOT NULL DEFAULT 1,
  created_at    timestamptz NOT NULL DEFAULT clock_timestamp(),
  updated_at    timestamptz NOT NULL DEFAULT clock_timestamp(),
  expires_at    timestamptz NOT NULL,
  CHECK ((state = 'accepted') = (accepted_by IS NOT NULL))
);
CREATE UNIQUE INDEX invitations_open ON invitations (tenant_number, email) WHERE state = 'open';
CREATE INDEX invitations_by_tenant ON invitations (tenant_number, id);
CREATE INDEX invitations_by_age ON invitations (updated_at) WHERE state <> 'open';
COMMENT ON TABLE invitations IS 'Who was asked to become a member of a tenant, and as what. An open one whose expires_at is past is as good as expired.';
COMMENT ON COLUMN invitations.invited_by IS 'As announcements say it: usr_…, staff:usr_…, or the command line.';
COMMENT ON COLUMN invitations.version IS 'Moves with each mail that is asked for and with each change of state.';

CREATE TABLE mail_tokens (
  token_hash    bytea PRIMARY KEY CHECK (octet_length(token_hash) = 32),
  purpose       text NOT NULL CHECK (purpose IN ('invitation', 'email_verification', 'password_reset')),
  user_id       text COLLATE "C" REFERENCES users (id) ON DELETE CASCADE,
  invitation_id text COLLATE "C" REFERENCES invitations (id) ON DELETE CASCADE,
  email         text NOT NULL COLLATE "C",
  created_at    timestamptz NOT NULL DEFAULT clock_timestamp(),
  expires_at    timestamptz NOT NULL,
  used_at       timestamptz,
  superseded_at timestamptz,
  CHECK ((purpose = 'invitation') = (invitation_id IS NOT NULL)),
  CHECK ((user_id IS NULL) = (invitation_id IS NOT NULL))
);
CREATE INDEX mail_tokens_by_user ON mail_tokens (user_id, purpose);
CREATE INDEX mail_tokens_by_invitation ON mail_tokens (invitation_id);
CREATE INDEX mail_tokens_by_end ON mail_tokens (expires_at);
COMMENT ON TABLE mail_tokens IS 'SHA-256 of each; a token has 256 random bits, is good once, and a newer one for the same purpose takes its place.';
COMMENT ON COLUMN mail_tokens.email IS 'The address that it was sent to: what its use proves.';

CREATE TABLE password_reset_requests (
  number     bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  email      text NOT NULL COLLATE "C" CHECK (char_length(email) BETWEEN 3 AND 254),
  address    text NOT NULL DEFAULT '' CHECK (char_length(address) <= 64),
  request    text NOT NULL DEFAULT '' CHECK (char_length(request) <= 255),
  created_at timestamptz NOT NULL DEFAULT clock_timestamp()
);
COMMENT ON TABLE password_reset_requests IS 'What was asked for, of any address. The API does not look whether it is somebody''s: the notify worker does, a moment later, and deletes the row.';

CREATE TABLE mails (
  message_id text PRIMARY KEY COLLATE "C" CHECK (octet_length(message_id) <= 200),
  number     bigint GENERATED ALWAYS AS IDENTITY,
  kind       text NOT NULL COLLATE "C",
  user_id    text COLLATE "C" REFERENCES users (id) ON DELETE CASCADE,
  recipient  text NOT NULL COLLATE "C",
  locale     text NOT NULL DEFAULT 'en',
  facts      text NOT NULL,
  sealed     bytea,
  state      text NOT NULL DEFAULT 'queued' CHECK (state IN ('queued', 'sent', 'given_up')),
  attempts   integer NOT NULL DEFAULT 0,
  due_at     timestamptz NOT NULL DEFAULT clock_timestamp(),
  created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  ended_at   timestamptz,
  last_error text NOT NULL DEFAULT '',
  CHECK ((state = 'queued') = (ended_at IS NULL)),
  CHECK (state = 'queued' OR sealed IS NULL)
);
CREATE INDEX mails_due ON mails (due_at) WHERE state = 'queued';
CREATE INDEX mails_by_number ON mails (number);
CREATE INDEX mails_by_user ON mails (user_id);
CREATE INDEX mails_by_age ON mails (ended_at) WHERE state <> 'queued';
COMMENT ON TABLE mails IS 'Mails to be sent, and for a while those that were. message_id is event and person, so one event writes to one person once.';
COMMENT ON COLUMN mails.facts IS 'JSON: what the template says of this event. {} once the mail has ended.';
COMMENT ON COLUMN mails.sealed IS 'The token of its link, sealed with APP_SECRET_KEY; NULL once the mail has ended.';
COMMENT ON COLUMN mails.due_at IS 'When the next attempt may begin. Whoever takes the row moves it on first: that is the lease.';

INSERT INTO retention_classes (class, keep) VALUES ('mails', '30 days'), ('mail_tokens', '30 days'), ('invitations', '400 days');

DO $$
DECLARE
  wanted text;
BEGIN
  FOREACH wanted IN ARRAY ARRAY['invitations', 'mail_tokens', 'password_reset_requests', 'mails'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', wanted);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', wanted);
    EXECUTE format('CREATE POLICY worker_all ON %I TO weir_worker USING ((SELECT current_user) = ''weir_worker'') '
                   'WITH CHECK ((SELECT current_user) = ''weir_worker'')', wanted);
  END LOOP;
END $$;

CREATE POLICY api_tenant ON invitations TO weir_api
  USING ((SELECT tenant_setting()) = '*' OR tenant_number::text = (SELECT tenant_setting()))
  WITH CHECK ((SELECT tenant_setting()) = '*' OR tenant_number::text = (SELECT tenant_setting()));
-- Accepting an invitation makes a user, a member and a used token in one transaction; no tenant's own scope sees a token.
CREATE POLICY api_platform ON mail_tokens TO weir_api USING ((SELECT tenant_setting()) = '*') WITH CHECK ((SELECT tenant_setting()) = '*');
CREATE POLICY login_all ON mail_tokens TO weir_login USING ((SELECT current_user) = 'weir_login') WITH CHECK ((SELECT current_user) = 'weir_login');
CREATE POLICY login_asks ON password_reset_requests FOR INSERT TO weir_login WITH CHECK ((SELECT current_user) = 'weir_login');

GRANT SELECT, INSERT ON invitations TO weir_api;
GRANT UPDATE (state, accepted_by, version, updated_at, expires_at) ON invitations TO weir_api;
GRANT SELECT ON mail_tokens TO weir_api, weir_login;
GRANT UPDATE (used_at, superseded_at) ON mail_tokens TO weir_api, weir_login;
GRANT UPDATE (email_verified_at) ON users TO weir_api, weir_login;
GRANT INSERT ON password_reset_requests TO weir_login;

GRANT SELECT, DELETE ON invitations TO weir_worker;
GRANT SELECT, INSERT, UPDATE (superseded_at), DELETE ON mail_tokens TO weir_worker;
-- FOR UPDATE asks for UPDATE.
GRANT SELECT, UPDATE, DELETE ON password_reset_requests TO weir_worker;
GRANT SELECT, INSERT, UPDATE, DELETE ON mails TO weir_worker;
