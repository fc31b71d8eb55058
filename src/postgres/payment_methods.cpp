#include <algorithm>

#include <src/postgres/done.hpp>

#include <weir/base/assert.hpp>
#include <weir/postgres/collections.hpp>
#include <weir/postgres/payment_methods.hpp>

#define WEIR_METHOD_COLUMNS                                                                                    \
  "SELECT m.id, m.provider_number, m.tenant_number, t.id, m.reference, m.customer, m.state, m.as_of, m.kind, " \
  "m.brand, m.last4, m.expiry_month, m.expiry_year, m.made_at, m.is_default, m.version, m.created_at, "        \
  "m.updated_at, m.number FROM payment_methods AS m JOIN tenants AS t ON t.number = m.tenant_number "
#define WEIR_CUSTOMER_COLUMNS                                                                          \
  "SELECT c.provider_number, c.tenant_number, t.id, coalesce(c.reference, ''), c.chosen, c.chosen_at " \
  "FROM payment_customers AS c JOIN tenants AS t ON t.number = c.tenant_number "

namespace weir::postgres::payment_methods {
namespace {

const statement customer_lock{"payment_methods.lock_customer", WEIR_CUSTOMER_COLUMNS
                              "WHERE c.provider_number = $1 AND c.reference = $2 FOR UPDATE OF c"};
const statement customer_lock_of{"payment_methods.lock_customer_of", WEIR_CUSTOMER_COLUMNS
                                 "WHERE c.provider_number = $1 AND c.tenant_number = $2 FOR UPDATE OF c"};
const statement customer_choose{"payment_methods.choose", R"sql(
UPDATE payment_customers SET chosen = nullif($3, ''), chosen_at = $4, updated_at = clock_timestamp()
WHERE provider_number = $1 AND tenant_number = $2)sql"};

const statement method_find{"payment_methods.find", WEIR_METHOD_COLUMNS "WHERE m.id = $1"};
const statement method_find_reference{"payment_methods.find_reference",
                                      WEIR_METHOD_COLUMNS "WHERE m.provider_number = $1 AND m.reference = $2"};
const statement method_add{"payment_methods.add", R"sql(
INSERT INTO payment_methods (id, provider_number, tenant_number, reference, customer, kind, brand, last4, expiry_month, expiry_year,
  state, made_at, as_of)
VALUES ($1, $2, $3, $4, $5, left($6, 50), left($7, 50), left($8, 4), $9, $10, $11, $12, $13))sql"};
const statement method_update{"payment_methods.update", R"sql(
UPDATE payment_methods SET kind = left($2, 50), brand = left($3, 50), last4 = left($4, 4), expiry_month = $5, expiry_year = $6,
  state = $7, as_of = $8, is_default = is_default AND $7 = 'attached', version = $9, updated_at = clock_timestamp()
WHERE id = $1)sql"};
const statement method_attached{
    "payment_methods.attached", WEIR_METHOD_COLUMNS
    "WHERE m.provider_number = $1 AND m.tenant_number = $2 AND m.state = 'attached' ORDER BY m.number"};
const statement method_attached_to{
    "payment_methods.attached_to",
    WEIR_METHOD_COLUMNS "WHERE m.provider_number = $1 AND m.customer = $2 AND m.state = 'attached' ORDER BY m.number"};
const statement method_set_default{"payment_methods.set_default", R"sql(
UPDATE payment_methods SET is_default = $2, version = version + 1, updated_at = clock_timestamp() WHERE id = $1)sql"};
const statement method_default{"payment_methods.default", WEIR_METHOD_COLUMNS
                               "WHERE m.provider_number = $1 AND m.tenant_number = $2 AND m.is_default"};
const statement method_list{"payment_methods.list", WEIR_METHOD_COLUMNS R"sql(
WHERE m.state = 'attached' AND ($1::integer IS NULL OR m.tenant_number = $1) AND ($2 = 0 OR m.number < $2)
ORDER BY m.number DESC LIMIT $3)sql"};

payment_method_row read(const rows& r, std::size_t i) {
  const auto at = [&](std::size_t column) -> const field& { return r.at(i, column); };
  payment_method_row out;
  out.id = at(0).string();
  out.provider_number = at(1).int4();
  out.tenant_number = at(2).int4();
  out.tenant_id = at(3).string();
  out.reference = at(4).string();
  out.customer = at(5).string();
  const auto state = billing::method_state_from_name(at(6).text());
  WEIR_ASSERT(state, "states are checked by the database");
  out.progress = {*state,
                  at(7).timestamp(),
                  {at(8).string(), at(9).string(), at(10).string(), at(11).optional_int4(), at(12).optional_int4()}};
  out.made_at = at(13).timestamp();
  out.is_default = at(14).boolean();
  out.version = at(15).int8();
  out.created_at = at(16).timestamp();
  out.updated_at = at(17).timestamp();
  out.number = at(18).int8();
  return out;
}

result<std::vector<payment_method_row>> read_all(const result<rows>& r) {
  if (!r) return std::unexpected(r.error());
  std::vector<payment_method_row> out;
  for (std::size_t i = 0; i < r->size(); ++i)
    out.push_back(read(*r, i));
  return out;
}

result<std::optional<payment_method_row>> read_first(const result<rows>& r) {
  if (!r) return std::unexpected(r.error());
  if (r->empty()) return std::nullopt;
  return read(*r, 0);
}

result<std::optional<customer_fact>> read_customer(const result<rows>& r) {
  if (!r) return std::unexpected(r.error());
  if (r->empty()) return std::nullopt;
  const auto at = [&](std::size_t column) -> const field& { return r->at(0, column); };
  customer_fact out;
  out.provider_number = at(0).int4();
  out.tenant_number = at(1).int4();
  out.tenant_id = at(2).string();
  out.reference = at(3).string();
  out.chosen = {at(4).optional_string().value_or(""), at(5).optional_timestamp().value_or(timestamp{})};
  return out;
}

}  // namespace

result<std::optional<customer_fact>> lock_customer(executor& in, std::int32_t provider, const std::string& reference) {
  return read_customer(in.run(customer_lock, provider, reference));
}

result<std::optional<customer_fact>> lock_customer_of(executor& in, std::int32_t provider, std::int32_t tenant) {
  return read_customer(in.run(customer_lock_of, provider, tenant));
}

result<void> set_chosen(executor& in, const customer_fact& of) {
  return done(in.run(customer_choose, of.provider_number, of.tenant_number, of.chosen.reference, of.chosen.at));
}

result<payment_method_row> find(executor& in, const std::string& id) {
  auto found = read_first(in.run(method_find, id));
  if (!found) return std::unexpected(found.error());
  if (!*found) return fail(error_code::payment_method_not_found);
  return std::move(**found);
}

result<std::optional<payment_method_row>> find_reference(executor& in, std::int32_t provider,
                                                         const std::string& reference) {
  return read_first(in.run(method_find_reference, provider, reference));
}

result<void> add(executor& in, const payment_method_row& wanted) {
  const auto& details = wanted.progress.details;
  return done(in.run(method_add, wanted.id, wanted.provider_number, wanted.tenant_number, wanted.reference,
                     wanted.customer, details.kind, details.brand, details.last4, details.expiry_month,
                     details.expiry_year, billing::name(wanted.progress.state), wanted.made_at, wanted.progress.as_of));
}

result<void> update(executor& in, payment_method_row& row) {
  ++row.version;
  row.is_default = row.is_default && row.progress.state == billing::method_state::attached;
  const auto& details = row.progress.details;
  return done(in.run(method_update, row.id, details.kind, details.brand, details.last4, details.expiry_month,
                     details.expiry_year, billing::name(row.progress.state), row.progress.as_of, row.version));
}

result<std::vector<payment_method_row>> attached(executor& in, std::int32_t provider, std::int32_t tenant) {
  return read_all(in.run(method_attached, provider, tenant));
}

result<std::vector<payment_method_row>> attached_to(executor& in, std::int32_t provider, const std::string& customer) {
  return read_all(in.run(method_attached_to, provider, customer));
}

result<std::vector<payment_method_row>> settle_default(executor& in, const customer_fact& of) {
  auto all = attached(in, of.provider_number, of.tenant_number);
  if (!all) return all;
  std::vector<billing::kept_method> kept;
  for (const auto& row : *all)
    kept.push_back({row.reference, row.made_at});
  const auto charged = billing::charged_method(kept, of.chosen);
  std::vector<payment_method_row> changed;
  for (std::size_t i = 0; i < all->size(); ++i) {
    auto& row = (*all)[i];
    const bool wanted = charged == i;
    if (row.is_default == wanted) continue;
    row.is_default = wanted;
    ++row.version;
    changed.push_back(std::move(row));
  }
  // One at most at any time, as an index has it.
  std::ranges::sort(changed, {}, &payment_method_row::is_default);
  for (const auto& row : changed) {
    if (auto set = done(in.run(method_set_default, row.id, row.is_default)); !set) return std::unexpected(set.error());
  }
  if (changed.empty()) return changed;
  if (auto told = collections::look_again_of(in, of.tenant_number); !told) return std::unexpected(told.error());
  return changed;
}

result<std::optional<payment_method_row>> default_of(executor& in, std::int32_t provider, std::int32_t tenant) {
  return read_first(in.run(method_default, provider, tenant));
}

result<std::vector<payment_method_row>> list(executor& in, std::optional<std::int32_t> tenant, std::int64_t before,
                                             std::int32_t limit) {
  return read_all(in.run(method_list, tenant, before, limit));
}

}  // namespace weir::postgres::payment_methods
