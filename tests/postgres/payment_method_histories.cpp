// Seeded histories of payment methods: what a provider says of a customer's comes twice, late and in any order. The
// same ones are there, and the same one is charged, in the end.
#include <algorithm>
#include <random>

#include <doctest/doctest.h>
#include <tests/postgres/billing_world.hpp>
#include <workers/payments/inbox.hpp>

#include <weir/contract/stripe_event.hpp>
#include <weir/postgres/provider_events.hpp>

using namespace weir;
using namespace weir::test;

namespace {

struct told {
  std::string type;
  std::string object;
  std::string before{};  // previous_attributes, or empty
};

std::string card(const std::string& id, int made, int year, bool gone = false) {
  return R"({"id":")" + id + R"(","object":"payment_method","type":"card","created":)" +
         std::to_string(1'790'000'000 + made) + R"(,"customer":)" + (gone ? "null" : R"("cus_1")") +
         R"(,"card":{"brand":"visa","last4":"4242","exp_month":4,"exp_year":)" + std::to_string(year) + "}}";
}

std::string customer(const std::string& chosen) {
  return R"({"id":"cus_1","object":"customer","invoice_settings":{"default_payment_method":")" + chosen + R"("}})";
}

// One second after the other.
const std::vector<told> history{
    {"payment_method.attached", card("pm_a", 1, 2027)},
    {"setup_intent.succeeded", R"({"id":"seti_1","object":"setup_intent","customer":"cus_1","payment_method":"pm_a"})"},
    {"payment_method.attached", card("pm_b", 3, 2028)},
    {"customer.updated", customer("pm_b"), R"({"invoice_settings":{"default_payment_method":null}})"},
    {"payment_method.attached", card("pm_c", 5, 2029)},
    {"payment_method.automatically_updated", card("pm_a", 1, 2031), R"({"card":{"exp_year":2027}})"},
    {"customer.updated", customer("pm_b"), R"({"email":null})"},
    {"payment_method.attached", card("pm_d", 8, 2030)},
    {"payment_method.detached", card("pm_d", 8, 2030, true), R"({"customer":"cus_1"})"},
    {"payment_method.attached", R"({"id":"pm_x","type":"card","created":1790000000,"customer":"cus_of_others"})"},
};

class methods_world : public billing_world {
 public:
  methods_world() {
    must(*shared_database().connect_as_administrator(),
         "INSERT INTO payment_providers (id, slug, provider, name, live) VALUES ('" + account +
             "', 'main', 'stripe', 'Main', false)");
  }

  // As if nothing had ever been said.
  void forget() const {
    must(*shared_database().connect_as_administrator(),
         "DELETE FROM payment_methods; DELETE FROM provider_events; DELETE FROM payment_customers; DELETE FROM outbox; "
         "INSERT INTO payment_customers (provider_number, tenant_number, reference) SELECT number, " +
             std::to_string(tenant.number) + ", 'cus_1' FROM payment_providers");
  }

  provider_event_row event(std::size_t second) const {
    const auto& what = history.at(second);
    provider_event_row out;
    out.payment_provider_id = account;
    out.provider = "stripe";
    out.event_id = "evt_" + std::to_string(second);
    out.id = provider_events::id_of(out.provider, out.event_id);
    out.type = what.type;
    out.body = R"({"id":")" + out.event_id + R"(","object":"event","type":")" + out.type + R"(","created":)" +
               std::to_string(1'790'000'001 + second) + R"(,"livemode":false,"data":{"object":)" + what.object +
               (what.before.empty() ? "" : R"(,"previous_attributes":)" + what.before) + "}}";
    const auto read = contract::read_stripe_event(out.body).value();
    out.object_id = read.object_id;
    out.related_id = read.intent;
    out.occurred_at = read.created;
    out.received_at = clock.now();
    out.source = "webhook";
    return out;
  }

  static std::string ask(const std::string& sql) {
    auto r = shared_database().connect_as_administrator()->query(sql.c_str());
    REQUIRE(r.has_value());
    return r->empty() ? "" : r->at(0, 0).optional_string().value_or("");
  }

  std::string account = new_id("ppr_");
};

}  // namespace

TEST_CASE("the same payment methods are kept, and the same one is charged, in whatever order that is said") {
  methods_world world;
  for (std::uint32_t seed = 1; seed <= 25; ++seed) {
    CAPTURE(seed);
    std::mt19937 random(seed);
    world.forget();
    std::vector<provider_event_row> events;
    for (std::size_t i = 0; i < history.size(); ++i)
      events.push_back(world.event(i));
    for (int twice = 0; twice < 3; ++twice)
      events.push_back(events[random() % history.size()]);
    if (seed > 1) std::ranges::shuffle(events, random);
    payments::inbox inbox(connections(), world.clock, [](const contract::command&) { CHECK(false); });
    for (const auto& e : events) {
      REQUIRE(worker([&](executor& in) { return provider_events::store(in, std::span(&e, 1)); }).has_value());
      if (random() % 2 == 0) REQUIRE(inbox.turn(8).has_value());
    }
    for (int turns = 0; world.ask("SELECT count(*) FROM provider_events WHERE state = 'pending'") != "0"; ++turns) {
      REQUIRE(turns < 20);
      REQUIRE(inbox.turn(8).has_value());
    }
    CHECK(methods_world::ask("SELECT string_agg(reference || ' ' || expiry_year || ' ' || state || ' ' || is_default, "
                             "', ' ORDER BY reference) FROM payment_methods") ==
          "pm_a 2031 attached false, pm_b 2028 attached true, pm_c 2029 attached false, pm_d 2030 detached false");
    CHECK(methods_world::ask("SELECT string_agg(event_id, ' ') FROM provider_events WHERE outcome = 'unrelated'") ==
          "evt_9");
    CHECK(methods_world::ask("SELECT count(*) FROM provider_events WHERE state = 'failed'") == "0");
    const auto attached = "SELECT count(*) FROM outbox WHERE type = 'payment_method.attached'";
    const auto three_or_four = methods_world::ask(attached);
    CHECK((three_or_four == "3" || three_or_four == "4"));  // one that was gone before it was known is not told of
  }
}
