#include <limits>
#include <utility>
#include <vector>

#include <api/announce.hpp>
#include <api/session_cache.hpp>

#include <weir/base/assert.hpp>
#include <weir/contract/json_writer.hpp>
#include <weir/postgres/memberships.hpp>
#include <weir/postgres/sessions.hpp>

namespace weir::api {
namespace {

using verdict = known_session::verdict;

constexpr std::size_t most_renewed = 500;  // in one pass of the refresher

std::string key_of(std::string_view session, std::string_view tenant) {
  std::string key(session);
  key += '/';
  key += tenant;
  return key;
}

// Member first: staff who belong to a tenant act in it as its own.
verdict place(const postgres::sessions::standing& s, bool tenant_wanted, principal& who) {
  auto& person = *who.person;
  const auto staff = s.user.platform_role ? domain::staff_role_from_name(*s.user.platform_role) : std::nullopt;
  if (!tenant_wanted) {
    person.acts_as = staff.value_or(domain::role::person);
    return verdict::valid;
  }
  const auto member = s.role ? domain::member_role_from_name(*s.role) : std::nullopt;
  if (!s.tenant || (!member && !staff)) return verdict::stranger;
  who.tenant = reference(s.tenant);
  person.visits = !member;
  person.acts_as = member ? *member : *staff;
  return s.tenant->state == "suspended" && !staff ? verdict::suspended : verdict::valid;
}

known_session_ptr judge(const std::string& session, bool tenant_wanted,
                        const std::optional<postgres::sessions::standing>& s) {
  auto out = std::make_shared<known_session>();
  out->session = session;
  // Of no user: ended for tokens of every epoch.
  out->epoch = std::numeric_limits<std::int64_t>::max();
  if (!s) return out;
  out->user = s->user.id;
  out->epoch = s->user.session_epoch;
  out->ends_at = s->ends_at;
  if (!s->goes_on) return out;
  auto who = std::make_shared<principal>();
  auto user = user_id::parse(s->user.id);
  auto own = session_id::parse(session);
  WEIR_ASSERT(user && own, "ids are checked by the database");
  who->id = s->user.id;
  who->person = person{
      *user, *own, domain::role::person, false, s->auth_time, s->stepped_up_at.value_or(timestamp{}), s->must_enroll};
  out->what = place(*s, tenant_wanted, *who);
  if (out->what == verdict::valid) out->who = std::move(who);
  return out;
}

}  // namespace

session_cache::session_cache(postgres::pool& database, clock_source& clock, metric_registry& metrics)
    : database_(database),
      clock_(clock),
      hits_(metrics.counter(metric::weir_cache_requests_total, {"sessions", "hit"})),
      misses_(metrics.counter(metric::weir_cache_requests_total, {"sessions", "miss"})) {}

known_session_ptr session_cache::peek(const session_id& session, std::string_view tenant) {
  const auto key = key_of(session.text(), tenant);
  const auto now = clock_.monotonic_ms();
  auto found = known_.get(key, now, false);
  if (!found) found = refused_.get(key, now, false);
  if (!found) {
    misses_.add();
    return nullptr;
  }
  // Past its end by what was read: what has been done since may have moved it.
  if (found->value->what == verdict::valid && clock_.now() >= found->value->ends_at) {
    misses_.add();
    return nullptr;
  }
  hits_.add();
  return std::move(found->value);
}

result<void> session_cache::announce_visit(const principal& who) {
  return database_.with_transaction(
      postgres::role::api, postgres::tenant_scope::of(who.tenant->number), [&](postgres::executor& in) -> result<void> {
        auto first = postgres::staff_visits::note(in, who.person->session.text(), who.tenant->number, who.id);
        if (!first) return std::unexpected(first.error());
        if (!*first) return {};
        contract::json_writer data;
        data.begin_object()
            .member("user_id", who.id)
            .member("role", domain::name(who.person->acts_as))
            .member("session_id", who.person->session.text())
            .end_object();
        const auto now = clock_.now();
        return announce_as(
            in, who.signature(), now,
            {contract::event_type::tenant_staff_entered, who.tenant->id.text(), now.ns, who.tenant, data.take()});
      });
}

result<known_session_ptr> session_cache::ask(const std::string& session, const std::string& tenant) {
  const auto asked = clock_.monotonic_ms();
  const auto key = key_of(session, tenant);
  auto got = database_.read(postgres::role::login, postgres::tenant_scope::nobody(),
                            [&](postgres::executor& in) { return postgres::sessions::look(in, session, tenant); });
  if (!got) return std::unexpected(got.error());
  auto k = judge(session, !tenant.empty(), *got);
  if (k->what != verdict::valid) {
    known_.forget(key);
    refused_.put(key, k, asked);
    return k;
  }
  if (k->who->person->visits) {
    if (auto told = announce_visit(*k->who); !told) return std::unexpected(told.error());
  }
  refused_.forget(key);
  known_.put(key, k, asked);
  std::scoped_lock lock(seen_mutex_);
  seen_.insert(session);
  return k;
}

result<known_session_ptr> session_cache::load(const session_id& session, std::string_view tenant) {
  return ask(session.text(), std::string(tenant));
}

void session_cache::refresh() {
  for (const auto& key : known_.due(clock_.monotonic_ms(), most_renewed)) {
    const auto slash = key.find('/');
    if (auto got = ask(key.substr(0, slash), key.substr(slash + 1)); !got) return;  // away: it ages
  }
  std::vector<std::string> seen;
  {
    std::scoped_lock lock(seen_mutex_);
    seen.assign(seen_.begin(), seen_.end());
    seen_.clear();
  }
  if (seen.empty()) return;
  // Of interest to the minute, and not worth a retry.
  (void)database_.with_transaction(postgres::role::login, postgres::tenant_scope::nobody(),
                                   [&](postgres::executor& in) { return postgres::sessions::touch(in, seen); });
}

void session_cache::forget(std::string_view session) {
  const auto same = [&](const known_session_ptr& k) { return k->session == session; };
  known_.forget_if(same);
  refused_.forget_if(same);
}

void session_cache::forget_user(std::string_view user) {
  const auto same = [&](const known_session_ptr& k) { return k->user == user; };
  known_.forget_if(same);
  refused_.forget_if(same);
}

void session_cache::forget_tenant(std::int32_t number) {
  known_.forget_if(
      [&](const known_session_ptr& k) { return k->who && k->who->tenant && k->who->tenant->number == number; });
  refused_.forget_if([](const known_session_ptr& k) { return k->what == verdict::suspended; });
}

void session_cache::remember(std::string_view tenant, principal who, std::int64_t epoch, timestamp ends_at) {
  auto k = std::make_shared<known_session>();
  k->what = verdict::valid;
  k->session = who.person->session.text();
  k->user = who.id;
  k->epoch = epoch;
  k->ends_at = ends_at;
  const auto key = key_of(k->session, tenant);
  k->who = std::make_shared<const principal>(std::move(who));
  known_.put(key, std::move(k), clock_.monotonic_ms());
}

}  // namespace weir::api
