#include <algorithm>

#include <fmt/format.h>
#include <tests/sim/usage_model.hpp>

namespace weir::sim {
namespace {

const std::optional<std::string>& member(const made_event& e, char name) {
  return name == 'v' ? e.value : name == 'g' ? e.group : e.who;
}

std::string unquoted(const std::string& json) {
  return json.front() == '"' ? json.substr(1, json.size() - 2) : json;
}

// What one meter makes of one event: nothing when it is invalid for it.
struct verdict {
  std::optional<decimal> number;
  std::string distinct;
  std::string dimensions;
};

std::optional<verdict> judge(const made_event& e, const domain::meter& m) {
  verdict out;
  if (m.value) {
    const auto& text = member(e, m.value->text().back());
    if (!text || *text == "null") return {};
    if (m.aggregation == domain::aggregation::unique_count) {
      if (text->front() == '{') return {};
      out.distinct = *text;
    } else {
      if (text->front() == '{' || *text == "true") return {};
      auto number = decimal::parse_event_value(unquoted(*text));
      if (!number) return {};
      out.number = *number;
    }
  }
  out.dimensions = "{}";
  if (!m.group_by.empty() && e.group) {
    if (e.group->front() == '[') return {};
    out.dimensions = "{\"g\":" + (*e.group == "\"\\u00e9\"" ? "\"\xc3\xa9\"" : *e.group) + "}";
  }
  return out;
}

std::int32_t hour_minutes(timestamp t, int minute_offset) {
  std::int64_t minutes = t.ns / 60'000'000'000;  // every time here is after 1970
  const std::int64_t local = minutes + minute_offset;
  return static_cast<std::int32_t>(local - local % 60 - minute_offset);
}

}  // namespace

model_tables model_of(const std::vector<made_record>& records, const std::vector<made_tenant>& tenants,
                      const std::vector<meters_from>& versions, const std::set<stream::offset>& quarantined) {
  model_tables out;
  std::map<std::tuple<tenant_id, std::string, std::string>, made_event> claimed;
  stream::offset offset = -1;
  for (const auto& record : records) {
    ++offset;
    const auto hour = static_cast<usage::arrival_hour>(record.appended_ms / 3'600'000);
    const auto& tenant = *std::ranges::find(tenants, record.tenant, &made_tenant::id);
    if (record.fault != record_fault::none || quarantined.contains(offset)) {
      const bool nobody = record.fault == record_fault::unknown_tenant ||
                          (record.fault == record_fault::unknown_frame && !quarantined.contains(offset));
      auto& counts = out.conservation[{nobody ? 0 : tenant.facts.number, hour}];
      ++(quarantined.contains(offset) ? counts.quarantined : counts.rejected);
      ++out.rejected_rows;
      continue;
    }
    const std::vector<usage::live_meter>* meters = nullptr;
    for (const auto& version : versions) {
      if (version.from <= offset) meters = &version.meters;
    }
    auto& counts = out.conservation[{tenant.facts.number, hour}];
    for (const auto& e : record.events) {
      const auto time_ms = e.time.ms();
      if (record.appended_ms - time_ms > 35LL * 86'400'000 || time_ms - record.appended_ms > 300'000) {
        ++counts.rejected;
        ++out.rejected_rows;
        continue;
      }
      std::vector<std::pair<const usage::live_meter*, std::optional<verdict>>> verdicts;
      for (const auto& m : *meters) {
        if (m.definition.event_type == e.type) verdicts.emplace_back(&m, judge(e, m.definition));
      }
      if (verdicts.empty()) {
        ++counts.unmatched;
        continue;
      }
      const auto invalid = std::ranges::count_if(verdicts, [](auto& v) { return !v.second; });
      if (invalid == static_cast<std::ptrdiff_t>(verdicts.size())) {
        ++counts.rejected;
        ++out.rejected_rows;
        continue;
      }
      auto [known, fresh] = claimed.try_emplace({record.tenant, e.source, e.id}, e);
      if (!fresh) {
        if (known->second.content() == e.content()) {
          ++counts.duplicate;
        } else {
          ++counts.conflict;
          ++out.conflict_rows;
        }
        continue;
      }
      ++counts.counted;
      ++out.claims;
      out.rejected_rows += static_cast<std::size_t>(invalid);
      for (auto& [meter, v] : verdicts) {
        if (!v) continue;
        auto& cell = out.cells[{tenant.facts.number, meter->definition.number, meter->generation,
                                hour_minutes(e.time, tenant.facts.minute_offset), e.subject, v->dimensions}];
        if (cell.events++ == 0) cell.first_offset = offset;
        cell.last_offset = offset;
        cell.ids.insert(e.source + "/" + e.id);
        if (v->number) cell.values.emplace_back(e.time.ns, *v->number);
        if (!v->distinct.empty()) cell.distinct.insert(v->distinct);
      }
    }
  }
  return out;
}

std::optional<std::string> difference(const model_tables& model, const usage::usage_tables& tables,
                                      stream::partition_number partition, const std::set<std::int32_t>& tenants_here,
                                      const std::vector<usage::live_meter>& all_meters) {
  std::size_t stored_cells = 0;
  for (const auto& [key, cell] : tables.cells)
    stored_cells += tenants_here.contains(std::get<0>(key));
  if (stored_cells > model.cells.size()) {
    for (const auto& [key, cell] : tables.cells) {
      if (tenants_here.contains(std::get<0>(key)) && !model.cells.contains(key)) {
        return fmt::format("a cell too many: tenant {} meter {} hour {} subject {} {} with {} events from offset {}",
                           std::get<0>(key), std::get<1>(key), std::get<3>(key), std::get<4>(key), std::get<5>(key),
                           cell.events, cell.first_offset);
      }
    }
  }
  for (const auto& [key, wanted] : model.cells) {
    auto at = fmt::format("cell tenant {} meter {} hour {} subject {} {}", std::get<0>(key), std::get<1>(key),
                          std::get<3>(key), std::get<4>(key), std::get<5>(key));
    auto it = tables.cells.find(key);
    if (it == tables.cells.end()) {
      return fmt::format("{} is missing: {} events from offset {}", at, wanted.events, wanted.first_offset);
    }
    const auto& cell = it->second;
    if (cell.events != wanted.events) return fmt::format("{}: {} events, should be {}", at, cell.events, wanted.events);
    if (cell.first_offset != wanted.first_offset || cell.last_offset != wanted.last_offset) return at + ": offsets";
    if (cell.unique_values.size() != wanted.distinct.size()) return at + ": distinct values";
    int128 sum = 0;
    std::optional<decimal> least, most;
    std::int64_t latest_ns = 0;
    for (const auto& [time, value] : wanted.values) {
      sum += value.units();
      least = std::min(least.value_or(value), value);
      most = std::max(most.value_or(value), value);
      latest_ns = std::max(latest_ns, time);
    }
    const auto number = std::get<1>(key);
    const auto aggregation =
        std::ranges::find(all_meters, number, [](auto& m) { return m.definition.number; })->definition.aggregation;
    switch (aggregation) {
      case domain::aggregation::sum:
      case domain::aggregation::avg:
        if (cell.sum.units() != sum)
          return at + ": sum " + cell.sum.text() + ", should be " + decimal::from_units(sum).text();
        break;
      case domain::aggregation::min:
        if (cell.least != *least) return at + ": min";
        break;
      case domain::aggregation::max:
        if (cell.most != *most) return at + ": max";
        break;
      case domain::aggregation::latest: {
        if (cell.latest_ns != latest_ns) return at + ": latest time";
        const bool one_of = std::ranges::any_of(
            wanted.values, [&](auto& v) { return v.first == latest_ns && v.second == cell.latest; });
        if (!one_of) return at + ": latest value";
        break;
      }
      default:
        break;
    }
  }
  std::size_t rows = 0;
  for (const auto& [key, row] : tables.conservation) {
    if (std::get<0>(key) != partition) continue;
    ++rows;
    auto it = model.conservation.find({std::get<1>(key), std::get<2>(key)});
    const model_counts stored{row.counted, row.duplicate, row.conflict, row.unmatched, row.rejected, row.quarantined};
    if (it == model.conservation.end() || it->second != stored) {
      const auto wanted = it == model.conservation.end() ? model_counts{} : it->second;
      return fmt::format(
          "conservation of tenant {}: counted {} duplicate {} conflict {} unmatched {} rejected {}, should be {} {} {} "
          "{} {}",
          std::get<1>(key), stored.counted, stored.duplicate, stored.conflict, stored.unmatched, stored.rejected,
          wanted.counted, wanted.duplicate, wanted.conflict, wanted.unmatched, wanted.rejected);
    }
  }
  if (rows != model.conservation.size())
    return fmt::format("{} conservation rows, should be {}", rows, model.conservation.size());
  const auto claims = tables.claims.contains(partition) ? tables.claims.at(partition).size() : 0;
  if (claims != model.claims) return fmt::format("{} claims, should be {}", claims, model.claims);
  return {};
}

}  // namespace weir::sim
