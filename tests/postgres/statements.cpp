// Every named statement of the library is valid on a migrated database, and its role may run it.
#include <set>

#include <doctest/doctest.h>
#include <tests/postgres/scratch_database.hpp>

#include <weir/postgres/executor.hpp>

using namespace weir::test;
using weir::postgres::statement;

TEST_CASE("every statement of the library prepares on a migrated database") {
  auto c = shared_database().connect();
  std::set<std::string> names;
  for (const auto* s = statement::first(); s != nullptr; s = s->next()) {
    CAPTURE(s->name());
    CHECK_MESSAGE(names.insert(s->name()).second, "the name stands twice");
    auto prepared = c->execute((std::string("PREPARE s AS ") + s->text()).c_str());
    CHECK_MESSAGE(prepared.has_value(), (prepared ? "" : prepared.error().detail));
    if (prepared) must(*c, "DEALLOCATE s");
  }
  // The whole archive is linked: one name of each file that has statements.
  for (const char* name :
       {"analyst_logins.look", "api_keys.find",       "command_results.get", "flush.advance",
        "idempotency.insert",  "installation.get",    "jobs.claim",          "lease.take",
        "login_attempts.lock", "memberships.of",      "meters.load",         "migrations.table_exists",
        "outbox.append",       "rejected.list",       "relay.claim",         "schedules.plan",
        "sessions.look",       "user_totp.lock",      "trusted_devices.use", "tenant_policies.get",
        "staff_visits.note",   "subject_aliases.add", "tenants.create",      "users.find"}) {
    CHECK_MESSAGE(names.contains(name), name);
  }
}
