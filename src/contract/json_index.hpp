// simdjson's first stage, and nothing of its second: where the structural characters and the first characters of
// strings and scalars stand in a JSON text. It checks UTF-8, refuses raw control characters in strings, and knows
// whether the last string is closed; the grammar is the caller's.
//
// 3.0.1, stable since 1.0, chosen for the processor at run time. One thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string_view>

namespace weir::contract {

class json_index {
 public:
  enum class outcome : std::uint8_t { good, utf8, control_character, open_string, malformed };

  json_index();
  ~json_index();

  // The text is not copied and nothing is read behind its end. Not empty.
  outcome load(std::string_view text);

  // Offsets into the text, ascending. Valid until the next load().
  std::span<const std::uint32_t> tokens() const;

 private:
  struct stage;
  std::unique_ptr<stage> stage_;
};

}  // namespace weir::contract
