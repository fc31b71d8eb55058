// Tenants, subjects, keys and meters, each under the role that uses them.
#include <atomic>
#include <thread>

#include <doctest/doctest.h>
#include <tests/postgres/as_role.hpp>

#include <weir/postgres/api_keys.hpp>
#include <weir/postgres/meters.hpp>
#include <weir/postgres/subject_aliases.hpp>

using namespace weir;
using namespace weir::test;

namespace {

new_tenant tenant(const std::string& key) {
  return {.id = new_id("ten_"), .bucket = 3, .key = key, .name = "T " + key};
}

tenant_row made(const std::string& key) {
  return platform([&](executor& in) { return tenants::create(in, tenant(key)); }).value();
}

}  // namespace

TEST_CASE("tenants: create, find, list, update under a version, delete") {
  empty_tables();
  const auto t = made("acme");
  CHECK(t.version == 1);
  CHECK(t.state == "active");
  CHECK(platform([&](executor& in) { return tenants::create(in, tenant("acme")); }).error().code ==
        error_code::tenant_key_taken);
  CHECK(platform([&](executor& in) { return tenants::by_id(in, t.id); })->number == t.number);
  CHECK(platform([&](executor& in) { return tenants::by_number(in, t.number); })->id == t.id);
  CHECK(platform([&](executor& in) { return tenants::by_number(in, 999); }).error().code ==
        error_code::tenant_not_found);
  const auto other = made("beta");
  CHECK(platform([&](executor& in) { return tenants::list(in, 0, 1); })->size() == 1);
  CHECK(platform([&](executor& in) { return tenants::list(in, t.number, 10); })->front().id == other.id);

  auto renamed = platform([&](executor& in) { return tenants::update(in, t.id, 1, {.name = "New"}); });
  CHECK(renamed->name == "New");
  CHECK(renamed->currency == "USD");
  CHECK(renamed->version == 2);
  CHECK(platform([&](executor& in) { return tenants::update(in, t.id, 1, {.name = "Old"}); }).error().code ==
        error_code::precondition_failed);
  CHECK(platform([&](executor& in) {
          return tenants::update(in, t.id, std::nullopt, {.state = "deleted"});
        }).has_value());
  CHECK(platform([&](executor& in) { return tenants::update(in, t.id, std::nullopt, {.name = "x"}); }).error().code ==
        error_code::tenant_not_found);
  CHECK(platform([&](executor& in) { return tenants::list(in, 0, 10); })->size() == 1);
  CHECK(worker([&](executor& in) { return tenants::all_after(in, 0, 10); })->size() == 2);
}

TEST_CASE("subjects: keys and aliases share one namespace, and of many that race all get one tenant") {
  empty_tables();
  const auto a = made("a");
  const auto b = made("b");
  CHECK(platform([&](executor& in) { return subject_aliases::add(in, a.number, "a1"); }).has_value());
  CHECK(platform([&](executor& in) { return subject_aliases::add(in, a.number, "a1"); }).has_value());
  CHECK(platform([&](executor& in) { return subject_aliases::add(in, b.number, "a1"); }).error().code ==
        error_code::alias_taken);
  CHECK(platform([&](executor& in) { return subject_aliases::add(in, b.number, "a"); }).error().code ==
        error_code::alias_taken);
  CHECK(connections()
            .with_transaction(role::api, tenant_scope::of(b.number),
                              [&](executor& in) { return subject_aliases::add(in, b.number, "a1"); })
            .error()
            .code == error_code::alias_taken);
  CHECK(platform([&](executor& in) { return tenants::create(in, tenant("a1")); }).error().code ==
        error_code::tenant_key_taken);
  CHECK(login([&](executor& in) { return subject_aliases::resolve(in, "a1"); }).value()->number == a.number);
  CHECK_FALSE(login([&](executor& in) { return subject_aliases::resolve(in, "zz"); }).value().has_value());
  const std::vector<std::string> subjects{"a", "b", "a1", "zz", "with \"quote\""};
  CHECK(login([&](executor& in) { return subject_aliases::resolve_all(in, subjects); })->size() == 3);
  CHECK(platform([&](executor& in) { return subject_aliases::list(in, a.number, "", 10); }) ==
        std::vector<std::string>{"a1"});
  CHECK(platform([&](executor& in) { return subject_aliases::remove(in, a.number, "a"); }).error().code ==
        error_code::alias_not_found);
  CHECK(platform([&](executor& in) { return subject_aliases::remove(in, a.number, "a1"); }).has_value());

  for (int round = 0; round < 5; ++round) {
    const auto key = "race-" + std::to_string(round);
    std::atomic<int> number[4] = {};
    std::vector<std::thread> racers;
    for (auto& n : number) {
      racers.emplace_back([&n, &key] {
        auto t = platform([&](executor& in) { return subject_aliases::resolve_or_create(in, tenant(key)); });
        n = t ? t->number : -1;
      });
    }
    for (auto& r : racers)
      r.join();
    CHECK(number[0] > 0);
    for (auto& n : number)
      CHECK(n == number[0]);
  }
}

TEST_CASE("API keys: found by hash before the tenant is known, revoked and expired ones are not usable") {
  empty_tables();
  const auto t = made("a");
  api_keys::new_api_key k{new_id("key_"),      t.number,    "ci", "weir_…abcd", std::string(32, '\0'),
                          {"ingest", "query"}, std::nullopt};
  REQUIRE(platform([&](executor& in) { return api_keys::create(in, k); }).has_value());
  api_keys::new_api_key p{new_id("key_"), std::nullopt, "platform", "", std::string(32, 'p'), {"manage"}, timestamp{0}};
  CHECK(platform([&](executor& in) { return api_keys::ensure(in, p); }) == true);
  CHECK(platform([&](executor& in) { return api_keys::ensure(in, p); }) == false);
  auto found = login([&](executor& in) { return api_keys::find(in, k.secret_hash); }).value();
  REQUIRE(found.has_value());
  CHECK(found->usable);
  CHECK(found->tenant->id == t.id);
  CHECK(found->key.scopes == k.scopes);
  auto expired = login([&](executor& in) { return api_keys::find(in, p.secret_hash); }).value();
  CHECK_FALSE(expired->usable);
  CHECK_FALSE(expired->tenant.has_value());
  CHECK_FALSE(login([&](executor& in) { return api_keys::find(in, std::string(32, 'x')); }).value().has_value());
  const std::vector<std::string> ids{k.id};
  CHECK(login([&](executor& in) { return api_keys::touch(in, ids); }).has_value());
  const auto own = [&](auto fn) { return connections().with_transaction(role::api, tenant_scope::of(t.number), fn); };
  auto listed = own([&](executor& in) { return api_keys::list(in, "", 10); }).value();
  REQUIRE(listed.size() == 1);
  CHECK(listed[0].last_used_at.has_value());
  CHECK(own([&](executor& in) { return api_keys::revoke(in, p.id); }).error().code == error_code::api_key_not_found);
  CHECK(own([&](executor& in) { return api_keys::revoke(in, k.id); })->revoked_at.has_value());
  CHECK_FALSE(login([&](executor& in) { return api_keys::find(in, k.secret_hash); }).value()->usable);
}

TEST_CASE("meters: every change moves the version, and an older version can be loaded") {
  empty_tables();
  meters::new_meter m{
      new_id("mtr_"), "calls", "Calls", "", "api.call", "SUM", "$.n", R"([{"name": "m", "path": "$.m"}])", ""};
  auto made_meter = platform([&](executor& in) { return meters::create(in, m); }).value();
  CHECK(made_meter.value_property == "$.n");
  CHECK(platform([&](executor& in) { return meters::create(in, m); }).error().code == error_code::meter_slug_taken);
  CHECK(platform([&](executor& in) { return meters::update(in, m.id, 1, {.name = "API calls"}); })->version == 2);
  CHECK(platform([&](executor& in) { return meters::update(in, m.id, 1, {.name = "x"}); }).error().code ==
        error_code::precondition_failed);
  CHECK(platform([&](executor& in) { return meters::find(in, "calls"); })->id == m.id);
  CHECK(worker([&](executor& in) { return meters::definitions_version(in); }) == 2);
  CHECK(platform([&](executor& in) { return meters::remove(in, m.id); })->state == "deleted");
  CHECK(platform([&](executor& in) { return meters::remove(in, m.id); }).error().code == error_code::meter_not_found);
  CHECK(platform([&](executor& in) { return meters::list(in, 0, 10); })->empty());
  auto now = worker([&](executor& in) { return meters::load_definitions(in); }).value();
  CHECK(now.version == 3);
  CHECK(now.meters.empty());
  auto first = worker([&](executor& in) { return meters::load_definitions(in, 1); }).value();
  REQUIRE(first.meters.size() == 1);
  CHECK(first.meters[0].name == "Calls");
  CHECK(first.meters[0].created_at == made_meter.created_at);
  CHECK(worker([&](executor& in) { return meters::load_definitions(in, 2); })->meters[0].name == "API calls");
  CHECK(worker([&](executor& in) { return meters::load_definitions(in, 0); })->meters.empty());
  m.id = new_id("mtr_");
  CHECK(platform([&](executor& in) { return meters::create(in, m); }).has_value());
}
