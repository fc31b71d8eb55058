#include <algorithm>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <api/announce.hpp>
#include <api/handlers/configuration.hpp>
#include <api/handlers/me.hpp>
#include <api/handlers/notification_choices.hpp>
#include <api/handlers/users.hpp>
#include <api/session_cache.hpp>
#include <api/session_ends.hpp>

#include <weir/base/time_zone.hpp>
#include <weir/contract/json_writer.hpp>
#include <weir/domain/draft_checks.hpp>
#include <weir/postgres/memberships.hpp>
#include <weir/postgres/sessions.hpp>

namespace weir::api {
namespace {

constexpr std::size_t most_name_bytes = 400;  // 100 characters

std::string me_json(const call& c, const postgres::user_row& u,
                    const std::vector<postgres::memberships::of_person>& memberships) {
  const auto& p = *c.who().person;
  contract::json_writer w(1024);
  w.begin_object();
  write_user(w, u);
  w.key("memberships").begin_array();
  for (const auto& m : memberships) {
    w.begin_object()
        .member("tenant_id", m.tenant.id)
        .member("tenant_key", m.tenant.key)
        .member("tenant_name", m.tenant.name)
        .member("tenant_state", m.tenant.state)
        .member("role", m.role)
        .end_object();
  }
  w.end_array().key("acting").begin_object().key("tenant_id");
  if (c.who().tenant) {
    w.text(c.who().tenant->id.text());
  } else {
    w.null();
  }
  w.member("role", domain::name(p.acts_as)).member("as_staff", domain::is_staff(p.acts_as)).key("permissions");
  w.begin_array();
  for (auto allowed : every_permission()) {
    if (allowed != permission::anyone && c.who().may(allowed)) w.text(name(allowed));
  }
  w.end_array().end_object();
  w.member("session_id", p.session.text()).member("auth_time", p.auth_time);
  return w.end_object().take();
}

result<http::response> me_answer(const call& c, const postgres::user_row& u,
                                 const std::vector<postgres::memberships::of_person>& memberships) {
  auto out = c.json(200, me_json(c, u, memberships));
  out.add_header("ETag", etag(u.version));
  out.add_header("Cache-Control", "private, no-store");
  return out;
}

http::response preferences_answer(const call& c, const postgres::preferences_row& p) {
  auto out = c.json(200, preferences_json(p));
  out.add_header("Cache-Control", "private, no-store");
  return out;
}

// {"new_device": false} as it was checked.
std::string choices(const contract::json_value& notifications) {
  contract::json_writer w;
  w.begin_object();
  for (std::size_t i = 0; i < notifications.size(); ++i) {
    auto [kind, choice] = notifications.member(i);
    w.member(kind, choice.boolean().value_or(true));
  }
  return w.end_object().take();
}

std::string session_json(const postgres::session_row& s, const session_id& current) {
  contract::json_writer w(384);
  w.begin_object()
      .member("id", s.id)
      .member("user_agent", s.user_agent)
      .member("address", s.address)
      .member("auth_time", s.auth_time)
      .member("created_at", s.created_at)
      .member("last_seen_at", s.last_seen_at)
      .member("expires_at", std::min(s.idle_expires_at, s.expires_at))
      .member("current", s.id == current.text())
      .end_object();
  return w.take();
}

}  // namespace

std::string preferences_json(const postgres::preferences_row& p) {
  contract::json_writer w;
  return w.begin_object()
      .member("theme", p.theme)
      .member("time_zone", p.time_zone)
      .member("locale", p.locale)
      .key("notifications")
      .raw(p.notifications)
      .member("shortcuts", p.shortcuts)
      .end_object()
      .take();
}

result<http::response> get_me(const call& c) {
  std::vector<postgres::memberships::of_person> memberships;
  auto row = look_own(c, [&](postgres::executor& in) -> result<postgres::user_row> {
    auto of = postgres::memberships::of(in, c.who().id);
    if (!of) return std::unexpected(of.error());
    memberships = std::move(*of);
    return postgres::users::by_id(in, c.who().id);
  });
  if (!row) return std::unexpected(row.error());
  return me_answer(c, *row, memberships);
}

result<http::response> update_me(const call& c) {
  auto expected = c.if_match();
  if (!expected) return std::unexpected(expected.error());
  const std::string name(c.body().text("name").value_or(""));
  domain::draft_checks checks;
  checks.text("/name", name, 0, most_name_bytes);
  if (checks.failed()) return c.problems(checks.take());
  std::vector<postgres::memberships::of_person> memberships;
  auto row = change_own(c, [&](postgres::executor& in) -> result<postgres::user_row> {
    auto of = postgres::memberships::of(in, c.who().id);
    if (!of) return std::unexpected(of.error());
    memberships = std::move(*of);
    auto changed = postgres::users::rename(in, c.who().id, *expected, name);
    if (!changed) return changed;
    auto said = announce_by(
        in, c, c.who().id,
        {contract::event_type::user_updated, changed->id, changed->version, std::nullopt, user_json(*changed)});
    if (!said) return std::unexpected(said.error());
    return changed;
  });
  if (!row) return std::unexpected(row.error());
  return me_answer(c, *row, memberships);
}

result<http::response> get_preferences(const call& c) {
  auto p = look_own(c, [&](postgres::executor& in) { return postgres::user_preferences::get(in, c.who().id); });
  if (!p) return std::unexpected(p.error());
  return preferences_answer(c, *p);
}

result<http::response> put_preferences(const call& c) {
  const auto body = c.body();
  postgres::preferences_row wanted;
  wanted.theme = std::string(body.text("theme").value_or(wanted.theme));
  wanted.locale = std::string(body.text("locale").value_or(wanted.locale));
  if (auto zone = body.text("time_zone")) {
    if (!time_zone::find(*zone)) return c.problem(error(error_code::time_zone_unknown, "", "/time_zone"));
    wanted.time_zone = std::string(*zone);
  }
  if (auto notifications = body.find("notifications")) wanted.notifications = choices(*notifications);
  if (auto shortcuts = body.find("shortcuts")) wanted.shortcuts = shortcuts->boolean().value_or(true);
  auto p = change_own(c, [&](postgres::executor& in) -> result<postgres::preferences_row> {
    auto before = postgres::user_preferences::get(in, c.who().id);
    if (!before) return before;
    auto kept = postgres::user_preferences::put(in, c.who().id, wanted);
    if (!kept || kept->notifications == before->notifications) return kept;
    auto said = announce_choices(in, c, c.who().id, "preferences", before->notifications, kept->notifications);
    if (!said) return std::unexpected(said.error());
    return kept;
  });
  if (!p) return std::unexpected(p.error());
  return preferences_answer(c, *p);
}

result<http::response> list_sessions(const call& c) {
  auto got = look_own(c, [&](postgres::executor& in) { return postgres::sessions::list(in, c.who().id); });
  if (!got) return std::unexpected(got.error());
  contract::json_writer w(got->size() * 384 + 16);
  w.begin_array();
  for (const auto& s : *got)
    w.raw(session_json(s, c.who().person->session));
  auto out = c.json(200, page(w.end_array().take(), std::nullopt));
  out.add_header("Cache-Control", "private, no-store");
  return out;
}

result<http::response> end_session(const call& c) {
  const std::string id(c.parameter("session"));
  auto done = change_own(c, [&](postgres::executor& in) -> result<void> {
    auto gone = postgres::sessions::revoke(in, c.who().id, id, "revoked");
    if (!gone) return std::unexpected(gone.error());
    return announce_session_end(in, c, c.who().id, c.who().id, id, "revoked");
  });
  if (!done) return std::unexpected(done.error());
  c.with().sessions->forget(id);
  return c.no_content();
}

result<http::response> end_sessions(const call& c) {
  auto done = change_own(c, [&](postgres::executor& in) -> result<void> {
    auto ended = end_sessions_of(in, c, c.who().id, c.who().id, "", "revoked");
    if (!ended) return std::unexpected(ended.error());
    auto moved = postgres::users::end_access_tokens(in, c.who().id);
    if (!moved) return std::unexpected(moved.error());
    return {};
  });
  if (!done) return std::unexpected(done.error());
  c.with().sessions->forget_user(c.who().id);
  return c.no_content();
}

}  // namespace weir::api
