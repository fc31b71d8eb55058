#include <algorithm>

#include <workers/notify/notice.hpp>

#include <weir/contract/domain_event.hpp>
#include <weir/contract/json_document.hpp>
#include <weir/contract/topics.hpp>
#include <weir/domain/mail_schedule.hpp>

namespace weir::notify {
namespace {

using domain::mail_purpose;

// clang-format off
constexpr notice_rule rules[] = {
    {.event_type = "user.created",                 .kind = "welcome",            .path = "/app/"},
    {.event_type = "invitation.created",           .kind = "invitation",         .to = audience::invitee, .token = mail_purpose::invitation, .path = "/app/invitation"},
    {.event_type = "invitation.resent",            .kind = "invitation",         .to = audience::invitee, .token = mail_purpose::invitation, .path = "/app/invitation"},
    {.event_type = "password.reset_requested",     .kind = "password_reset",     .token = mail_purpose::password_reset, .path = "/app/reset"},
    {.event_type = "email.verification_requested", .kind = "email_verification", .token = mail_purpose::email_verification, .path = "/app/verify"},
    {.event_type = "password.changed",             .kind = "password_changed",   .path = ""},
    {.event_type = "session.started",              .kind = "new_device",         .path = "", .can_be_switched_off = true, .when = condition::new_device},
    {.event_type = "membership.updated",           .kind = "role_changed",       .path = "/app/", .can_be_switched_off = true},
    {.event_type = "mfa.enabled",                  .kind = "mfa_enabled",        .path = ""},
    {.event_type = "mfa.disabled",                 .kind = "mfa_disabled",       .path = ""},
    {.event_type = "mfa.recovery_used",            .kind = "mfa_recovery_used",  .path = ""},
    {.event_type = "budget.threshold_crossed",     .kind = "budget_alert",       .to = audience::payers, .path = "/app/budgets", .can_be_switched_off = true},
    {.event_type = "collection.step_taken",        .kind = "payment_reminder",   .to = audience::billed, .path = "/app/invoices/of/", .path_ends = "invoice_id", .when = condition::reminder},
    {.event_type = "identity.linked",              .kind = "identity_linked",    .path = ""},
};
// clang-format on

}  // namespace

std::span<const notice_rule> notice_rules() {
  return rules;
}

const notice_rule* rule_of_kind(std::string_view kind) {
  const auto* found = std::ranges::find(rules, kind, &notice_rule::kind);
  return found == std::end(rules) ? nullptr : found;
}

std::int64_t patience_s(const notice_rule& r) {
  return r.token ? std::min(domain::mail_patience_s, domain::lifetime_s(*r.token)) : domain::mail_patience_s;
}

std::optional<notice> read_notice(const stream::record& r) {
  if (r.find(contract::frame_header) != contract::frame_version) return std::nullopt;
  auto e = contract::decode_announced_event(r.value);
  if (!e) return std::nullopt;
  const auto* rule = std::ranges::find(rules, e->type, &notice_rule::event_type);
  if (rule == std::end(rules)) return std::nullopt;
  auto data = contract::json_document::parse(e->data);
  if (!data) return std::nullopt;
  notice out;
  out.rule = rule;
  out.event_id = e->id;
  out.subject = e->subject;
  if (e->tenant) out.tenant = e->tenant->text();
  out.actor = e->principal;
  out.address = e->address;
  out.at = e->time;
  const auto root = data->root();
  for (std::size_t i = 0; i < root.size(); ++i) {
    auto [name, value] = root.member(i);
    if (auto text = value.text()) out.data.emplace(name, *text);
    if (auto number = value.integer()) out.data.emplace(name, std::to_string(*number));
  }
  if (rule->when == condition::reminder && (out.data["act"] != "remind" || out.data["result"] != "done"))
    return std::nullopt;
  return out;
}

}  // namespace weir::notify
