#include <optional>
#include <utility>

#include <api/announce.hpp>
#include <api/handlers/configuration.hpp>
#include <api/handlers/invitations.hpp>
#include <api/mail_tokens.hpp>

#include <weir/base/assert.hpp>
#include <weir/contract/json_writer.hpp>
#include <weir/domain/email.hpp>
#include <weir/postgres/memberships.hpp>

namespace weir::api {
namespace {

constexpr std::string_view quota = "invite";

// Nobody invites into a role that they could not give to a member.
result<domain::role> role_to_give(const call& c, std::string_view text) {
  const auto to = domain::member_role_from_name(text);
  WEIR_ASSERT(to, "invitation_create.json has the names of the roles");
  if (!domain::may_change_role(c.who().person->acts_as, domain::role::viewer, *to))
    return fail(error_code::forbidden, "Owners are invited by owners.");
  return *to;
}

result<void> announce_invitation(postgres::executor& in, const call& c, contract::event_type type,
                                 const postgres::tenant_row& t, const postgres::invitation_row& i) {
  return announce(in, c, {type, i.id, i.version, reference(t), invitation_json(i, t.id)});
}

struct to_change {
  postgres::tenant_row tenant;
  postgres::invitation_row invitation;
};

// The invitation of the path, held for a change.
result<to_change> begin(postgres::executor& in, const call& c) {
  auto t = find_tenant(in, c, std::string(c.parameter("tenant")));
  if (!t) return std::unexpected(t.error());
  auto i = postgres::invitations::lock(in, t->number, std::string(c.parameter("invitation")));
  if (!i) return std::unexpected(i.error());
  if (auto may = role_to_give(c, i->role); !may) return std::unexpected(may.error());
  return to_change{std::move(*t), std::move(*i)};
}

}  // namespace

std::string invitation_json(const postgres::invitation_row& i, const std::string& tenant) {
  contract::json_writer w(384);
  w.begin_object()
      .member("id", i.id)
      .member("tenant_id", tenant)
      .member("email", i.email)
      .member("role", i.role)
      .member("state", i.state)
      .member("invited_by", i.invited_by)
      .member("created_at", i.created_at)
      .member("updated_at", i.updated_at)
      .member("expires_at", i.expires_at)
      .end_object();
  return w.take();
}

result<postgres::invitation_row> make_invitation(postgres::executor& in, const postgres::tenant_row& t,
                                                 const std::string& email, domain::role role,
                                                 const std::string& invited_by) {
  auto somebody = postgres::users::by_email(in, email);
  if (somebody) {
    auto member = postgres::memberships::get(in, t.number, somebody->id);
    if (member) return fail(error_code::member_exists, "", "/email");
    if (member.error().code != error_code::member_not_found) return std::unexpected(member.error());
  } else if (somebody.error().code != error_code::user_not_found) {
    return std::unexpected(somebody.error());
  }
  auto made = postgres::invitations::create(
      in, {invitation_id{system_ids().next()}.text(), t.number, email, std::string(domain::name(role)), invited_by});
  if (!made && made.error().code == error_code::invitation_exists) return fail(made.error().code, "", "/email");
  return made;
}

result<http::response> list_invitations(const call& c) {
  using postgres::invitation_row;
  return list_of_tenant(
      c, "invitations", postgres::invitations::list, [](const invitation_row& i) { return i.id; },
      [](const invitation_row& i, const postgres::tenant_row& t) { return invitation_json(i, t.id); });
}

result<http::response> create_invitation(const call& c) {
  auto email = domain::normalize_email(c.body().text("email").value_or(""));
  if (!email) return fail(email.error().code, email.error().detail, "/email");
  auto role = role_to_give(c, c.body().text("role").value_or(""));
  if (!role) return std::unexpected(role.error());
  const std::string which(c.parameter("tenant"));
  auto seen = look(c, [&](postgres::executor& in) { return find_tenant(in, c, which); });
  if (!seen) return std::unexpected(seen.error());
  auto refused = refused_for_now(c, quota, *email);
  if (!refused) return std::unexpected(refused.error());
  if (*refused) return std::move(**refused);
  return create_once(c, [&](postgres::executor& in) -> result<created> {
    auto t = find_tenant(in, c, which);
    if (!t) return std::unexpected(t.error());
    auto made = make_invitation(in, *t, *email, *role, c.who().signature());
    if (!made) return std::unexpected(made.error());
    auto said = announce_invitation(in, c, contract::event_type::invitation_created, *t, *made);
    if (!said) return std::unexpected(said.error());
    return created{invitation_json(*made, t->id), "/api/v1/tenants/" + t->id + "/invitations/" + made->id, {}, {}};
  });
}

result<http::response> get_invitation(const call& c) {
  auto found = look(c, [&](postgres::executor& in) -> result<std::string> {
    auto t = find_tenant(in, c, std::string(c.parameter("tenant")));
    if (!t) return std::unexpected(t.error());
    auto i = postgres::invitations::get(in, t->number, std::string(c.parameter("invitation")));
    if (!i) return std::unexpected(i.error());
    return invitation_json(*i, t->id);
  });
  if (!found) return std::unexpected(found.error());
  return c.json(200, std::move(*found));
}

result<http::response> resend_invitation(const call& c) {
  auto seen = look(c, [&](postgres::executor& in) -> result<std::string> {
    auto t = find_tenant(in, c, std::string(c.parameter("tenant")));
    if (!t) return std::unexpected(t.error());
    auto i = postgres::invitations::get(in, t->number, std::string(c.parameter("invitation")));
    if (!i) return std::unexpected(i.error());
    return i->email;
  });
  if (!seen) return std::unexpected(seen.error());
  auto refused = refused_for_now(c, quota, *seen);
  if (!refused) return std::unexpected(refused.error());
  if (*refused) return std::move(**refused);
  auto done = change(c, [&](postgres::executor& in) -> result<std::string> {
    auto at = begin(in, c);
    if (!at) return std::unexpected(at.error());
    if (at->invitation.state != "open" && at->invitation.state != "expired") return fail(error_code::invitation_closed);
    auto renewed = postgres::invitations::renew(in, at->invitation.id);
    if (!renewed) return std::unexpected(renewed.error());
    auto said = announce_invitation(in, c, contract::event_type::invitation_resent, at->tenant, *renewed);
    if (!said) return std::unexpected(said.error());
    return invitation_json(*renewed, at->tenant.id);
  });
  if (!done) return std::unexpected(done.error());
  return c.json(200, std::move(*done));
}

result<http::response> revoke_invitation(const call& c) {
  auto done = change(c, [&](postgres::executor& in) -> result<void> {
    auto at = begin(in, c);
    if (!at) return std::unexpected(at.error());
    if (at->invitation.state == "revoked") return {};
    if (at->invitation.state == "accepted") return fail(error_code::invitation_closed);
    auto gone = postgres::invitations::revoke(in, at->invitation.id);
    if (!gone) return std::unexpected(gone.error());
    return announce_invitation(in, c, contract::event_type::invitation_revoked, at->tenant, *gone);
  });
  if (!done) return std::unexpected(done.error());
  return c.no_content();
}

}  // namespace weir::api
