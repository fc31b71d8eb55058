#include <utility>

#include <src/contract/raw_list.hpp>

#include <weir/contract/stripe_answers.hpp>
#include <weir/contract/stripe_event.hpp>

namespace weir::contract {
namespace {

constexpr std::size_t most_code_bytes = 100;
constexpr std::size_t most_message_bytes = 1000;
constexpr std::int64_t most_seconds = 9'000'000'000;  // in nanoseconds it fits 64 bits

std::unexpected<error> unfit(std::string_view what) {
  return fail(error_code::payment_provider_unavailable, "Its answer is no " + std::string(what) + ".");
}

std::string text_of(const json_value& object, std::string_view member) {
  return std::string(object.text(member).value_or(""));
}

std::int64_t integer_of(const json_value& object, std::string_view member) {
  const auto value = object.find(member);
  return value ? value->integer().value_or(0) : 0;
}

// The document of an object of that kind, with an id.
result<json_document> read_object(std::string_view text, std::string_view kind) {
  auto document = parse_stripe(text);
  if (!document || document->root().kind() != json_kind::object) return unfit(kind);
  const auto root = document->root();
  if (root.text("object") != kind || stripe_reference(root, "id").empty()) return unfit(kind);
  return std::move(*document);
}

// Between two characters: half a one is stored nowhere.
std::string cut(std::string_view text, std::size_t most) {
  if (text.size() <= most) return std::string(text);
  while (most > 0 && (static_cast<unsigned char>(text[most]) & 0xc0) == 0x80)
    --most;
  return std::string(text.substr(0, most));
}

result<intent_answer> read_intent(const json_value& object) {
  intent_answer out;
  out.id = stripe_reference(object, "id");
  out.status = text_of(object, "status");
  out.currency = text_of(object, "currency");
  out.amount = integer_of(object, "amount");
  out.amount_received = integer_of(object, "amount_received");
  if (out.id.empty() || out.status.empty() || out.currency.empty()) return unfit("payment_intent");
  if (const auto created = integer_of(object, "created"); created > 0 && created <= most_seconds)
    out.created = timestamp::from_ms(created * 1000);
  const auto wrong = object.find("last_payment_error");
  if (wrong && wrong->kind() == json_kind::object) {
    out.failure_code = cut(text_of(*wrong, "decline_code"), most_code_bytes);
    if (out.failure_code.empty()) out.failure_code = cut(text_of(*wrong, "code"), most_code_bytes);
    out.failure_message = text_of(*wrong, "message");
    out.advice_code = cut(text_of(*wrong, "advice_code"), most_code_bytes);
    out.network_advice_code = cut(text_of(*wrong, "network_advice_code"), most_code_bytes);
  }
  return out;
}

result<invoice_answer> read_invoice(const json_value& object) {
  invoice_answer out;
  out.id = stripe_reference(object, "id");
  out.status = cut(text_of(object, "status"), most_code_bytes);
  const auto total = object.find("total");
  const auto due = object.find("amount_due");
  if (object.text("object") != "invoice" || out.id.empty() || out.status.empty() || !total || !total->integer() ||
      !due || !due->integer())
    return unfit("invoice");
  out.total = *total->integer();
  out.amount_due = *due->integer();
  out.paid_off_stripe = integer_of(object, "amount_paid_off_stripe");
  out.starting_balance = integer_of(object, "starting_balance");
  if (const auto ending = object.find("ending_balance")) out.ending_balance = ending->integer();
  out.number = text_of(object, "number");
  out.url = text_of(object, "hosted_invoice_url");
  const auto lines = object.find("lines");
  const auto data = lines && lines->kind() == json_kind::object ? lines->find("data") : std::nullopt;
  out.has_lines = data && data->kind() == json_kind::array && data->size() > 0;
  if (const auto marks = object.find("metadata"); marks && marks->kind() == json_kind::object) {
    out.marked_installation = text_of(*marks, "weir_installation");
    out.marked_invoice = text_of(*marks, "weir_invoice");
  }
  return out;
}

}  // namespace

result<customer_answer> read_customer_answer(std::string_view text) {
  const auto document = read_object(text, "customer");
  if (!document) return std::unexpected(document.error());
  return customer_answer{stripe_reference(document->root(), "id")};
}

result<session_answer> read_session_answer(std::string_view text) {
  const auto document = read_object(text, "checkout.session");
  if (!document) return std::unexpected(document.error());
  const auto root = document->root();
  session_answer out;
  out.id = stripe_reference(root, "id");
  out.status = text_of(root, "status");
  out.payment_status = text_of(root, "payment_status");
  if (const auto url = root.text("url")) out.url = *url;
  const auto expires = integer_of(root, "expires_at");
  if (expires <= 0 || expires > most_seconds || out.status.empty()) return unfit("checkout.session");
  out.expires_at = timestamp::from_ms(expires * 1000);
  if (auto intent = stripe_reference(root, "payment_intent"); !intent.empty()) out.intent = std::move(intent);
  return out;
}

result<intent_answer> read_intent_answer(std::string_view text) {
  const auto document = read_object(text, "payment_intent");
  if (!document) return std::unexpected(document.error());
  return read_intent(document->root());
}

result<method_answer> read_method_answer(std::string_view text) {
  const auto document = read_object(text, "payment_method");
  if (!document) return std::unexpected(document.error());
  return method_answer{stripe_reference(document->root(), "id"), stripe_reference(document->root(), "customer")};
}

result<refund_answer> read_refund_answer(std::string_view text) {
  const auto document = read_object(text, "refund");
  if (!document) return std::unexpected(document.error());
  const auto root = document->root();
  refund_answer out{stripe_reference(root, "id"), text_of(root, "status"), integer_of(root, "amount"),
                    cut(text_of(root, "failure_reason"), most_code_bytes)};
  if (out.status.empty()) return unfit("refund");
  return out;
}

result<meter_event_answer> read_meter_event_answer(std::string_view text) {
  const auto document = parse_stripe(text);
  if (!document || document->root().kind() != json_kind::object) return unfit("billing.meter_event");
  const auto root = document->root();
  meter_event_answer out{text_of(root, "identifier")};
  if (root.text("object") != "billing.meter_event" || out.identifier.empty()) return unfit("billing.meter_event");
  return out;
}

result<invoice_answer> read_invoice_answer(std::string_view text) {
  const auto document = parse_stripe(text);
  if (!document || document->root().kind() != json_kind::object) return unfit("invoice");
  return read_invoice(document->root());
}

result<invoice_page_answer> read_invoice_page_answer(std::string_view text) {
  invoice_page_answer out;
  const auto list = read_raw_list(text, "data", [&](std::string_view name, std::string_view value) {
    if (name == "has_more") out.more = value == "true";
  });
  if (!list) return unfit("list");
  for (const auto& one : *list) {
    auto invoice = read_invoice_answer(one);
    if (!invoice) return std::unexpected(invoice.error());
    out.invoices.push_back(std::move(*invoice));
  }
  return out;
}

result<event_page_answer> read_event_page_answer(std::string_view text) {
  event_page_answer out;
  auto events = read_raw_list(text, "data", [&](std::string_view name, std::string_view value) {
    if (name == "has_more") out.more = value == "true";
  });
  if (!events) return unfit("list");
  out.events = std::move(*events);
  if (out.events.empty()) {
    out.more = false;  // else whoever goes on would ask for the same page again
    return out;
  }
  const auto last = parse_stripe(out.events.back());
  if (!last || last->root().kind() != json_kind::object) return unfit("list");
  out.last_id = stripe_reference(last->root(), "id");
  if (out.last_id.empty()) return unfit("list");
  return out;
}

error_answer read_error_answer(std::string_view text) {
  const auto document = parse_stripe(text);
  if (!document || document->root().kind() != json_kind::object) return {};
  const auto wrong = document->root().find("error");
  if (!wrong || wrong->kind() != json_kind::object) return {};
  error_answer out{cut(text_of(*wrong, "type"), most_code_bytes), cut(text_of(*wrong, "code"), most_code_bytes),
                   cut(text_of(*wrong, "message"), most_message_bytes)};
  const auto declined = wrong->find("payment_intent");
  if (declined && declined->kind() == json_kind::object) {
    if (auto intent = read_intent(*declined)) out.intent = std::move(*intent);
  }
  return out;
}

}  // namespace weir::contract
