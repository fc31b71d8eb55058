#include <utility>
#include <vector>

#include <api/key_cache.hpp>

#include <weir/postgres/api_keys.hpp>

namespace weir::api {
namespace {

constexpr std::size_t most_renewed = 500;  // in one pass of the refresher

known_key_ptr judge(const std::optional<postgres::api_keys::credential>& c) {
  auto out = std::make_shared<known_key>();
  if (!c) return out;
  out->id = c->key.id;
  out->expires_at = c->key.expires_at;
  if (!c->usable || (c->tenant && c->tenant->state == "deleted")) {
    out->what = known_key::verdict::unusable;
    return out;
  }
  if (c->tenant && c->tenant->state == "suspended") {
    out->what = known_key::verdict::suspended;
    return out;
  }
  auto who = std::make_shared<principal>();
  who->id = c->key.id;
  for (const auto& text : c->key.scopes) {
    if (auto s = scope_from_name(text)) who->scopes.add(*s);
  }
  if (c->tenant) {
    auto id = tenant_id::parse(c->tenant->id);
    WEIR_ASSERT(id, "tenants.id is checked by the database");
    who->tenant = principal::tenant_ref{*id, c->tenant->number};
  }
  for (const auto& text : c->key.allowed_cidrs) {
    // What does not parse lets nobody in, rather than everybody: the API and its schema let no such text through.
    if (!out->from.add(text)) {
      out->what = known_key::verdict::unusable;
      return out;
    }
  }
  out->what = known_key::verdict::valid;
  out->who = std::move(who);
  return out;
}

std::string_view bytes_of(const bytes32& hash) {
  return {reinterpret_cast<const char*>(hash.data()), hash.size()};
}

}  // namespace

key_cache::key_cache(postgres::pool& database, clock_source& clock, metric_registry& metrics)
    : database_(database),
      clock_(clock),
      hits_(metrics.counter(metric::weir_cache_requests_total, {"api_keys", "hit"})),
      misses_(metrics.counter(metric::weir_cache_requests_total, {"api_keys", "miss"})),
      stale_(metrics.counter(metric::weir_cache_requests_total, {"api_keys", "stale"})) {}

// The database's clock has judged when the key was read; between two readings ours has to do.
known_key_ptr key_cache::checked(known_key_ptr k) const {
  if (k->what != known_key::verdict::valid || !k->expires_at || clock_.now() < *k->expires_at) return k;
  auto expired = std::make_shared<known_key>(*k);
  expired->what = known_key::verdict::unusable;
  expired->who = nullptr;
  return expired;
}

known_key_ptr key_cache::peek(const bytes32& hash, bool database_away) {
  const auto now = clock_.monotonic_ms();
  if (auto f = keys_.get(hash, now, database_away)) {
    (f->stale ? stale_ : hits_).add();
    return checked(std::move(f->value));
  }
  if (auto f = unknown_.get(hash, now, false)) {
    hits_.add();
    return f->value;
  }
  misses_.add();
  return nullptr;
}

result<known_key_ptr> key_cache::ask(const bytes32& hash) {
  const auto asked = clock_.monotonic_ms();
  auto got = database_.read(postgres::role::login, postgres::tenant_scope::nobody(),
                            [&](postgres::executor& in) { return postgres::api_keys::find(in, bytes_of(hash)); });
  if (!got) return std::unexpected(got.error());
  auto k = judge(*got);
  if (k->what == known_key::verdict::unknown) {
    keys_.forget(hash);
    unknown_.put(hash, k, asked);
  } else {
    unknown_.forget(hash);
    keys_.put(hash, k, asked);
    std::scoped_lock lock(used_mutex_);
    used_.insert(k->id);
  }
  return k;
}

result<known_key_ptr> key_cache::load(const bytes32& hash) {
  auto got = ask(hash);
  if (got || !got.error().retryable()) return got;
  if (auto k = keys_.last_known(hash)) {
    stale_.add();
    return checked(std::move(*k));
  }
  return fail(error_code::database_unavailable, "The key is not known here and cannot be looked up at the moment.");
}

void key_cache::refresh() {
  for (const auto& hash : keys_.due(clock_.monotonic_ms(), most_renewed)) {
    if (auto got = ask(hash); !got) return;  // away: what is known stays
  }
  std::vector<std::string> used;
  {
    std::scoped_lock lock(used_mutex_);
    used.assign(used_.begin(), used_.end());
    used_.clear();
  }
  if (used.empty()) return;
  // Of interest to the minute, and not worth a retry.
  (void)database_.with_transaction(postgres::role::login, postgres::tenant_scope::nobody(),
                                   [&](postgres::executor& in) { return postgres::api_keys::touch(in, used); });
}

void key_cache::remember(const bytes32& hash, principal who) {
  auto k = std::make_shared<known_key>();
  k->what = known_key::verdict::valid;
  k->id = who.id;
  k->who = std::make_shared<const principal>(std::move(who));
  keys_.put(hash, std::move(k), clock_.monotonic_ms());
}

void key_cache::forget(std::string_view key_id) {
  keys_.forget_if([&](const known_key_ptr& k) { return k->id == key_id; });
}

void key_cache::forget_tenant(std::int32_t number) {
  keys_.forget_if([&](const known_key_ptr& k) {
    return k->what == known_key::verdict::suspended || (k->who && k->who->tenant && k->who->tenant->number == number);
  });
}

}  // namespace weir::api
