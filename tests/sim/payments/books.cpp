#include <array>
#include <set>
#include <stdexcept>

#include <fmt/format.h>
#include <tests/sim/database_clock.hpp>
#include <tests/sim/payments/books.hpp>

#include <weir/postgres/sealed_secrets.hpp>

namespace weir::sim {
namespace {

constexpr auto purpose = postgres::sealed_secrets::purpose(postgres::sealed_secrets::what::provider_secret);

postgres::rows query(postgres::connection& in, const std::string& sql) {
  auto r = in.query(sql.c_str());
  if (!r) throw std::runtime_error(sql + ": " + r.error().detail);
  return std::move(*r);
}

std::string joined(const std::vector<std::pair<std::string, std::string>>& all) {
  std::set<std::string> sorted;
  for (const auto& [id, state] : all)
    sorted.insert(id + "=" + state);
  return fmt::format("{}", fmt::join(sorted, " "));
}

// What is wrong with such a story, for all to see.
std::string failure_of(story what) {
  switch (what) {
    case story::pays_too_much:
      return "invoice_payment_exceeds_due";
    case story::pays_other_money:
      return "currency_mismatch";
    case story::pays_twice:
      return "invoice_state_refused";
    case story::gets_too_much_back:
      return "refund_exceeds_payment";
    default:
      return "";
  }
}

// Whether the invoice takes its money.
bool is_recordable(story what) {
  return failure_of(what).empty() || what == story::gets_too_much_back;
}

}  // namespace

void give_payments_clock(const test::scratch_database& database) {
  give_clock(database);
  const auto administrator = database.connect_as_administrator();
  test::must(*administrator, fmt::format("ALTER DATABASE {} SET lock_timeout = '20ms'", database.name()));
  test::must(*administrator, R"sql(
ALTER TABLE provider_events ALTER due_at SET DEFAULT sim.clock_timestamp();
INSERT INTO issuers (id, code, legal_name, line1, line2, city, region, postal_code, country, tax_id, email, payment_terms_days, note)
VALUES ('iss_00000000000000000000000001', 'main', 'Seller GmbH', '', '', '', '', '', 'DE', '', '', 14, '');
INSERT INTO issuer_series (prefix, issuer_number, kind) SELECT k.prefix, number, k.kind FROM issuers,
  (VALUES ('INV-', 'invoice'), ('CN-', 'credit_note')) AS k (prefix, kind);)sql");
}

books::books(const test::scratch_database& database, const secret_ring& secrets, std::uint64_t seed,
             std::int64_t now_ms)
    : administrator_(database.connect_as_administrator()), seed_(seed), began_ms_(now_ms) {
  test::must(*administrator_, "DELETE FROM leases; DELETE FROM lease_owners; DELETE FROM outbox;");
  tenant_.id = fresh("ten_");
  const auto number =
      ask(fmt::format("INSERT INTO tenants (id, bucket, key, name, currency) VALUES ('{0}', 0, '{0}', '', 'EUR') "
                      "RETURNING number",
                      tenant_.id));
  tenant_ = postgres::tenants::by_number(*administrator_, std::stoi(number)).value();
  test::must(*administrator_, fmt::format("INSERT INTO billing_states (tenant_number, next_at) VALUES ({}, 'infinity')",
                                          tenant_.number));
  account_ = *payment_provider_id::parse(fresh("ppr_"));
  const auto id = account_.text();
  const auto provider =
      ask(fmt::format("INSERT INTO payment_providers (id, slug, provider, name, live, created_at) VALUES "
                      "('{}', 'main-{}', 'stripe', 'Main', false, {}) RETURNING number",
                      id, seed, "timestamptz 'epoch' + " + std::to_string(now_ms) + " * interval '1 millisecond'"));
  std::string sealed;
  for (const auto c : secrets.seal(purpose, id + "_key", "sk_test_sim"))
    sealed += fmt::format("{:02x}", static_cast<unsigned char>(c));
  test::must(*administrator_, fmt::format("UPDATE payment_providers SET enabled = number = {0}; INSERT INTO "
                                          "payment_provider_secrets (id, provider_number, kind, sealed) VALUES "
                                          "('{1}_key', {0}, 'api_key', '\\x{2}')",
                                          provider, id, sealed));
}

std::string books::fresh(std::string_view prefix) {
  std::array<std::uint8_t, 10> rest{};
  const auto n = ++made_;
  for (std::size_t i = 0; i < 4; ++i) {
    rest[9 - i] = static_cast<std::uint8_t>(n >> (8 * i));
    rest[5 - i] = static_cast<std::uint8_t>(seed_ >> (8 * i));
  }
  return std::string(prefix) + ulid::make(began_ms_, rest).text();
}

told_payment books::owe(std::int64_t due, story what) {
  told_payment out{.payment = fresh("pay_"), .invoice = fresh("inv_"), .is_ours = true, .what = what, .due = due};
  const auto hash = fmt::format("{:032x}{:032x}", seed_, made_);
  test::must(*administrator_,
             fmt::format("INSERT INTO invoice_inputs (hash, tenant_number, document) VALUES ('{0}', {1}, '{{}}'); "
                         "INSERT INTO invoices (id, tenant_number, kind, state, currency, as_of, place, run, "
                         "period_from, period_to, number, issued_day, due_day, due_at, net, total, due, lines, taxes, "
                         "credits, seller, buyer, inputs_hash, finalized_at) VALUES ('{2}', {1}, 'regular', "
                         "'finalized', 'EUR', timestamptz '2025-01-01Z' + {3} * interval '1 hour', 0, 0, "
                         "'2025-12-01', '2025-12-31', 'INV-{4}-{3}', '2026-01-01', '2026-01-15', '2026-01-16Z', {5}, "
                         "{5}, {5}, 1, '[]', '[]', '{{}}', '{{}}', '{0}', '2026-01-01Z'); "
                         "INSERT INTO payments (id, tenant_number, invoice_id, provider_number, origin, amount, "
                         "currency, created_by) SELECT '{6}', {1}, '{2}', number, 'hosted', {5}, 'EUR', 'usr_1' FROM "
                         "payment_providers WHERE id = '{7}'",
                         hash, tenant_.number, out.invoice, made_, seed_, due, out.payment, account_.text()));
  return out;
}

told_payment books::foreign(std::int64_t due, story what) {
  return {.payment = fresh("pay_"), .is_ours = false, .what = what, .due = due};
}

std::string books::ask_back(const told_payment& of) {
  const auto id = fresh("rfd_");
  test::must(*administrator_,
             fmt::format("INSERT INTO refunds (id, payment_number, tenant_number, amount, state, created_by) SELECT "
                         "'{}', number, tenant_number, 900, 'pending', 'usr_1' FROM payments WHERE id = '{}'",
                         id, of.payment));
  return id;
}

std::optional<std::string> books::went_back() {
  const auto look = [&](const std::string& sql, std::map<std::string, std::int64_t>& known,
                        const char* what) -> std::optional<std::string> {
    const auto r = query(*administrator_, fmt::format("{} WHERE tenant_number = {}", sql, tenant_.number));
    for (std::size_t i = 0; i < r.size(); ++i) {
      auto& before = known[r.at(i, 0).string()];
      const auto now = r.at(i, 1).int8();
      if (now < before) return fmt::format("{}: {} was {}, and is {}", r.at(i, 0).string(), what, before, now);
      before = now;
    }
    return std::nullopt;
  };
  if (auto bad = look("SELECT id, CASE state WHEN 'succeeded' THEN received ELSE 0 END FROM payments", received_,
                      "what came in"))
    return bad;
  return look("SELECT id, CASE state WHEN 'paid' THEN 1000000 ELSE 0 END + paid FROM invoices", paid_, "what is paid");
}

std::optional<std::string> books::compare(const told_payment& p) {
  const auto differs = [&](const char* what, const std::string& is, const std::string& should) {
    return is == should ? std::nullopt
                        : std::optional(fmt::format("{} ({}): {} is \"{}\" and not \"{}\"", p.payment, p.intent, what,
                                                    is, should));
  };
  const auto state =
      ask(fmt::format("SELECT format('%s %s %s', state, received, refunded) FROM payments WHERE id = '{}'", p.payment));
  if (auto bad = differs("the payment", state, fmt::format("{} {} {}", p.state, p.received, p.refunded))) return bad;
  const auto parts = [&](const char* table) {
    return ask(
        fmt::format("SELECT coalesce(string_agg(format('%s=%s', x.reference, x.state), ' ' ORDER BY x.reference "
                    "COLLATE \"C\"), '') FROM {} AS x JOIN payments AS p ON p.number = x.payment_number WHERE "
                    "p.id = '{}' AND x.reference IS NOT NULL",
                    table, p.payment));
  };
  if (auto bad = differs("its refunds", parts("refunds"), joined(p.refunds))) return bad;
  if (auto bad = differs("its disputes", parts("disputes"), joined(p.disputes))) return bad;
  const auto told = [&](const char* type, const std::string& of) {
    return ask(fmt::format("SELECT count(*) FROM outbox WHERE type = '{}' AND payload LIKE '%{}%'", type, of));
  };
  const bool came = p.state == "succeeded";
  if (auto bad = differs("payment.succeeded", told("payment.succeeded", p.payment), came ? "1" : "0")) return bad;
  if (auto bad = differs("dispute.opened", told("dispute.opened", p.payment), std::to_string(p.disputes.size())))
    return bad;
  const bool is_recorded = came && is_recordable(p.what);
  const bool is_paid = p.what == story::pays_twice || (is_recorded && p.received == p.due);
  const auto invoice = ask(fmt::format(
      "SELECT format('%s %s %s', state, (SELECT count(*) FROM invoice_payments WHERE invoice_id = i.id AND method = "
      "'stripe'), (SELECT coalesce(sum(amount), 0) FROM invoice_payments WHERE invoice_id = i.id AND method = "
      "'stripe')) FROM invoices AS i WHERE id = '{}'",
      p.invoice));
  if (auto bad = differs(
          "its invoice", invoice,
          fmt::format("{} {} {}", is_paid ? "paid" : "finalized", is_recorded ? 1 : 0, is_recorded ? p.received : 0)))
    return bad;
  return differs("invoice.paid", told("invoice.paid", p.invoice), is_paid ? "1" : "0");
}

// Each is there once, as it was sent, with an end that can be told, and was announced once.
std::optional<std::string> books::compare_events(const sim::account& with) {
  std::map<std::string, const told_payment*> by_intent;
  for (const auto& p : with.payments())
    by_intent[p.intent] = &p;
  const auto r = query(*administrator_,
                       fmt::format("SELECT e.event_id, e.state, e.outcome, e.related_id, e.body, (SELECT count(*) FROM "
                                   "outbox AS o WHERE o.type = 'provider_event.received' AND o.payload LIKE '%' || "
                                   "e.id || '%') FROM provider_events AS e JOIN payment_providers AS p ON p.number = "
                                   "e.provider_number WHERE p.id = '{}'",
                                   account_.text()));
  std::map<std::string, std::size_t> stored;
  std::map<std::string, std::set<std::string>> failures;  // of an intent
  for (std::size_t i = 0; i < r.size(); ++i) {
    const auto id = r.at(i, 0).string(), state = r.at(i, 1).string(), outcome = r.at(i, 2).string();
    stored[id] = i;
    ++outcomes[state + " " + outcome];
    if (r.at(i, 5).int8() != 1) return id + ": announced " + std::to_string(r.at(i, 5).int8()) + " times";
    const auto of = by_intent.find(r.at(i, 3).string());
    const bool is_foreign = of != by_intent.end() && !of->second->is_ours;
    if (is_foreign && state != "ignored") return id + ": it is of another installation, and was " + state;
    if (state == "failed") failures[r.at(i, 3).string()].insert(outcome);
  }
  for (const auto& e : with.events()) {
    const auto at = stored.find(e.id);
    if (at == stored.end()) return e.id + ": it is not in the inbox";
    if (r.at(at->second, 4).bytes() != e.body) return e.id + ": its body is another one";
  }
  if (stored.size() != with.events().size()) return std::string("there are events that nobody sent");
  for (const auto& p : with.payments()) {
    const auto should = p.is_ours ? failure_of(p.what) : "";
    const auto is = fmt::format("{}", fmt::join(failures[p.intent], " "));
    if (is != should) return fmt::format("{}: failures are \"{}\" and not \"{}\"", p.intent, is, should);
  }
  return std::nullopt;
}

// What was captured without what was refunded is what the ledgers say, in sum.
std::optional<std::string> books::compare_ledger(const sim::account& with) {
  std::int64_t recorded = 0, unrecorded = 0, given_back = 0, beyond = 0, captured = 0;
  for (const auto& p : with.payments()) {
    if (!p.is_ours) continue;
    captured += p.received;
    given_back += p.refunded;
    beyond += p.refunded_beyond;
    (is_recordable(p.what) ? recorded : unrecorded) += p.received;
  }
  const auto is = ask(fmt::format(
      "SELECT format('%s %s %s', (SELECT coalesce(sum(amount), 0) FROM invoice_payments WHERE tenant_number = {0} AND "
      "method = 'stripe'), (SELECT coalesce(sum(amount), 0) FROM refunds WHERE tenant_number = {0} AND state = "
      "'succeeded'), (SELECT coalesce(sum(received - refunded), 0) FROM payments WHERE tenant_number = {0}))",
      tenant_.number));
  const auto should =
      fmt::format("{} {} {}", captured - unrecorded, given_back + beyond, recorded + unrecorded - given_back);
  return is == should ? std::nullopt : std::optional(fmt::format("the ledgers say {} and not {}", is, should));
}

std::optional<std::string> books::compare(const sim::account& with) {
  for (const auto& p : with.payments()) {
    if (!p.is_ours) continue;
    if (auto bad = compare(p))
      return *bad +
             ask("SELECT coalesce(string_agg(format(E'\\n  %s: %s %s %s', type, state, outcome, detail), '' ORDER BY "
                 "number), '') FROM provider_events WHERE related_id = '" +
                 p.intent + "'");
  }
  if (auto bad = compare_events(with)) return bad;
  return compare_ledger(with);
}

}  // namespace weir::sim
