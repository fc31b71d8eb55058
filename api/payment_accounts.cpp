#include <algorithm>
#include <utility>

#include <api/payment_accounts.hpp>

#include <weir/contract/payment_record.hpp>
#include <weir/postgres/installation.hpp>
#include <weir/postgres/sealed_secrets.hpp>

namespace weir::api {
namespace {

using postgres::executor;
using postgres::payment_provider_row;
namespace rows = postgres::payment_providers;

constexpr auto purpose = postgres::sealed_secrets::purpose(postgres::sealed_secrets::what::provider_secret);

template<class F>
auto look_at_platform(postgres::pool& database, F&& f) {
  return database.read(postgres::role::api, postgres::tenant_scope::platform(), std::forward<F>(f));
}

result<payment_account> with_key(const secret_ring& secrets, executor& in, const payment_provider_row& row) {
  auto kept = rows::secrets(in, row.number);
  if (!kept) return std::unexpected(kept.error());
  const auto key = std::ranges::find(*kept, rows::api_key, &postgres::provider_secret_row::kind);
  if (key == kept->end())
    return fail(error_code::payment_provider_key_refused, "The payment provider has no key of its API here.");
  auto plain = secrets.open(purpose, key->id, key->sealed);
  if (!plain)
    return fail(error_code::payment_provider_key_refused, "The key of the payment provider's API cannot be unsealed.");
  auto installed = postgres::installation::find(in);
  if (!installed) return std::unexpected(installed.error());
  payment_account out{.number = row.number, .at = {.id = row.id, .api_key = {}, .live = row.live}};
  if (*installed) out.installation = (*installed)->id;
  if (row.provider == contract::paypal_provider) {
    out.paypal = {row.id, row.client_id.value_or(""), std::move(*plain), row.live};
  } else {
    out.at.api_key = std::move(*plain);
  }
  return out;
}

}  // namespace

result<std::optional<std::string>> offered_provider(const services& s) {
  return look_at_platform(s.database, [](executor& in) -> result<std::optional<std::string>> {
    auto row = rows::offered(in);
    if (!row) return std::unexpected(row.error());
    return *row ? std::optional((*row)->provider) : std::nullopt;
  });
}

result<payment_account> offered_account(postgres::pool& database, const secret_ring& secrets) {
  return look_at_platform(database, [&](executor& in) -> result<payment_account> {
    auto row = rows::offered(in);
    if (!row) return std::unexpected(row.error());
    if (!*row) return fail(error_code::payment_not_offered);
    return with_key(secrets, in, **row);
  });
}

result<payment_account> account_of_payment(postgres::pool& database, const secret_ring& secrets, std::int32_t number) {
  return look_at_platform(database, [&](executor& in) -> result<payment_account> {
    auto row = rows::by_number(in, number);
    if (!row) return std::unexpected(row.error());
    if (!row->enabled) return fail(error_code::payment_provider_disabled);
    return with_key(secrets, in, *row);
  });
}

result<payment_account> offered_account(const services& s) {
  return offered_account(s.database, s.secrets);
}

result<payment_account> account_of_payment(const services& s, std::int32_t number) {
  return account_of_payment(s.database, s.secrets, number);
}

}  // namespace weir::api
