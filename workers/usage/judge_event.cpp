#include <workers/usage/judge_event.hpp>

#include <weir/base/json_text.hpp>

namespace weir::usage {
namespace {

using kind = contract::json_scalar::type;

// One group value as JSON text; nothing for a composite one.
bool append_scalar(std::string& out, const contract::json_scalar& value) {
  switch (value.kind) {
    case kind::null:
      out += "null";
      return true;
    case kind::boolean:
      out += value.text;
      return true;
    case kind::string:
      append_json_string(out, value.text);
      return true;
    case kind::number:
      // 1, 1.0 and 1e0 are one group; beyond the range of quantities the text decides.
      if (value.quantity) {
        value.quantity->append_to(out);
      } else {
        out += value.text;
      }
      return true;
    case kind::missing:
    case kind::composite:
      return false;
  }
  return false;
}

// False: invalid, and why stands in `j`.
bool judge_value(const compiled_meter& meter, const contract::json_scalar& value, const keyed_hash& hash, judged& j) {
  if (value.kind == kind::missing || value.kind == kind::null) {
    j.invalid = error(error_code::value_missing);
    return false;
  }
  if (meter.aggregation == domain::aggregation::unique_count && value.kind != kind::composite) {
    j.dimensions.clear();
    append_scalar(j.dimensions, value);
    j.unique = hash(j.dimensions);
    return true;
  }
  const bool numeric = value.kind == kind::number || value.kind == kind::string;
  if (!numeric || meter.aggregation == domain::aggregation::unique_count) {
    j.invalid = error(error_code::value_type);
    return false;
  }
  if (value.quantity) {
    j.value = *value.quantity;
    return true;
  }
  auto number = decimal::parse_event_value(value.text);
  if (!number) {
    // A text that is no number at all has the wrong type; a number that does not fit says which way.
    const bool text = value.kind == kind::string && number.error().code == error_code::decimal_malformed;
    j.invalid = text ? error(error_code::value_type) : number.error();
    return false;
  }
  j.value = *number;
  return true;
}

void judge_group(const compiled_meter& meter, const contract::usage_event& event, judged& j) {
  j.dimensions.assign(1, '{');
  for (const auto& dimension : meter.dimensions) {
    const auto& value = event.slots[dimension.slot];
    if (value.kind == kind::missing) continue;
    // A text with U+0000 has no place in PostgreSQL's json.
    if (value.kind == kind::composite || value.text.find('\0') != std::string_view::npos) {
      j.invalid = error(error_code::group_value_type);
      return;
    }
    if (value.text.size() > group_value_bytes_most) {
      j.invalid = error(error_code::group_value_too_long);
      return;
    }
    if (j.dimensions.size() > 1) j.dimensions += ',';
    j.dimensions += dimension.name_json;
    j.dimensions += ':';
    append_scalar(j.dimensions, value);
  }
  j.dimensions += '}';
}

}  // namespace

void judge_event(const contract::usage_event& event, const type_meters& wanted, const keyed_hash& hash,
                 std::span<judged> out) {
  for (std::size_t i = 0; i < wanted.meters.size(); ++i) {
    const auto& meter = wanted.meters[i];
    auto& j = out[i];
    j.meter = &meter;
    j.invalid.reset();
    if (meter.value_slot != contract::extraction_plan::none &&
        !judge_value(meter, event.slots[meter.value_slot], hash, j)) {
      continue;
    }
    judge_group(meter, event, j);
  }
}

}  // namespace weir::usage
