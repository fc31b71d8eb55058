#include <workers/relay/postgres_relay_store.hpp>

namespace weir::relay {

result<std::vector<announcement>> postgres_relay_store::unconfirmed(stream::partition_number partition,
                                                                    std::int32_t most) {
  auto items = store_.unconfirmed(partition, most);
  if (!items) return std::unexpected(items.error());
  std::vector<announcement> out;
  for (auto& i : *items)
    out.push_back({i.seq, i.bucket, std::move(i.payload), std::move(i.traceparent)});
  return out;
}

result<backlog> postgres_relay_store::lag() {
  auto found = store_.lag();
  if (!found) return std::unexpected(found.error());
  return backlog{found->waiting, found->oldest};
}

}  // namespace weir::relay
