-- 0002 identity: people, what they may do in which tenant, their sessions, and how fast somebody may guess a password.
--
-- Why:    until now only machines had credentials (api_keys). People sign in with a password, hold a short access token that names
--         their session, and renew it by a rotating refresh token of which only the hash is kept.
-- Locks:  none that matter: every table is new. Policies are added to tenants and outbox: ACCESS EXCLUSIVE on them for that moment.
-- Verify: weir doctor; weir user list; SELECT name, applied_at FROM schema_migrations;
--
-- Who sees what, under weir_api:
--   * set_config('weir.tenant', '<number>' or '*', true) as in 0001: a tenant sees its memberships and the people behind them,
--   * set_config('weir.user', 'usr_…', true): a person sees what is their own, whatever the tenant.
-- weir_login is what signing in and every request of a person runs under. It alone reads password and token hashes.

-- People -------------------------------------------------------------------------------------------------------------

CREATE TABLE users (
  id                text PRIMARY KEY COLLATE "C" CHECK (id ~ '^usr_[0-9A-HJKMNP-TV-Z]{26}$'),
  email             text NOT NULL COLLATE "C" CHECK (char_length(email) BETWEEN 3 AND 254),
  name              text NOT NULL DEFAULT '' CHECK (char_length(name) <= 100),
  password_hash     text CHECK (octet_length(password_hash) <= 255),
  is_active         boolean NOT NULL DEFAULT true,
  email_verified_at timestamptz,
  platform_role     text CHECK (platform_role IN ('operator', 'finance', 'support')),
  session_epoch     bigint NOT NULL DEFAULT 1,
  version           bigint NOT NULL DEFAULT 1,
  created_at        timestamptz NOT NULL DEFAULT clock_timestamp(),
  updated_at        timestamptz NOT NULL DEFAULT clock_timestamp(),
  CHECK (updated_at >= created_at)
);
CREATE UNIQUE INDEX users_email ON users (lower(email));
CREATE INDEX users_by_age ON users (created_at);
CREATE INDEX users_staff ON users (platform_role) WHERE platform_role IS NOT NULL;
COMMENT ON TABLE users IS 'People. platform_role: staff of the company that runs this installation; what somebody is in a tenant stands in memberships.';
COMMENT ON COLUMN users.password_hash IS 'argon2id, or bcrypt of an import until its next use; NULL: no password, nobody signs in with one.';
COMMENT ON COLUMN users.session_epoch IS 'Access tokens of an older epoch are refused: bumped to end everything at once.';

CREATE TABLE memberships (
  tenant_number integer NOT NULL REFERENCES tenants (number),
  user_id       text NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  role          text NOT NULL CHECK (role IN ('owner', 'admin', 'billing', 'analyst', 'viewer')),
  version       bigint NOT NULL DEFAULT 1,
  created_at    timestamptz NOT NULL DEFAULT clock_timestamp(),
  updated_at    timestamptz NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (tenant_number, user_id)
);
CREATE INDEX memberships_by_user ON memberships (user_id);
COMMENT ON TABLE memberships IS 'Who is what in which tenant. A tenant that has an owner keeps one: the API refuses to take the last.';

CREATE TABLE user_preferences (
  user_id       text PRIMARY KEY COLLATE "C" REFERENCES users (id) ON DELETE CASCADE,
  theme         text NOT NULL DEFAULT 'system' CHECK (theme IN ('light', 'dark', 'system')),
  time_zone     text CHECK (char_length(time_zone) <= 64),
  locale        text NOT NULL DEFAULT 'en' CHECK (char_length(locale) <= 35),
  notifications jsonb NOT NULL DEFAULT '{}',
  shortcuts     boolean NOT NULL DEFAULT true,
  updated_at    timestamptz NOT NULL DEFAULT clock_timestamp()
);
COMMENT ON COLUMN user_preferences.time_zone IS 'IANA name; NULL: as the device has it.';
COMMENT ON COLUMN user_preferences.notifications IS 'Choice by kind of notification: {"new_device": false}. What is not named is as usual.';
COMMENT ON COLUMN user_preferences.shortcuts IS 'Whether single keys act in the portal (WCAG 2.1.4).';

-- Sessions -----------------------------------------------------------------------------------------------------------

CREATE TABLE sessions (
  id              text PRIMARY KEY COLLATE "C" CHECK (id ~ '^ses_[0-9A-HJKMNP-TV-Z]{26}$'),
  user_id         text NOT NULL COLLATE "C" REFERENCES users (id) ON DELETE CASCADE,
  user_agent      text NOT NULL DEFAULT '' CHECK (char_length(user_agent) <= 512),
  address         text NOT NULL DEFAULT '' CHECK (char_length(address) <= 64),
  generation      bigint NOT NULL DEFAULT 1,
  auth_time       timestamptz NOT NULL,
  created_at      timestamptz NOT NULL DEFAULT clock_timestamp(),
  last_seen_at    timestamptz NOT NULL DEFAULT clock_timestamp(),
  idle_expires_at timestamptz NOT NULL,
  expires_at      timestamptz NOT NULL,
  revoked_at      timestamptz,
  revoked_because text CHECK (revoked_because IN ('logout', 'revoked', 'reuse', 'password', 'disabled')),
  CHECK ((revoked_at IS NULL) = (revoked_because IS NULL))
);
CREATE INDEX sessions_by_user ON sessions (user_id, id);
CREATE INDEX sessions_by_end ON sessions (expires_at);
COMMENT ON TABLE sessions IS 'Sign-ins. One is also the family of its refresh tokens: revoking it ends them all.';
COMMENT ON COLUMN sessions.generation IS 'Of the newest refresh token.';
COMMENT ON COLUMN sessions.auth_time IS 'When the password was last given: what step-up asks for.';
COMMENT ON COLUMN sessions.idle_expires_at IS 'Moves on with each use of a refresh token, never beyond expires_at.';

CREATE TABLE refresh_tokens (
  token_hash bytea PRIMARY KEY CHECK (octet_length(token_hash) = 32),
  session_id text NOT NULL COLLATE "C" REFERENCES sessions (id) ON DELETE CASCADE,
  generation bigint NOT NULL,
  repeats    integer NOT NULL DEFAULT 0,
  created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  used_at    timestamptz,
  successor  bytea
);
CREATE INDEX refresh_tokens_by_session ON refresh_tokens (session_id);
COMMENT ON TABLE refresh_tokens IS 'SHA-256 of each; a token has 256 random bits. A used one that comes back later than a second tab would ends its session.';
COMMENT ON COLUMN refresh_tokens.successor IS 'Hash of the token that the first use was answered with.';

CREATE TABLE login_attempts (
  key           text PRIMARY KEY COLLATE "C" CHECK (octet_length(key) <= 200),
  failures      integer NOT NULL DEFAULT 0,
  last_at       timestamptz NOT NULL,
  blocked_until timestamptz NOT NULL DEFAULT 'epoch'
) WITH (fillfactor = 50);
CREATE INDEX login_attempts_by_age ON login_attempts (last_at);
COMMENT ON TABLE login_attempts IS 'Failures of late, by account, by address and by both. Accounts are named by a hash, whether they exist or not.';

CREATE TABLE staff_visits (
  session_id    text NOT NULL COLLATE "C" REFERENCES sessions (id) ON DELETE CASCADE,
  tenant_number integer NOT NULL REFERENCES tenants (number),
  user_id       text NOT NULL COLLATE "C" REFERENCES users (id) ON DELETE CASCADE,
  first_at      timestamptz NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (session_id, tenant_number)
);
COMMENT ON TABLE staff_visits IS 'Sessions in which staff acted on a tenant without being a member; the tenant is told of each once.';

INSERT INTO retention_classes (class, keep) VALUES ('sessions', '90 days'), ('login_attempts', '1 day');

-- Who sees what ------------------------------------------------------------------------------------------------------

CREATE FUNCTION user_setting() RETURNS text LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT coalesce(current_setting('weir.user', true), '')
$$;
COMMENT ON FUNCTION user_setting() IS 'The person whose own things this transaction may see; empty: nobody''s.';

DO $$
DECLARE
  wanted text;
BEGIN
  FOREACH wanted IN ARRAY ARRAY['users', 'memberships', 'user_preferences', 'sessions', 'refresh_tokens', 'login_attempts', 'staff_visits'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', wanted);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', wanted);
    EXECUTE format('CREATE POLICY worker_all ON %I TO weir_worker USING ((SELECT current_user) = ''weir_worker'') WITH CHECK (true)', wanted);
  END LOOP;
  FOREACH wanted IN ARRAY ARRAY['memberships', 'staff_visits'] LOOP
    EXECUTE format('CREATE POLICY api_tenant ON %I TO weir_api USING ((SELECT tenant_setting()) = ''*'' OR tenant_number::text = (SELECT tenant_setting())) '
                   'WITH CHECK ((SELECT tenant_setting()) = ''*'' OR tenant_number::text = (SELECT tenant_setting()))', wanted);
  END LOOP;
  FOREACH wanted IN ARRAY ARRAY['sessions', 'user_preferences'] LOOP
    EXECUTE format('CREATE POLICY api_person ON %I TO weir_api USING ((SELECT tenant_setting()) = ''*'' OR user_id = (SELECT user_setting())) '
                   'WITH CHECK ((SELECT tenant_setting()) = ''*'' OR user_id = (SELECT user_setting()))', wanted);
  END LOOP;
END $$;

CREATE POLICY api_own ON memberships FOR SELECT TO weir_api USING (user_id = (SELECT user_setting()));
CREATE POLICY api_own ON tenants FOR SELECT TO weir_api
  USING ((SELECT user_setting()) <> '' AND number IN (SELECT m.tenant_number FROM memberships AS m WHERE m.user_id = (SELECT user_setting())));

CREATE POLICY api_read ON users FOR SELECT TO weir_api
  USING ((SELECT tenant_setting()) = '*' OR id = (SELECT user_setting())
         OR EXISTS (SELECT FROM memberships AS m WHERE m.user_id = users.id AND m.tenant_number::text = (SELECT tenant_setting())));
CREATE POLICY api_make ON users FOR INSERT TO weir_api WITH CHECK ((SELECT tenant_setting()) = '*');
CREATE POLICY api_change ON users FOR UPDATE TO weir_api
  USING ((SELECT tenant_setting()) = '*' OR id = (SELECT user_setting()))
  WITH CHECK ((SELECT tenant_setting()) = '*' OR id = (SELECT user_setting()));

CREATE POLICY login_lookup ON users TO weir_login USING ((SELECT current_user) = 'weir_login');
CREATE POLICY login_lookup ON memberships FOR SELECT TO weir_login USING ((SELECT current_user) = 'weir_login');
CREATE POLICY login_all ON sessions TO weir_login USING ((SELECT current_user) = 'weir_login') WITH CHECK (true);
CREATE POLICY login_all ON refresh_tokens TO weir_login USING ((SELECT current_user) = 'weir_login') WITH CHECK (true);
CREATE POLICY login_all ON login_attempts TO weir_login USING ((SELECT current_user) = 'weir_login') WITH CHECK (true);
-- What a sign-in announces is the platform's. ON CONFLICT (id) has to see the row it may meet, and nothing more of it.
CREATE POLICY login_announces ON outbox FOR INSERT TO weir_login WITH CHECK ((SELECT current_user) = 'weir_login' AND tenant_number IS NULL);
CREATE POLICY login_repeats ON outbox FOR SELECT TO weir_login USING ((SELECT current_user) = 'weir_login' AND tenant_number IS NULL);
-- The same for a person who changes what is their own: their announcements, and no others'.
CREATE POLICY api_own_announces ON outbox FOR INSERT TO weir_api
  WITH CHECK (tenant_number IS NULL AND (SELECT user_setting()) <> '' AND strpos(payload, '"principal":"' || (SELECT user_setting()) || '"') > 0);
CREATE POLICY api_own_repeats ON outbox FOR SELECT TO weir_api
  USING (tenant_number IS NULL AND (SELECT user_setting()) <> '' AND strpos(payload, '"principal":"' || (SELECT user_setting()) || '"') > 0);

-- Of password and tokens weir_api sees nothing; it writes the first hash of a person that it makes.
GRANT SELECT (id, email, name, is_active, email_verified_at, platform_role, session_epoch, version, created_at, updated_at) ON users TO weir_api;
GRANT INSERT ON users TO weir_api;
GRANT UPDATE (name, is_active, platform_role, session_epoch, version, updated_at) ON users TO weir_api;
GRANT SELECT, INSERT, UPDATE, DELETE ON memberships TO weir_api;
GRANT SELECT, INSERT, UPDATE ON user_preferences TO weir_api;
GRANT SELECT ON sessions TO weir_api;
GRANT UPDATE (revoked_at, revoked_because) ON sessions TO weir_api;
GRANT SELECT, INSERT ON staff_visits TO weir_api;

GRANT SELECT ON users, memberships TO weir_login;
GRANT UPDATE (password_hash, version, updated_at) ON users TO weir_login;
GRANT SELECT, INSERT, UPDATE ON sessions, refresh_tokens, login_attempts TO weir_login;
GRANT INSERT ON outbox TO weir_login;
GRANT SELECT (id) ON outbox TO weir_login;

-- Workers tell people about themselves later, and delete what is old.
GRANT SELECT (id, email, name, is_active, email_verified_at, platform_role, session_epoch, version, created_at, updated_at) ON users TO weir_worker;
GRANT SELECT ON memberships, user_preferences, staff_visits TO weir_worker;
GRANT SELECT, DELETE ON sessions, login_attempts TO weir_worker;
