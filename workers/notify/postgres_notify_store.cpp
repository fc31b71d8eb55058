#include <algorithm>
#include <optional>

#include <workers/notify/postgres_notify_store.hpp>

#include <weir/base/crypto.hpp>
#include <weir/base/ulid.hpp>
#include <weir/contract/json_writer.hpp>
#include <weir/postgres/flush_store.hpp>
#include <weir/postgres/invitations.hpp>
#include <weir/postgres/mail_queue.hpp>
#include <weir/postgres/mail_tokens.hpp>

namespace weir::notify {
namespace {

using postgres::executor;

constexpr std::string_view token_prefix = "weir_mt_";
constexpr std::string_view staff_prefix = "staff:";
constexpr std::size_t most_fact = 512;
constexpr std::int32_t most_payers = 100;  // of a tenant, that one event writes to
constexpr std::int64_t second = 1'000'000'000;

const postgres::statement notice_user{"notify.user", R"sql(
SELECT u.id, u.email, u.name, u.email_verified_at IS NOT NULL, coalesce(p.locale, 'en'),
  coalesce(p.notifications -> $2::text <> 'false'::jsonb, true)
FROM users AS u LEFT JOIN user_preferences AS p ON p.user_id = u.id WHERE u.id = $1 AND u.is_active)sql"};

const postgres::statement notice_payers{"notify.payers", R"sql(
SELECT u.id, u.email, u.name, coalesce(p.locale, 'en') FROM tenants AS t
JOIN memberships AS m ON m.tenant_number = t.number AND m.role IN ('owner', 'admin', 'billing')
JOIN users AS u ON u.id = m.user_id AND u.is_active
LEFT JOIN user_preferences AS p ON p.user_id = u.id
WHERE t.id = $1 AND coalesce(p.notifications -> $2::text <> 'false'::jsonb, true)
ORDER BY u.id LIMIT $3)sql"};

const postgres::statement notice_buyer{"notify.buyer", R"sql(
SELECT p.email FROM tenants AS t JOIN billing_profiles AS p ON p.tenant_number = t.number WHERE t.id = $1 AND p.email <> '')sql"};

const postgres::statement notice_locale{"notify.locale", R"sql(
SELECT u.id, u.name, p.locale FROM users AS u LEFT JOIN user_preferences AS p ON p.user_id = u.id
WHERE lower(u.email) = $1 AND u.is_active)sql"};

const postgres::statement notice_name{"notify.name", "SELECT name FROM users WHERE id = $1"};

const postgres::statement notice_tenant{"notify.tenant",
                                        "SELECT coalesce(nullif(name, ''), key) FROM tenants WHERE id = $1"};

// Whether the person had signed in before it, and by the same program.
const postgres::statement notice_device{"notify.device", R"sql(
SELECT s.user_agent, s.address,
  EXISTS (SELECT FROM sessions AS o WHERE o.user_id = s.user_id AND o.id <> s.id AND o.created_at < s.created_at),
  EXISTS (SELECT FROM sessions AS o WHERE o.user_id = s.user_id AND o.id <> s.id AND o.created_at < s.created_at
    AND o.user_agent = s.user_agent)
FROM sessions AS s WHERE s.id = $1)sql"};

using facts = std::map<std::string, std::string, std::less<>>;

}  // namespace

// To whom one mail goes, and what it says.
struct letter {
  std::string person;  // of the message id
  std::optional<std::string> user_id;
  std::optional<std::string> invitation_id;
  std::string email;
  std::string locale = "en";
  facts says;
};

namespace {

using maybe_letter = result<std::optional<letter>>;
using letters = result<std::vector<letter>>;

std::string member(const notice& n, std::string_view name) {
  const auto it = n.data.find(name);
  return it == n.data.end() ? std::string() : it->second;
}

result<std::string> one_text(const result<postgres::rows>& r) {
  if (!r) return std::unexpected(r.error());
  return r->empty() ? std::string() : r->at(0, 0).string();
}

result<void> say_tenant(executor& in, const notice& n, facts& says) {
  if (n.tenant.empty()) return {};
  auto name = one_text(in.run(notice_tenant, n.tenant));
  if (!name) return std::unexpected(name.error());
  says["tenant"] = std::move(*name);
  return {};
}

// Who invites is named where it is a person with a name.
result<void> say_inviter(executor& in, const notice& n, facts& says) {
  std::string_view id = n.actor;
  if (id.starts_with(staff_prefix)) id.remove_prefix(staff_prefix.size());
  if (!user_id::parse(id)) return {};
  auto name = one_text(in.run(notice_name, std::string(id)));
  if (!name) return std::unexpected(name.error());
  if (!name->empty()) says["inviter"] = std::move(*name);
  return {};
}

maybe_letter to_invitee(executor& in, const notice& n) {
  auto i = postgres::invitations::by_id(in, n.subject);
  if (!i && i.error().code == error_code::invitation_not_found) return std::nullopt;
  if (!i) return std::unexpected(i.error());
  if (i->state != "open") return std::nullopt;
  letter out{i->id, std::nullopt, i->id, i->email, "en", {{"email", i->email}, {"role", i->role}}};
  auto known = in.run(notice_locale, i->email);
  if (!known) return std::unexpected(known.error());
  if (!known->empty()) {
    out.user_id = known->at(0, 0).string();
    out.says["name"] = known->at(0, 1).string();
    out.locale = known->at(0, 2).optional_string().value_or("en");
  }
  if (auto done = say_tenant(in, n, out.says); !done) return std::unexpected(done.error());
  if (auto done = say_inviter(in, n, out.says); !done) return std::unexpected(done.error());
  return std::optional(std::move(out));
}

// False: no new device.
result<bool> say_device(executor& in, const notice& n, facts& says) {
  auto r = in.run(notice_device, member(n, "session_id"));
  if (!r) return std::unexpected(r.error());
  if (r->empty() || !r->at(0, 2).boolean() || r->at(0, 3).boolean()) return false;
  says["device"] = r->at(0, 0).string();
  return true;
}

maybe_letter to_user(executor& in, const notice& n) {
  auto id = member(n, "user_id");
  if (id.empty()) id = n.subject;
  auto r = in.run(notice_user, id, n.rule->kind);
  if (!r) return std::unexpected(r.error());
  if (r->empty()) return std::nullopt;
  const bool wanted = r->at(0, 5).boolean() || !n.rule->can_be_switched_off;
  letter out{id, id, std::nullopt, r->at(0, 1).string(), r->at(0, 4).string(), {{"name", r->at(0, 2).string()}}};
  if (!wanted) return std::nullopt;
  if (n.rule->token == domain::mail_purpose::email_verification &&
      (r->at(0, 3).boolean() || member(n, "email") != out.email))
    return std::nullopt;
  out.says["email"] = out.email;
  out.says["role"] = member(n, "role");
  out.says["address"] = n.address;
  if (n.rule->when == condition::new_device) {
    auto is_new = say_device(in, n, out.says);
    if (!is_new) return std::unexpected(is_new.error());
    if (!*is_new) return std::nullopt;
  }
  if (auto done = say_tenant(in, n, out.says); !done) return std::unexpected(done.error());
  return std::optional(std::move(out));
}

void say_budget(const notice& n, facts& says) {
  for (const char* fact : {"threshold", "percent", "used", "amount"})
    says[fact] = member(n, fact);
  says["budget"] = member(n, "name");
  says["unit"] = member(n, member(n, "measures") == "spend" ? "currency" : "meter");
  says["since"] = member(n, "period_from").substr(0, std::string_view("2026-11-01").size());
}

void say_invoice(const notice& n, facts& says) {
  for (const char* fact : {"invoice_id", "currency", "due_on"})
    says[fact] = member(n, fact);
  says["invoice"] = member(n, "invoice_number");
  says["amount"] = member(n, "amount_due");
}

// Where the buyer wants its invoices, unless that is one of these people.
result<void> add_buyer(executor& in, const notice& n, const facts& says, std::vector<letter>& to) {
  auto email = one_text(in.run(notice_buyer, n.tenant));
  if (!email) return std::unexpected(email.error());
  if (email->empty() || std::ranges::find(to, *email, &letter::email) != to.end()) return {};
  letter one{"buyer", std::nullopt, std::nullopt, *email, "en", says};
  one.says["email"] = *email;
  to.push_back(std::move(one));
  return {};
}

letters to_payers(executor& in, const notice& n) {
  facts common;
  if (auto done = say_tenant(in, n, common); !done) return std::unexpected(done.error());
  n.rule->to == audience::billed ? say_invoice(n, common) : say_budget(n, common);
  // What nobody can switch off is no member of anybody's choices.
  auto r = in.run(notice_payers, n.tenant, n.rule->can_be_switched_off ? n.rule->kind : "", most_payers);
  if (!r) return std::unexpected(r.error());
  std::vector<letter> out;
  for (std::size_t i = 0; i < r->size(); ++i) {
    const auto id = r->at(i, 0).string();
    letter one{id, id, std::nullopt, r->at(i, 1).string(), r->at(i, 3).string(), common};
    one.says["name"] = r->at(i, 2).string();
    one.says["email"] = one.email;
    out.push_back(std::move(one));
  }
  if (n.rule->to != audience::billed) return out;
  if (auto added = add_buyer(in, n, common, out); !added) return std::unexpected(added.error());
  return out;
}

letters letters_of(executor& in, const notice& n) {
  if (n.rule->to == audience::payers || n.rule->to == audience::billed) return to_payers(in, n);
  auto one = n.rule->to == audience::invitee ? to_invitee(in, n) : to_user(in, n);
  if (!one) return std::unexpected(one.error());
  std::vector<letter> out;
  if (*one) out.push_back(std::move(**one));
  return out;
}

std::string as_json(const facts& says) {
  contract::json_writer w(512);
  w.begin_object();
  for (const auto& [name, value] : says) {
    std::string text(value.substr(0, most_fact));
    std::erase(text, '\0');
    if (!text.empty()) w.member(name, text);
  }
  return w.end_object().take();
}

}  // namespace

result<std::vector<mail_outcome>> postgres_notify_store::write(stream::transaction& tx,
                                                               const std::vector<notice>& notices) {
  executor& in = postgres::flush_transaction::of(tx).connection();
  const auto now = clock_.now();
  std::vector<mail_outcome> out;
  for (const auto& n : notices) {
    if (now.ns - n.at.ns > patience_s(*n.rule) * second) {
      out.push_back({n.rule->kind, outcome::unwanted});
      continue;
    }
    auto all = letters_of(in, n);
    if (!all) return std::unexpected(all.error());
    if (all->empty()) out.push_back({n.rule->kind, outcome::unwanted});
    for (auto& l : *all) {
      auto added = queue(in, n, l);
      if (!added) return std::unexpected(added.error());
      out.push_back({n.rule->kind, *added ? outcome::queued : outcome::repeated});
    }
  }
  return out;
}

result<bool> postgres_notify_store::queue(executor& in, const notice& n, letter& l) {
  l.says["at"] = format_rfc3339(timestamp::from_ms(n.at.ms()));
  const auto message_id = n.event_id + "." + l.person;
  std::string token;
  std::optional<std::string> sealed;
  if (n.rule->token) {
    token = std::string(token_prefix) + base64url(random_());
    sealed = secrets_.seal(mail_seal_purpose, message_id, token);
  }
  auto added = postgres::mail_queue::add(
      in, {message_id, std::string(n.rule->kind), l.user_id, l.email, l.locale, as_json(l.says), sealed});
  if (!added || !*added || !n.rule->token) return added;
  const bool invited = l.invitation_id.has_value();
  auto kept = postgres::mail_tokens::add(
      in, {sha256_bytes(token), *n.rule->token, invited ? std::nullopt : l.user_id, l.invitation_id, l.email});
  if (!kept) return std::unexpected(kept.error());
  return true;
}

}  // namespace weir::notify
