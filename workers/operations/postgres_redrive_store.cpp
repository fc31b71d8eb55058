#include <workers/operations/announce_rejected.hpp>
#include <workers/operations/postgres_redrive_store.hpp>

#include <weir/postgres/rejected.hpp>
#include <weir/postgres/tenants.hpp>

namespace weir::operations {

using postgres::executor;

result<std::vector<rejected_event>> postgres_redrive_store::load(std::span<const std::string> ids,
                                                                 const std::optional<tenant_id>& tenant) {
  auto rows = database_.read(postgres::role::worker, postgres::tenant_scope::platform(),
                             [&](executor& in) -> result<std::vector<postgres::rejected_row>> {
                               std::optional<std::int32_t> number;
                               if (tenant) {
                                 auto found = postgres::tenants::by_id(in, tenant->text());
                                 if (!found) return std::unexpected(found.error());
                                 number = found->number;
                               }
                               return postgres::rejected::find_all(in, ids, number);
                             });
  if (!rows) return std::unexpected(rows.error());
  std::vector<rejected_event> out;
  for (auto& r : *rows) {
    out.push_back({std::move(r.id), std::move(r.state), std::move(r.topic), r.partition, r.first_offset, r.event_index,
                   r.meter_number.has_value(), r.event_id.value_or(""), r.source.value_or("")});
  }
  return out;
}

result<void> postgres_redrive_store::mark_redriven(std::span<const std::string> ids, const std::string& principal,
                                                   const std::string& request) {
  return database_.with_transaction(
      postgres::role::worker, postgres::tenant_scope::platform(), [&](executor& in) -> result<void> {
        auto decided = postgres::rejected::decide_all(in, ids, std::nullopt, "redriven", principal);
        if (!decided) return std::unexpected(decided.error());
        return announce_decisions(in, *decided, contract::event_type::usage_rejected_redriven, clock_.now(), principal,
                                  request);
      });
}

}  // namespace weir::operations
