#include <algorithm>

#include <src/app/history_file.hpp>

namespace weir::app {

bool history_file::take_row(std::string& into) {
  bool any = false, quoted = false;
  std::string line;
  do {
    if (!std::getline(from_, line)) return any;
    any = true;
    ++line_;
    into += line;
    into += '\n';
    quoted = quoted != (csv_ && std::ranges::count(line, '"') % 2 == 1);
  } while (quoted && into.size() <= most_bytes);
  return true;
}

result<std::optional<history_stretch>> history_file::next() {
  if (!begun_ && csv_) take_row(names_);
  begun_ = true;
  history_stretch out{names_, line_};
  const auto first = line_;
  while (line_ - first < most_lines && out.text.size() < most_bytes && take_row(out.text)) {
  }
  if (from_.bad()) return fail(error_code::file_unreadable, "the file cannot be read on");
  if (line_ == first) return std::nullopt;
  return out;
}

}  // namespace weir::app
