// Rows of `payment_providers` and their secrets: the platform's accounts at payment providers. Instants are the
// database's.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <weir/postgres/executor.hpp>

namespace weir::postgres {

struct provider_secret_row {
  std::string id;
  std::string kind;  // "signing", "api_key"
  std::string sealed;
  timestamp created_at{};
  std::optional<timestamp> expires_at{};  // nothing: the current one of its kind
};

struct payment_provider_row {
  std::string id;
  std::int32_t number = 0;
  std::string slug;
  std::string provider;  // "stripe", "paypal"
  std::string name;
  bool live = false;
  bool enabled = true;
  bool offered = false;
  std::optional<timestamp> swept_to{};        // nothing: its list of events was never read
  std::optional<timestamp> sweep_asked_at{};  // somebody wants it to be read now
  std::int64_t version = 1;
  timestamp created_at{};
  timestamp updated_at{};
  std::optional<std::string> client_id{};         // who asks with the api_key, at PayPal
  std::optional<timestamp> push_invoices_from{};  // invoices finalized from then on are put into it; nothing: none
};

namespace payment_providers {

inline constexpr std::string_view signing = "signing";
inline constexpr std::string_view api_key = "api_key";
inline constexpr std::int32_t most_signing_secrets = 3;

// id, slug, provider, name, live, client_id. Error: payment_provider_slug_taken.
result<payment_provider_row> create(executor& in, const payment_provider_row& wanted);

// By id or slug. Error: payment_provider_not_found.
result<payment_provider_row> find(executor& in, const std::string& id_or_slug);
// The same, and nobody else changes any of them until the transaction ends.
result<payment_provider_row> lock(executor& in, const std::string& id_or_slug);
result<payment_provider_row> by_number(executor& in, std::int32_t number);

// The one that new payments are made through.
result<std::optional<payment_provider_row>> offered(executor& in);

// In the order of their numbers, after `after` (0: from the first).
result<std::vector<payment_provider_row>> list(executor& in, std::int32_t after, std::int32_t limit);

// After lock(): name, enabled, offered, client_id. Whether another one is offered is the caller's to know.
result<payment_provider_row> update(executor& in, const payment_provider_row& locked,
                                    const payment_provider_row& wanted);

// After lock(): whether invoices that are finalized from now on are put into it. The version is update()'s to bump.
result<void> push_invoices(executor& in, const payment_provider_row& locked, bool on);

// After lock(): its list of events is to be read now. Bumps the version.
result<payment_provider_row> ask_for_sweep(executor& in, const payment_provider_row& locked);

// By kind, the newest of each first; those that are over are left out.
result<std::vector<provider_secret_row>> secrets(executor& in, std::int32_t provider);

// The first one of its kind.
result<void> add_secret(executor& in, const payment_provider_row& of, const provider_secret_row& first);

// After lock(): no secret of the kind is left.
result<void> remove_secrets(executor& in, const payment_provider_row& locked, std::string_view kind);

// After lock(): the current signing secret, if there is one, counts beside the new one for `overlap_s`, 0: no more.
// Bumps the version. Error: payment_provider_secret_refused, when as many as possible count already.
result<payment_provider_row> rotate(executor& in, const payment_provider_row& locked, const provider_secret_row& next,
                                    std::int64_t overlap_s);

}  // namespace payment_providers
}  // namespace weir::postgres
