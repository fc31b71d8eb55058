// The rules of CloudEvents attributes, the same in all modes.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include <weir/base/error.hpp>
#include <weir/contract/cloudevents_decode.hpp>

namespace weir::contract {

enum class event_attribute : std::uint8_t {
  specversion,
  id,
  source,
  type,
  subject,
  time,
  datacontenttype,
  data,
  data_base64,
  extension
};

event_attribute attribute_of(std::string_view name);

// What is wrong with an attribute; nothing when it is accepted. The pointer is the caller's.
struct attribute_problem {
  error_code code{};
  std::string detail;
};

using attribute_check = std::optional<attribute_problem>;

// Length and characters of an attribute's text; required ones must not be empty.
attribute_check check_text(std::string_view text, bool required);

// Stores a text attribute of the kinds specversion … datacontenttype and extension names. `plain` as in event_text.
attribute_check store_text(accepted_event& event, event_attribute which, std::string_view text, bool plain);

attribute_check check_extension_name(std::string_view name);

// The first required attribute that is missing, or nothing.
std::optional<std::string_view> missing_attribute(const accepted_event& event, bool has_specversion);

}  // namespace weir::contract
