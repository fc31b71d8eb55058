#include <algorithm>
#include <charconv>

#include <workers/audit/audit_processor.hpp>

#include <weir/base/assert.hpp>
#include <weir/contract/topics.hpp>

namespace weir::audit {
namespace {

using batches = std::map<stream::partition_number, partition_events>;

class audit_batch final : public stream::batch {
 public:
  audit_batch(audit_store& store, batches all) : store_(store), all_(std::move(all)) {}

  result<void> write(stream::transaction& tx) override {
    for (const auto& [partition, what] : all_) {
      if (auto done = store_.write(tx, what); !done) return done;
    }
    return {};
  }

  void drop(stream::partition_number partition) override { all_.erase(partition); }

  std::size_t size() const {
    std::size_t count = 0;
    for (const auto& [partition, what] : all_)
      count += what.events.size();
    return count;
  }

 private:
  audit_store& store_;
  batches all_;
};

std::optional<std::int64_t> number_of(const stream::record& r) {
  const auto text = r.find(contract::seq_header);
  std::int64_t n = 0;
  if (!text) return std::nullopt;
  const auto [end, problem] = std::from_chars(text->data(), text->data() + text->size(), n);
  return problem == std::errc{} && end == text->data() + text->size() ? std::optional(n) : std::nullopt;
}

}  // namespace

result<void> audit_processor::open(const stream::lease& l, const pulse&) {
  auto stored = store_.find_mark(l.partition);
  if (!stored) return std::unexpected(stored.error());
  partition_state p;
  p.open.partition = l.partition;
  if (*stored && (*stored)->next == l.next) {
    p.mark = (*stored)->seq;
  } else if (!*stored && l.next == 0) {
    p.mark = 0;
  }
  close(l.partition);
  partitions_.emplace(l.partition, std::move(p));
  return {};
}

void audit_processor::close(stream::partition_number partition) {
  const auto it = partitions_.find(partition);
  if (it == partitions_.end()) return;
  count_ -= it->second.open.events.size();
  partitions_.erase(it);
}

// Whether the record is to be chained now. Moves the mark.
bool audit_processor::due(partition_state& p, const stream::record& r) {
  const auto seq = number_of(r);
  const bool early = seq && p.mark && *seq > *p.mark + 1;
  if (seq && !early) p.mark = std::max(p.mark.value_or(0), *seq);
  p.open.mark = {p.mark.value_or(0), r.offset + 1};
  p.touched = true;
  if (early) ++early_;
  return !early;
}

result<void> audit_processor::absorb(const stream::record& r) {
  const auto it = partitions_.find(r.partition);
  WEIR_ASSERT(it != partitions_.end(), "records come of open partitions");
  if (!due(it->second, r)) return {};
  it->second.open.events.push_back(read_event(r, salts_));
  ++count_;
  return {};
}

result<void> audit_processor::quarantine(const stream::record& r) {
  const auto it = partitions_.find(r.partition);
  WEIR_ASSERT(it != partitions_.end(), "records come of open partitions");
  if (!due(it->second, r)) return {};
  it->second.open.events.push_back(set_aside(r, name(error_code::record_quarantined)));
  ++count_;
  return {};
}

stream::batch_weight audit_processor::weight() const {
  return {count_, count_, false};
}

std::unique_ptr<stream::batch> audit_processor::seal() {
  batches sealed;
  for (auto& [partition, p] : partitions_) {
    if (!p.touched) continue;
    const auto mark = p.open.mark;
    sealed.emplace(partition, std::exchange(p.open, {partition, {}, mark}));
    p.touched = false;
  }
  count_ = 0;
  return std::make_unique<audit_batch>(store_, std::move(sealed));
}

void audit_processor::committed(stream::batch& b) {
  committed_ += static_cast<const audit_batch&>(b).size();
}

}  // namespace weir::audit
