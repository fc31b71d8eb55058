// Media types with parameters (RFC 9110 §8.3.1) and the choice of an answer's type from Accept (§12.5.1).
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace weir::contract {

struct media_type {
  std::string type;                                             // lower case: "application"
  std::string subtype;                                          // lower case: "cloudevents+json"
  std::vector<std::pair<std::string, std::string>> parameters;  // names lower case, values as given without quotes

  // Nothing when the text is no media type.
  static std::optional<media_type> parse(std::string_view text);

  bool is(std::string_view essence) const;  // "application/json", lower case

  // application/json, text/json, or any subtype that ends in +json.
  bool is_json() const;

  std::string_view parameter(std::string_view name) const;  // empty when there is none
};

inline constexpr std::string_view json_type = "application/json";
inline constexpr std::string_view csv_type = "text/csv";
inline constexpr std::string_view problem_type = "application/problem+json";  // never with a parameter: clients compare
inline constexpr std::string_view cloudevent_type = "application/cloudevents+json";
inline constexpr std::string_view cloudevent_batch_type = "application/cloudevents-batch+json";

// Index of the offered type ("application/json", lower case) that the client wants most; ties go to the first. An
// absent Accept takes the first; a malformed part counts as absent. Nothing: none is acceptable.
std::optional<std::size_t> negotiate(std::string_view accept, std::span<const std::string_view> offered);

}  // namespace weir::contract
