#include <algorithm>

#include <workers/relay/memory_relay_store.hpp>

namespace weir::relay {

memory_relay_store::memory_relay_store(stream::memory_database& database, outbox_tables& tables, std::string owner,
                                       stream::partition_number partitions, fault before, fault after)
    : database_(database),
      tables_(tables),
      owner_(std::move(owner)),
      partitions_(partitions),
      before_(std::move(before)),
      after_(std::move(after)) {}

result<void> memory_relay_store::ask(const fault& f, std::string_view call) const {
  if (!f) return {};
  if (auto e = f(call)) return std::unexpected(*e);
  return {};
}

result<void> memory_relay_store::fence(stream::partition_number partition, stream::epoch epoch) const {
  const auto& leases = database_.rows().leases;
  const auto it = leases.find(partition);
  if (it == leases.end() || it->second.epoch != epoch || it->second.owner != owner_) {
    return fail(error_code::lease_lost);
  }
  return {};
}

result<std::size_t> memory_relay_store::claim(stream::partition_number partition, stream::epoch epoch,
                                              std::int32_t most) {
  if (auto ok = ask(before_, "claim"); !ok) return std::unexpected(ok.error());
  if (auto held = fence(partition, epoch); !held) return std::unexpected(held.error());
  auto& next = tables_.next_seq.try_emplace(partition, 1).first->second;
  std::size_t count = 0;
  for (auto& row : tables_.rows) {
    if (count == static_cast<std::size_t>(most)) break;
    if (row.seq != 0 || row.bucket % partitions_ != partition) continue;
    row.seq = next++;
    ++count;
  }
  if (auto ok = ask(after_, "claim"); !ok) return std::unexpected(ok.error());
  return count;
}

result<std::vector<announcement>> memory_relay_store::unconfirmed(stream::partition_number partition,
                                                                  std::int32_t most) {
  if (auto ok = ask(before_, "unconfirmed"); !ok) return std::unexpected(ok.error());
  std::vector<announcement> out;
  for (const auto& row : tables_.rows) {
    if (row.seq > tables_.confirmed[partition] && row.bucket % partitions_ == partition) {
      out.push_back({row.seq, row.bucket, row.payload, {}});
    }
  }
  std::ranges::sort(out, {}, &announcement::seq);
  if (out.size() > static_cast<std::size_t>(most)) out.resize(static_cast<std::size_t>(most));
  return out;
}

result<void> memory_relay_store::confirm(stream::partition_number partition, stream::epoch epoch, std::int64_t seq) {
  if (auto ok = ask(before_, "confirm"); !ok) return ok;
  if (auto held = fence(partition, epoch); !held) return held;
  auto& mark = tables_.confirmed[partition];
  mark = std::max(mark, seq);
  for (auto& row : tables_.rows) {
    if (row.seq != 0 && row.seq <= mark && row.bucket % partitions_ == partition) row.published = true;
  }
  return ask(after_, "confirm");
}

result<backlog> memory_relay_store::lag() {
  if (auto ok = ask(before_, "lag"); !ok) return std::unexpected(ok.error());
  return backlog{std::ranges::count(tables_.rows, false, &outbox_tables::row::published), {}};
}

}  // namespace weir::relay
