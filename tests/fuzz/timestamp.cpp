// Any text as an instant: what is accepted is printed in a form that reads back as the same instant, whose hour holds
// it.
#include <cstdint>

#include <weir/base/assert.hpp>
#include <weir/base/time.hpp>
#include <weir/domain/hour.hpp>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto t = weir::parse_rfc3339(text);
  if (!t) return 0;
  WEIR_ASSERT(weir::parse_rfc3339(weir::format_rfc3339(*t)) == *t, "the short form loses nothing");
  WEIR_ASSERT(weir::parse_rfc3339(weir::format_rfc3339_nanoseconds(*t)) == *t, "the long form loses nothing");
  for (int minutes : {0, 15, 30, 45})
    WEIR_ASSERT(weir::domain::hour_start(*t, minutes) <= *t, "an hour starts before its instants");
  return 0;
}
