#include <map>
#include <set>

#include <workers/audit/postgres_audit_store.hpp>

#include <weir/postgres/audit.hpp>
#include <weir/postgres/flush_store.hpp>

namespace weir::audit {
namespace {

namespace rows = postgres::audit;
using postgres::executor;

result<void> add(executor& in, std::int32_t number, domain::audit_head& head, const chained_event& e) {
  rows::row r{number, e.entry};
  r.entry.chain = number == rows::platform_number ? std::string(domain::platform_chain) : *e.entry.tenant;
  domain::append_to_chain(head, r.entry);
  if (auto done = rows::add(in, r); !done) return done;
  for (const auto& p : e.personal) {
    auto done = rows::add(in, {number, r.entry.sequence, p.name, p.person, p.salt, p.value});
    if (!done) return done;
  }
  return {};
}

}  // namespace

result<std::optional<taken_mark>> postgres_audit_store::find_mark(stream::partition_number partition) {
  auto found = pool_.read(postgres::role::worker, postgres::tenant_scope::platform(),
                          [&](executor& in) { return rows::find_mark(in, partition); });
  if (!found) return std::unexpected(found.error());
  if (!*found) return std::optional<taken_mark>{};
  return std::optional(taken_mark{(*found)->seq, (*found)->next_offset});
}

result<void> postgres_audit_store::write(stream::transaction& tx, const partition_events& what) {
  executor& in = postgres::flush_transaction::of(tx).connection();
  std::vector<std::string> ids, tenants;
  for (const auto& e : what.events) {
    ids.push_back(e.entry.event_id);
    if (e.entry.tenant) tenants.push_back(*e.entry.tenant);
  }
  if (!ids.empty()) {
    auto chained = rows::chained(in, ids);
    if (!chained) return std::unexpected(chained.error());
    auto numbers = rows::tenant_numbers(in, tenants);
    if (!numbers) return std::unexpected(numbers.error());
    std::map<std::int32_t, domain::audit_head> heads;
    for (const auto& e : what.events) {
      if (!chained->insert(e.entry.event_id).second) continue;
      const auto found = e.entry.tenant ? numbers->find(*e.entry.tenant) : numbers->end();
      const auto number = found == numbers->end() ? rows::platform_number : found->second;
      auto head = heads.find(number);
      if (head == heads.end()) {
        auto locked =
            rows::lock_head(in, number, found == numbers->end() ? std::string(domain::platform_chain) : found->first);
        if (!locked) return std::unexpected(locked.error());
        head = heads.emplace(number, *locked).first;
      }
      if (auto done = add(in, number, head->second, e); !done) return done;
    }
    for (const auto& [number, head] : heads) {
      if (auto done = rows::move_head(in, number, head); !done) return done;
    }
  }
  return rows::set_mark(in, what.partition, {what.mark.seq, what.mark.next});
}

}  // namespace weir::audit
