// Which principal an API key stands for, looked up by the SHA-256 of the key. What is known is served while the
// database is away; what is unknown then is database_unavailable.
#pragma once

#include <cstdint>
#include <cstring>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <string_view>

#include <api/aging_cache.hpp>
#include <api/principal.hpp>

#include <weir/base/crypto.hpp>
#include <weir/base/error.hpp>
#include <weir/base/metrics.hpp>
#include <weir/base/time.hpp>
#include <weir/http/networks.hpp>
#include <weir/postgres/pool.hpp>

namespace weir::api {

struct known_key {
  enum class verdict : std::uint8_t { valid, unknown, unusable, suspended };
  verdict what = verdict::unknown;
  std::shared_ptr<const principal> who;  // of valid ones
  std::string id;                        // key_…; empty when unknown
  std::optional<timestamp> expires_at{};
  http::networks from{};  // empty: from anywhere
};
using known_key_ptr = std::shared_ptr<const known_key>;

class key_cache {
 public:
  key_cache(postgres::pool& database, clock_source& clock, metric_registry& metrics);

  // Nothing: load() it. Quick; any thread.
  known_key_ptr peek(const bytes32& hash, bool database_away);

  // Asks the database; waits. Errors: the database's, when the key is not known from earlier either.
  result<known_key_ptr> load(const bytes32& hash);

  // Renews what is due, and writes when keys were last used. For the refresher's thread.
  void refresh();

  // A key of this id was revoked here: other processes notice within a minute.
  void forget(std::string_view key_id);
  void forget_tenant(std::int32_t number);

  // As if the database had just said so: for tests of handlers.
  void remember(const bytes32& hash, principal who);

  std::size_t size() const { return keys_.size() + unknown_.size(); }

 private:
  struct first_bytes {
    std::size_t operator()(const bytes32& hash) const {
      std::size_t n = 0;
      std::memcpy(&n, hash.data(), sizeof n);
      return n;
    }
  };
  using cache = aging_cache<bytes32, known_key_ptr, first_bytes>;

  result<known_key_ptr> ask(const bytes32& hash);
  known_key_ptr checked(known_key_ptr k) const;

  postgres::pool& database_;
  clock_source& clock_;
  cache keys_{{.due_ms = 30'000, .old_ms = 60'000, .most = 50'000}};
  // Apart, so that guesses never push out keys.
  cache unknown_{{.due_ms = 5'000, .old_ms = 5'000, .most = 8'000}};
  std::mutex used_mutex_;
  std::set<std::string> used_;  // ids whose last use is still to be written
  counter hits_, misses_, stale_;
};

}  // namespace weir::api
