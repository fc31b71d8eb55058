// The ledger of credits: its grants, its balance and its entries always say the same.
#include <limits>

#include <doctest/doctest.h>
#include <tests/postgres/as_role.hpp>

#include <weir/postgres/credits.hpp>
#include <weir/postgres/tenants.hpp>

using namespace weir;
using namespace weir::test;
using billing::money;

namespace {

constexpr timestamp day(std::int64_t n) {
  return timestamp::from_ms(n * 86'400'000);
}

struct ledger {
  ledger() {
    empty_tables();
    tenant = platform([&](executor& in) { return tenants::create(in, {new_id("ten_"), 1, "t", "T"}); })->number;
  }

  // Under the account's lock, as whoever changes it does; afterwards everything fits.
  template<class F>
  auto changed(F fn) {
    auto done = worker([&](executor& in) -> std::invoke_result_t<F&, executor&> {
      if (auto held = credits::lock(in, tenant, "EUR"); !held) return std::unexpected(held.error());
      return fn(in);
    });
    check();
    return done;
  }

  std::string give(std::int64_t minor, std::optional<timestamp> until = {}, bool is_paid = false) {
    new_credit_grant g;
    g.id = new_id("crg_");
    g.amount = {minor};
    g.expires_at = until;
    g.is_paid = is_paid;
    g.made_by = "key_1";
    REQUIRE(changed([&](executor& in) { return credits::give(in, tenant, "EUR", g, day(1)); }).has_value());
    return g.id;
  }

  std::string use(const std::string& grant, std::int64_t minor, const std::string& invoice) {
    auto done = changed([&](executor& in) { return credits::use(in, tenant, "EUR", grant, {minor}, invoice, day(2)); });
    return done ? "used" : std::string(weir::name(done.error().code));
  }

  std::int64_t remaining(const std::string& grant) {
    return worker([&](executor& in) { return credits::find(in, grant); })->remaining.minor;
  }

  // kind:amount of each entry, the oldest first.
  std::string told() {
    auto rows = worker([&](executor& in) { return credits::entries(in, tenant, "EUR", 0, 100); }).value();
    std::string out;
    for (auto row = rows.rbegin(); row != rows.rend(); ++row)
      out += (out.empty() ? "" : " ") + row->kind + ":" + std::to_string(row->amount.minor);
    return out;
  }

  static std::string asked(const char* sql) {
    return worker([&](executor& in) -> result<std::string> { return one(in, sql); }).value();
  }

  static void check() {
    CHECK(asked("SELECT count(*) FROM credit_grants AS g WHERE remaining <> "
                "coalesce((SELECT sum(amount) FROM credit_entries AS e WHERE e.grant_id = g.id), 0)") == "0");
    CHECK(asked("SELECT count(*) FROM credit_accounts AS a WHERE balance <> coalesce((SELECT sum(remaining) FROM "
                "credit_grants AS g WHERE g.tenant_number = a.tenant_number AND g.currency = a.currency), 0)") == "0");
    CHECK(asked("SELECT count(*) FROM credit_entries AS e WHERE balance_after <> (SELECT sum(amount) FROM "
                "credit_entries AS b WHERE b.tenant_number = e.tenant_number AND b.currency = e.currency AND "
                "b.sequence <= e.sequence)") == "0");
    CHECK(asked("SELECT count(*) FROM credit_accounts AS a WHERE version <> (SELECT count(*) FROM credit_entries AS e "
                "WHERE e.tenant_number = a.tenant_number AND e.currency = a.currency)") == "0");
  }

  std::int32_t tenant = 0;
};

// What the database says to a statement of the workers' role: "done", "refused" or the constraint.
std::string raw(const std::string& sql) {
  auto r = worker([&](executor& in) -> result<std::string> {
    auto done = in.query(sql.c_str());
    if (done) return std::string("done");
    const auto& e = in.last_error();
    return fail(error_code::not_found, e.constraint.empty() ? "refused" : e.constraint);
  });
  return r ? *r : r.error().detail;
}

}  // namespace

TEST_CASE("credits: granted, used, given back, and every entry has the balance after it") {
  ledger l;
  const auto first = l.give(1000), second = l.give(500);
  CHECK(l.use(first, 1000, "inv_1") == "used");
  CHECK(l.use(second, 200, "inv_1") == "used");
  CHECK(l.use(second, 100, "inv_2") == "used");
  CHECK(l.remaining(first) == 0);
  CHECK(l.remaining(second) == 200);
  CHECK(l.told() == "granted:1000 granted:500 applied:-1000 applied:-200 applied:-100");

  auto back = l.changed([&](executor& in) { return credits::put_back(in, l.tenant, "EUR", "inv_1", day(3)); });
  CHECK(back.value() == money{1200});
  CHECK(l.remaining(first) == 1000);
  CHECK(l.remaining(second) == 400);
  // A second void of the same invoice has nothing to give back, an invoice that used none neither.
  for (const char* invoice : {"inv_1", "inv_9"})
    CHECK(l.changed([&](executor& in) { return credits::put_back(in, l.tenant, "EUR", invoice, day(3)); }).value() ==
          money{});
  // What it uses anew it gives back anew.
  CHECK(l.use(first, 10, "inv_1") == "used");
  CHECK(l.changed([&](executor& in) { return credits::put_back(in, l.tenant, "EUR", "inv_1", day(3)); }).value() ==
        money{10});
  auto newest = worker([&](executor& in) { return credits::entries(in, l.tenant, "EUR", 0, 1); })->front();
  CHECK(newest.sequence == 9);
  CHECK(newest.balance_after == money{1400});
  CHECK(newest.invoice_id == "inv_1");
  CHECK(worker([&](executor& in) { return credits::entries(in, l.tenant, "EUR", 9, 1); })->front().sequence == 8);
}

TEST_CASE("credits: nobody uses more than remains, whoever asks") {
  ledger l;
  const auto grant = l.give(100);
  CHECK(l.use(grant, 101, "inv_1") == "credit_insufficient");
  CHECK(l.use(new_id("crg_"), 1, "inv_1") == "credit_not_found");
  CHECK(worker([&](executor& in) { return credits::use(in, l.tenant, "USD", grant, {1}, "inv_1", day(2)); })
            .error()
            .code == error_code::credit_not_found);
  CHECK(worker([&](executor& in) { return credits::use(in, l.tenant + 1, "EUR", grant, {1}, "inv_1", day(2)); })
            .error()
            .code == error_code::credit_not_found);
  CHECK(l.use(grant, 100, "inv_1") == "used");
  CHECK(l.use(grant, 1, "inv_1") == "credit_insufficient");
  ledger::check();

  // The database itself keeps it so.
  CHECK(raw("UPDATE credit_accounts SET balance = -1") == "credit_accounts_balance_check");
  CHECK(raw("UPDATE credit_grants SET remaining = -1") == "credit_grants_check");
  CHECK(raw("UPDATE credit_grants SET remaining = amount + 1") == "credit_grants_check");
  CHECK(raw("UPDATE credit_grants SET amount = 1") == "refused");
  CHECK(raw("UPDATE credit_entries SET amount = 1") == "refused");
  CHECK(raw("DELETE FROM credit_entries") == "refused");
  CHECK(raw("INSERT INTO credit_entries SELECT tenant_number, currency, sequence + 10, grant_id, 'applied', 5, 0, "
            "'inv_1', "
            "NULL, at FROM credit_entries LIMIT 1") == "credit_entries_check");
  CHECK(raw("INSERT INTO credit_entries SELECT tenant_number, currency, sequence + 10, grant_id, 'applied', -5, -1, "
            "'inv_1', NULL, at FROM credit_entries LIMIT 1") == "credit_entries_balance_after_check");
  CHECK(
      raw("INSERT INTO credit_entries SELECT tenant_number, currency, sequence + 10, grant_id, 'applied', -5, 0, NULL, "
          "NULL, at FROM credit_entries LIMIT 1") == "credit_entries_check1");
  CHECK(raw("INSERT INTO credit_entries SELECT tenant_number, 'USD', sequence + 10, grant_id, 'expired', -5, 0, NULL, "
            "NULL, at FROM credit_entries LIMIT 1") == "credit_entries_tenant_number_currency_grant_id_fkey");
}

TEST_CASE("credits: an account holds no more than its amount can say") {
  ledger l;
  l.give(std::numeric_limits<std::int64_t>::max() - 5);
  new_credit_grant more;
  more.id = new_id("crg_");
  more.amount = {6};
  auto done = l.changed([&](executor& in) { return credits::give(in, l.tenant, "EUR", more, day(1)); });
  CHECK(done.error().code == error_code::amount_overflow);
  CHECK(l.told() == "granted:9223372036854775802");
}

TEST_CASE("credits: what has expired leaves the ledger once, also what an invoice gave back later") {
  ledger l;
  const auto soon = l.give(300, day(10)), later = l.give(300, day(20)), never = l.give(300);
  CHECK(l.use(soon, 100, "inv_1") == "used");
  const auto expire = [&](std::int64_t n) {
    auto gone = l.changed([&](executor& in) { return credits::expire(in, l.tenant, "EUR", day(n)); });
    std::string out;
    for (const auto& g : *gone)
      out += (g.id == soon ? "soon:" : g.id == later ? "later:" : "never:") + std::to_string(g.remaining.minor) + " ";
    return out;
  };
  CHECK(expire(9) == "");
  CHECK(worker([&](executor& in) { return credits::expiring(in, day(9), 10); })->empty());
  const auto due = worker([&](executor& in) { return credits::expiring(in, day(10), 10); }).value();
  REQUIRE(due.size() == 1);
  CHECK(due[0].tenant_number == l.tenant);
  CHECK(due[0].currency == "EUR");
  const auto balances = platform([&](executor& in) { return credits::balances(in, l.tenant, day(10)); }).value();
  REQUIRE(balances.size() == 1);
  CHECK(balances[0].balance == money{800});
  CHECK(balances[0].available == money{600});
  CHECK(expire(10) == "soon:200 ");
  CHECK(expire(10) == "");
  CHECK(worker([&](executor& in) { return credits::expiring(in, day(10), 10); })->empty());
  CHECK(l.changed([&](executor& in) { return credits::put_back(in, l.tenant, "EUR", "inv_1", day(12)); }).value() ==
        money{100});
  CHECK(l.remaining(soon) == 100);
  CHECK(expire(12) == "soon:100 ");
  CHECK(expire(30) == "later:300 ");
  CHECK(l.remaining(never) == 300);
  CHECK(l.told().ends_with("expired:-200 returned:100 expired:-100 expired:-300"));
}

TEST_CASE("credits: what remains is refunded when it was paid for, else voided, and nothing is taken twice") {
  ledger l;
  const auto paid = l.give(100, {}, true), gift = l.give(100);
  const auto take = [&](const std::string& grant) {
    return l.changed([&](executor& in) { return credits::take_back(in, l.tenant, "EUR", grant, "cmd_1", day(3)); })
        .value();
  };
  CHECK(l.use(paid, 40, "inv_1") == "used");
  CHECK(take(paid) == money{60});
  CHECK(take(gift) == money{100});
  CHECK(take(gift) == money{});
  CHECK(l.told() == "granted:100 granted:100 applied:-40 refunded:-60 voided:-100");
  CHECK(worker([&](executor& in) { return credits::open_grants(in, l.tenant, "EUR"); })->empty());
}

TEST_CASE("credits: what an invoice may use is what the rules of billing order") {
  ledger l;
  const auto first = l.give(100, day(50)), second = l.give(100);
  CHECK(l.use(first, 30, "inv_1") == "used");
  const auto open = worker([&](executor& in) { return credits::open_grants(in, l.tenant, "EUR"); }).value();
  REQUIRE(open.size() == 2);
  CHECK(open[0] == billing::credit_grant{first, {70}, 100, day(50), day(1)});
  CHECK(open[1] == billing::credit_grant{second, {100}, 100, std::nullopt, day(1)});
  CHECK(worker([&](executor& in) { return credits::open_grants(in, l.tenant, "USD"); })->empty());
  const auto list = platform([&](executor& in) { return credits::list(in, l.tenant, first, 10); }).value();
  REQUIRE(list.size() == 1);
  CHECK(list[0].id == second);
}

TEST_CASE("credits: whoever comes second waits for the account, and sees what the first one did") {
  ledger l;
  const auto grant = l.give(100);
  auto first = shared_database().connect();
  must(*first, "BEGIN; SET LOCAL ROLE weir_worker");
  REQUIRE(credits::lock(*first, l.tenant, "EUR").has_value());
  auto second = shared_database().connect();
  must(*second, "BEGIN; SET LOCAL ROLE weir_worker; SET LOCAL lock_timeout = '200ms'");
  CHECK_FALSE(credits::lock(*second, l.tenant, "EUR").has_value());
  must(*second, "ROLLBACK");
  // Another currency's account is another one.
  must(*second, "BEGIN; SET LOCAL ROLE weir_worker; SET LOCAL lock_timeout = '200ms'");
  CHECK(credits::lock(*second, l.tenant, "USD").has_value());
  must(*second, "ROLLBACK");
  REQUIRE(credits::use(*first, l.tenant, "EUR", grant, {100}, "inv_1", day(2)).has_value());
  must(*first, "COMMIT");
  must(*second, "BEGIN; SET LOCAL ROLE weir_worker");
  CHECK(credits::lock(*second, l.tenant, "EUR")->balance == money{});
  CHECK(credits::use(*second, l.tenant, "EUR", grant, {1}, "inv_2", day(2)).error().code ==
        error_code::credit_insufficient);
  must(*second, "ROLLBACK");
}
