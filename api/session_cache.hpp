// What a person's session stands for in a tenant, looked up by the session's id. Unlike keys, nothing is served beyond
// its minute while the database is away: what was revoked stops within 60 s.
#pragma once

#include <cstdint>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <string_view>

#include <api/aging_cache.hpp>
#include <api/principal.hpp>

#include <weir/base/error.hpp>
#include <weir/base/metrics.hpp>
#include <weir/base/time.hpp>
#include <weir/postgres/pool.hpp>

namespace weir::api {

struct known_session {
  enum class verdict : std::uint8_t {
    valid,
    ended,      // revoked, expired, or its user is disabled
    stranger,   // the user is no member of the tenant, or there is none
    suspended,  // the tenant
  };
  verdict what = verdict::ended;
  std::shared_ptr<const principal> who{};  // of valid ones
  std::string session{};
  std::string user{};
  std::int64_t epoch = 0;
  timestamp ends_at{};
};
using known_session_ptr = std::shared_ptr<const known_session>;

class session_cache {
 public:
  static constexpr std::int64_t old_ms = 60'000;

  session_cache(postgres::pool& database, clock_source& clock, metric_registry& metrics);

  // `tenant`: "ten_…" as the request names it, or empty. Nothing: load() it. Quick; any thread.
  known_session_ptr peek(const session_id& session, std::string_view tenant);

  // Asks the database; waits. The first time that staff enter a tenant they are no member of, the tenant's outbox says
  // so, and nothing is allowed unless it does. Errors: the database's.
  result<known_session_ptr> load(const session_id& session, std::string_view tenant);

  // Renews what is due, and writes when sessions were last seen. For the refresher's thread.
  void refresh();

  // Changed here: other processes notice within a minute.
  void forget(std::string_view session);
  void forget_user(std::string_view user);
  void forget_tenant(std::int32_t number);

  // As if the database had just said so: for tests of handlers.
  void remember(std::string_view tenant, principal who, std::int64_t epoch, timestamp ends_at);

  std::size_t size() const { return known_.size() + refused_.size(); }

 private:
  using cache = aging_cache<std::string, known_session_ptr>;

  result<known_session_ptr> ask(const std::string& session, const std::string& tenant);
  result<void> announce_visit(const principal& who);

  postgres::pool& database_;
  clock_source& clock_;
  cache known_{{.due_ms = 30'000, .old_ms = old_ms, .most = 50'000}};
  // Apart, so that guessed tenants never push out sessions.
  cache refused_{{.due_ms = 5'000, .old_ms = 5'000, .most = 8'000}};
  std::mutex seen_mutex_;
  std::set<std::string> seen_;  // ids whose last sight is still to be written
  counter hits_, misses_;
};

}  // namespace weir::api
