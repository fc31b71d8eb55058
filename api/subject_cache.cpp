#include <utility>
#include <vector>

#include <api/announce.hpp>
#include <api/subject_cache.hpp>

#include <weir/base/assert.hpp>
#include <weir/domain/bucket.hpp>
#include <weir/postgres/subject_aliases.hpp>

namespace weir::api {
namespace {

constexpr std::size_t most_renewed = 5'000;  // in one pass of the refresher

named_tenant named(const postgres::tenant_row& t) {
  auto id = tenant_id::parse(t.id);
  auto state = domain::tenant_state_from_name(t.state);
  WEIR_ASSERT(id && state, "the database checks both");
  return {*id, t.number, *state};
}

}  // namespace

subject_cache::subject_cache(postgres::pool& database, clock_source& clock, id_source& ids, metric_registry& metrics,
                             unknown unknown_subjects)
    : database_(database),
      clock_(clock),
      ids_(ids),
      unknown_subjects_(unknown_subjects),
      hits_(metrics.counter(metric::weir_cache_requests_total, {"subjects", "hit"})),
      misses_(metrics.counter(metric::weir_cache_requests_total, {"subjects", "miss"})),
      stale_(metrics.counter(metric::weir_cache_requests_total, {"subjects", "stale"})) {}

std::optional<named_tenant> subject_cache::peek(std::string_view subject, bool database_away) {
  auto f = cache_.get(subject, clock_.monotonic_ms(), database_away);
  if (!f) {
    misses_.add();
    return std::nullopt;
  }
  (f->stale ? stale_ : hits_).add();
  return f->value;
}

result<named_tenants> subject_cache::ask(std::span<const std::string> subjects, unknown unknown_subjects) {
  const auto asked = clock_.monotonic_ms();
  auto scope = postgres::tenant_scope::platform();
  auto got = database_.read(postgres::role::api, scope, [&](postgres::executor& in) {
    return postgres::subject_aliases::resolve_all(in, subjects);
  });
  if (!got) return std::unexpected(got.error());
  named_tenants out;
  for (const auto& r : *got)
    out.emplace(r.subject, named(r.tenant));
  for (const auto& subject : subjects) {
    if (out.contains(subject)) continue;
    if (unknown_subjects == unknown::reject) {
      out.emplace(subject, std::nullopt);
      continue;
    }
    // The rules of a tenant's key are narrower than those of a subject: what cannot be a key names nobody.
    tenant_id id{ids_.next()};
    auto draft = domain::make_tenant(id, {.key = subject, .name = ""});
    if (!draft) {
      out.emplace(subject, std::nullopt);
      continue;
    }
    // One transaction for each: two requests that make the same tenants in another order must not wait for each other.
    const auto make = [&](postgres::executor& in) { return ensure_tenant(in, *draft, "system", clock_.now()); };
    auto made = database_.with_transaction(postgres::role::api, scope, make);
    if (!made && made.error().code == error_code::database_conflict)
      made = database_.with_transaction(postgres::role::api, scope, make);
    if (!made) return std::unexpected(made.error());
    out.emplace(subject, named(*made));
  }
  for (const auto& [subject, tenant] : out) {
    if (tenant) cache_.put(subject, *tenant, asked);
  }
  return out;
}

result<named_tenants> subject_cache::load(std::span<const std::string> subjects) {
  auto got = ask(subjects, unknown_subjects_);
  if (got || !got.error().retryable()) return got;
  named_tenants out;
  for (const auto& subject : subjects) {
    auto last = cache_.last_known(subject);
    if (!last)
      return fail(error_code::database_unavailable, "A subject is not known here and cannot be looked up now.");
    out.emplace(subject, *last);
  }
  stale_.add(subjects.size());
  return out;
}

void subject_cache::refresh() {
  auto due = cache_.due(clock_.monotonic_ms(), most_renewed);
  if (due.empty()) return;
  auto got = ask(due, unknown::reject);
  if (!got) return;
  for (const auto& [subject, tenant] : *got) {
    if (!tenant) cache_.forget(subject);
  }
}

void subject_cache::forget_tenant(std::int32_t number) {
  cache_.forget_if([&](const named_tenant& t) { return t.number == number; });
}

}  // namespace weir::api
