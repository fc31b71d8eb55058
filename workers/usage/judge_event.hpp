// What each meter makes of one event: a value and its group, or why it is invalid for it. Pure.
#pragma once

#include <optional>
#include <span>
#include <string>

#include <workers/usage/definitions.hpp>

#include <weir/base/decimal.hpp>
#include <weir/base/hash.hpp>
#include <weir/contract/usage_record_reader.hpp>

namespace weir::usage {

inline constexpr std::size_t group_value_bytes_most = 1024;

struct judged {
  const compiled_meter* meter = nullptr;
  std::optional<error> invalid;  // value_*, decimal_*, group_value_*
  decimal value;                 // without meaning for COUNT and UNIQUE_COUNT
  hash128 unique;                // of the value, for UNIQUE_COUNT
  std::string dimensions;        // group values as a canonical JSON object
  std::uint64_t cell_hash = 0;   // of the cell it goes to: the processor's
};

// One entry for each meter of `wanted`, in its order; `out` has as many. They are overwritten and keep their memory.
void judge_event(const contract::usage_event& event, const type_meters& wanted, const keyed_hash& hash,
                 std::span<judged> out);

}  // namespace weir::usage
