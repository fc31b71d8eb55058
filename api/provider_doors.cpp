#include <api/provider_doors.hpp>

#include <weir/base/assert.hpp>
#include <weir/base/log.hpp>
#include <weir/contract/payment_record.hpp>
#include <weir/postgres/provider_doors.hpp>
#include <weir/postgres/sealed_secrets.hpp>

namespace weir::api {
namespace {

using postgres::sealed_secrets::what;

constexpr std::size_t most_renewed = 100;  // in one pass of the refresher

// Neither has a slash.
std::string key_of(const std::string& provider, const std::string& slug) {
  return provider + '/' + slug;
}

provider_doors::outcomes count(metric_registry& metrics, std::string_view provider) {
  const auto each = [&](std::string_view outcome) {
    return metrics.counter(metric::weir_provider_webhooks_total, {provider, outcome});
  };
  return {each("stored"), each("refused"), each("unavailable")};
}

}  // namespace

provider_doors::provider_doors(postgres::pool& database, clock_source& clock, const secret_ring& secrets,
                               metric_registry& metrics)
    : database_(database),
      clock_(clock),
      secrets_(secrets),
      stripe_(count(metrics, contract::stripe_provider)),
      paypal_(count(metrics, contract::paypal_provider)),
      hits_(metrics.counter(metric::weir_cache_requests_total, {"provider_doors", "hit"})),
      misses_(metrics.counter(metric::weir_cache_requests_total, {"provider_doors", "miss"})),
      stale_(metrics.counter(metric::weir_cache_requests_total, {"provider_doors", "stale"})) {}

const provider_doors::outcomes& provider_doors::of(std::string_view provider) const {
  return provider == contract::paypal_provider ? paypal_ : stripe_;
}

provider_door_ptr provider_doors::peek(const std::string& provider, const std::string& slug, bool database_away) {
  auto known = doors_.get(key_of(provider, slug), clock_.monotonic_ms(), database_away);
  if (!known) {
    misses_.add();
    return nullptr;
  }
  (known->stale ? stale_ : hits_).add();
  return std::move(known->value);
}

result<provider_door_ptr> provider_doors::ask(const std::string& provider, const std::string& slug) {
  const auto asked = clock_.monotonic_ms();
  auto row = database_.read(postgres::role::api, postgres::tenant_scope::platform(),
                            [&](postgres::executor& in) { return postgres::provider_doors::find(in, provider, slug); });
  if (!row) return std::unexpected(row.error());
  if (!*row) {
    doors_.forget(key_of(provider, slug));
    return fail(error_code::payment_provider_not_found);
  }
  const auto account = payment_provider_id::parse((*row)->id);
  WEIR_ASSERT(account, "payment_providers.id is checked by the database");
  auto out = std::make_shared<provider_door>(provider_door{*account, (*row)->live, (*row)->enabled});
  for (const auto& sealed : (*row)->secrets) {
    auto opened = secrets_.open(postgres::sealed_secrets::purpose(what::provider_secret), sealed.id, sealed.sealed);
    if (opened && provider == contract::paypal_provider) {
      out->webhook_ids.push_back(std::move(*opened));
      continue;
    }
    auto secret = opened ? domain::stripe_secret::parse(*opened) : fail(error_code::secret_key_unknown);
    if (!secret) {
      log::error("a payment provider's secret cannot be opened", {{"secret", sealed.id}});
      continue;
    }
    out->secrets.push_back(std::move(*secret));
  }
  provider_door_ptr known = std::move(out);
  doors_.put(key_of(provider, slug), known, asked);
  return known;
}

result<provider_door_ptr> provider_doors::load(const std::string& provider, const std::string& slug) {
  auto got = ask(provider, slug);
  if (got || !got.error().retryable()) return got;
  if (auto known = doors_.last_known(key_of(provider, slug))) {
    stale_.add();
    return std::move(*known);
  }
  return fail(error_code::database_unavailable, "The account is not known here and cannot be looked up at the moment.");
}

void provider_doors::refresh() {
  for (const auto& key : doors_.due(clock_.monotonic_ms(), most_renewed)) {
    const auto slash = key.find('/');
    auto got = ask(key.substr(0, slash), key.substr(slash + 1));
    if (!got && got.error().retryable()) return;  // away: what is known stays
  }
}

void provider_doors::forget(std::string_view account) {
  doors_.forget_if([&](const provider_door_ptr& d) { return d->account.text() == account; });
}

}  // namespace weir::api
