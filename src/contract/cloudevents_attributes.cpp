#include <algorithm>
#include <cstring>

#include <fmt/format.h>
#include <src/contract/cloudevents_attributes.hpp>

#include <weir/contract/media_type.hpp>
#include <weir/domain/text_rules.hpp>

namespace weir::contract {
namespace {

constexpr std::size_t most_name_bytes = 20;

// No byte is DEL or beyond ASCII: then (raw control characters being refused by the JSON grammar) nothing is a control.
bool is_printable_ascii(std::string_view text) {
  const char* at = text.data();
  std::size_t left = text.size();
  std::uint64_t seen = 0;
  for (; left >= 8; at += 8, left -= 8) {
    std::uint64_t eight = 0;
    std::memcpy(&eight, at, 8);
    // Below 0x20: borrows into the high bit; 0x7f: carries into it; beyond: has it.
    seen |= (eight - 0x2020202020202020u) | (eight + 0x0101010101010101u) | eight;
  }
  for (; left > 0; ++at, --left) {
    const auto c = static_cast<unsigned char>(*at);
    if (c < 0x20 || c >= 0x7f) return false;
  }
  return (seen & 0x8080808080808080u) == 0;
}

}  // namespace

event_attribute attribute_of(std::string_view name) {
  switch (name.size()) {
    case 2:
      if (name == "id") return event_attribute::id;
      break;
    case 4:
      if (name == "type") return event_attribute::type;
      if (name == "time") return event_attribute::time;
      if (name == "data") return event_attribute::data;
      break;
    case 6:
      if (name == "source") return event_attribute::source;
      break;
    case 7:
      if (name == "subject") return event_attribute::subject;
      break;
    case 11:
      if (name == "specversion") return event_attribute::specversion;
      if (name == "data_base64") return event_attribute::data_base64;
      break;
    case 15:
      if (name == "datacontenttype") return event_attribute::datacontenttype;
      break;
    default:
      break;
  }
  return event_attribute::extension;
}

attribute_check check_text(std::string_view text, bool required) {
  if (text.empty() && required) return attribute_problem{error_code::event_attribute_empty, {}};
  if (text.size() > cloudevents_decoder::most_attribute_bytes) {
    return attribute_problem{
        error_code::event_attribute_too_long,
        fmt::format("{} bytes; at most {} are accepted", text.size(), cloudevents_decoder::most_attribute_bytes)};
  }
  if (!is_printable_ascii(text) && domain::has_control(text)) {
    return attribute_problem{error_code::event_attribute_control, {}};
  }
  return std::nullopt;
}

attribute_check store_text(accepted_event& event, event_attribute which, std::string_view text, bool plain) {
  const auto store = [&](event_text& into, bool required) {
    auto problem = check_text(text, required);
    if (!problem) into = {text, plain};
    return problem;
  };
  switch (which) {
    case event_attribute::id:
      return store(event.id, true);
    case event_attribute::source:
      return store(event.source, true);
    case event_attribute::type:
      return store(event.type, true);
    case event_attribute::subject:
      return store(event.subject, false);
    case event_attribute::specversion:
      if (text != "1.0") return attribute_problem{error_code::event_specversion, fmt::format("it is \"{:.32}\"", text)};
      return std::nullopt;
    case event_attribute::time: {
      auto parsed = parse_rfc3339(text);
      if (!parsed) return attribute_problem{parsed.error().code, {}};
      event.time = *parsed;
      event.time_text = text;
      return std::nullopt;
    }
    case event_attribute::datacontenttype: {
      if (text != json_type) {
        if (auto problem = check_text(text, true)) return problem;
        const auto type = media_type::parse(text);
        if (!type || !type->is_json()) return attribute_problem{error_code::event_datacontenttype, {}};
      }
      event.datacontenttype = {text, plain};
      return std::nullopt;
    }
    case event_attribute::data:
    case event_attribute::data_base64:
    case event_attribute::extension:
      break;
  }
  return check_text(text, false);
}

attribute_check check_extension_name(std::string_view name) {
  const bool fits = !name.empty() && name.size() <= most_name_bytes &&
                    std::ranges::all_of(name, [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); });
  if (fits) return std::nullopt;
  return attribute_problem{error_code::event_attribute_name, {}};
}

std::optional<std::string_view> missing_attribute(const accepted_event& event, bool has_specversion) {
  if (!has_specversion) return "specversion";
  if (event.id.text.empty()) return "id";
  if (event.source.text.empty()) return "source";
  if (event.type.text.empty()) return "type";
  return std::nullopt;
}

}  // namespace weir::contract
