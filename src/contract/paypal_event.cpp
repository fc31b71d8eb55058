#include <algorithm>
#include <array>
#include <utility>

#include <weir/contract/paypal_event.hpp>

namespace weir::contract {
namespace {

using billing::dispute_state;
using billing::payment_state;
using billing::refund_state;

constexpr std::size_t most_id_bytes = 255;
constexpr std::size_t most_text_bytes = std::size_t{1024} * 1024;

std::unexpected<error> malformed(std::string_view why) {
  return fail(error_code::webhook_body_malformed, std::string(why));
}

std::unexpected<error> lacks(std::string_view member) {
  return malformed("Its resource has no " + std::string(member) + " that can be read.");
}

bool is_id(std::string_view text) {
  return !text.empty() && text.size() <= most_id_bytes &&
         std::ranges::all_of(text, [](char c) { return c > ' ' && c <= '~'; });
}

std::string text(const json_value& object, std::string_view member) {
  return std::string(object.text(member).value_or(""));
}

std::string id(const json_value& object, std::string_view member) {
  const auto value = object.text(member).value_or("");
  return is_id(value) ? std::string(value) : std::string();
}

std::optional<json_value> object_at(const json_value& of, std::string_view member) {
  auto value = of.find(member);
  if (!value || value->kind() != json_kind::object) return std::nullopt;
  return value;
}

std::optional<json_value> first_of(const json_value& of, std::string_view member) {
  const auto value = of.find(member);
  if (!value || value->kind() != json_kind::array || value->size() == 0) return std::nullopt;
  auto item = value->item(0);
  if (item.kind() != json_kind::object) return std::nullopt;
  return item;
}

std::optional<timestamp> instant(const json_value& of, std::string_view member) {
  const auto at = parse_rfc3339(of.text(member).value_or(""));
  return at ? std::optional(*at) : std::nullopt;
}

// Of an order: where its money is, or is to be. Orders of Weir have one unit.
std::optional<json_value> capture_of(const json_value& order) {
  const auto unit = first_of(order, "purchase_units");
  const auto payments = unit ? object_at(*unit, "payments") : std::nullopt;
  return payments ? first_of(*payments, "captures") : std::nullopt;
}

std::string order_of(const json_value& capture) {
  const auto more = object_at(capture, "supplementary_data");
  const auto related = more ? object_at(*more, "related_ids") : std::nullopt;
  if (related)
    if (auto known = id(*related, "order_id"); !known.empty()) return known;
  return paypal_linked(capture, "up", "orders");
}

std::string capture_of_dispute(const json_value& dispute) {
  const auto transaction = first_of(dispute, "disputed_transactions");
  return transaction ? id(*transaction, "seller_transaction_id") : std::string();
}

template<class said>
bool read_amount(const json_value& of, std::string_view member, said& into, std::string said::* value) {
  const auto amount = object_at(of, member);
  if (!amount) return false;
  into.currency = text(*amount, "currency_code");
  into.*value = text(*amount, "value");
  return !into.currency.empty() && !(into.*value).empty();
}

// Why a capture has not succeeded yet, or will not.
std::string reason_of(const json_value& of) {
  const auto details = object_at(of, "status_details");
  return details ? text(*details, "reason") : std::string();
}

result<paypal_news> read_capture(const json_value& capture, payment_state state) {
  paypal_payment out;
  out.state = state;
  out.session = order_of(capture);
  out.payment = text(capture, "custom_id");
  auto capture_id = id(capture, "id");
  if (capture_id.empty()) return lacks("id");
  if (!read_amount(capture, "amount", out, &paypal_payment::received)) return lacks("amount");
  if (state != payment_state::succeeded) out.received.clear();
  if (state == payment_state::failed) {
    out.failure_code = reason_of(capture);
    if (out.failure_code.empty()) out.failure_code = "capture_denied";
    std::ranges::transform(out.failure_code, out.failure_code.begin(),
                           [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  } else {
    out.intent = std::move(capture_id);
  }
  return out;
}

std::string custom_id_of(const json_value& order) {
  const auto unit = first_of(order, "purchase_units");
  return unit ? text(*unit, "custom_id") : std::string();
}

result<paypal_news> read_approval(const json_value& order) {
  paypal_approval out{id(order, "id"), custom_id_of(order)};
  if (out.session.empty()) return lacks("id");
  return out;
}

result<paypal_news> read_completion(const json_value& order) {
  const auto capture = capture_of(order);
  if (!capture || capture->text("status") != "COMPLETED") return paypal_silence{};
  auto out = read_capture(*capture, payment_state::succeeded);
  if (!out) return out;
  auto& said = std::get<paypal_payment>(*out);
  said.session = id(order, "id");
  if (said.payment.empty()) said.payment = custom_id_of(order);
  return out;
}

// The payer agreed, and nobody took the money in time.
result<paypal_news> read_reversal(const json_value& resource) {
  paypal_payment out;
  out.state = payment_state::canceled;
  out.session = id(resource, "order_id");
  if (out.session.empty()) out.session = id(resource, "id");
  if (out.session.empty()) return lacks("order_id");
  return out;
}

result<paypal_news> read_refund(const json_value& refund, refund_state state) {
  paypal_refund out;
  out.id = id(refund, "id");
  out.intent = paypal_linked(refund, "up", "captures");
  out.refund = text(refund, "custom_id");
  out.state = state;
  if (out.id.empty()) return lacks("id");
  if (out.intent.empty()) return paypal_silence{};  // of something else than a capture
  if (!read_amount(refund, "amount", out, &paypal_refund::amount)) return lacks("amount");
  if (state == refund_state::failed) out.failure_code = reason_of(refund);
  return out;
}

dispute_state outcome_of(const json_value& dispute) {
  const auto outcome = object_at(dispute, "dispute_outcome");
  const auto code = outcome ? text(*outcome, "outcome_code") : std::string();
  // Whatever else closes one leaves the money where it is: withdrawn, in the seller's favor, paid by PayPal.
  const bool lost = code == "RESOLVED_BUYER_FAVOUR" || code == "ACCEPTED";
  return lost ? dispute_state::lost : dispute_state::won;
}

result<paypal_news> read_dispute(const json_value& dispute) {
  paypal_dispute out;
  out.id = id(dispute, "dispute_id");
  out.intent = capture_of_dispute(dispute);
  out.reason = text(dispute, "reason");
  std::ranges::transform(out.reason, out.reason.begin(),
                         [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  if (out.id.empty()) return lacks("dispute_id");
  if (!read_amount(dispute, "dispute_amount", out, &paypal_dispute::amount)) return lacks("dispute_amount");
  const auto status = text(dispute, "status");
  if (status.empty()) return lacks("status");
  const bool waits = status == "OPEN" || status == "WAITING_FOR_SELLER_RESPONSE";
  out.state = status == "RESOLVED" ? outcome_of(dispute)
              : waits              ? dispute_state::needs_response
                                   : dispute_state::under_review;
  out.respond_by = instant(dispute, "seller_response_due_date");
  return out;
}

constexpr std::array<std::pair<std::string_view, payment_state>, 4> capture_types{{
    {"PAYMENT.CAPTURE.PENDING", payment_state::processing},
    {"PAYMENT.CAPTURE.COMPLETED", payment_state::succeeded},
    {"PAYMENT.CAPTURE.DENIED", payment_state::failed},
    {"PAYMENT.CAPTURE.DECLINED", payment_state::failed},
}};
// "Reversed": PayPal gave the money back by itself.
constexpr std::array<std::pair<std::string_view, refund_state>, 4> refund_types{{
    {"PAYMENT.CAPTURE.REFUNDED", refund_state::succeeded},
    {"PAYMENT.CAPTURE.REVERSED", refund_state::succeeded},
    {"PAYMENT.REFUND.PENDING", refund_state::pending},
    {"PAYMENT.REFUND.FAILED", refund_state::failed},
}};
constexpr std::string_view dispute_family = "CUSTOMER.DISPUTE.";

}  // namespace

std::string paypal_linked(const json_value& resource, std::string_view relation, std::string_view kind) {
  const auto links = resource.find("links");
  if (!links || links->kind() != json_kind::array) return {};
  const auto step = '/' + std::string(kind) + '/';
  for (std::size_t i = 0; i < links->size(); ++i) {
    const auto link = links->item(i);
    if (link.kind() != json_kind::object || link.text("rel") != relation) continue;
    const auto to = link.text("href").value_or("");
    const auto at = to.rfind(step);
    if (at == to.npos) continue;
    const auto last = to.substr(at + step.size());
    if (is_id(last) && last.find_first_of("/?#") == last.npos) return std::string(last);
  }
  return {};
}

result<provider_event> read_paypal_event(std::string_view body) {
  const auto document = json_document::parse(body, most_text_bytes);
  if (!document || document->root().kind() != json_kind::object) return malformed("It is no JSON object.");
  const auto root = document->root();
  provider_event out;
  out.id = id(root, "id");
  if (out.id.empty()) return malformed("It has no id.");
  out.type = id(root, "event_type");
  if (out.type.empty()) return malformed("It has no event_type.");
  const auto created = instant(root, "create_time");
  if (!created) return malformed("It does not say when it was created.");
  out.occurred_at = *created;
  out.api_version = id(root, "resource_version");
  const auto resource = object_at(root, "resource");
  if (!resource) return out;
  out.object_id = id(*resource, "id");
  if (out.object_id.empty()) out.object_id = id(*resource, "dispute_id");
  if (const auto capture = capture_of(*resource)) {
    out.related_id = id(*capture, "id");
  } else if (out.type.starts_with(dispute_family)) {
    out.related_id = capture_of_dispute(*resource);
  } else {
    out.related_id = paypal_linked(*resource, "up", "captures");
    const bool is_capture = std::ranges::find(capture_types, std::string_view(out.type),
                                              [](const auto& one) { return one.first; }) != capture_types.end();
    if (is_capture) out.related_id = out.object_id;
  }
  return out;
}

result<paypal_news> read_paypal_news(std::string_view body) {
  const auto document = json_document::parse(body, most_text_bytes);
  if (!document || document->root().kind() != json_kind::object) return malformed("It is no JSON object.");
  const auto root = document->root();
  const auto type = root.text("event_type").value_or("");
  const auto resource = object_at(root, "resource");
  if (!resource) return paypal_silence{};
  for (const auto& [name, state] : capture_types)
    if (name == type) return read_capture(*resource, state);
  for (const auto& [name, state] : refund_types)
    if (name == type) return read_refund(*resource, state);
  if (type == "CHECKOUT.ORDER.APPROVED") return read_approval(*resource);
  if (type == "CHECKOUT.ORDER.COMPLETED") return read_completion(*resource);
  if (type == "CHECKOUT.PAYMENT-APPROVAL.REVERSED") return read_reversal(*resource);
  if (type.starts_with(dispute_family)) return read_dispute(*resource);
  return paypal_silence{};
}

}  // namespace weir::contract
