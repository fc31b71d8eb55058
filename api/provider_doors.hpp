// Which account stands behind the path of a payment provider's webhooks, and what signs for it. What is known is served
// while the database is away.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <api/aging_cache.hpp>

#include <weir/base/error.hpp>
#include <weir/base/metrics.hpp>
#include <weir/base/secret_ring.hpp>
#include <weir/base/time.hpp>
#include <weir/base/ulid.hpp>
#include <weir/domain/stripe_signature.hpp>
#include <weir/postgres/pool.hpp>

namespace weir::api {

struct provider_door {
  payment_provider_id account;
  bool live = false;
  bool enabled = true;
  std::vector<domain::stripe_secret> secrets{};  // that sign, at Stripe
  std::vector<std::string> webhook_ids{};        // that are signed, at PayPal
};
using provider_door_ptr = std::shared_ptr<const provider_door>;

class provider_doors {
 public:
  provider_doors(postgres::pool& database, clock_source& clock, const secret_ring& secrets, metric_registry& metrics);

  // Nothing: load() it. It may be a minute old: who refuses by it asks load() first. Quick; any thread.
  provider_door_ptr peek(const std::string& provider, const std::string& slug, bool database_away);

  // Asks the database; waits. What is known is good enough while it is away. Errors: payment_provider_not_found, the
  // database's.
  result<provider_door_ptr> load(const std::string& provider, const std::string& slug);

  // Renews what is due. For the refresher's thread.
  void refresh();

  // What becomes of webhooks that are proved here.
  struct outcomes {
    counter stored, refused, unavailable;
  };
  const outcomes& of(std::string_view provider) const;

  // An account was changed here: other processes notice within a minute.
  void forget(std::string_view account);

 private:
  using cache = aging_cache<std::string, provider_door_ptr>;

  result<provider_door_ptr> ask(const std::string& provider, const std::string& slug);

  postgres::pool& database_;
  clock_source& clock_;
  const secret_ring& secrets_;
  outcomes stripe_, paypal_;
  cache doors_{{.due_ms = 5'000, .old_ms = 60'000, .most = 1'000}};
  counter hits_, misses_, stale_;
};

}  // namespace weir::api
