#include <utility>

#include <workers/notify/notify_processor.hpp>

#include <weir/base/assert.hpp>

namespace weir::notify {
namespace {

using by_partition = std::map<stream::partition_number, std::vector<notice>>;

class notify_batch final : public stream::batch {
 public:
  notify_batch(notify_store& store, by_partition all) : store_(store), all_(std::move(all)) {}

  result<void> write(stream::transaction& tx) override {
    outcomes_.clear();
    for (const auto& [partition, notices] : all_) {
      auto done = store_.write(tx, notices);
      if (!done) return std::unexpected(done.error());
      WEIR_ASSERT(done->size() >= notices.size(), "each notice has an outcome");
      outcomes_.insert(outcomes_.end(), done->begin(), done->end());
    }
    return {};
  }

  void drop(stream::partition_number partition) override { all_.erase(partition); }

  const std::vector<mail_outcome>& outcomes() const { return outcomes_; }

 private:
  notify_store& store_;
  by_partition all_;
  std::vector<mail_outcome> outcomes_;  // of the last write
};

}  // namespace

result<void> notify_processor::open(const stream::lease& l, const pulse&) {
  close(l.partition);
  partitions_.emplace(l.partition, partition_state{});
  return {};
}

void notify_processor::close(stream::partition_number partition) {
  const auto it = partitions_.find(partition);
  if (it == partitions_.end()) return;
  records_ -= it->second.records;
  partitions_.erase(it);
}

notify_processor::partition_state& notify_processor::state_of(const stream::record& r) {
  const auto it = partitions_.find(r.partition);
  WEIR_ASSERT(it != partitions_.end(), "records come of open partitions");
  ++it->second.records;
  ++records_;
  return it->second;
}

result<void> notify_processor::absorb(const stream::record& r) {
  auto& p = state_of(r);
  if (auto n = read_notice(r)) p.notices.push_back(std::move(*n));
  return {};
}

// The audit trail has it in the open; a mail that ended its worker is not written.
result<void> notify_processor::quarantine(const stream::record& r) {
  state_of(r);
  return {};
}

std::unique_ptr<stream::batch> notify_processor::seal() {
  by_partition sealed;
  for (auto& [partition, p] : partitions_) {
    if (!p.notices.empty()) sealed.emplace(partition, std::exchange(p.notices, {}));
    p.records = 0;
  }
  records_ = 0;
  return std::make_unique<notify_batch>(store_, std::move(sealed));
}

void notify_processor::committed(stream::batch& b) {
  if (!observer_) return;
  for (const auto& [kind, what] : static_cast<const notify_batch&>(b).outcomes())
    observer_(kind, what);
}

}  // namespace weir::notify
