#include <array>
#include <optional>
#include <utility>

#include <workers/payments/apply_answer.hpp>
#include <workers/payments/payment_json.hpp>

#include <weir/billing/stripe_amount.hpp>
#include <weir/contract/payment_record.hpp>
#include <weir/postgres/outbox.hpp>
#include <weir/postgres/provider_events.hpp>

namespace weir::payments {
namespace {

using billing::payment_state;
using contract::event_type;

constexpr std::array<std::pair<std::string_view, payment_state>, 6> intent_states{{
    {"requires_payment_method", payment_state::failed},
    {"requires_confirmation", payment_state::open},
    {"requires_action", payment_state::open},
    {"processing", payment_state::processing},
    {"succeeded", payment_state::succeeded},
    {"canceled", payment_state::canceled},
}};

}  // namespace

std::optional<billing::payment_progress> progress_of(const contract::intent_answer& said, const std::string& currency) {
  for (const auto& [name, state] : intent_states) {
    if (name != said.status) continue;
    billing::payment_progress out;
    out.state = state;
    out.as_of = said.created;
    if (state == payment_state::failed) {
      out.failure_code = said.failure_code;
      out.failure_message = said.failure_message;
      out.advice_code = said.advice_code;
      out.network_advice_code = said.network_advice_code;
    }
    if (state != payment_state::succeeded) return out;
    const auto c = billing::find_stripe_currency(said.currency);
    if (!c || c->code() != currency) return std::nullopt;
    const auto received = billing::from_stripe_amount(said.amount_received, *c);
    if (!received || *received <= billing::money{}) return std::nullopt;
    out.received = *received;
    return out;
  }
  return std::nullopt;
}

result<void> announce_payment(postgres::executor& in, const postgres::payment_fact& p, contract::domain_event e,
                              event_type type) {
  e.type = type;
  e.id = contract::event_id(p.id, p.version, type);
  e.tenant = tenant_id::parse(p.tenant_id);
  e.subject = p.id;
  e.data = payment_json(p);
  auto said = postgres::outbox::append(in, e, p.tenant_number);
  if (!said) return std::unexpected(said.error());
  return {};
}

result<void> apply_answer(postgres::executor& in, std::int32_t provider_number, const std::string& payment,
                          const contract::intent_answer& said, timestamp now) {
  // In the order in which events of this intent take them.
  if (auto held = postgres::provider_events::hold(in, said.id); !held) return held;
  auto found = postgres::payment_facts::lock(in, provider_number, {payment, {}, {}});
  if (!found) return std::unexpected(found.error());
  if (!*found) return {};
  auto& p = **found;
  if (p.intent && *p.intent != said.id) return {};
  const auto before = p;
  if (!p.intent) {
    p.intent = said.id;
    auto again = postgres::provider_events::look_again(in, provider_number, said.id);
    if (!again) return again;
  }
  auto verdict = billing::heard::known;
  if (const auto news = progress_of(said, p.currency)) verdict = billing::hear(p.progress, *news);
  if (p.progress == before.progress && p.intent == before.intent) return {};
  if (auto put = postgres::payment_facts::update(in, p); !put) return put;
  if (verdict != billing::heard::news) return {};
  using enum payment_state;
  const auto type = p.progress.state == succeeded  ? std::optional(event_type::payment_succeeded)
                    : p.progress.state == failed   ? std::optional(event_type::payment_failed)
                    : p.progress.state == canceled ? std::optional(event_type::payment_canceled)
                                                   : std::nullopt;
  if (!type) return {};
  contract::domain_event e;
  e.time = now;
  e.principal = "provider:" + std::string(contract::stripe_provider);
  return announce_payment(in, p, std::move(e), *type);
}

}  // namespace weir::payments
