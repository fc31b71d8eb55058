// Which tenant a subject names under a platform key: its key or one of its aliases.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>

#include <api/aging_cache.hpp>

#include <weir/base/error.hpp>
#include <weir/base/metrics.hpp>
#include <weir/base/time.hpp>
#include <weir/base/ulid.hpp>
#include <weir/domain/tenant.hpp>
#include <weir/postgres/pool.hpp>

namespace weir::api {

struct text_hash {
  using is_transparent = void;
  std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
};

struct named_tenant {
  tenant_id id;
  std::int32_t number = 0;
  domain::tenant_state state = domain::tenant_state::active;
};

// Nothing: no tenant has this subject, and none is made.
using named_tenants = std::unordered_map<std::string, std::optional<named_tenant>, text_hash, std::equal_to<>>;

class subject_cache {
 public:
  enum class unknown { create, reject };

  subject_cache(postgres::pool& database, clock_source& clock, id_source& ids, metric_registry& metrics,
                unknown unknown_subjects);

  // Nothing: load() it. Quick; any thread.
  std::optional<named_tenant> peek(std::string_view subject, bool database_away);

  // Asks the database for all of them, and makes the tenants that are missing if that is the policy. Waits. The error
  // is database_unavailable when one of them is not known from earlier either.
  result<named_tenants> load(std::span<const std::string> subjects);

  // Renews what is due. For the refresher's thread.
  void refresh();

  void forget(std::string_view subject) { cache_.forget(subject); }
  void forget_tenant(std::int32_t number);

  // As if the database had just said so: for tests of handlers.
  void remember(const std::string& subject, named_tenant t) { cache_.put(subject, t, clock_.monotonic_ms()); }

  std::size_t size() const { return cache_.size(); }

 private:
  result<named_tenants> ask(std::span<const std::string> subjects, unknown unknown_subjects);

  postgres::pool& database_;
  clock_source& clock_;
  id_source& ids_;
  unknown unknown_subjects_;
  aging_cache<std::string, named_tenant, text_hash> cache_{{.due_ms = 15'000, .old_ms = 45'000, .most = 200'000}};
  counter hits_, misses_, stale_;
};

}  // namespace weir::api
