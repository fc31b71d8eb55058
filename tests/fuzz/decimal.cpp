// Any text as a number: what is accepted is printed in a form that reads back as the same number.
#include <cstdint>

#include <weir/base/assert.hpp>
#include <weir/base/decimal.hpp>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  if (const auto value = weir::decimal::parse_event_value(text)) {
    const auto again = weir::decimal::parse_event_value(value->text());
    WEIR_ASSERT(again && *again == *value && again->text() == value->text(), "an event's value has one canonical text");
    WEIR_ASSERT(weir::decimal::parse_sum(value->text()) == *value, "PostgreSQL's form reads it too");
  }
  if (const auto sum = weir::decimal::parse_sum(text)) {
    WEIR_ASSERT(weir::decimal::parse_sum(sum->text()) == *sum, "a sum reads back");
  }
  return 0;
}
