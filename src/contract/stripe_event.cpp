#include <algorithm>

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

// Seconds in snapshot events, RFC 3339 in thin ones.
std::optional<timestamp> read_created(const json_value& root) {
  const auto created = root.find("created");
  if (!created) return std::nullopt;
  if (const auto seconds = created->integer()) {
    if (*seconds < 0 || *seconds > most_seconds) return std::nullopt;
    return timestamp::from_ms(*seconds * 1000);
  }
  const auto text = created->text();
  if (!text) return std::nullopt;
  auto at = parse_rfc3339(*text);
  return at ? std::optional(*at) : std::nullopt;
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

result<stripe_event> read_stripe_event(std::string_view body) {
  const auto document = parse_stripe(body);
  if (!document || document->root().kind() != json_kind::object) return malformed("It is no JSON object.");
  const auto root = document->root();
  stripe_event out;
  out.id = id_or_nothing(root.text("id"));
  if (out.id.empty()) return malformed("It has no id.");
  out.type = id_or_nothing(root.text("type"));
  if (out.type.empty()) return malformed("It has no type.");
  const auto created = read_created(root);
  if (!created) return malformed("It does not say when it was created.");
  out.created = *created;
  const auto live = root.find("livemode");
  if (!live || !live->boolean()) return malformed("It does not say whether it is live.");
  out.live = *live->boolean();
  out.api_version = id_or_nothing(root.text("api_version"));
  out.thin = root.text("object") != "event";
  if (out.thin) {
    if (const auto about = root.find("related_object"); about && about->kind() == json_kind::object)
      out.object_id = id_or_nothing(about->text("id"));
    return out;
  }
  const auto data = root.find("data");
  if (!data || data->kind() != json_kind::object) return malformed("It has no data.");
  const auto object = data->find("object");
  if (!object || object->kind() != json_kind::object) return malformed("Its data has no object.");
  out.object_id = id_or_nothing(object->text("id"));
  out.intent = object->text("object") == "payment_intent" ? out.object_id : stripe_reference(*object, "payment_intent");
  return out;
}

}  // namespace weir::contract
