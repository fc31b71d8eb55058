#include <functional>
#include <utility>

#include <api/rate_limiter.hpp>
#include <fmt/format.h>

namespace weir::api {
namespace {

constexpr std::int64_t second_ms = 1000;
constexpr std::int64_t minute_ms = 60'000;

}  // namespace

std::unique_ptr<rate_limiter::table> rate_limiter::make(std::string_view name, std::int64_t amount,
                                                        std::int64_t window_ms, metric_registry& metrics) {
  if (amount == 0) return nullptr;
  auto refused = metrics.counter(metric::weir_rate_limited_total, {name});
  return std::unique_ptr<table>(new table{name, {amount, window_ms}, refused});
}

rate_limiter::rate_limiter(const settings& config, clock_source& clock, metric_registry& metrics)
    : clock_(clock),
      tables_{make("interactive", config.rate_interactive_per_minute, minute_ms, metrics),
              make("address", config.rate_address_per_minute, minute_ms, metrics),
              make("ingest_events", config.rate_ingest_events_per_second, second_ms, metrics),
              make("ingest_bytes", config.rate_ingest_bytes_per_second, second_ms, metrics)} {}

template<class F>
auto rate_limiter::with_use(table& t, std::string_view who, F&& f) {
  const auto now = clock_.monotonic_ms();
  auto& s = t.shards[(text_hash{}(who) >> 7) % t.shards.size()];
  const std::scoped_lock lock(s.mutex);
  auto at = s.uses.find(who);
  if (at == s.uses.end()) {
    if (s.uses.size() >= most_remembered)
      std::erase_if(s.uses, [&](const auto& item) { return domain::is_unused(t.limit, item.second, now); });
    if (s.uses.size() >= most_remembered) s.uses.erase(s.uses.begin());
    at = s.uses.emplace(who, domain::rate_use{}).first;
  }
  return f(at->second, now);
}

std::optional<rate_limiter::outcome> rate_limiter::take(quota q, std::string_view who, std::int64_t cost) {
  const auto& t = tables_[std::to_underlying(q)];
  if (!t) return std::nullopt;
  const auto decided = with_use(
      *t, who, [&](domain::rate_use& use, std::int64_t now) { return domain::take(t->limit, use, cost, now); });
  if (!decided.allowed) t->refused.add();
  return outcome{decided.allowed, decided.reset_s,
                 fmt::format(R"("{}";q={};w={})", t->name, t->limit.amount, t->limit.window_ms / second_ms),
                 fmt::format(R"("{}";r={};t={})", t->name, decided.remaining, decided.reset_s)};
}

void rate_limiter::charge(quota q, std::string_view who, std::int64_t cost) {
  const auto& t = tables_[std::to_underlying(q)];
  if (!t) return;
  with_use(*t, who, [&](domain::rate_use& use, std::int64_t now) { domain::charge(t->limit, use, cost, now); });
}

}  // namespace weir::api
