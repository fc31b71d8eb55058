#include <fmt/format.h>
#include <tests/sim/rows_and_records.hpp>

namespace weir::sim {

std::vector<std::string> rows_and_records(stream::partition_number partition, const usage::usage_tables& tables,
                                          const std::vector<made_record>& records) {
  std::vector<std::string> out;
  for (const auto& [key, from] : tables.definition_offsets) {
    if (key.first == partition)
      out.push_back(fmt::format("partition {}: version {} applies from offset {}", partition, key.second, from));
  }
  for (const auto& claim :
       tables.claims.contains(partition) ? tables.claims.at(partition) : std::vector<usage::stored_claim>{}) {
    out.push_back(fmt::format("partition {} claim {:016x}{:016x} content {:08x} at {}", partition,
                              claim.entry.identity.high, claim.entry.identity.low, claim.entry.content,
                              claim.entry.offset));
  }
  for (const auto& r : tables.rejected) {
    out.push_back(fmt::format("rejected tenant {} at {} index {} count {}: {} {}", r.tenant_number, r.first_offset,
                              r.event_index, r.count, name(r.code), r.event_id));
  }
  for (const auto& c : tables.conflicts)
    out.push_back(fmt::format("conflict tenant {} at {}: {}", c.tenant_number, c.offset, c.event_id));
  for (std::size_t i = 0; i < records.size(); ++i) {
    for (const auto& e : records[i].events) {
      out.push_back(fmt::format("partition {} offset {} fault {}: {}/{} {} subject '{}' time {} v {} g {} u {}",
                                partition, i, static_cast<int>(records[i].fault), e.source, e.id, e.type, e.subject,
                                format_rfc3339(e.time), e.value.value_or("-"), e.group.value_or("-"),
                                e.who.value_or("-")));
    }
  }
  return out;
}

std::vector<meters_from> versions_of(stream::partition_number partition, const usage::usage_tables& tables,
                                     const std::map<std::int64_t, std::vector<usage::live_meter>>& versions) {
  std::vector<meters_from> out;
  for (const auto& [key, from] : tables.definition_offsets) {
    if (key.first == partition) out.push_back({from, versions.at(key.second)});
  }
  return out;
}

std::set<stream::offset> quarantined_in(const usage::usage_tables& tables, stream::partition_number partition) {
  std::set<stream::offset> out;
  for (const auto& r : tables.rejected) {
    if (r.code == error_code::record_quarantined && r.partition == partition) out.insert(r.first_offset);
  }
  return out;
}

}  // namespace weir::sim
