#include <algorithm>
#include <utility>

#include <api/payment_accounts.hpp>

#include <weir/postgres/installation.hpp>
#include <weir/postgres/sealed_secrets.hpp>

namespace weir::api {
namespace {

using postgres::executor;
using postgres::payment_provider_row;
namespace rows = postgres::payment_providers;

constexpr auto purpose = postgres::sealed_secrets::purpose(postgres::sealed_secrets::what::provider_secret);

template<class F>
auto look_at_platform(const services& s, F&& f) {
  return s.database.read(postgres::role::api, postgres::tenant_scope::platform(), std::forward<F>(f));
}

result<payment_account> with_key(const services& s, executor& in, const payment_provider_row& row) {
  auto secrets = rows::secrets(in, row.number);
  if (!secrets) return std::unexpected(secrets.error());
  const auto key = std::ranges::find(*secrets, rows::api_key, &postgres::provider_secret_row::kind);
  if (key == secrets->end())
    return fail(error_code::payment_provider_key_refused, "The payment provider has no key of its API here.");
  auto plain = s.secrets.open(purpose, key->id, key->sealed);
  if (!plain)
    return fail(error_code::payment_provider_key_refused, "The key of the payment provider's API cannot be unsealed.");
  auto installed = postgres::installation::find(in);
  if (!installed) return std::unexpected(installed.error());
  return payment_account{
      row.number, {row.id, std::move(*plain), row.live}, *installed ? (*installed)->id : std::string()};
}

}  // namespace

result<std::optional<std::string>> offered_provider(const services& s) {
  return look_at_platform(s, [](executor& in) -> result<std::optional<std::string>> {
    auto row = rows::offered(in);
    if (!row) return std::unexpected(row.error());
    return *row ? std::optional((*row)->provider) : std::nullopt;
  });
}

result<payment_account> offered_account(const services& s) {
  return look_at_platform(s, [&](executor& in) -> result<payment_account> {
    auto row = rows::offered(in);
    if (!row) return std::unexpected(row.error());
    if (!*row) return fail(error_code::payment_not_offered);
    return with_key(s, in, **row);
  });
}

result<payment_account> account_of_payment(const services& s, std::int32_t number) {
  return look_at_platform(s, [&](executor& in) -> result<payment_account> {
    auto row = rows::by_number(in, number);
    if (!row) return std::unexpected(row.error());
    if (!row->enabled) return fail(error_code::payment_provider_disabled);
    return with_key(s, in, *row);
  });
}

}  // namespace weir::api
