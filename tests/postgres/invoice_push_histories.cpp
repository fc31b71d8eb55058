// Seeded histories of invoices that are put into an account at Stripe: answers get lost before and after Stripe has
// done what it was asked for, or are errors of Stripe's that stay so, what came of a step is not recorded, days pass,
// two processes take the same step, Stripe refuses. Whatever happens, each invoice is there once in the end, with its
// lines and its fate.
#include <functional>
#include <map>
#include <mutex>
#include <random>
#include <set>
#include <thread>

#include <doctest/doctest.h>
#include <tests/postgres/billing_world.hpp>
#include <workers/billing/gather_document.hpp>
#include <workers/payments/push_invoices.hpp>

#include <weir/postgres/installation.hpp>
#include <weir/postgres/invoice_pushes.hpp>
#include <weir/postgres/sealed_secrets.hpp>

using namespace weir;
using namespace weir::test;
using contract::invoice_answer;
using payments::push_refusal;
using payments::push_request;
using payments::push_step;

namespace {

const std::string secret(40, 's');
const std::string account = "ppr_00000000000000000000000001";

void administer(const std::string& sql) {
  must(*shared_database().connect_as_administrator(), sql);
}

std::string ask(const std::string& sql) {
  return one(*shared_database().connect_as_administrator(), sql);
}

// Its invoices, and what it answers to keys that it knows.
class stripe_account {
 public:
  explicit stripe_account(unsigned seed) : random_(seed) {}

  payments::push_result<std::optional<invoice_answer>> look(const push_request& r) {
    const std::scoped_lock lock(mutex_);
    if (!calm && random_() % 12 == 0) return std::unexpected(push_refusal{true, "lost"});
    for (const auto& i : invoices)
      if (r.of->there.reference ? i.id == *r.of->there.reference : i.marked_invoice == r.of->invoice_id)
        return std::optional(i);
    if (!r.of->there.reference) return std::optional<invoice_answer>();
    return std::unexpected(push_refusal{false, "resource_missing", "No such invoice."});
  }

  payments::push_result<invoice_answer> take(const push_request& r, push_step step, const std::string& key) {
    const auto fate = roll();
    if (fate == 1) return std::unexpected(push_refusal{true, "lost"});
    if (fate == 2) return std::unexpected(push_refusal{false, "refused", "Not now."});
    // Somebody else takes the same step at the same time.
    if (fate == 3) administer("UPDATE invoice_pushes SET due_at = clock_timestamp() WHERE state = 'waiting'");
    if (meanwhile) meanwhile();
    const std::scoped_lock lock(mutex_);
    if (r.api_key != "sk_test_1" || r.of->account != account) ++lies;
    const auto [said, fresh] = said_.emplace(key, r.of->invoice_id + std::string(name(step)));
    if (!fresh && said->second != r.of->invoice_id + std::string(name(step))) ++lies;
    if (broken_.contains(key)) return std::unexpected(broken());
    if (const auto known = answers_.find(key); known != answers_.end()) return known->second;
    // Whether it was done or not, it says so for as long as it knows the key.
    if (fate >= 5 && fate <= 6) {
      broken_.insert(key);
      if (fate == 5) (void)carry_out(r, step);
      return std::unexpected(broken());
    }
    auto done = carry_out(r, step);
    if (done) answers_.emplace(key, *done);
    if (fate == 4) return std::unexpected(push_refusal{true, "lost", "", std::chrono::seconds(1)});
    return done;
  }

  void forget_keys() {
    const std::scoped_lock lock(mutex_);
    answers_.clear();
    broken_.clear();
  }

  bool calm = false;
  std::function<void()> meanwhile;  // each time that it is asked for something
  int lies = 0;
  std::vector<invoice_answer> invoices;
  std::map<std::string, std::vector<payments::pushed_line>> lines;

 private:
  static push_refusal broken() { return {.is_unavailable = true, .code = "unavailable", .is_server_error = true}; }

  unsigned roll() {
    const std::scoped_lock lock(mutex_);
    return calm ? 0U : static_cast<unsigned>(random_() % 12);
  }

  payments::push_result<invoice_answer> carry_out(const push_request& r, push_step step) {
    if (step == push_step::create) {
      const auto id = "in_" + std::to_string(invoices.size() + 1);
      invoices.push_back({id, "draft", "", "", 0, false, r.installation, r.of->invoice_id});
      return invoices.back();
    }
    auto& at = *std::ranges::find(invoices, *r.of->there.reference, &invoice_answer::id);
    const auto refuse = [&](const char* unless) -> payments::push_result<invoice_answer> {
      return std::unexpected(push_refusal{false, "state", "It is " + at.status + ", not " + unless + "."});
    };
    if (step == push_step::add_lines || step == push_step::finalize) {
      if (at.status != "draft") return refuse("draft");
      if (step == push_step::add_lines) {
        for (const auto& line : r.what->lines) {
          lines[at.id].push_back(line);
          at.total += line.amount;
          at.amount_due = at.total;
        }
        at.has_lines = true;
        return at;
      }
      at.status = at.total > 0 ? "open" : "paid";
      at.number = "N-" + at.id;
      return at;
    }
    if (at.status != "open" && (at.status != "uncollectible" || step == push_step::mark_uncollectible))
      return refuse("open");
    at.status = status_after(step);
    if (step == push_step::pay) at.paid_off_stripe = at.amount_due;
    return at;
  }

  std::mutex mutex_;
  std::mt19937 random_;
  std::map<std::string, invoice_answer> answers_;
  std::map<std::string, std::string> said_;
  std::set<std::string> broken_;
};

class push_world : public billing_world {
 public:
  push_world() {
    administer("INSERT INTO payment_providers (id, slug, provider, name, live, push_invoices_from) VALUES ('" +
               account + "', 'main', 'stripe', 'Main', false, '-infinity')");
    const auto id = account + "_api_key_1";
    const auto sealed = ring.seal(sealed_secrets::purpose(sealed_secrets::what::provider_secret), id, "sk_test_1");
    const std::array key{param(id), param::bytes(sealed)};
    auto put = shared_database().connect_as_administrator()->query(
        "INSERT INTO payment_provider_secrets (id, provider_number, kind, sealed) SELECT $1, number, 'api_key', $2 "
        "FROM payment_providers",
        key);
    REQUIRE(put.has_value());
    administer(
        "INSERT INTO installation (id, topic_prefix, partitions, claim_key) VALUES "
        "('ins_00000000000000000000000001', '', 1, sha256('1')) ON CONFLICT DO NOTHING");
    become_customer(tenant);
  }

  static void become_customer(const tenant_row& of) {
    administer("INSERT INTO payment_customers (provider_number, tenant_number, reference) SELECT number, " +
               std::to_string(of.number) + ", 'cus_" + std::to_string(of.number) + "' FROM payment_providers");
  }

  // Nobody waits any longer, and what was refused is tried again.
  void hurry() {
    administer("UPDATE invoice_pushes SET due_at = least(due_at, clock_timestamp()) WHERE state = 'waiting'");
    const auto failed =
        ask("SELECT coalesce(string_agg(invoice_id, ' '), '') FROM invoice_pushes WHERE state = 'failed'");
    for (std::size_t at = 0; at < failed.size(); at += 31)
      platform([&](executor& in) { return invoice_pushes::retry(in, failed.substr(at, 30)); }).value();
    clock_moves(400);
  }

  void clock_moves(std::int64_t seconds) { clock.set(format_rfc3339({clock.now().ns + seconds * 1'000'000'000})); }

  void turn(payments::push_invoices& by) {
    const auto done = by.turn({});
    CHECK_MESSAGE(done.has_value(), (done ? "" : done.error().detail));
  }

  // It is killed before it has written down what came of its steps.
  void turn_for_nothing(payments::push_invoices& by) {
    administer("CREATE TABLE pushed_before AS TABLE invoice_pushes");
    turn(by);
    administer(
        "UPDATE invoice_pushes AS h SET state = b.state, reference = b.reference, has_lines = b.has_lines, status = "
        "b.status, number = b.number, failure_code = b.failure_code, failure_message = b.failure_message, pushed_at = "
        "b.pushed_at, asked_at = coalesce(h.asked_at, clock_timestamp()) FROM pushed_before AS b WHERE h.invoice_id = "
        "b.invoice_id AND b.state = 'waiting'");
    administer("DROP TABLE pushed_before");
  }

  static void a_day_passes(stripe_account& there) {
    there.forget_keys();
    administer("UPDATE invoice_pushes SET asked_at = asked_at - interval '1 day'");
  }

  payments::push_invoices process(stripe_account& there) {
    return {
        connections(),
        ring,
        clock,
        {[](executor& in, const due_push& of) -> result<documents::invoice_document> {
           auto row = postgres::invoices::find(in, of.invoice_id);
           auto whose = tenants::by_number(in, of.tenant_number);
           if (!row || !whose) return std::unexpected(row ? whose.error() : row.error());
           return billing::gather_document(in, *row, *whose);
         },
         [&there](const push_request& r) { return there.look(r); },
         [&there](const push_request& r, push_step step, const std::string& key) { return there.take(r, step, key); }},
        [this](std::string_view state) { ++ended[std::string(state)]; }};
  }

  void settle(payments::push_invoices& by) {
    for (int i = 0; i < 8; ++i) {
      hurry();
      turn(by);
    }
  }

  void change(const invoice_row& of, const tenant_row& whose, unsigned how) {
    if (of.state == billing::invoice_state::paid || of.kind == billing::invoice_kind::credit_note) return;
    const auto id = *invoice_id::parse(of.id);
    if (how == 0) (void)carry_out(whose, contract::change_invoice{id, "void"});
    if (how == 1) (void)carry_out(whose, contract::change_invoice{id, "give_up"});
    if (how == 2)
      (void)carry_out(
          whose, contract::record_payment{id, billing::text(of.due, *billing::currency::find("EUR")), "check", "", {}});
  }

  secret_ring ring{secret};
  std::map<std::string, int> ended;
};

// What Stripe calls an invoice that is so here.
std::string_view expected_status(const invoice_row& of) {
  if (of.state == billing::invoice_state::paid) return "paid";
  if (of.state == billing::invoice_state::voided) return "void";
  if (of.state == billing::invoice_state::uncollectible) return "uncollectible";
  return "open";
}

void check_all(const push_world& world, const stripe_account& there, const tenant_row& of, std::size_t least) {
  std::size_t pushed = 0;
  for (const auto& invoice : world.invoices(of)) {
    CAPTURE(invoice.id);
    const auto count = std::ranges::count(there.invoices, invoice.id, &invoice_answer::marked_invoice);
    if (invoice.kind == billing::invoice_kind::credit_note || invoice.total.minor == 0) {
      CHECK(count == 0);
      continue;
    }
    if (count == 0 && invoice.state == billing::invoice_state::voided) continue;  // before anybody looked
    REQUIRE(count == 1);
    ++pushed;
    const auto& is = *std::ranges::find(there.invoices, invoice.id, &invoice_answer::marked_invoice);
    CHECK(is.total == invoice.due.minor);
    CHECK(is.status == expected_status(invoice));
    std::int64_t sum = 0;
    for (const auto& line : there.lines.at(is.id))
      sum += line.amount;
    CHECK(sum == invoice.due.minor);
  }
  CHECK(pushed >= least);
}

void run(unsigned seed) {
  push_world world;
  const auto other = world.add_tenant("other");
  push_world::become_customer(other);
  stripe_account there(seed);
  std::mt19937 random(seed);
  auto first = world.process(there), second = world.process(there);
  world.subscribe(world.tenant, "team", "2026-10-31T23:00:00Z");
  world.subscribe(other, "team", "2026-10-31T23:00:00Z");
  for (int month = 0; month < 2; ++month) {
    world.run();
    for (int step = 0; step < 14; ++step) {
      if (random() % 2 == 0) world.hurry();
      if (random() % 9 == 0) push_world::a_day_passes(there);
      if (random() % 6 == 0) {
        const auto& whose = random() % 2 == 0 ? world.tenant : other;
        world.change(world.invoices(whose).back(), whose, static_cast<unsigned>(random() % 3));
      }
      const auto way = random() % 4;
      if (way == 0) {
        std::jthread beside([&] { world.turn(second); });
        world.turn(first);
      } else if (way == 1) {
        world.turn_for_nothing(first);
      } else {
        world.turn(way == 2 ? first : second);
      }
      world.clock_moves(static_cast<std::int64_t>(random() % 90));
    }
    for (const auto& whose : {world.tenant, other})
      world.count(whose, "2026-11-20T12:00:00Z", 1'500 + static_cast<std::int64_t>(random() % 100));
    if (month == 0) world.go_to("2026-12-01T02:00:00Z");
  }
  there.calm = true;
  world.settle(first);
  CHECK(there.lies == 0);
  CHECK(ask("SELECT count(*) FROM invoice_pushes WHERE state <> 'pushed'") == "0");
  check_all(world, there, world.tenant, 1);
  check_all(world, there, other, 1);
}

}  // namespace

TEST_CASE("each invoice is at Stripe once, whatever was lost, refused or done twice") {
  for (unsigned seed = 1; seed <= 10; ++seed) {
    CAPTURE(seed);
    run(seed);
  }
}

TEST_CASE("a row is there before Stripe is asked, and one step is taken after the other") {
  push_world world;
  stripe_account there(1);
  there.calm = true;
  auto by = world.process(there);
  world.subscribe(world.tenant, "team", "2026-10-31T23:00:00Z");
  world.run();
  const auto look = [&] {
    world.turn(by);
    return ask("SELECT state || ' ' || coalesce(status, '-') || ' ' || has_lines FROM invoice_pushes");
  };
  CHECK(look() == "waiting draft false");
  CHECK(look() == "waiting draft true");
  CHECK(look() == "pushed open true");
  CHECK(look() == "pushed open true");
  world.change(world.invoices(world.tenant).front(), world.tenant, 2);
  world.clock_moves(10);
  CHECK(look() == "pushed paid true");
  CHECK(world.ended == std::map<std::string, int>{{"pushed", 1}});
  CHECK(ask("SELECT reference || ' ' || number FROM invoice_pushes") == "in_1 N-in_1");
  CHECK(ask("SELECT (due_date >= (SELECT due_at - interval '1 second' FROM invoices))::text FROM invoice_pushes") ==
        "true");
}

TEST_CASE("accounts that are off or disabled are left alone, and what was begun is ended") {
  push_world world;
  stripe_account there(1);
  there.calm = true;
  auto by = world.process(there);
  world.subscribe(world.tenant, "team", "2026-10-31T23:00:00Z");
  world.run();
  administer("UPDATE payment_providers SET push_invoices_from = NULL");
  world.settle(by);
  CHECK(ask("SELECT count(*) FROM invoice_pushes") == "0");
  administer("UPDATE payment_providers SET push_invoices_from = 'infinity'");
  world.settle(by);
  CHECK(ask("SELECT count(*) FROM invoice_pushes") == "0");
  administer("UPDATE payment_providers SET push_invoices_from = '-infinity', enabled = false");
  world.settle(by);
  CHECK(there.invoices.empty());
  administer("UPDATE payment_providers SET enabled = true");
  world.clock_moves(400);
  world.turn(by);
  CHECK(there.invoices.front().status == "draft");
  administer("UPDATE payment_providers SET push_invoices_from = NULL");
  world.settle(by);
  CHECK(there.invoices.front().status == "open");
}

TEST_CASE("what waits longer than it is held is left to whoever takes it next") {
  push_world world;
  stripe_account there(1);
  there.calm = true;
  auto by = world.process(there);
  world.subscribe(world.tenant, "team", "2026-10-31T23:00:00Z");
  world.run();
  world.go_to("2026-12-01T02:00:00Z");
  world.run();
  there.meanwhile = [&] { world.clock_moves(250); };
  world.turn(by);
  CHECK(ask("SELECT count(*) || ' ' || count(reference) FROM invoice_pushes") == "2 1");
  there.meanwhile = {};
  world.settle(by);
  CHECK(ask("SELECT count(*) FROM invoice_pushes WHERE state = 'pushed'") == "2");
}

TEST_CASE("a tenant sees its own, and the platform alone has what failed tried again") {
  push_world world;
  stripe_account there(1);
  there.calm = true;
  auto by = world.process(there);
  world.subscribe(world.tenant, "team", "2026-10-31T23:00:00Z");
  world.run();
  world.settle(by);
  const auto other = world.add_tenant("other");
  const auto seen = [&](const tenant_scope& by_whom) {
    return connections()
        .read(role::api, by_whom, [](executor& in) { return in.query("SELECT invoice_id FROM invoice_pushes"); })
        .value()
        .size();
  };
  CHECK(seen(tenant_scope::of(world.tenant.number)) == 1);
  CHECK(seen(tenant_scope::of(other.number)) == 0);
  CHECK(seen(tenant_scope::platform()) == 1);
  CHECK(seen(tenant_scope::nobody()) == 0);
  const auto changed = [&](const tenant_scope& by_whom, const char* sql) {
    return connections().with_transaction(role::api, by_whom, [&](executor& in) { return in.query(sql); });
  };
  const auto* again = "UPDATE invoice_pushes SET round = round + 1";
  CHECK(changed(tenant_scope::of(world.tenant.number), again).value().affected() == 0);
  CHECK(changed(tenant_scope::nobody(), again).value().affected() == 0);
  CHECK(changed(tenant_scope::platform(), again).value().affected() == 1);
  for (const auto* sql : {"UPDATE invoice_pushes SET tenant_number = tenant_number",
                          "UPDATE invoice_pushes SET pushed_at = NULL", "DELETE FROM invoice_pushes"})
    CHECK_FALSE(changed(tenant_scope::platform(), sql).has_value());
}
