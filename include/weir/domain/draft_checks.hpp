// Collects every problem of a draft, so that whoever sent it mends it in one round.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <weir/base/error.hpp>

namespace weir::domain {

enum class line_breaks { refused, allowed };  // and tabs

class draft_checks {
 public:
  // An empty detail stands for the code's title.
  void problem(error_code code, std::string_view pointer, std::string_view detail);

  // UTF-8, no control characters, `least` to `most` bytes.
  void text(std::string_view pointer, std::string_view text, std::size_t least, std::size_t most,
            line_breaks breaks = line_breaks::refused);

  bool failed() const { return !errors_.empty(); }
  std::vector<error> take() { return std::move(errors_); }

 private:
  std::vector<error> errors_;
};

// RFC 6901 §3: ~ → ~0, / → ~1.
std::string escape_pointer_token(std::string_view token);

}  // namespace weir::domain
