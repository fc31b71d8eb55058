#include <algorithm>
#include <optional>
#include <utility>

#include <api/announce.hpp>
#include <api/handlers/configuration.hpp>
#include <api/handlers/members.hpp>
#include <api/session_cache.hpp>

#include <weir/base/assert.hpp>
#include <weir/contract/json_writer.hpp>

namespace weir::api {
namespace {

// A membership ends and may begin again: each change is told apart by its instant.
result<void> announce_member(postgres::executor& in, const call& c, contract::event_type type,
                             const postgres::tenant_row& t, const postgres::member_row& m,
                             const postgres::member_row* before = nullptr) {
  return announce(
      in, c,
      {type, m.user.id, c.with().clock.now().ns, reference(t), member_json(m), before ? member_json(*before) : ""});
}

struct to_change {
  postgres::tenant_row tenant;
  postgres::member_row member;
};

// The member of the path, held for a change to `to` (nothing: an end).
result<to_change> begin(postgres::executor& in, const call& c, std::optional<domain::role> to) {
  auto t = find_tenant(in, c, std::string(c.parameter("tenant")));
  if (!t) return std::unexpected(t.error());
  auto owners = postgres::memberships::lock_owners(in, t->number);
  if (!owners) return std::unexpected(owners.error());
  auto m = postgres::memberships::get(in, t->number, std::string(c.parameter("user")));
  if (!m) return std::unexpected(m.error());
  const auto from = domain::member_role_from_name(m->role);
  WEIR_ASSERT(from, "memberships.role is checked by the database");
  if (!domain::may_change_role(c.who().person->acts_as, *from, to))
    return fail(error_code::forbidden, "Owners are made and unmade by owners.");
  const bool leaves = *from == domain::role::owner && to != domain::role::owner;
  const auto another = [&](const std::string& owner) { return owner != m->user.id; };
  if (leaves && std::ranges::none_of(*owners, another)) return fail(error_code::last_owner);
  return to_change{std::move(*t), std::move(*m)};
}

}  // namespace

std::string member_json(const postgres::member_row& m) {
  contract::json_writer w(384);
  w.begin_object()
      .member("user_id", m.user.id)
      .member("email", m.user.email)
      .member("name", m.user.name)
      .member("is_active", m.user.is_active)
      .member("role", m.role)
      .member("created_at", m.created_at)
      .member("updated_at", m.updated_at)
      .end_object();
  return w.take();
}

result<http::response> list_members(const call& c) {
  using postgres::member_row;
  return list_of_tenant(
      c, "members", postgres::memberships::list, [](const member_row& m) { return m.user.id; },
      [](const member_row& m, const postgres::tenant_row&) { return member_json(m); });
}

result<http::response> update_member(const call& c) {
  const auto to = domain::member_role_from_name(c.body().text("role").value_or(""));
  WEIR_ASSERT(to, "member_update.json has the names of the roles");
  auto changed = change(c, [&](postgres::executor& in) -> result<postgres::member_row> {
    auto at = begin(in, c, to);
    if (!at) return std::unexpected(at.error());
    if (at->member.role == domain::name(*to)) return std::move(at->member);
    auto done =
        postgres::memberships::set_role(in, at->tenant.number, at->member.user.id, std::string(domain::name(*to)));
    if (!done) return std::unexpected(done.error());
    auto now = postgres::memberships::get(in, at->tenant.number, at->member.user.id);
    if (!now) return now;
    auto said = announce_member(in, c, contract::event_type::membership_updated, at->tenant, *now, &at->member);
    if (!said) return std::unexpected(said.error());
    return now;
  });
  if (!changed) return std::unexpected(changed.error());
  c.with().sessions->forget_user(changed->user.id);
  return c.json(200, member_json(*changed));
}

result<http::response> remove_member(const call& c) {
  std::string user;
  auto done = change(c, [&](postgres::executor& in) -> result<void> {
    auto at = begin(in, c, std::nullopt);
    if (!at) return std::unexpected(at.error());
    user = at->member.user.id;
    if (auto gone = postgres::memberships::remove(in, at->tenant.number, user); !gone) return gone;
    return announce_member(in, c, contract::event_type::membership_deleted, at->tenant, at->member);
  });
  if (!done) return std::unexpected(done.error());
  c.with().sessions->forget_user(user);
  return c.no_content();
}

}  // namespace weir::api
