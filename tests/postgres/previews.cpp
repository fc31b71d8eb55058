// Previews of changes, and simulated prices: what they say is what the command and the next run then make, and they
// write nothing.
#include <string>
#include <vector>

#include <doctest/doctest.h>
#include <tests/postgres/billing_world.hpp>
#include <workers/billing/preview_change.hpp>
#include <workers/billing/simulate_plan.hpp>

#include <weir/contract/plan_documents.hpp>
#include <weir/postgres/plans.hpp>
#include <weir/postgres/subscriptions.hpp>

using namespace weir;
using namespace weir::test;

namespace {

using billing::money;
using billing::prepared;
using billing::simulated_tenant;

struct line {
  billing::charge_key key;
  timestamp to;
  money amount, net;
  std::string detail;

  bool operator==(const line&) const = default;
};

std::vector<line> lines_of(const prepared& p) {
  std::vector<line> out;
  for (const auto& of : p.currencies) {
    for (const auto& made : of.invoices) {
      for (const auto& l : made.lines)
        out.push_back({l.key, l.to, l.amount, l.net, l.detail});
    }
  }
  return out;
}

// That the database has; changes of sequences would not show, and there are none.
std::string row_counts() {
  auto admin = shared_database().connect_as_administrator();
  return one(*admin,
             "SELECT string_agg(relname || '=' || (xpath('/row/n/text()', query_to_xml(format('SELECT count(*) AS n "
             "FROM %I', relname), false, true, '')))[1]::text, ' ' ORDER BY relname) FROM pg_class WHERE relkind = 'r' "
             "AND relnamespace = 'public'::regnamespace");
}

template<class F>
auto platform_snapshot(F f) {
  return connections().read_snapshot(role::api, tenant_scope::platform(), f);
}

struct preview_world : billing_world {
  preview_world() {
    auto scale = draft_of("scale");
    scale.prices[0].amount = "99";
    scale.prices[1].unit_amount = "0.005";
    add_plan(scale);
    auto yen = draft_of("yen");
    yen.prices[0].currency = yen.prices[1].currency = "JPY";
    add_plan(yen);
  }

  result<billing::previewed_change> preview(const tenant_row& of, const contract::command_body& what) {
    const command_origin origin{new_id("cmd_"), "usr_1", "", clock.now(), of};
    const auto before = row_counts();
    auto out = platform_snapshot([&](executor& in) -> result<billing::previewed_change> {
      if (const auto* start = std::get_if<contract::start_subscription>(&what))
        return billing::preview_start(in, origin, *start, system_ids());
      return billing::preview_change(in, origin, std::get<contract::change_subscription>(what), system_ids());
    });
    CHECK(row_counts() == before);
    return out;
  }

  static contract::change_subscription change(const std::string& id, std::string what,
                                              contract::change_time when = contract::change_time::now,
                                              std::optional<std::string> plan = {}) {
    contract::change_subscription out{*subscription_id::parse(id), std::move(what)};
    if (plan) out.plan = contract::plan_choice{*plan};
    out.when = when;
    return out;
  }

  // The command is carried out, and the month ends: the next invoice has the lines of the preview.
  void check_kept(const std::string& id, const contract::change_subscription& what) {
    const auto seen = preview(tenant, what);
    REQUIRE_MESSAGE(seen.has_value(), seen.error().detail);
    CHECK(seen->subscription == id);
    CHECK(lines_of(seen->with) != lines_of(seen->without));
    REQUIRE(seen->amounts.has_value());
    const auto had = invoices(tenant).size();
    REQUIRE(carry_out(tenant, what).has_value());
    go_to("2026-12-01T06:00:00Z");
    run();
    const auto all = invoices(tenant);
    REQUIRE(all.size() == had + 1);
    std::vector<line> made;
    for (const auto& l : lines(all.back()))
      made.push_back({l.key, l.to, l.amount, l.net, l.detail});
    CHECK(lines_of(seen->with) == made);
    CHECK(seen->as_stored.as_of.at == all.back().as_of);
    CHECK(seen->amounts->at(0).supposed == all.back().total);
  }

  simulated_tenant simulate(const tenant_row& of, const std::string& plan, std::optional<std::string> instead_of = {}) {
    const auto before = row_counts();
    auto out = platform_snapshot([&](executor& in) -> result<simulated_tenant> {
                 auto row = postgres::plans::find(in, plan, std::nullopt);
                 if (!row) return std::unexpected(row.error());
                 auto parsed = contract::parse_plan_definition(row->definition, row->version);
                 if (!parsed) return std::unexpected(parsed.error());
                 return billing::simulate_plan(in, of, {*parsed, instead_of, {2026, 10, 1}, 1});
               }).value();
    CHECK(row_counts() == before);
    return out;
  }
};

}  // namespace

TEST_CASE("an upgrade now is billed as its preview says") {
  preview_world w;
  const auto id = w.subscribe(w.tenant, "team", "2026-10-31T23:00:00Z");
  w.count(w.tenant, "2026-11-05T10:00:00Z", 1800);
  w.run();
  w.check_kept(id, w.change(id, "change_plan", contract::change_time::now, "scale"));
}

TEST_CASE("a downgrade at the end of the period is billed as its preview says") {
  preview_world w;
  const auto id = w.subscribe(w.tenant, "scale", "2026-10-31T23:00:00Z");
  w.count(w.tenant, "2026-11-05T10:00:00Z", 1800);
  w.run();
  const auto what = w.change(id, "change_plan", contract::change_time::period_end, "team");
  const auto seen = w.preview(w.tenant, what).value();
  CHECK(seen.change.at == instant("2026-11-30T23:00:00Z"));
  // Usage of November stays; December's fee is another.
  CHECK(seen.amounts->at(0).difference == money{4900 - 9900});
  w.check_kept(id, what);
}

TEST_CASE("a cancellation now gives back what its preview says") {
  preview_world w;
  const auto id = w.subscribe(w.tenant, "team", "2026-10-31T23:00:00Z");
  w.run();
  const auto what = w.change(id, "cancel");
  const auto seen = w.preview(w.tenant, what).value();
  // Nothing is due but what the fee was too much: of November, and December's is not asked for.
  CHECK(seen.amounts->at(0).current == money{4900});
  CHECK(seen.amounts->at(0).supposed < money{0});
  w.check_kept(id, what);
}

TEST_CASE("a change that is dated back reaches as far as its preview") {
  preview_world w;
  const auto id = w.subscribe(w.tenant, "team", "2026-03-31T22:00:00Z");
  w.run();
  auto what = w.change(id, "change_plan", contract::change_time::given, "scale");
  what.at = instant("2026-05-10T10:00:00Z");
  w.check_kept(id, what);
}

TEST_CASE("a change of later shows in its own month") {
  preview_world w;
  const auto id = w.subscribe(w.tenant, "team", "2026-10-31T23:00:00Z");
  w.run();
  auto what = w.change(id, "change_plan", contract::change_time::given, "scale");
  what.at = instant("2027-01-15T10:00:00Z");
  const auto seen = w.preview(w.tenant, what).value();
  CHECK(seen.as_stored.as_of.at == instant("2027-01-31T23:00:00Z"));
  CHECK(seen.amounts->at(0).difference > money{4900});
}

TEST_CASE("a start is previewed for a tenant that never had anything") {
  preview_world w;
  contract::start_subscription what{.plan = {"team"}, .currency = "EUR"};
  what.at = instant("2026-10-31T23:00:00Z");
  const auto seen = w.preview(w.tenant, what).value();
  CHECK_FALSE(seen.subscription.has_value());
  CHECK(lines_of(seen.without).empty());
  // November's fee and December's.
  CHECK(seen.amounts->at(0).supposed == money{9800});
  CHECK(billing::change_preview_json(seen).contains("\"subscription_id\":null"));
}

TEST_CASE("what the command refuses, its preview refuses with the same code") {
  preview_world w;
  const auto id = w.subscribe(w.tenant, "team", "2026-10-31T23:00:00Z");
  const auto far = [&] {
    auto out = w.change(id, "cancel", contract::change_time::given);
    out.at = instant("2030-01-01T00:00:00Z");
    return out;
  }();
  contract::start_subscription second{.plan = {"scale"}, .currency = "EUR"};
  const std::vector<contract::command_body> refused{
      w.change(id, "resume"),
      w.change(id, "change_plan", contract::change_time::now, "team"),
      w.change(id, "change_plan", contract::change_time::now, "nothing"),
      w.change(id, "change_plan", contract::change_time::now, "yen"),
      w.change(new_id("sub_"), "cancel"),
      far,
      second,
  };
  for (const auto& what : refused) {
    const auto seen = w.preview(w.tenant, what);
    const auto done = w.carry_out(w.tenant, what);
    REQUIRE_FALSE(seen.has_value());
    REQUIRE_FALSE(done.has_value());
    CHECK(seen.error() == done.error());
  }
  const auto other = w.add_tenant("other");
  CHECK(w.preview(other, w.change(id, "cancel")).error().code == error_code::subscription_not_found);
}

TEST_CASE("a preview says when the tenant would be parked") {
  preview_world w;
  const auto id = w.subscribe(w.tenant, "team", "2026-10-31T23:00:00Z");
  w.run();
  auto admin = shared_database().connect_as_administrator();
  must(*admin, "INSERT INTO billing_profiles (tenant_number, most_amount) VALUES (" + std::to_string(w.tenant.number) +
                   ", 6000)");
  const auto seen = w.preview(w.tenant, w.change(id, "change_plan", contract::change_time::now, "scale")).value();
  CHECK_FALSE(seen.without.parks.has_value());
  REQUIRE(seen.with.parks.has_value());
  CHECK(seen.with.parks->code == error_code::invoice_bounds_exceeded);
  CHECK_FALSE(seen.amounts.has_value());
}

TEST_CASE("the same plan makes no difference, and a dearer one exactly its own") {
  preview_world w;
  w.subscribe(w.tenant, "team", "2026-08-31T22:00:00Z");
  w.count(w.tenant, "2026-09-30T21:00:00Z", 5000);  // September's
  w.count(w.tenant, "2026-09-30T22:00:00Z", 1800);  // October's
  w.count(w.tenant, "2026-10-31T23:00:00Z", 7000);  // November's
  const auto same = w.simulate(w.tenant, "team");
  REQUIRE(same.amounts.size() == 1);
  // A fee of 49.00, and 800 calls at 0.01.
  CHECK(same.amounts[0].current == money{5700});
  CHECK(same.amounts[0].difference == money{});
  CHECK(same.from.at == instant("2026-09-30T22:00:00Z"));
  CHECK(same.to.at == instant("2026-10-31T23:00:00Z"));

  const auto dearer = w.simulate(w.tenant, "scale");
  // A fee of 99.00, and 800 calls at 0.005.
  CHECK(dearer.amounts[0].supposed == money{10300});
  CHECK(dearer.amounts[0].difference == money{4600});
  CHECK(dearer.is_concerned);
}

TEST_CASE("a plan takes the place of the one that is named, and refusals say why") {
  preview_world w;
  const auto id = w.subscribe(w.tenant, "team", "2026-08-31T22:00:00Z");
  const auto other = w.simulate(w.tenant, "scale", "yen");
  CHECK_FALSE(other.is_concerned);
  CHECK(other.amounts[0].difference == money{});
  CHECK(w.simulate(w.tenant, "scale", "team").amounts[0].difference == money{5000});

  const auto refused = w.simulate(w.tenant, "yen");
  REQUIRE(refused.refused.has_value());
  CHECK(refused.refused->code == error_code::plan_currency_missing);
  CHECK(refused.amounts.empty());

  // A fee beside it is no rival, calls are.
  auto extra = draft_of("extra");
  extra.prices.pop_back();
  w.add_plan(extra);
  w.subscribe(w.tenant, "extra", "2026-08-31T22:00:00Z");
  CHECK(w.simulate(w.tenant, "scale").refused->code == error_code::subscription_overlaps);
  CHECK(w.simulate(w.tenant, "scale", "team").amounts[0].current == money{9800});
  CHECK(w.simulate(w.tenant, "extra").amounts[0].supposed == money{9800});
}

TEST_CASE("subscribers of a plan are those who had it within the time") {
  preview_world w;
  const auto later = w.add_tenant("later"), gone = w.add_tenant("gone"), moved = w.add_tenant("moved");
  w.subscribe(w.tenant, "team", "2026-08-31T22:00:00Z");
  w.subscribe(later, "team", "2026-11-01T10:00:00Z");
  const auto ended = w.subscribe(gone, "team", "2026-07-31T22:00:00Z");
  auto what = w.change(ended, "cancel", contract::change_time::given);
  what.at = instant("2026-09-10T10:00:00Z");
  REQUIRE(w.carry_out(gone, what).has_value());
  const auto changed = w.subscribe(moved, "team", "2026-07-31T22:00:00Z");
  what = w.change(changed, "change_plan", contract::change_time::given, "scale");
  what.at = instant("2026-10-10T10:00:00Z");
  REQUIRE(w.carry_out(moved, what).has_value());

  const auto of = [&](const char* plan, const char* from, const char* to, std::int32_t limit = 100) {
    return platform_snapshot([&](executor& in) {
             const auto number = postgres::plans::find(in, plan, std::nullopt).value().number;
             return postgres::subscriptions::list_subscribers(in, number, instant(from), instant(to), limit);
           })
        .value();
  };
  using numbers = std::vector<std::int32_t>;
  CHECK(of("team", "2026-10-01T00:00:00Z", "2026-11-01T00:00:00Z") == numbers{w.tenant.number, moved.number});
  CHECK(of("team", "2026-10-11T00:00:00Z", "2026-11-01T00:00:00Z") == numbers{w.tenant.number});
  CHECK(of("scale", "2026-10-01T00:00:00Z", "2026-11-01T00:00:00Z") == numbers{moved.number});
  CHECK(of("team", "2026-09-01T00:00:00Z", "2026-12-01T00:00:00Z", 2).size() == 2);
}
