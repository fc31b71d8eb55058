#include <weir/contract/csv_reader.hpp>

namespace weir::contract {

result<std::optional<std::vector<std::string>>> csv_reader::next() {
  std::vector<std::string> fields(1);
  bool quoted = false, was_quoted = false, any = false;
  std::size_t bytes = 0;
  line_ = next_line_;
  const auto wrong = [&](const char* why) {
    return fail(error_code::validation_failed, "line " + std::to_string(line_) + ": " + why);
  };
  for (int got = from_.get();; got = from_.get()) {
    if (got == std::istream::traits_type::eof()) {
      if (quoted) return wrong("a quote is not closed");
      if (!any) return std::nullopt;
      return fields;
    }
    const auto c = static_cast<char>(got);
    if (c == '\n') ++next_line_;
    if (++bytes > most_record_bytes) return wrong("longer than 1 MB");
    auto& field = fields.back();
    if (quoted) {
      if (c != '"') {
        field += c;
      } else if (from_.peek() == '"') {
        field += static_cast<char>(from_.get());
      } else {
        quoted = false;
      }
    } else if (c == '"' && field.empty() && !was_quoted) {
      quoted = was_quoted = any = true;
    } else if (c == ',') {
      fields.emplace_back();
      was_quoted = false;
      any = true;
    } else if (c == '\n' || (c == '\r' && from_.peek() == '\n')) {
      if (c == '\r') continue;
      if (any) return fields;
      line_ = next_line_;
    } else {
      if (was_quoted) return wrong("text after a closing quote");
      field += c;
      any = true;
    }
  }
}

}  // namespace weir::contract
