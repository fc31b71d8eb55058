#include <charconv>
#include <string>

#include <src/app/instants.hpp>

namespace weir::app {

result<timestamp> parse_since(std::string_view text, timestamp now) {
  const auto wrong = [&] {
    return fail(error_code::time_malformed,
                std::string(text) + " is no time: write 2026-11-23T10:00:00Z, 2026-11-23, 15m, 2h or 7d");
  };
  if (text.empty()) return wrong();
  if (text.size() == 10) {
    auto day = parse_rfc3339(std::string(text) + "T00:00:00Z");
    return day ? day : wrong();
  }
  std::int64_t seconds = 0;
  switch (text.back()) {
    case 's':
      seconds = 1;
      break;
    case 'm':
      seconds = 60;
      break;
    case 'h':
      seconds = 3600;
      break;
    case 'd':
      seconds = 86'400;
      break;
    default: {
      auto instant = parse_rfc3339(text);
      return instant ? instant : wrong();
    }
  }
  std::int32_t n = 0;
  const auto number = text.substr(0, text.size() - 1);
  const auto [end, status] = std::from_chars(number.data(), number.data() + number.size(), n);
  if (status != std::errc() || end != number.data() + number.size() || n < 0 || n > 100'000) return wrong();
  return timestamp{now.ns - n * seconds * 1'000'000'000};
}

}  // namespace weir::app
