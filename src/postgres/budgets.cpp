#include <algorithm>
#include <charconv>

#include <src/postgres/done.hpp>

#include <weir/base/assert.hpp>
#include <weir/postgres/budgets.hpp>

#define WEIR_BUDGET_COLUMNS                                                                                         \
  "b.id, b.tenant_number, b.name, b.measures, b.meter_number, m.slug, b.currency, b.amount, b.thresholds::text[], " \
  "b.version, b.created_at, b.updated_at, b.period_from, b.period_to, b.used, b.measured_at "                       \
  "FROM budgets AS b LEFT JOIN meters AS m ON m.number = b.meter_number "
#define WEIR_CROSSING_COLUMNS                                                                                      \
  "c.number, c.budget_id, c.period_from, c.period_to, c.threshold, c.occurrence, c.amount, c.used, c.crossed_at, " \
  "c.rearmed_at "

namespace weir::postgres::budgets {
namespace {

const statement budget_count{"budgets.count", "SELECT count(*) FROM budgets WHERE tenant_number = $1"};

const statement budget_create{"budgets.create", R"sql(
INSERT INTO budgets (id, tenant_number, name, measures, meter_number, currency, amount, thresholds)
VALUES ($1, $2, $3, $4, $5, $6, $7::numeric, $8::integer[]) ON CONFLICT (tenant_number, name) DO NOTHING RETURNING id)sql"};

const statement budget_find{"budgets.find", "SELECT " WEIR_BUDGET_COLUMNS "WHERE b.tenant_number = $1 AND b.id = $2"};

const statement budget_lock{"budgets.lock", "SELECT id FROM budgets WHERE tenant_number = $1 AND id = $2 FOR UPDATE"};

const statement budget_name_taken{
    "budgets.name_taken", "SELECT EXISTS (SELECT FROM budgets WHERE tenant_number = $1 AND name = $2 AND id <> $3)"};

const statement budget_update{"budgets.update", R"sql(
UPDATE budgets SET name = $2, amount = $3::numeric, thresholds = $4::integer[], version = version + 1, updated_at = clock_timestamp()
WHERE id = $1)sql"};

const statement budget_remove{"budgets.remove", "DELETE FROM budgets WHERE id = $1"};

const statement budget_watching{"budgets.watching",
                                "SELECT count(DISTINCT tenant_number) FROM budgets WHERE meter_number = $1"};

const statement budget_list{
    "budgets.list", "SELECT " WEIR_BUDGET_COLUMNS "WHERE b.tenant_number = $1 AND b.id > $2 ORDER BY b.id LIMIT $3"};

const statement crossings_now{"budgets.crossings_now", "SELECT " WEIR_CROSSING_COLUMNS R"sql(
FROM budget_crossings AS c JOIN budgets AS b ON b.id = c.budget_id AND b.period_from = c.period_from
WHERE b.id = ANY ($1::text[]) ORDER BY c.number DESC)sql"};

const statement crossings_list{"budgets.crossings", "SELECT " WEIR_CROSSING_COLUMNS R"sql(
FROM budget_crossings AS c WHERE c.budget_id = $1 AND ($2::bigint = 0 OR c.number < $2) ORDER BY c.number DESC LIMIT $3)sql"};

const statement crossings_standing{"budgets.standing", R"sql(
SELECT threshold FROM budget_crossings WHERE budget_id = $1 AND period_from = $2 AND rearmed_at IS NULL ORDER BY threshold)sql"};

const statement budget_record{"budgets.record", R"sql(
UPDATE budgets SET period_from = $2, period_to = $3, used = $4::numeric, measured_at = $5 WHERE id = $1)sql"};

const statement crossing_add{"budgets.cross",
                             "WITH c AS ("
                             R"sql(
INSERT INTO budget_crossings (budget_id, tenant_number, period_from, period_to, threshold, occurrence, amount, used, crossed_at)
SELECT $1, $2, $3, $4, $5, coalesce(max(occurrence), 0) + 1, $6::numeric, $7::numeric, $8
FROM budget_crossings WHERE budget_id = $1 AND period_from = $3 AND threshold = $5 HAVING coalesce(max(occurrence), 0) < 10
RETURNING *) SELECT )sql" WEIR_CROSSING_COLUMNS "FROM c"};

const statement crossing_rearm{"budgets.rearm", R"sql(
UPDATE budget_crossings SET rearmed_at = $4 WHERE budget_id = $1 AND period_from = $2 AND threshold = $3 AND rearmed_at IS NULL)sql"};

std::vector<std::int32_t> integers(const std::vector<std::string>& texts) {
  std::vector<std::int32_t> out;
  for (const auto& text : texts) {
    std::int32_t n = 0;
    const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), n);
    WEIR_ASSERT(problem == std::errc{} && end == text.data() + text.size(), "an integer[] of the database");
    out.push_back(n);
  }
  return out;
}

budget_row read(const rows& r, std::size_t i) {
  const auto at = [&](std::size_t column) -> const field& { return r.at(i, column); };
  budget_row out;
  out.id = at(0).string();
  out.tenant_number = at(1).int4();
  out.budget.name = at(2).string();
  const auto measures = billing::budget_measure_from_name(at(3).text());
  WEIR_ASSERT(measures, "budgets.measures is checked by the database");
  out.budget.measures = *measures;
  out.meter_number = at(4).optional_int4();
  out.meter = at(5).optional_string();
  if (!at(6).is_null()) {
    out.budget.currency = billing::currency::find(at(6).text());
    WEIR_ASSERT(out.budget.currency, "budgets.currency is written by this program only");
  }
  out.budget.amount = at(7).decimal();
  out.budget.thresholds = integers(at(8).text_array());
  out.version = at(9).int8();
  out.created_at = at(10).timestamp();
  out.updated_at = at(11).timestamp();
  if (!at(12).is_null())
    out.state = budget_state{at(12).timestamp(), at(13).timestamp(), at(14).decimal(), at(15).timestamp(), {}};
  return out;
}

std::vector<budget_crossing_row> read_crossings(const rows& r) {
  std::vector<budget_crossing_row> out;
  for (std::size_t i = 0; i < r.size(); ++i) {
    out.push_back({r.at(i, 0).int8(), r.at(i, 1).string(), r.at(i, 2).timestamp(), r.at(i, 3).timestamp(),
                   r.at(i, 4).int4(), r.at(i, 5).int4(), r.at(i, 6).decimal(), r.at(i, 7).decimal(),
                   r.at(i, 8).timestamp(), r.at(i, 9).optional_timestamp()});
  }
  return out;
}

result<std::vector<budget_row>> with_crossings(executor& in, const result<rows>& r) {
  if (!r) return std::unexpected(r.error());
  std::vector<budget_row> out;
  std::vector<std::string> ids;
  for (std::size_t i = 0; i < r->size(); ++i) {
    out.push_back(read(*r, i));
    if (out.back().state) ids.push_back(out.back().id);
  }
  if (ids.empty()) return out;
  auto found = in.run(crossings_now, param::array(ids));
  if (!found) return std::unexpected(found.error());
  for (auto& c : read_crossings(*found)) {
    auto of = std::ranges::find(out, c.budget_id, &budget_row::id);
    of->state->crossings.push_back(std::move(c));
  }
  return out;
}

}  // namespace

result<budget_row> create(executor& in, const budget_row& wanted) {
  auto there = in.run(budget_count, wanted.tenant_number);
  if (!there) return std::unexpected(there.error());
  if (there->at(0, 0).int8() >= most_of_a_tenant) return fail(error_code::too_many_budgets);
  const auto& b = wanted.budget;
  std::optional<std::string> coin;
  if (b.currency) coin = b.currency->code();
  auto made = in.run(budget_create, wanted.id, wanted.tenant_number, b.name, billing::name(b.measures),
                     wanted.meter_number, coin, b.amount, param::array(b.thresholds));
  if (!made) return std::unexpected(made.error());
  if (made->empty()) return fail(error_code::budget_name_taken, "", "/name");
  return find(in, wanted.tenant_number, wanted.id);
}

result<budget_row> find(executor& in, std::int32_t tenant, const std::string& id) {
  auto found = with_crossings(in, in.run(budget_find, tenant, id));
  if (!found) return std::unexpected(found.error());
  if (found->empty()) return fail(error_code::budget_not_found);
  return std::move(found->front());
}

result<budget_row> lock(executor& in, std::int32_t tenant, const std::string& id) {
  if (auto locked = in.run(budget_lock, tenant, id); !locked) return std::unexpected(locked.error());
  return find(in, tenant, id);
}

result<budget_row> update(executor& in, const budget_row& locked, const billing::budget& wanted) {
  auto taken = in.run(budget_name_taken, locked.tenant_number, wanted.name, locked.id);
  if (!taken) return std::unexpected(taken.error());
  if (taken->at(0, 0).boolean()) return fail(error_code::budget_name_taken, "", "/name");
  auto changed = in.run(budget_update, locked.id, wanted.name, wanted.amount, param::array(wanted.thresholds));
  if (!changed) return std::unexpected(changed.error());
  return find(in, locked.tenant_number, locked.id);
}

result<void> remove(executor& in, const std::string& id) {
  auto gone = in.run(budget_remove, id);
  if (!gone) return std::unexpected(gone.error());
  if (gone->affected() == 0) return fail(error_code::budget_not_found);
  return {};
}

result<std::int64_t> tenants_watching(executor& in, std::int32_t meter_number) {
  auto r = in.run(budget_watching, meter_number);
  if (!r) return std::unexpected(r.error());
  return r->at(0, 0).int8();
}

result<std::vector<budget_row>> list(executor& in, std::int32_t tenant, const std::string& after, std::int32_t limit) {
  return with_crossings(in, in.run(budget_list, tenant, after, limit));
}

result<std::vector<budget_crossing_row>> crossings(executor& in, const std::string& id, std::int64_t before,
                                                   std::int32_t limit) {
  auto r = in.run(crossings_list, id, before, limit);
  if (!r) return std::unexpected(r.error());
  return read_crossings(*r);
}

result<std::vector<std::int32_t>> standing(executor& in, const std::string& id, timestamp period_from) {
  auto r = in.run(crossings_standing, id, period_from);
  if (!r) return std::unexpected(r.error());
  std::vector<std::int32_t> out;
  for (std::size_t i = 0; i < r->size(); ++i)
    out.push_back(r->at(i, 0).int4());
  return out;
}

result<void> record(executor& in, const std::string& id, const budget_state& now) {
  return done(in.run(budget_record, id, now.period_from, now.period_to, now.used, now.measured_at));
}

result<std::optional<budget_crossing_row>> cross(executor& in, std::int32_t tenant, const budget_crossing_row& c) {
  auto r = in.run(crossing_add, c.budget_id, tenant, c.period_from, c.period_to, c.threshold, c.amount, c.used,
                  c.crossed_at);
  if (!r) return std::unexpected(r.error());
  auto made = read_crossings(*r);
  if (made.empty()) return std::optional<budget_crossing_row>{};
  return std::optional(std::move(made.front()));
}

result<void> rearm(executor& in, const std::string& id, timestamp period_from, std::int32_t threshold, timestamp at) {
  return done(in.run(crossing_rearm, id, period_from, threshold, at));
}

}  // namespace weir::postgres::budgets
