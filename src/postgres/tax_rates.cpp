#include <algorithm>

#include <weir/base/assert.hpp>
#include <weir/postgres/tax_rates.hpp>

#define WEIR_TAX_RATE_COLUMNS                                                                                         \
  "t.number, t.id, t.code, t.name, t.jurisdiction, t.rate, t.version, t.created_at, t.archived_at FROM tax_rates AS " \
  "t "

namespace weir::postgres::tax_rates {
namespace {

const statement tax_rate_create{"tax_rates.create", R"sql(
INSERT INTO tax_rates (id, code, name, jurisdiction, rate) VALUES ($1, $2, $3, $4, $5::numeric)
ON CONFLICT (code) DO NOTHING RETURNING number)sql"};

const statement tax_rate_find{"tax_rates.find", "SELECT " WEIR_TAX_RATE_COLUMNS "WHERE t.id = $1 OR t.code = $1"};

const statement tax_rate_lock{"tax_rates.lock", "SELECT number FROM tax_rates WHERE id = $1 OR code = $1 FOR UPDATE"};

const statement tax_rate_find_all{"tax_rates.find_all",
                                  "SELECT " WEIR_TAX_RATE_COLUMNS "WHERE t.code = ANY ($1::text[])"};

const statement tax_rate_archive{"tax_rates.archive", R"sql(
UPDATE tax_rates SET archived_at = clock_timestamp(), version = version + 1 WHERE number = $1 AND archived_at IS NULL)sql"};

const statement tax_rate_list{"tax_rates.list",
                              "SELECT " WEIR_TAX_RATE_COLUMNS "WHERE t.number > $1 ORDER BY t.number LIMIT $2"};

tax_rate_row read(const rows& r, std::size_t i) {
  auto rate = billing::parse_rate(r.at(i, 5).text());
  WEIR_ASSERT(rate, "tax_rates.rate is checked by the database");
  return {
      r.at(i, 0).int4(), r.at(i, 1).string(),    {r.at(i, 2).string(), r.at(i, 3).string(), r.at(i, 4).string(), *rate},
      r.at(i, 6).int8(), r.at(i, 7).timestamp(), r.at(i, 8).optional_timestamp()};
}

result<std::vector<tax_rate_row>> several(const result<rows>& r) {
  if (!r) return std::unexpected(r.error());
  std::vector<tax_rate_row> out;
  for (std::size_t i = 0; i < r->size(); ++i)
    out.push_back(read(*r, i));
  return out;
}

}  // namespace

result<tax_rate_row> create(executor& in, const std::string& id, const billing::tax_rate& wanted) {
  auto made = in.run(tax_rate_create, id, wanted.code, wanted.name, wanted.jurisdiction, wanted.rate.text());
  if (!made) return std::unexpected(made.error());
  if (made->empty()) return fail(error_code::tax_rate_code_taken);
  return find(in, id);
}

result<tax_rate_row> find(executor& in, const std::string& id_or_code) {
  auto r = in.run(tax_rate_find, id_or_code);
  if (!r) return std::unexpected(r.error());
  if (r->empty()) return fail(error_code::tax_rate_not_found);
  return read(*r, 0);
}

result<tax_rate_row> lock(executor& in, const std::string& id_or_code) {
  auto locked = in.run(tax_rate_lock, id_or_code);
  if (!locked) return std::unexpected(locked.error());
  return find(in, id_or_code);
}

result<std::vector<tax_rate_row>> find_all(executor& in, std::span<const std::string> codes) {
  auto found = several(in.run(tax_rate_find_all, param::array(codes)));
  if (!found) return found;
  std::vector<tax_rate_row> out;
  for (const auto& code : codes) {
    const auto row = std::ranges::find(*found, code, [](const tax_rate_row& t) { return t.rate.code; });
    if (row == found->end()) return fail(error_code::tax_rate_not_found, code);
    out.push_back(*row);
  }
  return out;
}

result<tax_rate_row> archive(executor& in, const tax_rate_row& which) {
  auto done = in.run(tax_rate_archive, which.number);
  if (!done) return std::unexpected(done.error());
  return find(in, which.id);
}

result<std::vector<tax_rate_row>> list(executor& in, std::int32_t after, std::int32_t limit) {
  return several(in.run(tax_rate_list, after, limit));
}

}  // namespace weir::postgres::tax_rates
