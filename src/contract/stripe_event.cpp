#include <algorithm>

#include <simdjson.h>

#include <weir/contract/stripe_event.hpp>

namespace weir::contract {
namespace {

constexpr std::size_t most_id_bytes = 255;
constexpr std::int64_t most_seconds = 9'000'000'000;  // in nanoseconds it fits 64 bits

std::unexpected<error> malformed(const char* detail) {
  return fail(error_code::webhook_body_malformed, detail);
}

bool is_id(std::string_view text) {
  return !text.empty() && text.size() <= most_id_bytes &&
         std::ranges::all_of(text, [](char c) { return c > 0x20 && c < 0x7f; });
}

std::string id_or_nothing(std::optional<std::string_view> text) {
  return text && is_id(*text) ? std::string(*text) : std::string();
}

using simdjson::dom::element;
using simdjson::dom::object;

// Nothing when it is absent or of another kind.
template<class T>
std::optional<T> member(const object& of, std::string_view name) {
  T value;
  if (of[name].get(value) != simdjson::SUCCESS) return std::nullopt;
  return value;
}

std::string id_of(const object& of, std::string_view name) {
  return id_or_nothing(member<std::string_view>(of, name));
}

// Seconds in snapshot events, RFC 3339 in thin ones.
std::optional<timestamp> read_created(const object& root) {
  if (const auto seconds = member<std::int64_t>(root, "created")) {
    if (*seconds < 0 || *seconds > most_seconds) return std::nullopt;
    return timestamp::from_ms(*seconds * 1000);
  }
  const auto text = member<std::string_view>(root, "created");
  if (!text) return std::nullopt;
  auto at = parse_rfc3339(*text);
  return at ? std::optional(*at) : std::nullopt;
}

// Of an id, or of the object with that id when it was expanded.
std::string reference(const object& of, std::string_view name) {
  if (const auto expanded = member<object>(of, name)) return id_of(*expanded, "id");
  return id_of(of, name);
}

}  // namespace

result<json_document> parse_stripe(std::string_view body) {
  return json_document::parse(body, most_stripe_bytes);
}

std::string stripe_reference(const json_value& object, std::string_view member) {
  const auto value = object.find(member);
  if (!value) return {};
  if (value->kind() == json_kind::object) return id_or_nothing(value->text("id"));
  return id_or_nothing(value->text());
}

// At the door for each webhook, where reading it into a tree of our own would be a third of the time.
result<stripe_event> read_stripe_event(std::string_view body) {
  thread_local simdjson::dom::parser parser;
  object root;
  if (parser.parse(body.data(), body.size()).get(root) != simdjson::SUCCESS) return malformed("It is no JSON object.");
  stripe_event out;
  out.id = id_of(root, "id");
  if (out.id.empty()) return malformed("It has no id.");
  out.type = id_of(root, "type");
  if (out.type.empty()) return malformed("It has no type.");
  const auto created = read_created(root);
  if (!created) return malformed("It does not say when it was created.");
  out.created = *created;
  const auto live = member<bool>(root, "livemode");
  if (!live) return malformed("It does not say whether it is live.");
  out.live = *live;
  out.api_version = id_of(root, "api_version");
  out.thin = member<std::string_view>(root, "object") != "event";
  if (out.thin) {
    if (const auto about = member<object>(root, "related_object")) out.object_id = id_of(*about, "id");
    return out;
  }
  const auto data = member<object>(root, "data");
  if (!data) return malformed("It has no data.");
  const auto about = member<object>(*data, "object");
  if (!about) return malformed("Its data has no object.");
  out.object_id = id_of(*about, "id");
  const auto kind = member<std::string_view>(*about, "object");
  out.intent = kind == "payment_intent" ? out.object_id : reference(*about, "payment_intent");
  if (kind == "invoice_payment")
    if (const auto by = member<object>(*about, "payment")) out.intent = reference(*by, "payment_intent");
  return out;
}

}  // namespace weir::contract
