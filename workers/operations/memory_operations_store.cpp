#include <workers/operations/memory_operations_store.hpp>

#include <weir/base/assert.hpp>

namespace weir::operations {
namespace {

void carry_out(operations_tables& t, const received_command& c) {
  if (t.results.contains(c.id)) return;
  t.carried_out.push_back(c.id);
  if (c.refused) {
    t.results[c.id] = {"failed", std::string(name(c.refused->code))};
    return;
  }
  std::vector<std::string> open;
  const auto* again = std::get_if<contract::redrive_rejected>(&*c.body);
  const auto* never = std::get_if<contract::discard_rejected>(&*c.body);
  if (again == nullptr && never == nullptr) {
    t.results[c.id] = {"failed", "command_unknown_type"};
    return;
  }
  const auto& ids = again != nullptr ? again->ids : never->ids;
  for (const auto& id : ids) {
    const auto it = t.rejected.find(id.text());
    if (it != t.rejected.end() && it->second == "open") open.push_back(it->first);
  }
  if (open.empty()) {
    t.results[c.id] = {"failed", "rejected_not_found"};
    return;
  }
  if (again != nullptr) {
    t.jobs.emplace(job_of(c.id), open);
  } else {
    for (const auto& id : open)
      t.rejected[id] = "discarded";
  }
  t.results[c.id] = {"succeeded", {}};
}

}  // namespace

operations_tables& memory_operations_store::tables(stream::memory_database& database) {
  auto& any = database.rows().tables;
  if (!any.has_value()) any = operations_tables{};
  return std::any_cast<operations_tables&>(any);
}

result<void> memory_operations_store::write(stream::transaction& tx, std::span<const received_command> commands) {
  auto* mine = dynamic_cast<stream::memory_transaction*>(&tx);
  WEIR_ASSERT(mine != nullptr, "the twin runs on the twin's transactions");
  return mine->stage([all = std::vector(commands.begin(), commands.end())](std::any& tables) {
    if (!tables.has_value()) tables = operations_tables{};
    for (const auto& c : all)
      carry_out(std::any_cast<operations_tables&>(tables), c);
  });
}

}  // namespace weir::operations
