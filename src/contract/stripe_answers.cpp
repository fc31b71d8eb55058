#include <src/contract/json_walker.hpp>

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
  const auto root = document->root();
  intent_answer out;
  out.id = stripe_reference(root, "id");
  out.status = text_of(root, "status");
  out.currency = text_of(root, "currency");
  out.amount = integer_of(root, "amount");
  out.amount_received = integer_of(root, "amount_received");
  if (out.status.empty() || out.currency.empty()) return unfit("payment_intent");
  const auto wrong = root.find("last_payment_error");
  if (wrong && wrong->kind() == json_kind::object) {
    out.failure_code = cut(text_of(*wrong, "code"), most_code_bytes);
    out.failure_message = text_of(*wrong, "message");
  }
  return out;
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

result<event_page_answer> read_event_page_answer(std::string_view text) {
  json_walker walker;
  if (text.empty() || text.front() != '{' || !walker.load(text)) return unfit("list");
  event_page_answer out;
  bool listed = false;
  walker.enter();
  for (;;) {
    std::string_view name;
    const auto step = walker.next_member(name);
    if (step == json_walker::step::failed) return unfit("list");
    if (step == json_walker::step::end) break;
    const std::string member(name);
    json_slice value;
    if (member == "data" && walker.peek() == '[') {
      listed = true;
      walker.enter();
      for (;;) {
        const auto at = walker.next_element();
        if (at == json_walker::step::end) break;
        if (at == json_walker::step::failed || !walker.walk(value)) return unfit("list");
        out.events.emplace_back(value.raw);
      }
      continue;
    }
    if (!walker.walk(value)) return unfit("list");
    if (member == "has_more") out.more = value.raw == "true";
  }
  if (!walker.finish() || !listed) return unfit("list");
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
  return {cut(text_of(*wrong, "type"), most_code_bytes), cut(text_of(*wrong, "code"), most_code_bytes),
          cut(text_of(*wrong, "message"), most_message_bytes)};
}

}  // namespace weir::contract
