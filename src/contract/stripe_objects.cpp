#include <algorithm>
#include <array>
#include <utility>

#include <weir/contract/stripe_event.hpp>
#include <weir/contract/stripe_objects.hpp>

namespace weir::contract {
namespace {

using billing::dispute_state;
using billing::method_state;
using billing::payment_state;
using billing::refund_state;

constexpr std::int64_t most_seconds = 9'000'000'000;  // in nanoseconds it fits 64 bits
constexpr std::size_t most_last_digits = 4;
constexpr std::int64_t first_year = 1970;
constexpr std::int64_t last_year = 9999;

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
constexpr std::array<std::pair<std::string_view, method_state>, 4> method_types{{
    {"payment_method.attached", method_state::attached},
    {"payment_method.updated", method_state::attached},
    {"payment_method.automatically_updated", method_state::attached},
    {"payment_method.detached", method_state::detached},
}};
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
  into.advice_code = text(*failure, "advice_code");
  into.network_advice_code = text(*failure, "network_advice_code");
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

std::optional<json_value> object_of(const json_value& of, std::string_view member) {
  auto value = of.find(member);
  if (!value || value->kind() != json_kind::object) return std::nullopt;
  return value;
}

// `before`: what its object was, where it has changed.
result<stripe_news> read_method(const json_value& object, const std::optional<json_value>& before, method_state state) {
  stripe_method out;
  out.id = text(object, "id");
  out.customer = stripe_reference(object, "customer");
  if (out.customer.empty() && before) out.customer = stripe_reference(*before, "customer");
  out.state = state;
  out.details.kind = text(object, "type");
  const auto made = integer(object, "created");
  if (out.id.empty()) return malformed("id");
  if (out.details.kind.empty()) return malformed("type");
  if (!made || *made <= 0 || *made > most_seconds) return malformed("created");
  out.made_at = timestamp::from_ms(*made * 1000);
  const auto of_kind = object_of(object, out.details.kind);
  if (!of_kind) return out;
  out.details.brand = text(*of_kind, "brand");
  out.details.last4 = text(*of_kind, "last4").substr(0, most_last_digits);
  const auto month = integer(*of_kind, "exp_month");
  const auto year = integer(*of_kind, "exp_year");
  if (!month || !year || *month < 1 || *month > 12 || *year < first_year || *year > last_year) return out;
  out.details.expiry_month = static_cast<std::int32_t>(*month);
  out.details.expiry_year = static_cast<std::int32_t>(*year);
  return out;
}

result<stripe_news> read_setup(const json_value& object) {
  stripe_choice out{stripe_reference(object, "customer"), stripe_reference(object, "payment_method")};
  // Of nobody, or kept for the page that it was made on.
  if (out.customer.empty() || out.method.empty()) return stripe_silence{};
  return out;
}

result<stripe_news> read_customer(const json_value& object, const std::optional<json_value>& before) {
  const auto were = before ? object_of(*before, "invoice_settings") : std::nullopt;
  if (!were || !were->find("default_payment_method")) return stripe_silence{};
  stripe_choice out{text(object, "id"), {}};
  if (out.customer.empty()) return malformed("id");
  if (const auto settings = object_of(object, "invoice_settings"))
    out.method = stripe_reference(*settings, "default_payment_method");
  return out;
}

result<stripe_news> read_invoice_payment(const json_value& object) {
  if (object.text("object") != "invoice_payment") return malformed("object");
  const auto by = object_of(object, "payment");
  if (!by) return malformed("payment");
  // Charges and records of what others took are no money of this account's intents.
  if (by->text("type") != "payment_intent") return stripe_silence{};
  stripe_invoice_payment out{stripe_reference(object, "invoice"), stripe_reference(*by, "payment_intent"),
                             text(object, "currency")};
  const auto amount = integer(object, "amount_paid");
  if (out.invoice.empty()) return malformed("invoice");
  if (out.intent.empty()) return malformed("payment_intent");
  if (out.currency.empty()) return malformed("currency");
  if (!amount || *amount <= 0) return malformed("amount_paid");
  out.amount = *amount;
  return out;
}

result<stripe_news> read_departure(const json_value& object) {
  stripe_departure out{text(object, "id")};
  if (out.customer.empty()) return malformed("id");
  return out;
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
  if (const auto state = find(method_types, type))
    return read_method(*object, object_of(*data, "previous_attributes"), *state);
  if (type == "setup_intent.succeeded") return read_setup(*object);
  if (type == "customer.updated") return read_customer(*object, object_of(*data, "previous_attributes"));
  if (type == "customer.deleted") return read_departure(*object);
  if (type == "invoice_payment.paid") return read_invoice_payment(*object);
  return stripe_silence{};
}

}  // namespace weir::contract
