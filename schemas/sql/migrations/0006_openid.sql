-- 0006 openid: people whom another service (AUTH_SERVICE_URL, OpenID Connect) vouches for.
--
-- Why:    a company has its sign-in elsewhere already. Who its service says somebody is stands beside our account, by the service's own name
--         for them, so that a change of address there or here moves nobody into another's account.
-- Locks:  ACCESS EXCLUSIVE on mfa_challenges for the moment of adding columns. The other tables are new.
-- Verify: weir doctor; SELECT name, applied_at FROM schema_migrations;

CREATE TABLE user_identities (
  id           text PRIMARY KEY COLLATE "C" CHECK (id ~ '^idn_[0-9A-HJKMNP-TV-Z]{26}$'),
  user_id      text NOT NULL COLLATE "C" REFERENCES users (id) ON DELETE CASCADE,
  issuer       text NOT NULL COLLATE "C" CHECK (char_length(issuer) BETWEEN 1 AND 512),
  subject      text NOT NULL COLLATE "C" CHECK (char_length(subject) BETWEEN 1 AND 255),
  created_at   timestamptz NOT NULL DEFAULT clock_timestamp(),
  last_used_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  UNIQUE (issuer, subject),
  UNIQUE (user_id, issuer)
);
COMMENT ON TABLE user_identities IS 'Who signs in as whom. One for each issuer: an address that was given to somebody else there opens no account here.';
COMMENT ON COLUMN user_identities.subject IS 'sub of the ID token: never reassigned by its issuer, unlike an address.';

CREATE TABLE openid_sign_ins (
  token_hash bytea PRIMARY KEY CHECK (octet_length(token_hash) = 32),
  session_id text COLLATE "C" REFERENCES sessions (id) ON DELETE CASCADE,
  created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  expires_at timestamptz NOT NULL,
  ended_at   timestamptz
);
CREATE INDEX openid_sign_ins_by_session ON openid_sign_ins (session_id);
CREATE INDEX openid_sign_ins_by_end ON openid_sign_ins (expires_at);
COMMENT ON TABLE openid_sign_ins IS 'Begun, and not back from the issuer yet: SHA-256 of the token in the browser''s cookie, of which state, nonce and code verifier are made.';
COMMENT ON COLUMN openid_sign_ins.session_id IS 'That is to count as stepped up; NULL: somebody signs in.';

ALTER TABLE mfa_challenges ADD COLUMN session_id text COLLATE "C" REFERENCES sessions (id) ON DELETE CASCADE;
ALTER TABLE mfa_challenges ADD COLUMN is_fresh boolean NOT NULL DEFAULT true;
CREATE INDEX mfa_challenges_by_session ON mfa_challenges (session_id);
COMMENT ON TABLE mfa_challenges IS 'Sign-ins whose first proof was right and whose code is still to come: SHA-256 of each mfa_token.';
COMMENT ON COLUMN mfa_challenges.session_id IS 'That counts as stepped up with the code; NULL: the code opens a new one.';
COMMENT ON COLUMN mfa_challenges.is_fresh IS 'The first proof was given for this sign-in. False: a sign-in elsewhere, of some time ago, went on.';

COMMENT ON COLUMN sessions.stepped_up_at IS 'When everything that proves this person was last given, here: what step-up asks for. NULL: a trusted device stood in for the code, or an older sign-in elsewhere for the password.';
COMMENT ON COLUMN sessions.auth_time IS 'When the password, or the word of a sign-in service, was last given.';

INSERT INTO retention_classes (class, keep) VALUES ('openid_sign_ins', '1 hour');

DO $$
DECLARE
  wanted text;
BEGIN
  FOREACH wanted IN ARRAY ARRAY['user_identities', 'openid_sign_ins'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', wanted);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', wanted);
    EXECUTE format('CREATE POLICY worker_all ON %I TO weir_worker USING ((SELECT current_user) = ''weir_worker'') WITH CHECK (true)', wanted);
    EXECUTE format('CREATE POLICY login_all ON %I TO weir_login USING ((SELECT current_user) = ''weir_login'') WITH CHECK (true)', wanted);
  END LOOP;
END $$;

CREATE POLICY api_person ON user_identities TO weir_api
  USING ((SELECT tenant_setting()) = '*' OR user_id = (SELECT user_setting()))
  WITH CHECK (false);

GRANT SELECT, DELETE ON user_identities TO weir_api;
GRANT SELECT, INSERT, UPDATE (last_used_at) ON user_identities TO weir_login;
GRANT SELECT, INSERT, UPDATE (ended_at) ON openid_sign_ins TO weir_login;
GRANT SELECT (token_hash, expires_at), DELETE ON openid_sign_ins TO weir_worker;
