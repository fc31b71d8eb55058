// Months of an invoice whose money does not come, by a clock that the test sets: whoever goes after it is killed
// before and after each commit, commands are lost and come twice, and every step is taken once.
#include <map>
#include <random>

#include <doctest/doctest.h>
#include <tests/postgres/billing_world.hpp>
#include <workers/billing/change_invoices.hpp>
#include <workers/billing/change_subscriptions.hpp>
#include <workers/payments/collector.hpp>

#include <weir/postgres/collections.hpp>
#include <weir/postgres/command_results.hpp>

using namespace weir;
using namespace weir::test;

namespace {

struct killed {};

constexpr std::int64_t hour_ns = 3'600'000'000'000;

class deadly_clock final : public clock_source {
 public:
  explicit deadly_clock(std::mt19937& random) : random_(random) {}
  timestamp now() const override {
    if (dies && random_() % 6 == 0) throw killed();
    return at;
  }
  std::int64_t monotonic_ms() const override { return at.ms(); }

  bool dies = false;
  timestamp at = instant("2026-11-20T10:00:00Z");

 private:
  std::mt19937& random_;
};

class collected_world : public billing_world {
 public:
  explicit collected_world(std::uint32_t seed = 1)
      : random(seed),
        deadly(random),
        collector(connections(), deadly,
                  {[this](executor&, const collection_row&) -> result<std::optional<timestamp>> {
                     return has_method ? std::optional(timestamp{}) : std::nullopt;
                   },
                   [this](const invoice_id& of, std::string_view why) { return charge(of, why); },
                   [this](const contract::command& c) { send(c); },
                   [this](const payments::taken_step& s) { taken += std::string(billing::name(s.act)) + " "; }}) {
    auto draft = draft_of("strict");
    draft.dunning = {{{1, "remind"}, {3, "charge"}, {7, "remind"}, {14, "pause"}, {28, "cancel"}, {40, "give_up"}}};
    add_plan(draft);
    subscription = subscribe(tenant, "strict", "2026-10-31T23:00:00Z");
    run();
    invoice = invoices(tenant).front();
    REQUIRE(invoice.due.minor == 4900);
  }

  // So many hours pass, with a look in each.
  void pass(std::int64_t hours, std::int64_t each = 12) {
    for (std::int64_t h = 0; h < hours; h += each) {
      deadly.at.ns += each * hour_ns;
      look();
    }
  }

  void look() {
    for (int i = 0; i < (deadly.dies ? 4 : 2); ++i) {
      go_to(format_rfc3339(deadly.at));
      try {
        const auto done = collector.turn(8);
        REQUIRE_MESSAGE(done.has_value(), done.error().detail);
      } catch (const killed&) {
      }
      deliver();
      deadly.at.ns += 20'000'000'000;  // longer than a command is waited for
    }
  }

  void pay() {
    contract::record_payment what{*invoice_id::parse(invoice.id), "49", "check", "", {}};
    const auto done = carry_out(tenant, what);
    REQUIRE_MESSAGE(done.has_value(), done.error().detail);
  }

  // Steps by number: act, result, outcome.
  std::string steps() const {
    return ask(
        "SELECT number || ' ' || act || ' ' || result || CASE outcome WHEN '' THEN '' ELSE ' ' || outcome END || ',' "
        "FROM collection_steps WHERE invoice_id = '" +
        invoice.id + "' ORDER BY number");
  }
  std::string state() const {
    return ask(
        "SELECT c.state || ' ' || c.outcome || ' ' || i.state FROM invoice_collections AS c JOIN invoices AS i "
        "ON i.id = c.invoice_id WHERE i.id = '" +
        invoice.id + "'");
  }
  std::string changes() const {
    return ask("SELECT kind FROM subscription_changes WHERE subscription_id = '" + subscription +
               "' ORDER BY sequence");
  }
  static std::string told(const std::string& type) {
    return ask("SELECT count(*) FROM outbox WHERE type = 'collection." + type + "'");
  }

  static std::string ask(const std::string& sql) {
    auto r = shared_database().connect_as_administrator()->query(sql.c_str());
    REQUIRE_MESSAGE(r.has_value(), r.error().detail);
    std::string out;
    for (std::size_t i = 0; i < r->size(); ++i)
      out += (i > 0 ? " " : "") + r->at(i, 0).optional_string().value_or("");
    return out;
  }

  std::mt19937 random;
  deadly_clock deadly;
  payments::collector collector;
  std::string subscription;
  invoice_row invoice;
  bool has_method = true;
  bool is_away = false;  // the provider
  bool are_commands_held = false;
  std::map<std::string, int> charges{};  // by cause, how often it was asked for
  std::string taken;

 private:
  result<payments::charge_end> charge(const invoice_id& of, std::string_view why) {
    CHECK(of.text() == invoice.id);
    if (is_away) return fail(error_code::payment_provider_unavailable);
    ++charges[std::string(why)];
    if (deadly.dies && random() % 3 == 0) throw killed();
    return payments::charge_end{"failed", "declined", {}};
  }

  void send(const contract::command& c) {
    if (deadly.dies && random() % 4 == 0) throw killed();
    if (!deadly.dies || random() % 4 != 0) under_way_.push_back(c);
  }

  void deliver() {
    if (are_commands_held) return;
    for (const auto& c : std::exchange(under_way_, {})) {
      carry_out_command(c);
      if (deadly.dies && random() % 3 == 0) under_way_.push_back(c);  // it comes once more
    }
  }

  // As the operations worker does: once for each command.
  void carry_out_command(const contract::command& c) {
    const auto done = worker([&](executor& in) -> result<void> {
      if (auto handled = command_results::handled(in, c.id.text()); !handled || *handled)
        return handled ? result<void>() : std::unexpected(handled.error());
      const command_origin origin{c.id.text(), c.principal, "", c.issued_at, tenant};
      const auto* subscribed = std::get_if<contract::change_subscription>(&c.body);
      auto came = subscribed ? billing::change_subscription(in, origin, *subscribed)
                             : billing::change_invoice(in, origin, std::get<contract::change_invoice>(c.body));
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

  std::vector<contract::command> under_way_;
};

constexpr std::int64_t day = 24;

}  // namespace

TEST_CASE("every step of three months is taken once, whoever is killed on the way") {
  for (std::uint32_t seed = 1; seed <= 3; ++seed) {
    CAPTURE(seed);
    collected_world world(seed);
    world.deadly.dies = true;
    world.pass(90 * day);
    world.deadly.dies = false;
    world.pass(5 * day);
    CHECK(world.steps() ==
          "0 charge failed declined, 1 remind done, 2 charge failed declined, 3 remind done, 4 pause "
          "done, 5 cancel done, 6 give_up done,");
    CHECK(world.state() == "ended uncollectible uncollectible");
    CHECK(world.changes() == "start pause cancel");
    CHECK(world.charges.size() == 2);
    CHECK(world.charges.contains("dunning:0"));
    CHECK(world.charges.contains("dunning:2"));
    CHECK(world.told("started") == "1");
    CHECK(world.told("step_taken") == "7");
    CHECK(world.told("ended") == "1");
  }
}

TEST_CASE("nothing is done before its day, and what was paused goes on when the money comes") {
  collected_world world;
  world.look();
  CHECK(world.steps() == "0 charge failed declined,");
  CHECK(world.state() == "waiting declined finalized");
  world.pass(30 * day);  // of the issuer's terms
  CHECK(world.steps() == "0 charge failed declined,");
  world.pass(8 * day);
  CHECK(world.steps() == "0 charge failed declined, 1 remind done, 2 charge failed declined, 3 remind done,");
  CHECK(world.changes() == "start");
  world.pass(7 * day);
  CHECK(world.changes() == "start pause");
  CHECK(world.ask("SELECT array_to_string(paused, ' ') FROM invoice_collections") == world.subscription);
  world.pay();
  world.look();
  CHECK(world.changes() == "start pause resume");
  CHECK(world.state() == "ended paid paid");
  world.pass(60 * day);
  CHECK(world.changes() == "start pause resume");
  CHECK(world.told("step_taken") == "5");
  CHECK(world.told("ended") == "1");
}

TEST_CASE("a pause that is under way when the money comes is taken back") {
  collected_world world;
  world.pass(43 * day);
  CHECK(world.changes() == "start");
  world.are_commands_held = true;
  world.pass(2 * day);
  CHECK(world.changes() == "start");
  world.pay();
  world.look();
  CHECK(world.state() == "running  paid");
  world.are_commands_held = false;
  world.pass(1 * day);
  CHECK(world.changes() == "start pause resume");
  CHECK(world.state() == "ended paid paid");
}

TEST_CASE("what a person has paused stays paused when the money comes") {
  collected_world world;
  world.look();
  REQUIRE(world
              .carry_out(world.tenant, contract::change_subscription{.id = *subscription_id::parse(world.subscription),
                                                                     .change = "pause"})
              .has_value());
  world.pass(45 * day);
  CHECK(world.steps().ends_with("4 pause failed subscription_change_refused,"));
  world.pay();
  world.look();
  CHECK(world.changes() == "start pause");
  CHECK(world.state() == "ended paid paid");
}

TEST_CASE("without a method nothing is charged, and one that comes is charged once") {
  collected_world world;
  world.has_method = false;
  world.pass(34 * day);
  CHECK(world.steps() == "0 charge skipped no_method, 1 remind done,");
  CHECK(world.charges.empty());
  world.has_method = true;
  REQUIRE(worker([&](executor& in) { return collections::look_again_of(in, world.tenant.number); }).has_value());
  world.look();
  CHECK(world.steps() == "0 charge skipped no_method, 1 remind done, 2 charge failed declined,");
}

TEST_CASE("a provider that is away is asked again, and money that is under way is waited for") {
  collected_world world;
  world.is_away = true;
  world.pass(2 * day);
  CHECK(world.steps().empty());
  world.is_away = false;
  world.pass(1 * day);
  CHECK(world.steps() == "0 charge failed declined,");
  must(*shared_database().connect_as_administrator(),
       "INSERT INTO payment_providers (id, slug, provider, name, live) VALUES ('" + new_id("ppr_") +
           "', 'main', 'stripe', 'Main', false); INSERT INTO payments (id, tenant_number, invoice_id, provider_number, "
           "origin, amount, currency, state, created_by) SELECT '" +
           new_id("pay_") +
           "', tenant_number, id, (SELECT number FROM payment_providers), 'hosted', due, currency, 'processing', "
           "'usr_1' FROM invoices");
  world.pass(60 * day);
  CHECK(world.steps() == "0 charge failed declined,");
  must(*shared_database().connect_as_administrator(), "UPDATE payments SET state = 'canceled'");
  world.pass(1 * day);
  // What passed meanwhile is done once, and nothing is stopped without a day's notice.
  CHECK(world.steps() ==
        "0 charge failed declined, 1 remind skipped superseded, 2 charge failed declined, 3 remind done,");
  world.pass(3 * day);
  CHECK(world.changes() == "start pause cancel");
}

TEST_CASE("what is held waits, and ends all the same when the money comes") {
  collected_world world;
  world.look();
  const auto as_api = [](auto&& act) {
    return connections().with_transaction(role::api, tenant_scope::platform(), act);
  };
  REQUIRE(as_api([&](executor& in) { return collections::hold(in, world.invoice.id); }).has_value());
  const auto again = as_api([&](executor& in) { return collections::hold(in, world.invoice.id); });
  REQUIRE_FALSE(again.has_value());
  CHECK(again.error().code == error_code::collection_state_refused);
  world.pass(100 * day);
  CHECK(world.steps() == "0 charge failed declined,");
  CHECK(world.state() == "held declined finalized");
  REQUIRE(as_api([&](executor& in) { return collections::resume(in, world.invoice.id, world.deadly.at); }).has_value());
  world.look();
  CHECK(world.steps() ==
        "0 charge failed declined, 1 remind skipped superseded, 2 charge failed declined, 3 remind done,");
  REQUIRE(as_api([&](executor& in) { return collections::hold(in, world.invoice.id); }).has_value());
  world.pay();
  world.look();
  CHECK(world.state() == "ended paid paid");
}
