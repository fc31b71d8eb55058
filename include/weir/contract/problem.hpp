// RFC 9457 problem documents: what every error of the API looks like.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <weir/base/error.hpp>

namespace weir::contract {

struct problem_item {
  error what;
  std::optional<std::uint32_t> index;  // of an event in a batch
};

struct problem {
  error_code code{};
  std::string detail;      // empty: the code's title
  std::string instance;    // path of the request, or empty
  std::string request_id;  // empty: left out
  std::vector<problem_item> errors;
};

problem to_problem(const error& e);  // a pointer becomes an item of `errors`

// Content-Type: problem_type of media_type.hpp, without any parameter; status: http_status(p.code).
// Members: type (/problems/<code>), title, status, detail, instance, code, error (= code), message (= detail),
// request_id, errors [{pointer, code, detail, index}]. Details of fatal errors stay in the log: they speak of our
// insides. At most 100 items are written.
std::string write_problem(const problem& p);

}  // namespace weir::contract
