// Nobody sees another tenant's rows. The list of tables comes from the database itself, so a new one cannot be
// forgotten.
#include <set>

#include <doctest/doctest.h>
#include <tests/postgres/every_table.hpp>

#include <weir/postgres/pool.hpp>

using namespace weir;
using namespace weir::test;
using namespace weir::postgres;

namespace {

pool& connections() {
  static pool p({.connection = shared_database().options(), .size = 2, .hooks = {}});
  return p;
}

// "refused", or the number of rows that a statement touched.
std::string touched(role as, const tenant_scope& tenant, const std::string& sql) {
  auto r = connections().with_transaction(as, tenant, [&](executor& in) -> result<std::string> {
    auto done = in.query(sql.c_str());
    if (!done && in.last_error().sqlstate == "42501") return fail(error_code::forbidden);
    if (!done) return std::unexpected(done.error());
    // Rolled back in any case.
    return fail(error_code::not_found, std::to_string(done->affected()));
  });
  if (r.error().code == error_code::forbidden) return "refused";
  if (r.error().code == error_code::not_found) return r.error().detail;
  return r.error().detail;
}

}  // namespace

TEST_CASE("a foreign tenant sees and changes nothing, the own one sees its rows, nobody sees nothing") {
  fill_every_table();
  const auto tables = tenant_tables();
  REQUIRE(tables.size() >= 15);
  const auto foreign = tenant_scope::of(2);
  for (const auto& [table, column] : tables) {
    CAPTURE(table);
    const auto select = "SELECT 1 FROM " + table + " WHERE " + column + " = 1";
    REQUIRE_MESSAGE(touched(role::worker, tenant_scope::nobody(), select) == "1",
                    "give the table a row in every_table.cpp");
    CHECK(touched(role::api, tenant_scope::of(1), select) == "1");
    CHECK(touched(role::api, tenant_scope::platform(), select) == "1");
    CHECK(touched(role::api, foreign, select) == "0");
    CHECK(touched(role::api, tenant_scope::nobody(), select) == "0");
    CHECK(touched(role::owner, tenant_scope::nobody(), select) == "0");

    // Where the API may write at all, it writes nothing foreign and moves nothing to a foreign tenant.
    const auto none = [&](const std::string& sql) {
      const auto answer = touched(role::api, foreign, sql);
      return answer == "0" || answer == "refused" ? std::string("nothing") : answer;
    };
    const auto unchanged = table == "tenants" ? "name = name" : column + " = " + column;
    CHECK(none("UPDATE " + table + " SET " + unchanged + " WHERE " + column + " = 1") == "nothing");
    CHECK(none("DELETE FROM " + table + " WHERE " + column + " = 1") == "nothing");
    must(*administrator(), "DROP TABLE IF EXISTS public.copy_of; CREATE TABLE public.copy_of AS SELECT * FROM " +
                               table + " WHERE " + column + " = 1; GRANT SELECT ON public.copy_of TO weir_api");
    const auto columns =
        one(*administrator(), "SELECT string_agg(quote_ident(attname), ', ') FROM pg_attribute WHERE attrelid = '" +
                                  table + "'::regclass AND attnum > 0 AND attidentity = ''");
    // tenants.number is made by the server: a tenant's own role cannot insert any.
    CHECK(touched(role::api, foreign,
                  "INSERT INTO " + table + " (" + columns + ") SELECT " + columns + " FROM copy_of") == "refused");
  }
  must(*administrator(), "DROP TABLE public.copy_of");
}

TEST_CASE("a row cannot be moved to another tenant") {
  fill_every_table();
  for (const char* table : {"rejected", "outbox", "jobs", "command_results", "idempotency_keys", "subject_aliases",
                            "api_keys", "memberships", "tenant_policies", "invitations", "billing_profiles"}) {
    CAPTURE(std::string(table));
    CHECK(touched(role::api, tenant_scope::of(1), std::string("UPDATE ") + table + " SET tenant_number = 2") ==
          "refused");
  }
}

TEST_CASE("weir_login reads credentials and subjects and nothing else") {
  fill_every_table();
  auto r = administrator()->query(R"sql(
SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p', 'v', 'm'))sql");
  REQUIRE(r.has_value());
  for (std::size_t i = 0; i < r->size(); ++i) {
    const auto table = r->at(i, 0).string();
    CAPTURE(table);
    const std::set<std::string> what_login_needs{
        "api_keys",        "tenants",        "subject_aliases", "users",          "sessions",       "memberships",
        "refresh_tokens",  "login_attempts", "user_totp",       "recovery_codes", "mfa_challenges", "trusted_devices",
        "tenant_policies", "mail_tokens",    "user_identities", "openid_sign_ins"};
    const bool needed = what_login_needs.contains(table);
    const auto answer = touched(role::login, tenant_scope::nobody(), "SELECT * FROM " + table);
    CHECK((answer != "refused") == needed);
    CHECK(touched(role::login, tenant_scope::nobody(), "DELETE FROM " + table) == "refused");
  }
  CHECK(touched(role::login, tenant_scope::nobody(), "UPDATE api_keys SET last_used_at = now()") == "1");
  CHECK(touched(role::login, tenant_scope::nobody(), "UPDATE api_keys SET scopes = '{manage}'") == "refused");
  CHECK(touched(role::login, tenant_scope::nobody(), "UPDATE tenants SET name = ''") == "refused");
  for (const char* sql :
       {"UPDATE users SET platform_role = 'operator'", "UPDATE users SET is_active = true",
        "UPDATE users SET email = 'x@y'", "UPDATE users SET session_epoch = 0", "UPDATE memberships SET role = 'owner'",
        "INSERT INTO memberships VALUES (2, 'usr_00000000000000000000000001', 'owner')",
        "INSERT INTO users (id, email) VALUES ('usr_00000000000000000000000003', 'x@y')", "SELECT payload FROM outbox",
        "INSERT INTO outbox (id, tenant_number, bucket, type, payload) VALUES ('evt_2', 1, 0, '', '')"}) {
    CAPTURE(std::string(sql));
    CHECK(touched(role::login, tenant_scope::nobody(), sql) == "refused");
  }
  CHECK(touched(role::login, tenant_scope::nobody(), "SELECT id FROM outbox") == "0");
  CHECK(touched(
            role::login, tenant_scope::nobody(),
            "INSERT INTO outbox (id, bucket, type, payload) VALUES ('evt_2', 0, '', '') ON CONFLICT (id) DO NOTHING") ==
        "1");
}

TEST_CASE("the worker does not change configuration, and nobody but the owner runs its functions by chance") {
  for (const char* table : {"installation", "tenants", "subject_aliases", "api_keys", "meters", "meter_versions",
                            "definitions", "retention_classes", "schema_migrations"}) {
    CAPTURE(std::string(table));
    CHECK(touched(role::worker, tenant_scope::nobody(), std::string("DELETE FROM ") + table) == "refused");
  }
  CHECK(touched(role::api, tenant_scope::platform(), "SELECT drop_claim_days(current_date)") == "refused");
  CHECK(touched(role::worker, tenant_scope::nobody(), "SELECT drop_claim_days('2001-01-01')") == "1");
}

TEST_CASE("a person sees what is their own, a tenant its members, and neither a hash") {
  fill_every_table();
  const auto one = tenant_scope::person(*user_id::parse("usr_00000000000000000000000001"));
  const auto two = tenant_scope::person(*user_id::parse("usr_00000000000000000000000002"));
  for (const char* table : {"users", "sessions", "memberships", "tenants"}) {
    CAPTURE(std::string(table));
    const auto columns = std::string("SELECT ") + (std::string(table) == "tenants" ? "number" : "created_at");
    const auto select = columns + " FROM " + table;
    CHECK(touched(role::api, one, select) == "1");
    CHECK(touched(role::api, two, select) == (std::string(table) == "users" ? "1" : "0"));
    CHECK(touched(role::api, tenant_scope::nobody(), select) == "0");
  }
  CHECK(touched(role::api, tenant_scope::of(1), "SELECT id FROM users") == "1");
  CHECK(touched(role::api, tenant_scope::of(2), "SELECT id FROM users") == "0");
  CHECK(touched(role::api, tenant_scope::platform(), "SELECT id FROM users") == "2");
  CHECK(touched(role::api, tenant_scope::of(1), "SELECT id FROM sessions") == "0");
  CHECK(touched(role::owner, tenant_scope::nobody(), "SELECT id FROM users") == "0");
  for (auto as : {role::api, role::worker}) {
    CHECK(touched(as, tenant_scope::platform(), "SELECT password_hash FROM users") == "refused");
    CHECK(touched(as, tenant_scope::platform(), "SELECT token_hash FROM refresh_tokens") == "refused");
  }
  CHECK(touched(role::api, tenant_scope::platform(), "UPDATE users SET password_hash = ''") == "refused");
  CHECK(touched(role::api, tenant_scope::platform(), "UPDATE users SET email = ''") == "refused");
  CHECK(touched(role::api, two, "UPDATE users SET name = 'x' WHERE id LIKE '%1'") == "0");
  CHECK(touched(role::api, one, "UPDATE users SET name = 'x'") == "1");
  CHECK(touched(role::api, tenant_scope::of(1), "UPDATE users SET name = 'x'") == "0");
  CHECK(touched(role::api, two, "UPDATE sessions SET revoked_at = now(), revoked_because = 'revoked'") == "0");
  CHECK(touched(role::api, one, "UPDATE sessions SET revoked_at = now(), revoked_because = 'revoked'") == "1");
  CHECK(touched(role::api, one, "UPDATE sessions SET expires_at = now() + interval '9 years'") == "refused");
  for (const char* table : {"user_totp", "recovery_codes", "trusted_devices"}) {
    CAPTURE(std::string(table));
    const auto select = std::string("SELECT created_at FROM ") + table;
    CHECK(touched(role::api, one, select) == "1");
    CHECK(touched(role::api, two, select) == "0");
    CHECK(touched(role::api, tenant_scope::of(1), select) == "0");
    CHECK(touched(role::api, two, std::string("DELETE FROM ") + table) == "0");
  }
  for (const char* secret : {"sealed FROM user_totp", "code_hash FROM recovery_codes",
                             "token_hash FROM trusted_devices", "token_hash FROM mfa_challenges"}) {
    CAPTURE(std::string(secret));
    CHECK(touched(role::api, tenant_scope::platform(), std::string("SELECT ") + secret) == "refused");
  }
  for (const char* secret :
       {"sealed FROM user_totp", "code_hash FROM recovery_codes", "token_hash FROM trusted_devices"})
    CHECK(touched(role::worker, tenant_scope::nobody(), std::string("SELECT ") + secret) == "refused");
  // What a tenant asks for is its members' to know, and not to change.
  CHECK(touched(role::api, one, "SELECT version FROM tenant_policies") == "1");
  CHECK(touched(role::api, two, "SELECT version FROM tenant_policies") == "0");
  CHECK(touched(role::api, one, "UPDATE tenant_policies SET mfa_required = true") == "0");
  // A membership is a tenant's to give, not one's own to take.
  CHECK(touched(role::api, two, "INSERT INTO memberships VALUES (1, 'usr_00000000000000000000000002', 'owner')") ==
        "refused");
  CHECK(touched(role::api, one, "UPDATE memberships SET role = 'owner'") == "0");
  CHECK(touched(role::api, two, "INSERT INTO user_preferences (user_id) VALUES ('usr_00000000000000000000000001')") ==
        "refused");
}

TEST_CASE("whom an issuer names is linked at sign-in alone, and seen and unlinked by the person") {
  fill_every_table();
  const auto one = tenant_scope::person(*user_id::parse("usr_00000000000000000000000001"));
  const auto two = tenant_scope::person(*user_id::parse("usr_00000000000000000000000002"));
  const std::string select = "SELECT subject FROM user_identities", gone = "DELETE FROM user_identities";
  const auto link = [](const std::string& user) {
    return "INSERT INTO user_identities (id, user_id, issuer, subject) VALUES ('idn_00000000000000000000000002', '" +
           user + "', 'https://id.example.com', '2')";
  };
  CHECK(touched(role::api, one, select) == "1");
  CHECK(touched(role::api, two, select) == "0");
  CHECK(touched(role::api, tenant_scope::of(1), select) == "0");
  CHECK(touched(role::api, tenant_scope::nobody(), select) == "0");
  CHECK(touched(role::api, tenant_scope::platform(), select) == "1");
  CHECK(touched(role::owner, tenant_scope::nobody(), select) == "0");
  CHECK(touched(role::worker, tenant_scope::nobody(), select) == "refused");
  CHECK(touched(role::api, one, gone) == "1");
  CHECK(touched(role::api, two, gone) == "0");
  CHECK(touched(role::api, tenant_scope::of(1), gone) == "0");
  CHECK(touched(role::api, tenant_scope::platform(), link("usr_00000000000000000000000002")) == "refused");
  CHECK(touched(role::api, one, "UPDATE user_identities SET subject = '2'") == "refused");
  CHECK(touched(role::login, tenant_scope::nobody(), link("usr_00000000000000000000000002")) == "1");
  for (const char* moved : {"user_id = 'usr_00000000000000000000000002'", "subject = '2'", "issuer = 'x'"})
    CHECK(touched(role::login, tenant_scope::nobody(), std::string("UPDATE user_identities SET ") + moved) ==
          "refused");
  for (const auto& scope : {one, tenant_scope::platform(), tenant_scope::of(1)})
    CHECK(touched(role::api, scope, "SELECT 1 FROM openid_sign_ins") == "refused");
  CHECK(touched(role::worker, tenant_scope::nobody(), "SELECT session_id FROM openid_sign_ins") == "refused");
  CHECK(touched(role::worker, tenant_scope::nobody(), "DELETE FROM openid_sign_ins WHERE expires_at <= now()") == "1");
  // What has ended stays so for its whole life, and none is made longer.
  CHECK(touched(role::login, tenant_scope::nobody(), "UPDATE openid_sign_ins SET expires_at = now()") == "refused");
}

TEST_CASE("a person announces in their own name alone") {
  fill_every_table();
  const auto one = tenant_scope::person(*user_id::parse("usr_00000000000000000000000001"));
  const auto insert = [](const std::string& tenant, const std::string& principal) {
    return "INSERT INTO outbox (id, tenant_number, bucket, type, payload) VALUES ('evt_2', " + tenant +
           R"(, 0, '', '{"principal":")" + principal + R"("}') ON CONFLICT (id) DO NOTHING)";
  };
  CHECK(touched(role::api, one, insert("NULL", "usr_00000000000000000000000001")) == "1");
  CHECK(touched(role::api, one, insert("NULL", "usr_00000000000000000000000002")) == "refused");
  CHECK(touched(role::api, one, insert("1", "usr_00000000000000000000000001")) == "refused");
  CHECK(touched(role::api, tenant_scope::nobody(), insert("NULL", "")) == "refused");
}

TEST_CASE("tokens of mails are seen by the platform and at sign-in, what mails say by their worker alone") {
  fill_every_table();
  const auto one = tenant_scope::person(*user_id::parse("usr_00000000000000000000000001"));
  for (const auto& scope : {tenant_scope::of(1), tenant_scope::nobody(), one}) {
    CHECK(touched(role::api, scope, "SELECT 1 FROM mail_tokens") == "0");
    CHECK(touched(role::api, scope, "UPDATE mail_tokens SET used_at = NULL") == "0");
    CHECK(touched(role::api, scope, "DELETE FROM mail_tokens") == "0");
    CHECK(touched(role::api, scope, "DELETE FROM mails") == "0");
  }
  CHECK(touched(role::api, tenant_scope::platform(), "SELECT 1 FROM mail_tokens") == "1");
  CHECK(touched(role::api, tenant_scope::platform(), "DELETE FROM mails") == "1");  // with an erased person
  CHECK(touched(role::login, tenant_scope::nobody(), "UPDATE mail_tokens SET used_at = now()") == "1");
  for (const auto as : {role::api, role::login}) {
    CHECK(touched(as, tenant_scope::platform(), "UPDATE mail_tokens SET expires_at = now()") == "refused");
    CHECK(touched(as, tenant_scope::platform(), "UPDATE mail_tokens SET user_id = NULL") == "refused");
    CHECK(touched(as, tenant_scope::platform(), "SELECT sealed FROM mails") == "refused");
    CHECK(touched(as, tenant_scope::platform(), "SELECT facts FROM mails") == "refused");
    CHECK(touched(as, tenant_scope::platform(), "SELECT 1 FROM password_reset_requests") == "refused");
    CHECK(touched(as, tenant_scope::platform(),
                  "INSERT INTO mail_tokens (token_hash, purpose, user_id, email, expires_at) VALUES (sha256('u'), "
                  "'password_reset', 'usr_00000000000000000000000001', '', now())") == "refused");
  }
  CHECK(touched(role::login, tenant_scope::nobody(),
                "INSERT INTO password_reset_requests (email) VALUES ('any@example.com')") == "1");
  CHECK(touched(role::api, tenant_scope::platform(),
                "INSERT INTO password_reset_requests (email) VALUES ('any@example.com')") == "refused");
  CHECK(touched(role::api, tenant_scope::platform(), "UPDATE invitations SET email = 'x@y'") == "refused");
  CHECK(touched(role::api, tenant_scope::platform(), "UPDATE invitations SET role = 'owner'") == "refused");
  CHECK(touched(role::worker, tenant_scope::nobody(), "UPDATE mail_tokens SET used_at = now()") == "refused");
}
