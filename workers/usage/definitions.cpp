#include <algorithm>

#include <workers/usage/definitions.hpp>

#include <weir/base/json_text.hpp>

namespace weir::usage {

definitions::definitions(const definitions_snapshot& snapshot) : version_(snapshot.version) {
  for (const auto& [meter, generation] : snapshot.meters) {
    auto& wanted = by_type_[meter.event_type];
    if (!wanted) wanted = std::make_unique<type_meters>();
    compiled_meter compiled;
    compiled.number = meter.number;
    compiled.generation = generation;
    compiled.aggregation = meter.aggregation;
    if (meter.value) compiled.value_slot = wanted->plan.add(*meter.value);
    for (const auto& dimension : meter.group_by) {
      std::string name;
      append_json_string(name, dimension.name);
      compiled.dimensions.push_back({std::move(name), wanted->plan.add(dimension.path)});
    }
    std::ranges::sort(compiled.dimensions, {}, &compiled_meter::dimension::name_json);
    wanted->meters.push_back(std::move(compiled));
  }
  // Effects must not depend on the order in which the database lists meters.
  for (auto& [type, wanted] : by_type_)
    std::ranges::sort(wanted->meters, {}, &compiled_meter::number);
}

const type_meters* definitions::find(std::string_view type) const {
  auto it = by_type_.find(type);
  return it == by_type_.end() ? nullptr : it->second.get();
}

}  // namespace weir::usage
