// How much a key and an address may ask of this process. Quotas are the process's own: two of them allow twice as much.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

#include <weir/base/metrics.hpp>
#include <weir/base/time.hpp>
#include <weir/catalogue/settings.hpp>
#include <weir/domain/rate_limit.hpp>

namespace weir::api {

enum class quota : std::uint8_t {
  interactive,    // requests of a key that are no events, by the minute
  address,        // the same of an address, before its key is looked at
  ingest_events,  // of a key, by the second
  ingest_bytes,   // bodies of a key, expanded, by the second
};

// Any thread; quick.
class rate_limiter {
 public:
  rate_limiter(const settings& config, clock_source& clock, metric_registry& metrics);

  struct outcome {
    bool allowed = true;
    std::int64_t retry_after_s = 0;  // when refused
    std::string policy;  // RateLimit-Policy and RateLimit, as draft-ietf-httpapi-ratelimit-headers-11 has them
    std::string state;
  };

  // Nothing: this quota has no limit.
  std::optional<outcome> take(quota q, std::string_view who, std::int64_t cost = 1);

  // What a request that was let in turned out to cost.
  void charge(quota q, std::string_view who, std::int64_t cost);

 private:
  static constexpr std::size_t most_remembered = 8192;  // of one shard: then unused ones go, then anyone

  struct text_hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
  };
  struct shard {
    std::mutex mutex;
    std::unordered_map<std::string, domain::rate_use, text_hash, std::equal_to<>> uses;
  };
  struct table {
    std::string_view name;
    domain::rate_quota limit;
    counter refused;
    std::array<shard, 8> shards{};
  };

  static std::unique_ptr<table> make(std::string_view name, std::int64_t amount, std::int64_t window_ms,
                                     metric_registry& metrics);
  template<class F>
  auto with_use(table& t, std::string_view who, F&& f);

  clock_source& clock_;
  std::array<std::unique_ptr<table>, 4> tables_;  // by quota; nothing: no limit
};

}  // namespace weir::api
