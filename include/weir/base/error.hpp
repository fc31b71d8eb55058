// Expected failure is a value: result<T> is T or an error. A bug is an assertion. Drivers' exceptions stop at the
// adapter.
//
// Every code stands in schemas/catalogues/errors.json with its HTTP status, kind and title; a code that is not there
// does not compile. What to do about an error (retry, reject, end) is decided where it is born, never guessed from its
// text.
#pragma once

#include <cstdint>
#include <expected>
#include <string>
#include <string_view>
#include <utility>

namespace weir {

enum class error_code : std::uint16_t {
#define WEIR_ERROR(name, status, kind, title) name,
#include <weir/catalogue/errors.inc>
#undef WEIR_ERROR
};

enum class error_kind : std::uint8_t {
  retryable,  // the same call may succeed later: back off and repeat
  permanent,  // the input will never be accepted: reject it, with the code
  fatal,      // going on would be wrong: the process ends loudly
};

std::string_view name(error_code code);   // stable text, as in JSON, SQL and metrics
std::string_view title(error_code code);  // one sentence for people
int http_status(error_code code);
error_kind kind(error_code code);

// The inverse of name(). An unknown text is a bug of the caller's data: returns internal_error.
error_code error_code_from_name(std::string_view text);

struct error {
  error_code code{};
  std::string detail;   // for people; may name values of the input, never a secret
  std::string pointer;  // RFC 6901 pointer into the input, when there is one

  error(error_code c, std::string d = {}, std::string p = {}) : code(c), detail(std::move(d)), pointer(std::move(p)) {}

  bool retryable() const { return weir::kind(code) == error_kind::retryable; }
  bool operator==(const error&) const = default;
};

template<class T>
using result = std::expected<T, error>;

inline std::unexpected<error> fail(error_code code, std::string detail = {}, std::string pointer = {}) {
  return std::unexpected<error>(std::in_place, code, std::move(detail), std::move(pointer));
}

}  // namespace weir
