#include <workers/audit/memory_audit_store.hpp>

#include <weir/base/assert.hpp>

namespace weir::audit {

audit_tables& memory_audit_store::tables(stream::memory_database& database) {
  auto& any = database.rows().tables;
  if (!any.has_value()) any = audit_tables{};
  return std::any_cast<audit_tables&>(any);
}

result<std::optional<taken_mark>> memory_audit_store::find_mark(stream::partition_number partition) {
  const auto& marks = tables(database_).marks;
  const auto it = marks.find(partition);
  return it == marks.end() ? std::optional<taken_mark>{} : std::optional(it->second);
}

result<void> memory_audit_store::write(stream::transaction& tx, const partition_events& what) {
  auto* mine = dynamic_cast<stream::memory_transaction*>(&tx);
  WEIR_ASSERT(mine != nullptr, "the twin runs on the twin's transactions");
  return mine->stage([what](std::any& any) {
    if (!any.has_value()) any = audit_tables{};
    auto& t = std::any_cast<audit_tables&>(any);
    for (const auto& e : what.events) {
      if (!t.event_ids.insert(e.entry.event_id).second) continue;
      auto entry = e.entry;
      const bool known = entry.tenant && t.tenants.contains(*entry.tenant);
      entry.chain = known ? *entry.tenant : std::string(domain::platform_chain);
      auto& chain = t.chains[entry.chain];
      domain::audit_head head;
      if (!chain.empty()) head = {chain.back().sequence, chain.back().hash};
      domain::append_to_chain(head, entry);
      chain.push_back(std::move(entry));
    }
    t.marks[what.partition] = what.mark;
  });
}

}  // namespace weir::audit
