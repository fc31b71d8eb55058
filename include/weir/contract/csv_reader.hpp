// CSV as RFC 4180 has it: quotes, doubled quotes, line breaks inside of quotes; LF or CRLF.
#pragma once

#include <cstddef>
#include <istream>
#include <optional>
#include <string>
#include <vector>

#include <weir/base/error.hpp>

namespace weir::contract {

class csv_reader {
 public:
  static constexpr std::size_t most_record_bytes = 1024 * 1024;

  explicit csv_reader(std::istream& from) : from_(from) {}

  // The next record; nothing at the end. Empty lines are passed over. Error: validation_failed.
  result<std::optional<std::vector<std::string>>> next();

  std::size_t line() const { return line_; }  // on which the last record began, from 1

 private:
  std::istream& from_;
  std::size_t line_ = 0;
  std::size_t next_line_ = 1;
};

}  // namespace weir::contract
