// Records of the usage topic, whatever stands in them: read whole or refused, and nothing is looked at behind their
// end.
#include <algorithm>
#include <cstdint>
#include <memory>

#include <weir/base/assert.hpp>
#include <weir/contract/usage_record_reader.hpp>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace weir;
  static const auto plan = [] {
    contract::extraction_plan out;
    out.add(*domain::json_path::parse("$.v"));
    out.add(*domain::json_path::parse("$.a.b[1]"));
    return out;
  }();
  // Exactly as long as it is, on the heap, so that a look behind its end is one into nothing.
  const auto record = std::make_unique_for_overwrite<char[]>(size);
  std::copy_n(reinterpret_cast<const char*>(data), size, record.get());
  const std::string_view text(record.get(), size);
  contract::usage_record_reader reader;
  const contract::plan_source plans = [&](std::string_view) { return contract::chosen_plan{&plan, nullptr}; };
  const auto first = reader.read(text, plans);
  const auto again = reader.read(text, plans);
  WEIR_ASSERT(first.has_value() == again.has_value(), "a record is read alike each time");
  if (!first) return 0;
  for (std::size_t i = 0; i < first->count; ++i) {
    const auto a = reader.events(*first)[i], b = reader.events(*again)[i];
    WEIR_ASSERT(a.id == b.id && a.content == b.content, "an event is read alike each time");
    WEIR_ASSERT(a.json.data() >= text.data() && a.json.data() + a.json.size() <= text.data() + text.size(),
                "an event stands within its record");
  }
  return 0;
}
