// Any text as a JSONPath: what is accepted has a canonical text that leads to the same place.
#include <cstdint>

#include <weir/base/assert.hpp>
#include <weir/domain/json_path.hpp>

using weir::domain::json_path;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto path = json_path::parse({reinterpret_cast<const char*>(data), size});
  if (!path) return 0;
  const auto text = path->text();
  if (text.size() > json_path::most_bytes) return 0;  // escapes may be longer than what they stand for
  const auto again = json_path::parse(text);
  WEIR_ASSERT(again && *again == *path && again->text() == text, "a path has one canonical text");
  return 0;
}
