#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include <api/announce.hpp>
#include <api/handlers/audit.hpp>
#include <api/handlers/me.hpp>
#include <api/handlers/mfa.hpp>
#include <api/handlers/personal_data.hpp>
#include <api/handlers/users.hpp>

#include <weir/contract/json_writer.hpp>
#include <weir/postgres/memberships.hpp>
#include <weir/postgres/openid.hpp>
#include <weir/postgres/personal_data.hpp>

namespace weir::api {
namespace {

using postgres::executor;

constexpr std::int32_t page_of_entries = 1000;
constexpr std::size_t most_entries = 10'000;

void write_memberships(contract::json_writer& w, const std::vector<postgres::memberships::of_person>& of) {
  w.key("memberships").begin_array();
  for (const auto& m : of)
    w.begin_object()
        .member("tenant_id", m.tenant.id)
        .member("tenant_name", m.tenant.name)
        .member("role", m.role)
        .end_object();
  w.end_array();
}

void write_sessions(contract::json_writer& w, const std::vector<postgres::session_row>& sessions) {
  w.key("sessions").begin_array();
  for (const auto& s : sessions)
    w.begin_object()
        .member("id", s.id)
        .member("user_agent", s.user_agent)
        .member("address", s.address)
        .member("auth_time", s.auth_time)
        .member("created_at", s.created_at)
        .member("last_seen_at", s.last_seen_at)
        .member("expires_at", std::min(s.idle_expires_at, s.expires_at))
        .member("revoked_at", s.revoked_at)
        .end_object();
  w.end_array();
}

void write_devices(contract::json_writer& w, const std::vector<postgres::device_row>& devices) {
  w.key("devices").begin_array();
  for (const auto& d : devices)
    w.raw(device_json(d));
  w.end_array();
}

void write_identities(contract::json_writer& w, const std::vector<postgres::identity_row>& identities) {
  w.key("identities").begin_array();
  for (const auto& i : identities)
    w.begin_object()
        .member("id", i.id)
        .member("issuer", i.issuer)
        .member("subject", i.subject)
        .member("created_at", i.created_at)
        .member("last_used_at", i.last_used_at)
        .end_object();
  w.end_array();
}

// What they did and what was done to them, newest first. Of others' data in it only the hashes.
result<void> write_trail(executor& in, contract::json_writer& w, const std::string& user) {
  namespace rows = postgres::audit;
  const rows::filter about{.about = user};
  std::optional<rows::time_cursor> after;
  std::size_t written = 0;
  bool left_out = false;
  w.key("audit_entries").begin_array();
  for (;;) {
    auto page = rows::list(in, about, after, page_of_entries);
    if (!page) return std::unexpected(page.error());
    auto beside = rows::personal_of(in, *page);
    if (!beside) return std::unexpected(beside.error());
    for (const auto& r : *page) {
      std::vector<rows::personal_row> theirs;
      for (const auto& p : *beside) {
        if (p.tenant_number == r.tenant_number && p.sequence == r.entry.sequence && p.person == user)
          theirs.push_back(p);
      }
      write_audit_entry(w, r, theirs);
    }
    written += page->size();
    if (page->size() < static_cast<std::size_t>(page_of_entries)) break;
    if (written >= most_entries) {
      left_out = true;
      break;
    }
    const auto& last = page->back();
    after = rows::time_cursor{last.entry.occurred_at, last.tenant_number, last.entry.sequence};
  }
  w.end_array().member("audit_entries_left_out", left_out);
  return {};
}

result<std::string> collect(executor& in, const postgres::user_row& user) {
  auto preferences = postgres::user_preferences::get(in, user.id);
  if (!preferences) return std::unexpected(preferences.error());
  auto memberships = postgres::memberships::of(in, user.id);
  if (!memberships) return std::unexpected(memberships.error());
  auto sessions = postgres::personal_data::sessions_of(in, user.id);
  if (!sessions) return std::unexpected(sessions.error());
  auto devices = postgres::trusted_devices::list(in, user.id);
  if (!devices) return std::unexpected(devices.error());
  auto identities = postgres::user_identities::list(in, user.id);
  if (!identities) return std::unexpected(identities.error());
  auto factor = postgres::user_totp::look(in, user.id);
  if (!factor) return std::unexpected(factor.error());
  auto visits = postgres::personal_data::visits_of(in, user.id);
  if (!visits) return std::unexpected(visits.error());
  contract::json_writer w(16 * 1024);
  w.begin_object().key("user").raw(user_json(user)).key("preferences").raw(preferences_json(*preferences));
  write_memberships(w, *memberships);
  w.key("mfa").raw(mfa_json(*factor));
  write_devices(w, *devices);
  write_identities(w, *identities);
  write_sessions(w, *sessions);
  w.key("staff_visits").begin_array();
  for (const auto& v : *visits)
    w.begin_object().member("tenant_id", v.tenant_id).member("first_at", v.first_at).end_object();
  w.end_array();
  if (auto done = write_trail(in, w, user.id); !done) return std::unexpected(done.error());
  return w.end_object().take();
}

// That it was asked for is announced before anything is shown.
result<http::response> answer(const call& c, const std::string& user) {
  auto body = c.with().database.with_transaction(
      postgres::role::api, postgres::tenant_scope::platform(), [&](executor& in) -> result<std::string> {
        auto row = postgres::users::by_id(in, user);
        if (!row) return std::unexpected(row.error());
        contract::json_writer data;
        data.begin_object().member("user_id", user).end_object();
        auto said = announce(
            in, c, {contract::event_type::user_exported, user, c.with().clock.now().ns, std::nullopt, data.take()});
        if (!said) return std::unexpected(said.error());
        return collect(in, *row);
      });
  if (!body) return std::unexpected(body.error());
  auto out = unstored(c.json(200, std::move(*body)));
  out.add_header("Content-Disposition", "attachment; filename=\"" + user + ".json\"");
  return out;
}

}  // namespace

result<http::response> export_me(const call& c) {
  return answer(c, c.who().id);
}

result<http::response> export_user(const call& c) {
  const auto id = user_id::parse(c.parameter("user"));
  if (c.who().tenant)
    return fail(error_code::forbidden, "People's data is exported by the platform, not within a tenant.");
  if (!id) return fail(error_code::user_not_found);
  return answer(c, id->text());
}

}  // namespace weir::api
