// A file of past usage in stretches that fit a request: whole rows, as they stand in the file.
#pragma once

#include <cstddef>
#include <istream>
#include <optional>
#include <string>

#include <weir/base/error.hpp>

namespace weir::app {

struct history_stretch {
  std::string text;            // of CSV with the line of names before it
  std::size_t first_line = 1;  // of the file, of its first row
};

class history_file {
 public:
  static constexpr std::size_t most_lines = 5'000;
  static constexpr std::size_t most_bytes = 512 * 1024;  // but one line more

  history_file(std::istream& from, bool csv) : from_(from), csv_(csv) {}

  // Nothing at the end. Error: file_unreadable.
  result<std::optional<history_stretch>> next();

 private:
  bool take_row(std::string& into);  // with the lines that its quotes hold together

  std::istream& from_;
  bool csv_;
  bool begun_ = false;
  std::string names_;
  std::size_t line_ = 1;  // of what comes next
};

}  // namespace weir::app
