// The meters as the worker matches with them: one version, compiled. Immutable once made.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include <weir/contract/usage_record_reader.hpp>
#include <weir/domain/meter.hpp>

namespace weir::usage {

struct live_meter {
  domain::meter definition;
  std::int32_t generation = 1;
};

// What the database says of all active meters at one version.
struct definitions_snapshot {
  std::int64_t version = 0;
  std::vector<live_meter> meters;
};

struct compiled_meter {
  std::int32_t number = 0;
  std::int32_t generation = 1;
  domain::aggregation aggregation{};
  std::uint32_t value_slot = contract::extraction_plan::none;
  struct dimension {
    std::string name_json;  // "name": as JSON, ready to be written
    std::uint32_t slot = 0;
  };
  std::vector<dimension> dimensions;  // sorted by name
};

// All meters that want events of one type.
struct type_meters {
  contract::extraction_plan plan;
  std::vector<compiled_meter> meters;
};

class definitions {
 public:
  explicit definitions(const definitions_snapshot& snapshot);

  std::int64_t version() const { return version_; }
  const type_meters* find(std::string_view type) const;

 private:
  struct text_hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
  };
  std::int64_t version_;
  std::unordered_map<std::string, std::unique_ptr<type_meters>, text_hash, std::equal_to<>> by_type_;
};

}  // namespace weir::usage
