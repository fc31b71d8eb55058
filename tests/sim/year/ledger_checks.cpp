#include <fmt/format.h>
#include <tests/sim/year/ledger_checks.hpp>
#include <workers/billing/gather_inputs.hpp>
#include <workers/billing/issue_invoices.hpp>
#include <workers/billing/verify_invoice.hpp>

#include <weir/postgres/billing_states.hpp>
#include <weir/postgres/invoices.hpp>

namespace weir::sim {
namespace {

using sentences = std::vector<std::string>;
using amounts = std::map<owed_key, std::int64_t>;
using running_usages = std::map<std::string, running_usage>;
using postgres::executor;
using postgres::role;
using postgres::tenant_scope;

std::string told(const owed_key& k) {
  const auto& [subscription, kind, plan, version, price, period, from] = k;
  return fmt::format("{}/{}/{}@{}/{}/{}/{}", subscription, kind, plan, version, price, period, format_rfc3339(from));
}

owed_key key_of(const postgres::invoice_line_row& l) {
  const auto& k = l.key;
  return {k.subscription, std::string(name(k.kind)), k.plan.code, k.plan.version, k.price, text(k.period), k.from};
}

// Drafts count: they are what was reckoned last.
amounts invoiced(installation& in, const member& m, const std::string& which = "") {
  const auto r = in.query(fmt::format(
      "SELECT l.subscription_id, l.kind, l.plan_code, l.plan_version, l.price_code, l.period::text, l.charge_from, "
      "sum(l.amount)::bigint FROM invoice_lines AS l JOIN invoices AS i ON i.id = l.invoice_id WHERE i.tenant_number = "
      "{} AND i.state NOT IN ('void', 'discarded') {} GROUP BY 1, 2, 3, 4, 5, 6, 7",
      m.row.number, which));
  amounts out;
  for (std::size_t i = 0; i < r.size(); ++i)
    out[{r.at(i, 0).string(), r.at(i, 1).string(), r.at(i, 2).string(), r.at(i, 3).int4(), r.at(i, 4).string(),
         r.at(i, 5).string(), r.at(i, 6).timestamp()}] = r.at(i, 7).int8();
  return out;
}

// Under the keys of plans that are not there any more as well.
amounts invoiced_of_running(installation& in, const member& m, const running_usages& running, timestamp as_of) {
  auto out = invoiced(in, m, fmt::format("AND l.kind = 'usage' AND l.period_to > '{}'", format_rfc3339(as_of)));
  std::erase_if(out, [&](const auto& of) { return !running.at(std::get<0>(of.first)).goes_on; });
  return out;
}

// How much of what goes on is billed is a question of when it was looked at, and asked by check_thresholds().
void leave_out_running(amounts& of, installation& in, const member& m, const catalogue& plans, timestamp as_of) {
  for (const auto& [key, minor] : invoiced_of_running(in, m, reckon_running(m.facts, plans, as_of), as_of))
    of.erase(key);
}

timestamp billed_until(installation& in, const member& m) {
  return in.query(fmt::format("SELECT billed_until FROM billing_states WHERE tenant_number = {}", m.row.number))
      .at(0, 0)
      .timestamp();
}

// What was owed first is owed still where late usage is dropped; a charge that is for something else now is not late.
void drop_late_usage(std::map<owed_key, owed>& expected, const std::map<owed_key, owed>& before) {
  for (auto& [key, o] : expected) {
    const auto seen = before.find(key);
    if (std::get<1>(key) != "fee" && seen != before.end() && seen->second.is_for_the_same(o))
      o.minor = seen->second.minor;
  }
}

sentences compare(const member& m, const std::map<owed_key, owed>& expected, const amounts& found) {
  sentences out;
  for (const auto& [key, o] : expected) {
    const auto it = found.find(key);
    const auto minor = it == found.end() ? 0 : it->second;
    if (minor != o.minor)
      out.push_back(fmt::format("{}: {} is invoiced of {}, owed is {}", m.row.key, minor, told(key), o.minor));
  }
  for (const auto& [key, minor] : found) {
    if (minor != 0 && !expected.contains(key))
      out.push_back(fmt::format("{}: {} is invoiced of {}, which is not owed", m.row.key, minor, told(key)));
  }
  return out;
}

// Versions of a plan whose fee is the same share a period: its parts are the whole.
sentences check_parts(installation& in, const member& m, const std::map<owed_key, owed>& expected,
                      const amounts& found) {
  struct gathered {
    std::map<std::int64_t, std::int64_t> parts;  // from, to
    std::int64_t whole_part = 0, whole_minor = 0, sum = 0;
    bool is_one_fee = true;
  };
  std::map<std::tuple<std::string, std::string, std::string, std::string>, gathered> all;
  for (const auto& [key, o] : expected) {
    const auto& [subscription, kind, plan, version, price, period, from] = key;
    if (kind != "fee") continue;
    auto& g = all[{subscription, plan, price, period}];
    g.is_one_fee =
        g.is_one_fee && (g.parts.empty() || (g.whole_minor == o.whole_minor && g.whole_part == o.part_whole));
    g.parts[o.part_from] = o.part_to;
    g.whole_part = o.part_whole;
    g.whole_minor = o.whole_minor;
    if (const auto it = found.find(key); it != found.end()) g.sum += it->second;
  }
  sentences out;
  for (const auto& [which, g] : all) {
    std::int64_t reached = 0;
    for (const auto& [from, to] : g.parts) {
      if (from == reached) reached = to;
    }
    if (!g.is_one_fee || g.parts.size() < 2 || reached != g.whole_part) continue;
    ++in.witnessed["parts of a fee are the whole"];
    if (g.sum != g.whole_minor)
      out.push_back(fmt::format("{}: parts of {} of {} sum to {}, not {}", m.row.key, std::get<2>(which),
                                std::get<3>(which), g.sum, g.whole_minor));
  }
  return out;
}

// A query that finds what is wrong, and what that is.
struct ledger_rule {
  const char* what;
  const char* sql;
};

constexpr ledger_rule rules[] = {
    {"numbers of invoices have a gap or come twice",
     "SELECT 1 FROM (SELECT regexp_replace(number, '[0-9]+$', '') AS prefix, count(*) AS n, "
     "count(DISTINCT number) AS d, max(substring(number FROM '[0-9]+$')::bigint) AS most FROM invoices "
     "WHERE number IS NOT NULL GROUP BY 1) AS s LEFT JOIN invoice_series AS i USING (prefix) "
     "WHERE s.n <> s.d OR s.n <> s.most OR s.most <> i.next - 1"},
    {"a net amount is not the sum of its lines",
     "SELECT i.id FROM invoices AS i JOIN invoice_lines AS l ON l.invoice_id = i.id GROUP BY i.id "
     "HAVING count(*) <> i.lines OR (sum(l.net) <> i.net AND sum(l.net) <> i.total)"},
    {"an invoice is paid with less or more than there are payments",
     "SELECT i.id FROM invoices AS i LEFT JOIN invoice_payments AS p ON p.invoice_id = i.id GROUP BY i.id "
     "HAVING i.paid <> coalesce(sum(p.amount), 0)"},
    {"a regular invoice is there twice",
     "SELECT tenant_number FROM invoices WHERE state NOT IN ('void', 'discarded') AND kind <> 'adjustment' "
     "GROUP BY tenant_number, currency, as_of, coalesce(corrects, '') HAVING count(*) > 1"},
    {"what remains of a grant is not the sum of its entries",
     "SELECT g.id FROM credit_grants AS g LEFT JOIN credit_entries AS e ON e.grant_id = g.id GROUP BY g.id "
     "HAVING g.remaining <> coalesce(sum(e.amount), 0) OR g.remaining < 0 OR g.remaining > g.amount"},
    {"a balance is not what remains of the grants",
     "SELECT a.tenant_number FROM credit_accounts AS a WHERE a.balance <> (SELECT coalesce(sum(g.remaining), 0) FROM "
     "credit_grants AS g WHERE (g.tenant_number, g.currency) = (a.tenant_number, a.currency))"},
    {"a ledger does not go on from entry to entry",
     "SELECT 1 FROM (SELECT balance_after, sequence, sum(amount) OVER w AS balance, row_number() OVER w AS n FROM "
     "credit_entries WINDOW w AS (PARTITION BY tenant_number, currency ORDER BY sequence)) AS e "
     "WHERE balance <> balance_after OR sequence <> n OR balance < 0"},
    {"an invoice used other credits than the ledger says",
     "SELECT i.id FROM invoices AS i LEFT JOIN credit_entries AS e ON e.invoice_id = i.id AND e.kind IN ('applied', "
     "'returned') WHERE i.number IS NOT NULL GROUP BY i.id HAVING coalesce(-sum(e.amount), 0) <> CASE WHEN i.state = "
     "'void' THEN 0 ELSE i.credits_used END"},
    {"usage was billed before it reached its threshold",
     "SELECT i.id FROM invoices AS i JOIN invoice_lines AS l ON l.invoice_id = i.id WHERE l.is_interim "
     "GROUP BY i.id, l.subscription_id HAVING sum(l.amount) < (SELECT min((v.definition::jsonb -> 'usage_thresholds' "
     "->> i.currency)::numeric) FROM plan_versions AS v) * CASE i.currency WHEN 'JPY' THEN 1 ELSE 100 END"},
    {"a credit note and its grant differ",
     "SELECT i.id FROM invoices AS i LEFT JOIN credit_grants AS g ON g.invoice_id = i.id WHERE i.number IS NOT NULL "
     "GROUP BY i.id HAVING coalesce(sum(g.amount), 0) <> i.credited"},
    {"an amount of a coupon was used otherwise than it says",
     "SELECT c.id FROM tenant_coupons AS c JOIN coupons AS k ON k.number = c.coupon_number, LATERAL (SELECT "
     "coalesce(sum((d->>'amount')::numeric), 0) * 100 AS taken FROM invoice_lines AS l JOIN invoices AS i ON i.id = "
     "l.invoice_id AND i.number IS NOT NULL AND i.state <> 'void', jsonb_array_elements(l.detail::jsonb->'discounts') "
     "AS d "
     "WHERE l.tenant_number = c.tenant_number AND d->>'tenant_coupon' = c.id) AS t "
     "WHERE k.amount IS NOT NULL AND k.duration = 'once' AND k.amount - t.taken <> c.amount_left"},
    {"an invoice was announced otherwise than once",
     "SELECT i.id FROM invoices AS i LEFT JOIN (SELECT payload::jsonb->>'subject' AS subject FROM outbox WHERE type = "
     "'invoice.finalized') AS o ON o.subject = i.id GROUP BY i.id "
     "HAVING count(o.subject) <> CASE WHEN i.number IS NULL THEN 0 ELSE 1 END"},
};

}  // namespace

sentences check_billed(installation& in, member& m, const catalogue& plans) {
  const auto until = billed_until(in, m);
  auto expected = reckon_naively(m.facts, plans, until);
  if (m.drops_late_usage) drop_late_usage(expected, m.billed);
  auto found = invoiced(in, m);
  leave_out_running(found, in, m, plans, until);
  auto out = compare(m, expected, found);
  for (auto& wrong : check_parts(in, m, expected, found))
    out.push_back(std::move(wrong));
  // What is for something else now and costs the same got no line that says so.
  for (auto& [key, o] : expected) {
    const auto seen = m.billed.find(key);
    if (seen != m.billed.end() && seen->second.minor == o.minor) o = seen->second;
  }
  m.billed = std::move(expected);
  return out;
}

sentences check_pending(installation& in, const member& m, const catalogue& plans) {
  const auto until = billed_until(in, m);
  auto expected = reckon_naively(m.facts, plans, until);
  if (m.drops_late_usage) drop_late_usage(expected, m.billed);
  auto sums = invoiced(in, m);
  bool parks = false;
  counting_ids ids{9};
  const auto done =
      in.database().read_snapshot(role::worker, tenant_scope::nobody(), [&](executor& db) -> result<void> {
        // Drafts are made anew by whoever bills next.
        auto drafts = postgres::invoices::drafts(db, {&m.row.number, 1});
        auto all = billing::gather_inputs(db, m.row, until);
        if (!drafts || !all) return std::unexpected(drafts ? all.error() : drafts.error());
        for (const auto& i : *drafts) {
          auto lines = postgres::invoices::lines(db, i.id, 0, i.lines);
          if (!lines) return std::unexpected(lines.error());
          for (const auto& l : *lines)
            sums[key_of(l)] -= l.amount.minor;
        }
        const auto prepared = billing::prepare_invoices(*all, ids);
        parks = prepared.parks.has_value();
        for (const auto& of : prepared.currencies) {
          for (const auto& i : of.invoices) {
            for (const auto& l : i.lines) {
              if (!l.is_interim) sums[key_of(l)] += l.amount.minor;
            }
          }
        }
        return {};
      });
  if (parks) return {};  // a person looks first
  if (!done) return {fmt::format("{}: {} {}", m.row.key, name(done.error().code), done.error().detail)};
  leave_out_running(sums, in, m, plans, until);
  return compare(m, expected, sums);
}

sentences check_thresholds(installation& in, const member& m, const catalogue& plans, timestamp as_of) {
  sentences out;
  const auto all = reckon_running(m.facts, plans, as_of);
  std::map<std::string, std::int64_t> unbilled;
  for (const auto& [id, usage] : all) {
    for (const auto& [key, minor] : usage.owed_minor)
      unbilled[id] += minor;
  }
  for (const auto& [key, minor] : invoiced_of_running(in, m, all, as_of))
    unbilled[std::get<0>(key)] -= minor;
  for (const auto& [id, usage] : all) {
    if (!usage.threshold_minor) continue;
    ++in.witnessed["compared with a threshold"];
    if (unbilled[id] >= *usage.threshold_minor)
      out.push_back(fmt::format("{}: {} of {} are not billed as of {}, of a threshold of {}", m.row.key, unbilled[id],
                                id, format_rfc3339(as_of), *usage.threshold_minor));
  }
  return out;
}

sentences check_ledgers(installation& in) {
  sentences out;
  for (const auto& rule : rules) {
    const auto r = in.query(rule.sql);
    if (!r.empty()) out.push_back(fmt::format("{} ({} times, first {})", rule.what, r.size(), r.at(0, 0).string()));
  }
  return out;
}

sentences check_reckoned_again(installation& in) {
  sentences out;
  const auto ids = in.query("SELECT id FROM invoices WHERE number IS NOT NULL ORDER BY id");
  const auto done = in.database().read(role::worker, tenant_scope::nobody(), [&](executor& db) -> result<void> {
    for (std::size_t i = 0; i < ids.size(); ++i) {
      auto row = postgres::invoices::find(db, ids.at(i, 0).string());
      if (!row) return std::unexpected(row.error());
      auto wrong = billing::verify_invoice(db, *row);
      if (!wrong) return std::unexpected(wrong.error());
      for (const auto& what : *wrong)
        out.push_back(fmt::format("{}: {}", *row->number, what));
      ++in.witnessed["reckoned again"];
    }
    auto series = billing::verify_series(db);
    if (!series) return std::unexpected(series.error());
    out.insert(out.end(), series->begin(), series->end());
    return {};
  });
  if (!done) out.push_back(fmt::format("{} {}", name(done.error().code), done.error().detail));
  return out;
}

}  // namespace weir::sim
