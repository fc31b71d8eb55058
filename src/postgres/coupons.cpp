#include <src/postgres/arrays.hpp>

#include <weir/base/assert.hpp>
#include <weir/billing/tax.hpp>
#include <weir/postgres/coupons.hpp>

#define WEIR_COUPON_COLUMNS                                                                                           \
  "c.number, c.id, c.code, c.name, c.percentage, c.amount, c.currency, c.duration, coalesce(c.months, 0), c.prices, " \
  "c.most_redemptions, c.redemptions, c.redeem_by, c.version, c.created_at, c.archived_at "
#define WEIR_TENANT_COUPON_COLUMN_NAMES                                                                     \
  ", t.id, t.tenant_number, t.since, t.months_used, t.amount_left, t.used_up_at, t.removed_at, t.made_by, " \
  "t.command_id, t.version, t.created_at, t.updated_at "
#define WEIR_TENANT_COUPON_COLUMNS \
  WEIR_TENANT_COUPON_COLUMN_NAMES  \
  "FROM tenant_coupons AS t "      \
  "JOIN coupons AS c ON c.number = t.coupon_number "

namespace weir::postgres::coupons {
namespace {

const statement coupon_create{"coupons.create", R"sql(
INSERT INTO coupons (id, code, name, percentage, amount, currency, duration, months, prices, most_redemptions, redeem_by)
VALUES ($1, $2, $3, $4::numeric, $5, $6, $7, $8, $9::text[], $10, $11) ON CONFLICT (code) DO NOTHING RETURNING number)sql"};

const statement coupon_find{"coupons.find",
                            "SELECT " WEIR_COUPON_COLUMNS "FROM coupons AS c WHERE c.id = $1 OR c.code = $1"};

const statement coupon_lock{"coupons.lock", "SELECT number FROM coupons WHERE id = $1 OR code = $1 FOR UPDATE"};

const statement coupon_archive{"coupons.archive", R"sql(
UPDATE coupons SET archived_at = clock_timestamp(), version = version + 1 WHERE number = $1 AND archived_at IS NULL)sql"};

const statement coupon_list{
    "coupons.list", "SELECT " WEIR_COUPON_COLUMNS "FROM coupons AS c WHERE c.number > $1 ORDER BY c.number LIMIT $2"};

const statement coupon_count{"coupons.count", R"sql(
UPDATE coupons SET redemptions = redemptions + 1, version = version + 1
WHERE number = $1 AND (most_redemptions IS NULL OR redemptions < most_redemptions) RETURNING redemptions)sql"};

const statement coupon_apply{"coupons.apply", R"sql(
INSERT INTO tenant_coupons (id, tenant_number, coupon_number, since, amount_left, made_by, command_id)
VALUES ($1, $2, $3, $4, $5, $6, $7))sql"};

const statement coupon_remove{"coupons.remove", R"sql(
UPDATE tenant_coupons SET removed_at = $2, version = version + 1, updated_at = clock_timestamp()
WHERE id = $1 AND removed_at IS NULL AND used_up_at IS NULL)sql"};

const statement coupon_find_applied{"coupons.find_applied",
                                    "SELECT " WEIR_COUPON_COLUMNS WEIR_TENANT_COUPON_COLUMNS "WHERE t.id = $1"};

const statement coupon_is_held{"coupons.is_held", R"sql(
SELECT EXISTS (SELECT FROM tenant_coupons
               WHERE tenant_number = $1 AND coupon_number = $2 AND used_up_at IS NULL AND removed_at IS NULL))sql"};

const statement coupon_list_applied{"coupons.list_applied",
                                    "SELECT " WEIR_COUPON_COLUMNS WEIR_TENANT_COUPON_COLUMNS
                                    "WHERE t.tenant_number = $1 AND t.id > $2 ORDER BY t.id LIMIT $3"};

const statement coupon_of_tenants{"coupons.of_tenants",
                                  "SELECT " WEIR_COUPON_COLUMNS WEIR_TENANT_COUPON_COLUMN_NAMES R"sql(, h.place
FROM unnest($1::integer[], $2::text[], $3::text[]) WITH ORDINALITY AS h (tenant, currency, as_of, place)
JOIN tenant_coupons AS t ON t.tenant_number = h.tenant AND t.since <= h.as_of::timestamptz AND t.used_up_at IS NULL
  AND (t.removed_at IS NULL OR t.removed_at > h.as_of::timestamptz)
JOIN coupons AS c ON c.number = t.coupon_number AND (c.currency IS NULL OR c.currency = h.currency)
ORDER BY h.place, t.since, t.id)sql"};

// What was used up by an invoice that gives it back is not any more.
const statement coupon_used{"coupons.used", R"sql(
UPDATE tenant_coupons SET months_used = $2, amount_left = $3, used_up_at = $4, version = version + 1, updated_at = clock_timestamp()
WHERE id = $1)sql"};

coupon_row read(const rows& r, std::size_t i) {
  const auto at = [&](std::size_t column) -> const field& { return r.at(i, column); };
  coupon_row out;
  out.number = at(0).int4();
  out.coupon.id = at(1).string();
  out.coupon.code = at(2).string();
  out.coupon.name = at(3).string();
  if (at(4).is_null()) {
    const auto coin = billing::currency::find(at(6).text());
    WEIR_ASSERT(coin, "coupons.currency is written by this program only");
    out.coupon.value = billing::coupon_amount{{at(5).int8()}, *coin};
  } else {
    const auto rate = billing::parse_rate(at(4).text());
    WEIR_ASSERT(rate, "coupons.percentage is checked by the database");
    out.coupon.value = *rate;
  }
  const auto duration = billing::coupon_duration_from_name(at(7).text());
  WEIR_ASSERT(duration, "coupons.duration is checked by the database");
  out.coupon.duration = *duration;
  out.coupon.months = at(8).int4();
  out.coupon.prices = at(9).text_array();
  out.most_redemptions = at(10).optional_int4();
  out.redemptions = at(11).int4();
  out.redeem_by = at(12).optional_timestamp();
  out.version = at(13).int8();
  out.created_at = at(14).timestamp();
  out.archived_at = at(15).optional_timestamp();
  return out;
}

tenant_coupon_row read_applied(const rows& r, std::size_t i) {
  const auto at = [&](std::size_t column) -> const field& { return r.at(i, 16 + column); };
  tenant_coupon_row out;
  out.held = {at(0).string(), read(r, i).coupon, at(2).timestamp(), at(3).int4(), {}};
  if (const auto left = at(4).optional_int8()) out.held.amount_left = billing::money{*left};
  out.tenant_number = at(1).int4();
  out.used_up_at = at(5).optional_timestamp();
  out.removed_at = at(6).optional_timestamp();
  out.made_by = at(7).string();
  out.command_id = at(8).string();
  out.version = at(9).int8();
  out.created_at = at(10).timestamp();
  out.updated_at = at(11).timestamp();
  return out;
}

}  // namespace

result<coupon_row> create(executor& in, const coupon_row& wanted) {
  const auto& c = wanted.coupon;
  std::optional<std::string> percentage, coin;
  std::optional<std::int64_t> amount;
  if (const auto* value = std::get_if<billing::coupon_amount>(&c.value)) {
    amount = value->value.minor;
    coin = value->currency.code();
  } else {
    percentage = std::get<billing::unit_price>(c.value).text();
  }
  const auto months = c.duration == billing::coupon_duration::months ? std::optional(c.months) : std::nullopt;
  auto made = in.run(coupon_create, c.id, c.code, c.name, percentage, amount, coin, billing::name(c.duration), months,
                     param::array(c.prices), wanted.most_redemptions, wanted.redeem_by);
  if (!made) return std::unexpected(made.error());
  if (made->empty()) return fail(error_code::coupon_code_taken);
  return find(in, c.id);
}

result<coupon_row> find(executor& in, const std::string& id_or_code) {
  auto r = in.run(coupon_find, id_or_code);
  if (!r) return std::unexpected(r.error());
  if (r->empty()) return fail(error_code::coupon_not_found);
  return read(*r, 0);
}

result<coupon_row> lock(executor& in, const std::string& id_or_code) {
  auto locked = in.run(coupon_lock, id_or_code);
  if (!locked) return std::unexpected(locked.error());
  return find(in, id_or_code);
}

result<coupon_row> archive(executor& in, const coupon_row& which) {
  auto done = in.run(coupon_archive, which.number);
  if (!done) return std::unexpected(done.error());
  return find(in, which.coupon.id);
}

result<std::vector<coupon_row>> list(executor& in, std::int32_t after, std::int32_t limit) {
  auto r = in.run(coupon_list, after, limit);
  if (!r) return std::unexpected(r.error());
  std::vector<coupon_row> out;
  for (std::size_t i = 0; i < r->size(); ++i)
    out.push_back(read(*r, i));
  return out;
}

result<tenant_coupon_row> apply(executor& in, const coupon_row& which, const new_tenant_coupon& wanted) {
  auto counted = in.run(coupon_count, which.number);
  if (!counted) return std::unexpected(counted.error());
  if (counted->empty()) return fail(error_code::coupon_exhausted);
  std::optional<std::int64_t> left;
  if (const auto* value = std::get_if<billing::coupon_amount>(&which.coupon.value);
      value && which.coupon.duration == billing::coupon_duration::once)
    left = value->value.minor;
  auto made = in.run(coupon_apply, wanted.id, wanted.tenant_number, which.number, wanted.since, left, wanted.made_by,
                     wanted.command_id);
  if (!made) return std::unexpected(made.error());
  return find_applied(in, wanted.id);
}

result<bool> remove(executor& in, const std::string& tenant_coupon, timestamp at) {
  auto r = in.run(coupon_remove, tenant_coupon, at);
  if (!r) return std::unexpected(r.error());
  return r->affected() > 0;
}

result<tenant_coupon_row> find_applied(executor& in, const std::string& tenant_coupon) {
  auto r = in.run(coupon_find_applied, tenant_coupon);
  if (!r) return std::unexpected(r.error());
  if (r->empty()) return fail(error_code::tenant_coupon_not_found);
  return read_applied(*r, 0);
}

result<bool> is_held(executor& in, std::int32_t tenant, const coupon_row& which) {
  auto r = in.run(coupon_is_held, tenant, which.number);
  if (!r) return std::unexpected(r.error());
  return r->at(0, 0).boolean();
}

result<std::vector<tenant_coupon_row>> list_applied(executor& in, std::int32_t tenant, const std::string& after,
                                                    std::int32_t limit) {
  auto r = in.run(coupon_list_applied, tenant, after, limit);
  if (!r) return std::unexpected(r.error());
  std::vector<tenant_coupon_row> out;
  for (std::size_t i = 0; i < r->size(); ++i)
    out.push_back(read_applied(*r, i));
  return out;
}

result<std::vector<billing::held_coupon>> of_tenant(executor& in, std::int32_t tenant, std::string_view currency,
                                                    timestamp as_of) {
  const coupon_holder holder{tenant, std::string(currency), as_of};
  auto found = of_tenants(in, std::span(&holder, 1));
  if (!found) return std::unexpected(found.error());
  return std::move(found->front());
}

result<std::vector<std::vector<billing::held_coupon>>> of_tenants(executor& in, std::span<const coupon_holder> of) {
  auto r = in.run(coupon_of_tenants, array_of(of, [](const auto& h) { return h.tenant; }),
                  array_of(of, [](const auto& h) { return h.currency; }),
                  array_of(of, [](const auto& h) { return h.as_of; }));
  if (!r) return std::unexpected(r.error());
  std::vector<std::vector<billing::held_coupon>> out(of.size());
  for (std::size_t i = 0; i < r->size(); ++i)
    out[static_cast<std::size_t>(r->at(i, 28).int8() - 1)].push_back(read_applied(*r, i).held);
  return out;
}

result<void> used(executor& in, const std::string& tenant_coupon, const billing::coupon_use& use, timestamp at) {
  auto row = find_applied(in, tenant_coupon);
  if (!row) return std::unexpected(row.error());
  const auto left = use.amount_left ? std::optional(use.amount_left->minor) : std::nullopt;
  const auto until = billing::is_used_up(row->held.coupon, use) ? std::optional(at) : std::nullopt;
  auto done = in.run(coupon_used, tenant_coupon, use.months_used, left, until);
  if (!done) return std::unexpected(done.error());
  return {};
}

}  // namespace weir::postgres::coupons
