-- 0005 second factor: codes beside the password, devices that are trusted, what a tenant asks of its people, keys bound to
-- networks, and people who are erased.
--
-- Why:    a password alone is one stolen secret away from somebody else. Tenants differ in what they ask for, so policies are theirs.
-- Locks:  ACCESS EXCLUSIVE on users, sessions and api_keys for the moment of adding columns and constraints; each is read once.
--         SHARE on audit_entries while an index over its subjects is made: the audit worker waits for that.
-- Verify: weir doctor; SELECT name, applied_at FROM schema_migrations;
--
-- weir_login alone reads what proves somebody (sealed seeds, hashes of codes and devices). weir_api sees when, and takes away.

-- Codes --------------------------------------------------------------------------------------------------------------

CREATE TABLE user_totp (
  user_id      text PRIMARY KEY COLLATE "C" REFERENCES users (id) ON DELETE CASCADE,
  sealed       bytea NOT NULL,
  last_step    bigint NOT NULL DEFAULT 0,
  created_at   timestamptz NOT NULL DEFAULT clock_timestamp(),
  confirmed_at timestamptz
);
COMMENT ON TABLE user_totp IS 'Time-based codes (RFC 6238) of people. confirmed_at NULL: begun, and not asked for yet.';
COMMENT ON COLUMN user_totp.sealed IS 'Seed, then the key of the recovery codes; sealed with APP_SECRET_KEY for this user.';
COMMENT ON COLUMN user_totp.last_step IS 'Of the newest code that was taken: neither it nor an older one is taken again.';

CREATE TABLE recovery_codes (
  user_id    text NOT NULL COLLATE "C" REFERENCES users (id) ON DELETE CASCADE,
  code_hash  bytea NOT NULL CHECK (octet_length(code_hash) = 32),
  created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  used_at    timestamptz,
  PRIMARY KEY (user_id, code_hash)
);
COMMENT ON TABLE recovery_codes IS 'HMAC-SHA-256 of codes with 80 random bits, under a key that is sealed in user_totp. Each is good once.';

CREATE TABLE mfa_challenges (
  token_hash bytea PRIMARY KEY CHECK (octet_length(token_hash) = 32),
  user_id    text NOT NULL COLLATE "C" REFERENCES users (id) ON DELETE CASCADE,
  attempts   integer NOT NULL DEFAULT 0,
  created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  expires_at timestamptz NOT NULL,
  ended_at   timestamptz
);
CREATE INDEX mfa_challenges_by_user ON mfa_challenges (user_id);
CREATE INDEX mfa_challenges_by_end ON mfa_challenges (expires_at);
COMMENT ON TABLE mfa_challenges IS 'Sign-ins whose password was right and whose code is still to come: SHA-256 of each mfa_token.';

CREATE TABLE trusted_devices (
  id           text PRIMARY KEY COLLATE "C" CHECK (id ~ '^dev_[0-9A-HJKMNP-TV-Z]{26}$'),
  user_id      text NOT NULL COLLATE "C" REFERENCES users (id) ON DELETE CASCADE,
  token_hash   bytea NOT NULL UNIQUE CHECK (octet_length(token_hash) = 32),
  name         text NOT NULL CHECK (char_length(name) <= 100),
  user_agent   text NOT NULL DEFAULT '' CHECK (char_length(user_agent) <= 512),
  address      text NOT NULL DEFAULT '' CHECK (char_length(address) <= 64),
  created_at   timestamptz NOT NULL DEFAULT clock_timestamp(),
  last_used_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  expires_at   timestamptz NOT NULL,
  revoked_at   timestamptz
);
CREATE INDEX trusted_devices_by_user ON trusted_devices (user_id, id);
CREATE INDEX trusted_devices_by_end ON trusted_devices (expires_at);
COMMENT ON TABLE trusted_devices IS 'Where a sign-in needs no code. Only the SHA-256 of each token is kept; it has 256 random bits.';

ALTER TABLE sessions ADD COLUMN stepped_up_at timestamptz;
COMMENT ON COLUMN sessions.stepped_up_at IS 'When everything that proves this person was last given, here: what step-up asks for. NULL: a trusted device stood in for the code.';
COMMENT ON COLUMN sessions.auth_time IS 'When the password was last given.';
ALTER TABLE sessions DROP CONSTRAINT sessions_revoked_because_check;
ALTER TABLE sessions ADD CONSTRAINT sessions_revoked_because_check
  CHECK (revoked_because IN ('logout', 'revoked', 'reuse', 'password', 'disabled', 'erased'));

-- What a tenant asks for ---------------------------------------------------------------------------------------------

CREATE TABLE tenant_policies (
  tenant_number            integer PRIMARY KEY REFERENCES tenants (number),
  mfa_required             boolean NOT NULL DEFAULT false,
  session_idle_seconds     integer CHECK (session_idle_seconds BETWEEN 300 AND 604800),
  session_absolute_seconds integer CHECK (session_absolute_seconds BETWEEN 900 AND 2592000),
  api_key_max_age_days     integer CHECK (api_key_max_age_days BETWEEN 1 AND 3650),
  version                  bigint NOT NULL DEFAULT 1,
  updated_at               timestamptz NOT NULL DEFAULT clock_timestamp()
);
COMMENT ON TABLE tenant_policies IS 'No row: nothing beyond what everybody is held to. NULL: the same for that one.';

CREATE FUNCTION session_ends_at(s sessions) RETURNS timestamptz LANGUAGE sql STABLE AS $$
  SELECT least(s.idle_expires_at, s.expires_at, s.last_seen_at + min(p.session_idle_seconds) * interval '1 second',
               s.created_at + min(p.session_absolute_seconds) * interval '1 second')
  FROM memberships AS m JOIN tenant_policies AS p ON p.tenant_number = m.tenant_number
  JOIN tenants AS t ON t.number = m.tenant_number
  WHERE m.user_id = s.user_id AND t.state <> 'deleted'
$$;
COMMENT ON FUNCTION session_ends_at(sessions) IS 'By the strictest policy of the tenants that the person is a member of.';

-- Keys ---------------------------------------------------------------------------------------------------------------

ALTER TABLE api_keys ADD COLUMN allowed_cidrs text[] NOT NULL DEFAULT '{}' CHECK (cardinality(allowed_cidrs) <= 50);
ALTER TABLE api_keys ADD COLUMN replaced_by text COLLATE "C" REFERENCES api_keys (id);
COMMENT ON COLUMN api_keys.allowed_cidrs IS 'Addresses and blocks that the key may be used from; none: from anywhere.';
COMMENT ON COLUMN api_keys.replaced_by IS 'The key that a rotation has made of it.';

CREATE FUNCTION api_key_ends_at(k api_keys) RETURNS timestamptz LANGUAGE sql STABLE AS $$
  SELECT least(k.expires_at, k.created_at + (SELECT p.api_key_max_age_days FROM tenant_policies AS p
    WHERE p.tenant_number = k.tenant_number) * interval '1 day')
$$;
COMMENT ON FUNCTION api_key_ends_at(api_keys) IS 'By its own end and its tenant''s policy. NULL: never.';

-- People who are erased ----------------------------------------------------------------------------------------------

ALTER TABLE users ADD COLUMN erased_at timestamptz;
ALTER TABLE users ADD CONSTRAINT users_erased CHECK (erased_at IS NULL OR
  (name = '' AND password_hash IS NULL AND NOT is_active AND platform_role IS NULL AND email_verified_at IS NULL
   AND email = lower(id) || '@erased.invalid'));
COMMENT ON COLUMN users.erased_at IS 'Setting it overwrites everything that told who this was; the id stays, so that what it did stays somebody''s.';

CREATE INDEX users_erased_lately ON users (erased_at) WHERE erased_at IS NOT NULL;
CREATE INDEX audit_entries_by_subject ON audit_entries (subject, occurred_at);

-- One write does all of it: no role can set the mark and leave the data, or take the mark away.
CREATE FUNCTION erase_user() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.erased_at IS NOT NULL THEN
    RAISE EXCEPTION 'an erased user stays erased' USING ERRCODE = 'restrict_violation';
  END IF;
  NEW.email := lower(NEW.id) || '@erased.invalid';
  NEW.name := '';
  NEW.password_hash := NULL;
  NEW.email_verified_at := NULL;
  NEW.is_active := false;
  NEW.platform_role := NULL;
  NEW.session_epoch := OLD.session_epoch + 1;
  NEW.version := OLD.version + 1;
  NEW.updated_at := greatest(clock_timestamp(), OLD.created_at);
  RETURN NEW;
END $$;
CREATE TRIGGER erasing BEFORE UPDATE ON users FOR EACH ROW
  WHEN (NEW.erased_at IS DISTINCT FROM OLD.erased_at) EXECUTE FUNCTION erase_user();

INSERT INTO retention_classes (class, keep) VALUES ('mfa_challenges', '1 day'), ('trusted_devices', '30 days'), ('erased', '0'), ('erased_mails', '0');

-- Who sees what ------------------------------------------------------------------------------------------------------

DO $$
DECLARE
  wanted text;
BEGIN
  FOREACH wanted IN ARRAY ARRAY['user_totp', 'recovery_codes', 'mfa_challenges', 'trusted_devices', 'tenant_policies'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', wanted);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', wanted);
    EXECUTE format('CREATE POLICY worker_all ON %I TO weir_worker USING ((SELECT current_user) = ''weir_worker'') WITH CHECK (true)', wanted);
  END LOOP;
  FOREACH wanted IN ARRAY ARRAY['user_totp', 'recovery_codes', 'mfa_challenges', 'trusted_devices'] LOOP
    EXECUTE format('CREATE POLICY login_all ON %I TO weir_login USING ((SELECT current_user) = ''weir_login'') WITH CHECK (true)', wanted);
  END LOOP;
  FOREACH wanted IN ARRAY ARRAY['user_totp', 'recovery_codes', 'trusted_devices'] LOOP
    EXECUTE format('CREATE POLICY api_person ON %I TO weir_api USING ((SELECT tenant_setting()) = ''*'' OR user_id = (SELECT user_setting())) '
                   'WITH CHECK ((SELECT tenant_setting()) = ''*'' OR user_id = (SELECT user_setting()))', wanted);
  END LOOP;
END $$;

CREATE POLICY api_tenant ON tenant_policies TO weir_api
  USING ((SELECT tenant_setting()) = '*' OR tenant_number::text = (SELECT tenant_setting()))
  WITH CHECK ((SELECT tenant_setting()) = '*' OR tenant_number::text = (SELECT tenant_setting()));
CREATE POLICY api_own ON tenant_policies FOR SELECT TO weir_api
  USING ((SELECT user_setting()) <> ''
         AND tenant_number IN (SELECT m.tenant_number FROM memberships AS m WHERE m.user_id = (SELECT user_setting())));
CREATE POLICY login_lookup ON tenant_policies FOR SELECT TO weir_login USING ((SELECT current_user) = 'weir_login');

GRANT SELECT (user_id, created_at, confirmed_at), DELETE ON user_totp TO weir_api;
GRANT SELECT (user_id, created_at, used_at), DELETE ON recovery_codes TO weir_api;
GRANT SELECT (id, user_id, name, user_agent, address, created_at, last_used_at, expires_at, revoked_at), UPDATE (revoked_at), DELETE
  ON trusted_devices TO weir_api;
GRANT SELECT, INSERT, UPDATE ON tenant_policies TO weir_api;
GRANT SELECT (erased_at), UPDATE (erased_at) ON users TO weir_api;
GRANT UPDATE (user_agent, address) ON sessions TO weir_api;
GRANT DELETE ON user_preferences TO weir_api;

-- An erasure takes along what was mailed to the person, and what they were invited by.
CREATE POLICY api_platform ON mails TO weir_api USING ((SELECT tenant_setting()) = '*') WITH CHECK (false);
GRANT SELECT (user_id, recipient), DELETE ON mails TO weir_api;
GRANT DELETE ON mail_tokens, invitations TO weir_api;

GRANT SELECT, INSERT, UPDATE ON user_totp, recovery_codes, mfa_challenges, trusted_devices TO weir_login;
GRANT SELECT ON tenant_policies TO weir_login;

GRANT SELECT ON tenant_policies TO weir_worker;
GRANT SELECT (erased_at) ON users TO weir_worker;
GRANT SELECT (token_hash, expires_at), DELETE ON mfa_challenges TO weir_worker;
GRANT SELECT (id, expires_at, revoked_at), DELETE ON trusted_devices TO weir_worker;
