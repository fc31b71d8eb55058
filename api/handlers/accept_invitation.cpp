#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <api/announce.hpp>
#include <api/handlers/invitations.hpp>
#include <api/handlers/members.hpp>
#include <api/handlers/users.hpp>
#include <api/mail_tokens.hpp>
#include <api/session_cache.hpp>
#include <api/sign_in_parts.hpp>

#include <weir/base/crypto.hpp>
#include <weir/base/password_hash.hpp>
#include <weir/contract/json_writer.hpp>
#include <weir/domain/draft_checks.hpp>
#include <weir/domain/password.hpp>

namespace weir::api {
namespace {

constexpr std::size_t most_name_bytes = 400;  // 100 characters

// Who holds the token has no credentials; what they may touch follows from it alone.
template<class F>
auto by_token(const call& c, F&& f) {
  return c.with().database.with_transaction(postgres::role::api, postgres::tenant_scope::platform(),
                                            std::forward<F>(f));
}

struct presented {
  postgres::invitation_row invitation;
  postgres::tenant_row tenant;
  std::optional<postgres::user_row> user;  // who has this address
};

// For use both rows are held, the invitation first: the worker that sends it again takes them in that order too.
result<presented> look_at(postgres::executor& in, const std::string& hash, bool for_use) {
  auto found = postgres::mail_tokens::find(in, hash);
  if (!found) return std::unexpected(found.error());
  if (!*found || !(*found)->invitation_id) return fail(error_code::mail_token_invalid);
  auto i = postgres::invitations::by_id(in, *(*found)->invitation_id);
  if (i && for_use) i = postgres::invitations::lock(in, i->tenant_number, i->id);
  if (!i) return std::unexpected(i.error());
  if (for_use) found = postgres::mail_tokens::lock(in, hash);
  if (i->state == "revoked") return fail(error_code::invitation_revoked);
  if (i->state == "accepted") return fail(error_code::invitation_accepted);
  auto good = good_mail_token(found, domain::mail_purpose::invitation);
  if (!good) return std::unexpected(good.error());
  if (i->state != "open") return fail(error_code::mail_token_expired);
  auto t = postgres::tenants::by_number(in, i->tenant_number);
  if (!t) return std::unexpected(t.error());
  if (t->state == "deleted") return fail(error_code::mail_token_invalid);
  if (t->state == "suspended") return fail(error_code::tenant_suspended);
  presented out{std::move(*i), std::move(*t), std::nullopt};
  auto u = postgres::users::by_email(in, out.invitation.email);
  if (!u && u.error().code != error_code::user_not_found) return std::unexpected(u.error());
  if (u && !u->is_active) return fail(error_code::mail_token_invalid);
  if (u) out.user = std::move(*u);
  return out;
}

// The person whose access token the request brings; nothing without one.
result<std::optional<std::string>> signed_in(const call& c) {
  constexpr std::string_view scheme = "Bearer ";
  auto header = c.request().header("Authorization");
  if (!header) return std::nullopt;
  if (!header->starts_with(scheme)) return fail(error_code::unauthenticated);
  auto claims = c.with().access_tokens.verify(header->substr(scheme.size()), c.with().clock.now());
  if (!claims) return fail(error_code::unauthenticated);
  auto known = c.with().sessions->load(claims->session, "");
  if (!known) return std::unexpected(known.error());
  if ((*known)->what != known_session::verdict::valid || (*known)->epoch != claims->epoch ||
      (*known)->user != claims->subject.text())
    return fail(error_code::unauthenticated);
  return std::optional((*known)->user);
}

struct account {
  std::string id;    // of a known person; empty: to be made
  std::string name;  // of a new one
  std::string hash;
};

// Whose account it will be: the signed-in person's, or a new one of the body's name and password.
result<account> whose(const presented& p, const std::optional<std::string>& person) {
  if (p.user) {
    if (!person) return fail(error_code::invitation_sign_in);
    if (*person != p.user->id) return fail(error_code::invitation_for_another);
    return account{*person, {}, {}};
  }
  if (person) return fail(error_code::invitation_for_another);
  return account{};
}

result<postgres::user_row> person_of(postgres::executor& in, const call& c, const presented& p, const account& a) {
  if (!a.id.empty()) {
    auto verified = postgres::users::verify_email(in, a.id, p.invitation.email);
    if (!verified) return std::unexpected(verified.error());
    return *verified ? std::move(**verified) : *p.user;
  }
  auto made = postgres::users::create(
      in, {user_id{c.with().ids.next()}.text(), p.invitation.email, a.name, a.hash, std::nullopt, true});
  if (!made && made.error().code == error_code::email_taken) return fail(error_code::invitation_sign_in);
  if (!made) return made;
  auto said = announce_by(
      in, c, made->id, {contract::event_type::user_created, made->id, made->version, std::nullopt, user_json(*made)});
  if (!said) return std::unexpected(said.error());
  return made;
}

// A role that they have meanwhile by another way stays.
result<std::string> join(postgres::executor& in, const call& c, const presented& p, const std::string& user) {
  auto added = postgres::memberships::add(in, p.tenant.number, user, p.invitation.role);
  if (!added) return std::unexpected(added.error());
  auto m = postgres::memberships::get(in, p.tenant.number, user);
  if (!m) return std::unexpected(m.error());
  if (*added) {
    auto said = announce_by(in, c, user,
                            {contract::event_type::membership_created, user, c.with().clock.now().ns,
                             reference(p.tenant), member_json(*m)});
    if (!said) return std::unexpected(said.error());
  }
  return m->role;
}

result<std::string> accept_as(postgres::executor& in, const call& c, const std::string& hash, const account& a,
                              const std::optional<std::string>& person, std::string& user) {
  auto p = look_at(in, hash, true);
  if (!p) return std::unexpected(p.error());
  if (auto same = whose(*p, person); !same) return std::unexpected(same.error());
  auto u = person_of(in, c, *p, a);
  if (!u) return std::unexpected(u.error());
  auto role = join(in, c, *p, u->id);
  if (!role) return std::unexpected(role.error());
  auto closed = postgres::invitations::accept(in, p->invitation.id, u->id);
  if (!closed) return std::unexpected(closed.error());
  if (auto used = postgres::mail_tokens::use(in, hash); !used) return std::unexpected(used.error());
  auto said = announce_by(in, c, u->id,
                          {contract::event_type::invitation_accepted, closed->id, closed->version, reference(p->tenant),
                           invitation_json(*closed, p->tenant.id)});
  if (!said) return std::unexpected(said.error());
  user = u->id;
  contract::json_writer w;
  w.begin_object()
      .member("user_id", u->id)
      .member("email", u->email)
      .member("tenant_id", p->tenant.id)
      .member("role", *role)
      .member("is_new", a.id.empty())
      .end_object();
  return w.take();
}

// In the pool for passwords.
result<http::response> accept(const call& c) {
  auto person = signed_in(c);
  if (!person) return std::unexpected(person.error());
  const auto hash = sha256_bytes(c.body().text("token").value_or(""));
  auto p = by_token(c, [&](postgres::executor& in) { return look_at(in, hash, false); });
  if (!p) return std::unexpected(p.error());
  auto who = whose(*p, *person);
  if (!who) return std::unexpected(who.error());
  if (who->id.empty()) {
    const std::string password(c.body().text("password").value_or(""));
    who->name = std::string(c.body().text("name").value_or(""));
    domain::draft_checks checks;
    checks.text("/name", who->name, 1, most_name_bytes);
    auto wrong = checks.take();
    for (auto& e : domain::check_password(password, p->invitation.email, "/password"))
      wrong.push_back(std::move(e));
    if (!wrong.empty()) return c.problems(wrong);
    who->hash = hash_password(password);
  }
  std::string user;
  auto done = by_token(c, [&](postgres::executor& in) { return accept_as(in, c, hash, *who, *person, user); });
  if (!done) return std::unexpected(done.error());
  c.with().sessions->forget_user(user);
  return c.json(200, std::move(*done));
}

}  // namespace

result<http::response> show_invitation(const call& c) {
  const auto hash = sha256_bytes(c.body().text("token").value_or(""));
  auto p = by_token(c, [&](postgres::executor& in) { return look_at(in, hash, false); });
  if (!p) return std::unexpected(p.error());
  contract::json_writer w;
  w.begin_object()
      .member("tenant_id", p->tenant.id)
      .member("tenant_name", p->tenant.name.empty() ? p->tenant.key : p->tenant.name)
      .member("email", p->invitation.email)
      .member("role", p->invitation.role)
      .member("expires_at", p->invitation.expires_at)
      .member("needs_password", !p->user.has_value())
      .end_object();
  return unstored(c.json(200, w.take()));
}

void accept_invitation(call c, http::responder respond) {
  in_password_pool(std::move(c), std::move(respond), accept);
}

}  // namespace weir::api
