#include <algorithm>
#include <array>
#include <utility>

#include <weir/contract/stripe_event.hpp>
#include <weir/contract/stripe_objects.hpp>

namespace weir::contract {
namespace {

using billing::dispute_state;
using billing::payment_state;
using billing::refund_state;

constexpr std::int64_t most_seconds = 9'000'000'000;  // in nanoseconds it fits 64 bits

std::unexpected<error> malformed(std::string_view member) {
  return fail(error_code::webhook_body_malformed, "Its object has no " + std::string(member) + " that can be read.");
}

template<class state, std::size_t n>
std::optional<state> find(const std::array<std::pair<std::string_view, state>, n>& all, std::string_view text) {
  for (const auto& [name, value] : all) {
    if (name == text) return value;
  }
  return std::nullopt;
}

constexpr std::array<std::pair<std::string_view, payment_state>, 6> intent_types{{
    {"payment_intent.created", payment_state::open},
    {"payment_intent.requires_action", payment_state::open},
    {"payment_intent.processing", payment_state::processing},
    {"payment_intent.payment_failed", payment_state::failed},
    {"payment_intent.canceled", payment_state::canceled},
    {"payment_intent.succeeded", payment_state::succeeded},
}};
// "completed" is paid only when its page says so: money of a bank debit comes days later, or does not.
constexpr std::array<std::pair<std::string_view, payment_state>, 4> session_types{{
    {"checkout.session.completed", payment_state::processing},
    {"checkout.session.async_payment_succeeded", payment_state::succeeded},
    {"checkout.session.async_payment_failed", payment_state::failed},
    {"checkout.session.expired", payment_state::canceled},
}};
constexpr std::array<std::string_view, 4> refund_types{"refund.created", "refund.updated", "refund.failed",
                                                       "charge.refund.updated"};
constexpr std::array<std::string_view, 5> dispute_types{"charge.dispute.created", "charge.dispute.updated",
                                                        "charge.dispute.closed", "charge.dispute.funds_withdrawn",
                                                        "charge.dispute.funds_reinstated"};
constexpr std::array<std::pair<std::string_view, refund_state>, 5> refund_states{{
    {"pending", refund_state::pending},
    {"requires_action", refund_state::pending},
    {"succeeded", refund_state::succeeded},
    {"canceled", refund_state::canceled},
    {"failed", refund_state::failed},
}};
constexpr std::array<std::pair<std::string_view, dispute_state>, 8> dispute_states{{
    {"warning_needs_response", dispute_state::needs_response},
    {"needs_response", dispute_state::needs_response},
    {"warning_under_review", dispute_state::under_review},
    {"under_review", dispute_state::under_review},
    {"warning_closed", dispute_state::won},
    {"prevented", dispute_state::won},
    {"won", dispute_state::won},
    {"lost", dispute_state::lost},
}};

template<std::size_t n>
bool is_one_of(const std::array<std::string_view, n>& all, std::string_view type) {
  return std::ranges::find(all, type) != all.end();
}

std::optional<std::int64_t> integer(const json_value& object, std::string_view member) {
  const auto value = object.find(member);
  return value ? value->integer() : std::nullopt;
}

std::string text(const json_value& object, std::string_view member) {
  return std::string(object.text(member).value_or(""));
}

std::string metadata(const json_value& object, std::string_view member) {
  const auto all = object.find("metadata");
  return all && all->kind() == json_kind::object ? text(*all, member) : std::string();
}

// What it is says itself, if it says anything: what ties it to a payment was read by that.
bool is_a(const json_value& object, std::string_view kind) {
  return object.text("object").value_or(kind) == kind;
}

void read_failure(const json_value& object, stripe_payment& into) {
  const auto failure = object.find("last_payment_error");
  if (!failure || failure->kind() != json_kind::object) return;
  // What the bank says is more than that it said no.
  into.failure_code = text(*failure, "decline_code");
  if (into.failure_code.empty()) into.failure_code = text(*failure, "code");
  into.failure_message = text(*failure, "message");
}

result<stripe_news> read_intent(const json_value& object, payment_state state) {
  stripe_payment out;
  out.intent = stripe_reference(object, "id");
  out.payment = metadata(object, "weir_payment");
  out.currency = text(object, "currency");
  out.state = state;
  if (!is_a(object, "payment_intent")) return malformed("object");
  if (out.intent.empty()) return malformed("id");
  if (out.currency.empty()) return malformed("currency");
  if (state == payment_state::failed) read_failure(object, out);
  if (state != payment_state::succeeded) return out;
  const auto received = integer(object, "amount_received");
  if (!received || *received <= 0) return malformed("amount_received");
  out.received = *received;
  return out;
}

result<stripe_news> read_session(const json_value& object, payment_state state) {
  stripe_payment out;
  out.session = stripe_reference(object, "id");
  out.intent = stripe_reference(object, "payment_intent");
  out.payment = metadata(object, "weir_payment");
  out.currency = text(object, "currency");
  out.state = state;
  if (!is_a(object, "checkout.session")) return malformed("object");
  if (out.session.empty()) return malformed("id");
  // A page that only saves a card, or costs nothing, is about no money.
  if (object.text("mode") != "payment" || object.text("payment_status") == "no_payment_required")
    return stripe_silence{};
  if (out.currency.empty()) return malformed("currency");
  if (object.text("payment_status") == "paid") out.state = payment_state::succeeded;
  if (out.state != payment_state::succeeded) return out;
  const auto received = integer(object, "amount_total");
  if (!received || *received <= 0) return malformed("amount_total");
  out.received = *received;
  return out;
}

// What refunds and disputes have alike.
template<class news, class states>
result<news> read_part(const json_value& object, std::string_view kind, const states& known) {
  news out;
  out.id = stripe_reference(object, "id");
  out.intent = stripe_reference(object, "payment_intent");
  out.currency = text(object, "currency");
  const auto amount = integer(object, "amount");
  const auto state = find(known, text(object, "status"));
  if (!is_a(object, kind)) return malformed("object");
  if (out.id.empty()) return malformed("id");
  if (out.currency.empty()) return malformed("currency");
  if (!amount || *amount <= 0) return malformed("amount");
  if (!state) return malformed("status");
  out.amount = *amount;
  out.state = *state;
  return out;
}

result<stripe_news> read_refund(const json_value& object) {
  auto out = read_part<stripe_refund>(object, "refund", refund_states);
  if (!out) return std::unexpected(out.error());
  out->refund = metadata(object, "weir_refund");
  out->failure_code = text(object, "failure_reason");
  return std::move(*out);
}

result<stripe_news> read_dispute(const json_value& object) {
  auto out = read_part<stripe_dispute>(object, "dispute", dispute_states);
  if (!out) return std::unexpected(out.error());
  out->reason = text(object, "reason");
  if (const auto evidence = object.find("evidence_details"); evidence && evidence->kind() == json_kind::object) {
    if (const auto by = integer(*evidence, "due_by"); by && *by > 0 && *by <= most_seconds)
      out->respond_by = timestamp::from_ms(*by * 1000);
  }
  return std::move(*out);
}

}  // namespace

result<stripe_news> read_stripe_news(std::string_view body) {
  const auto document = parse_stripe(body);
  if (!document) return malformed("JSON");
  const auto root = document->root();
  if (root.text("object") != "event") return stripe_notice{};
  const auto type = root.text("type").value_or("");
  const auto data = root.find("data");
  if (!data || data->kind() != json_kind::object) return stripe_silence{};
  const auto object = data->find("object");
  if (!object || object->kind() != json_kind::object) return stripe_silence{};
  if (const auto state = find(intent_types, type)) return read_intent(*object, *state);
  if (const auto state = find(session_types, type)) return read_session(*object, *state);
  if (is_one_of(refund_types, type)) return read_refund(*object);
  if (is_one_of(dispute_types, type)) return read_dispute(*object);
  return stripe_silence{};
}

}  // namespace weir::contract
