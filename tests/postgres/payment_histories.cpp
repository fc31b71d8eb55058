// Seeded histories of the inbox: events of payments come twice, late and in any order, whoever applies them is killed
// before and after each commit, commands are lost and come twice. Whatever happens, the books are the same in the end.
#include <algorithm>
#include <cstdlib>
#include <random>

#include <doctest/doctest.h>
#include <tests/postgres/billing_world.hpp>
#include <workers/billing/change_invoices.hpp>
#include <workers/payments/inbox.hpp>

#include <weir/contract/stripe_event.hpp>
#include <weir/postgres/command_results.hpp>
#include <weir/postgres/provider_events.hpp>

using namespace weir;
using namespace weir::test;

namespace {

struct killed {};

// Ends whoever asks for the time within a transaction, sometimes.
class deadly_clock final : public clock_source {
 public:
  explicit deadly_clock(std::mt19937& random) : random_(random) {}
  timestamp now() const override {
    if (dies && random_() % 8 == 0) throw killed();
    return instant("2026-11-20T12:00:00Z");
  }
  std::int64_t monotonic_ms() const override { return 0; }
  bool dies = true;

 private:
  std::mt19937& random_;
};

std::string object(std::string_view kind, const std::string& intent, const std::string& payment) {
  const std::string metadata = R"("metadata":{"weir_payment":")" + payment + R"("})";
  if (kind.starts_with("payment_intent"))
    return R"({"id":")" + intent + R"(","object":"payment_intent","amount_received":4900,"currency":"eur",)" +
           metadata + "}";
  if (kind.starts_with("checkout"))
    return R"({"id":"cs_)" + intent +
           R"(","object":"checkout.session","mode":"payment","payment_status":"paid","amount_total":4900,)"
           R"("currency":"eur","payment_intent":")" +
           intent + "\"," + metadata + "}";
  const std::string of = R"("amount":1900,"currency":"eur","payment_intent":")" + intent + "\"";
  if (kind == "refund.created")
    return R"({"id":"re_)" + intent + R"(","object":"refund","status":"pending",)" + of + "}";
  if (kind == "refund.updated")
    return R"({"id":"re_)" + intent + R"(","object":"refund","status":"succeeded",)" + of + "}";
  if (kind == "charge.dispute.created")
    return R"({"id":"du_)" + intent + R"(","object":"dispute","status":"needs_response","reason":"general",)" + of +
           "}";
  return R"({"id":"du_)" + intent + R"(","object":"dispute","status":"won","reason":"general",)" + of + "}";
}

constexpr std::string_view kinds[] = {
    "payment_intent.created",   "payment_intent.payment_failed", "payment_intent.processing",
    "payment_intent.succeeded", "checkout.session.completed",    "refund.created",
    "refund.updated",           "charge.dispute.created",        "charge.dispute.closed"};

class payments_world : public billing_world {
 public:
  payments_world() {
    must(*shared_database().connect_as_administrator(),
         "INSERT INTO payment_providers (id, slug, provider, name, live) VALUES ('" + account +
             "', 'main', 'stripe', 'Main', false)");
  }

  // A payment of a finalized invoice of 49.00, waiting for its payer.
  std::string owed(const invoice_row& invoice) {
    const auto made = new_id("pay_");
    must(*shared_database().connect_as_administrator(),
         "INSERT INTO payments (id, tenant_number, invoice_id, provider_number, origin, amount, currency, created_by) "
         "SELECT '" +
             made +
             "', tenant_number, id, (SELECT number FROM payment_providers), 'hosted', due, currency, 'usr_1' FROM "
             "invoices WHERE id = '" +
             invoice.id + "'");
    return made;
  }

  provider_event_row event(std::string_view kind, const std::string& intent, const std::string& payment,
                           std::int64_t second) const {
    provider_event_row out;
    out.payment_provider_id = account;
    out.provider = "stripe";
    out.event_id = "evt_" + intent + "_" + std::to_string(second);
    out.id = provider_events::id_of(out.provider, out.event_id);
    out.type = kind;
    out.body = R"({"id":")" + out.event_id + R"(","object":"event","type":")" + out.type + R"(","created":)" +
               std::to_string(1'790'000'000 + second) + R"(,"livemode":false,"data":{"object":)" +
               object(kind, intent, payment) + "}}";
    const auto read = contract::read_stripe_event(out.body).value();
    out.object_id = read.object_id;
    out.related_id = read.intent;
    out.occurred_at = read.created;
    out.received_at = clock.now();
    out.source = "webhook";
    return out;
  }

  // As the operations worker does: once for each command.
  void carry_out_command(const contract::command& c) {
    const auto done = worker([&](executor& in) -> result<void> {
      if (auto handled = command_results::handled(in, c.id.text()); !handled || *handled)
        return handled ? result<void>() : std::unexpected(handled.error());
      auto came = billing::record_payment(in, {c.id.text(), c.principal, "", c.issued_at, tenant},
                                          std::get<contract::record_payment>(c.body));
      command_result_row row;
      row.id = c.id.text();
      row.tenant_number = tenant.number;
      row.type = contract::type_of(c.body);
      row.principal = c.principal;
      row.status = came ? "succeeded" : "failed";
      if (came) row.resource = came->resource;
      if (!came) row.problem = R"({"code":")" + std::string(name(came.error().code)) + R"("})";
      return command_results::finish(in, row);
    });
    REQUIRE(done.has_value());
  }

  // Nobody waits any longer.
  static void hurry() {
    must(*shared_database().connect_as_administrator(),
         "UPDATE provider_events SET due_at = clock_timestamp() WHERE state = 'pending'");
  }

  static std::string ask(const std::string& sql) {
    auto r = shared_database().connect_as_administrator()->query(sql.c_str());
    REQUIRE(r.has_value());
    std::string out;
    for (std::size_t i = 0; i < r->size(); ++i)
      out += (i > 0 ? " " : "") + r->at(i, 0).optional_string().value_or("");
    return out;
  }

  std::string account = new_id("ppr_");
};

// One history: the events of two payments, and what is known in the end.
void play(payments_world& world, const std::vector<invoice_row>& invoices, std::uint32_t seed) {
  CAPTURE(seed);
  std::mt19937 random(seed);
  std::vector<std::string> payments;
  std::vector<provider_event_row> events;
  for (const auto& invoice : invoices) {
    payments.push_back(world.owed(invoice));
    const auto intent = "pi_" + std::to_string(seed) + "_" + std::to_string(payments.size());
    std::int64_t second = 0;
    for (auto kind : kinds)
      events.push_back(world.event(kind, intent, payments.back(), ++second));
  }
  for (std::size_t i = events.size() / 2; i > 0; --i)
    events.push_back(events[random() % events.size()]);
  std::ranges::shuffle(events, random);

  deadly_clock clock(random);
  std::vector<contract::command> under_way;
  payments::inbox inbox(connections(), clock, [&](const contract::command& c) {
    if (clock.dies && random() % 4 == 0) throw killed();
    if (random() % 4 != 0) under_way.push_back(c);
  });
  const auto turn = [&] {
    try {
      const auto done = inbox.turn(1 + static_cast<std::int32_t>(random() % 8));
      REQUIRE_MESSAGE(done.has_value(), done.error().detail);
    } catch (const killed&) {
    }
  };
  const auto deliver = [&] {
    for (const auto& c : std::exchange(under_way, {})) {
      world.carry_out_command(c);
      if (random() % 3 == 0) under_way.push_back(c);  // it comes once more
    }
  };
  for (std::size_t i = 0; i < events.size();) {
    const auto several = std::min<std::size_t>(1 + random() % 3, events.size() - i);
    REQUIRE(worker([&](executor& in) {
              return provider_events::store(in, std::span(events).subspan(i, several));
            }).has_value());
    i += several;
    if (random() % 2 == 0) turn();
    if (random() % 3 == 0) payments_world::hurry();
    if (random() % 3 == 0) deliver();
  }
  for (int calm = 0; payments_world::ask("SELECT count(*) FROM provider_events WHERE state = 'pending'") != "0";
       ++calm) {
    REQUIRE(calm < 200);
    clock.dies = calm < 20;
    payments_world::hurry();
    turn();
    deliver();
  }

  for (std::size_t i = 0; i < payments.size(); ++i) {
    CHECK(payments_world::ask("SELECT state || ' ' || received || ' ' || refunded FROM payments WHERE id = '" +
                              payments[i] + "'") == "succeeded 4900 1900");
    CHECK(payments_world::ask(
              "SELECT string_agg(amount || ' ' || method, ', ') FROM invoice_payments WHERE invoice_id = '" +
              invoices[i].id + "'") == "4900 stripe");
    CHECK(payments_world::ask("SELECT state FROM invoices WHERE id = '" + invoices[i].id + "'") == "paid");
    CHECK(payments_world::ask(
              "SELECT d.state FROM disputes AS d JOIN payments AS p ON p.number = d.payment_number WHERE p.id = '" +
              payments[i] + "'") == "won");
    CHECK(payments_world::ask(
              "SELECT r.state FROM refunds AS r JOIN payments AS p ON p.number = r.payment_number WHERE p.id = '" +
              payments[i] + "'") == "succeeded");
    const auto told =
        payments_world::ask("SELECT type FROM outbox WHERE payload LIKE '%" + payments[i] + "%' ORDER BY number");
    CHECK(std::ranges::count(told, 's') > 0);
    for (std::string_view once : {"payment.succeeded", "refund.succeeded", "dispute.opened", "dispute.closed"}) {
      CAPTURE(told);
      const auto first = told.find(once);
      CHECK(first != std::string::npos);
      CHECK(told.find(once, first + 1) == std::string::npos);
    }
  }
  CHECK(payments_world::ask(
            "SELECT type || ' ' || outcome || ' ' || detail FROM provider_events WHERE state = 'failed'") == "");
}

}  // namespace

TEST_CASE("events come in any order and twice, whoever applies them is killed, and the books are the same in the end") {
  const char* deep = std::getenv("WEIR_DEEP");
  const std::uint32_t histories = deep != nullptr && *deep != 0 ? 400 : 15;
  payments_world world;
  // As many invoices as payments: each subscription's fee of one month.
  world.subscribe(world.tenant, "team", "2026-10-31T23:00:00Z");
  for (std::uint32_t seed = 1; seed <= histories; ++seed) {
    std::vector<invoice_row> invoices;
    for (int n = 0; n < 2; ++n) {
      const auto before = world.invoices(world.tenant).size();
      const auto index = static_cast<int>(before);
      const int year = 2026 + (10 + index) / 12;
      const int month = (10 + index) % 12 + 1;
      world.go_to(std::to_string(year) + (month < 10 ? "-0" : "-") + std::to_string(month) + "-20T10:00:00Z");
      world.run();
      auto all = world.invoices(world.tenant);
      REQUIRE(all.size() == before + 1);
      invoices.push_back(all.back());
    }
    play(world, invoices, seed);
  }
}
