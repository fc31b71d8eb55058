#include <algorithm>
#include <utility>
#include <vector>

#include <workers/archive/archive_processor.hpp>
#include <workers/archive/segment_name.hpp>

#include <weir/base/assert.hpp>
#include <weir/base/failpoint.hpp>
#include <weir/base/time.hpp>

namespace weir::archive {
namespace {

struct written_segment {
  archived_segment what;
  std::string manifest;
  std::string stored;  // until it is in the store
};

class archive_batch final : public stream::batch {
 public:
  archive_batch(const archive_options& options, archive_ledger& ledger, object_store& store,
                std::vector<written_segment> all)
      : options_(options), ledger_(ledger), store_(store), all_(std::move(all)) {}

  // The manifest comes second: where one lies, its segment lies whole beside it.
  result<bool> prepare() override {
    if (prepared_ == all_.size()) return true;
    auto& next = all_[prepared_];
    const auto begun_ms = system_clock().monotonic_ms();
    WEIR_FAILPOINT("archive.before_write");
    if (auto done = store_.put(next.what.object, next.stored); !done) return std::unexpected(done.error());
    WEIR_FAILPOINT("archive.between");
    if (auto done = store_.put(manifest_name(next.what.object), next.manifest); !done)
      return std::unexpected(done.error());
    WEIR_FAILPOINT("archive.after_write");
    next.stored = {};
    if (options_.stored) options_.stored(system_clock().monotonic_ms() - begun_ms);
    return ++prepared_ == all_.size();
  }

  result<void> write(stream::transaction& tx) override {
    for (const auto& s : all_) {
      if (auto done = ledger_.write(tx, s.what); !done) return done;
    }
    return {};
  }

  void drop(stream::partition_number partition) override {
    std::erase_if(all_, [&](const written_segment& s) { return s.what.manifest.partition == partition; });
    prepared_ = all_.size();  // nothing is dropped before all is in the store
  }

  const std::vector<written_segment>& all() const { return all_; }

 private:
  const archive_options& options_;
  archive_ledger& ledger_;
  object_store& store_;
  std::vector<written_segment> all_;
  std::size_t prepared_ = 0;
};

}  // namespace

result<void> archive_processor::open(const stream::lease& l, const pulse&) {
  auto newest = ledger_.newest(options_.topic, l.partition);
  if (!newest) return std::unexpected(newest.error());
  close(l.partition);
  partition_state p{.open = segment_writer(frames_, options_.topic, l.partition)};
  if (*newest) {
    const auto& m = (*newest)->manifest;
    p.sequence = m.sequence;
    p.log_number = m.log_number + (l.next <= m.last_offset ? 1 : 0);
    p.previous = (*newest)->manifest_sha256;
  }
  partitions_.emplace(l.partition, std::move(p));
  return {};
}

void archive_processor::close(stream::partition_number partition) {
  const auto it = partitions_.find(partition);
  if (it == partitions_.end()) return;
  records_ -= it->second.open.records();
  memory_ -= it->second.open.memory();
  partitions_.erase(it);
}

result<void> archive_processor::absorb(const stream::record& r) {
  const auto it = partitions_.find(r.partition);
  WEIR_ASSERT(it != partitions_.end(), "records come of open partitions");
  auto& open = it->second.open;
  memory_ -= open.memory();
  open.add(r);
  memory_ += open.memory();
  ++records_;
  full_ = full_ || open.raw_bytes() >= options_.segment_bytes || memory_ >= options_.memory_bytes;
  return {};
}

stream::batch_weight archive_processor::weight() const {
  return {records_, 0, full_};
}

std::unique_ptr<stream::batch> archive_processor::seal() {
  std::vector<written_segment> sealed;
  for (auto& [partition, p] : partitions_) {
    if (p.open.empty()) continue;
    auto segment = p.open.finish();
    auto& m = segment.manifest;
    m.installation = options_.installation;
    m.sequence = ++p.sequence;
    m.log_number = p.log_number;
    m.previous_sha256 = p.previous;
    auto manifest = contract::write_archive_manifest(m);
    const auto digest = sha256(manifest);
    p.previous = digest;
    auto name = segment_name(m, digest);
    sealed.push_back({{std::move(m), digest, std::move(name)}, std::move(manifest), std::move(segment.stored)});
  }
  records_ = 0;
  memory_ = 0;
  full_ = false;
  return std::make_unique<archive_batch>(options_, ledger_, store_, std::move(sealed));
}

void archive_processor::committed(stream::batch& b) {
  for (const auto& s : static_cast<const archive_batch&>(b).all()) {
    const auto& m = s.what.manifest;
    ++totals_.segments;
    totals_.records += static_cast<std::uint64_t>(m.records);
    totals_.raw_bytes += static_cast<std::uint64_t>(m.raw_bytes);
    totals_.stored_bytes += static_cast<std::uint64_t>(m.stored_bytes);
  }
}

}  // namespace weir::archive
