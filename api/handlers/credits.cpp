#include <charconv>
#include <optional>
#include <utility>

#include <api/commands.hpp>
#include <api/handlers/catalogue.hpp>
#include <api/handlers/credits.hpp>
#include <workers/billing/credit_json.hpp>

#include <weir/postgres/credits.hpp>

namespace weir::api {
namespace {

using postgres::executor;

result<void> platform_only(const call& c) {
  return api::platform_only(c, "Credits are granted and voided by the platform.");
}

result<std::optional<std::string>> currency_asked(const call& c) {
  const auto code = c.query("currency");
  if (!code) return std::nullopt;
  if (!billing::currency::find(*code))
    return fail(error_code::query_parameter_invalid, "currency is a code of ISO 4217", "/currency");
  return std::string(*code);
}

result<contract::grant_credit> credit_asked(const contract::json_value& body) {
  const auto coin = billing::currency::find(body.text("currency").value_or(""));
  if (!coin) return fail(error_code::currency_unknown, "", "/currency");
  auto amount = billing::parse_money(body.text("amount").value_or(""), *coin);
  if (!amount) return fail(amount.error().code, amount.error().detail, "/amount");
  if (*amount <= billing::money{}) return fail(error_code::validation_failed, "more than nothing", "/amount");
  contract::grant_credit out{*coin, *amount};
  if (const auto priority = body.find("priority"); priority && priority->integer())
    out.priority = static_cast<std::int32_t>(*priority->integer());
  if (const auto until = body.text("expires_at")) {
    auto at = parse_rfc3339(*until);
    if (!at) return fail(at.error().code, at.error().detail, "/expires_at");
    out.expires_at = *at;
  }
  if (const auto paid = body.find("is_paid")) out.is_paid = paid->boolean().value_or(false);
  out.reason = body.text("reason").value_or("");
  return out;
}

}  // namespace

result<http::response> list_credits(const call& c) {
  const auto now = c.with().clock.now();
  return list_of_tenant(
      c, "credits", postgres::credits::list, [](const postgres::credit_grant_row& row) { return row.id; },
      [&](const postgres::credit_grant_row& row, const postgres::tenant_row& t) {
        return billing::credit_json(row, t.id, now);
      });
}

result<http::response> list_credit_entries(const call& c) {
  auto asked = currency_asked(c);
  if (!asked) return std::unexpected(asked.error());
  return list_of_tenant(
      c, "credit_entries/" + asked->value_or(""),
      [&](executor& in, std::int32_t tenant, const std::string& before,
          std::int32_t most) -> result<std::vector<postgres::credit_entry_row>> {
        std::int64_t sequence = 0;
        std::from_chars(before.data(), before.data() + before.size(), sequence);
        if (*asked) return postgres::credits::entries(in, tenant, **asked, sequence, most);
        auto own = postgres::tenants::by_number(in, tenant);
        if (!own) return std::unexpected(own.error());
        return postgres::credits::entries(in, tenant, own->currency, sequence, most);
      },
      [](const postgres::credit_entry_row& row) { return std::to_string(row.sequence); },
      [](const postgres::credit_entry_row& row, const postgres::tenant_row&) {
        return billing::credit_entry_json(row);
      });
}

result<http::response> list_credit_balances(const call& c) {
  auto items = look(c, [&](executor& in) -> result<std::string> {
    auto tenant = tenant_of_path(in, c);
    if (!tenant) return std::unexpected(tenant.error());
    auto rows = postgres::credits::balances(in, tenant->number, c.with().clock.now());
    if (!rows) return std::unexpected(rows.error());
    contract::json_writer w;
    w.begin_array();
    for (const auto& row : *rows)
      w.raw(billing::credit_balance_json(row));
    return w.end_array().take();
  });
  if (!items) return std::unexpected(items.error());
  return c.json(200, page(*items, std::nullopt));
}

result<http::response> get_credit(const call& c) {
  const std::string which(c.parameter("credit"));
  auto body = look(c, [&](executor& in) -> result<std::string> {
    auto row = postgres::credits::find(in, which);
    if (!row) return std::unexpected(row.error());
    auto tenant = postgres::tenants::by_number(in, row->tenant_number);
    if (!tenant) return std::unexpected(tenant.error());
    return billing::credit_json(*row, tenant->id, c.with().clock.now());
  });
  if (!body) return std::unexpected(body.error());
  return c.json(200, std::move(*body));
}

void grant_credit(call c, http::responder respond) {
  if (auto allowed = platform_only(c); !allowed) return respond(c.problem(allowed.error()));
  auto what = credit_asked(c.body());
  if (!what) return respond(c.problem(what.error()));
  send_command(std::move(c), std::move(respond), std::move(*what), tenant_of_path);
}

void void_credit(call c, http::responder respond) {
  if (auto allowed = platform_only(c); !allowed) return respond(c.problem(allowed.error()));
  const auto id = credit_id::parse(c.parameter("credit"));
  if (!id) return respond(c.problem(error(error_code::credit_not_found)));
  send_command(std::move(c), std::move(respond), contract::void_credit{*id},
               [id = id->text()](executor& in, const call&) -> result<postgres::tenant_row> {
                 auto row = postgres::credits::find(in, id);
                 if (!row) return std::unexpected(row.error());
                 return postgres::tenants::by_number(in, row->tenant_number);
               });
}

}  // namespace weir::api
