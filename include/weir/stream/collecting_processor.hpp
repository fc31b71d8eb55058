// A processor that remembers nothing from record to record: a record gives one item or none, and a flush writes the
// items of its records. What comes twice is known in the tables, and the order of items is that of their partition.
#pragma once

#include <cstddef>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include <weir/base/assert.hpp>
#include <weir/stream/processor.hpp>

namespace weir::stream {

template<class item, class outcome>
class collecting_processor : public processor {
 public:
  // Nothing follows from a record that gives none, also of one that cannot be read. Pure.
  using reader = std::function<std::optional<item>(const record&)>;
  // Inside a flush's transaction, the items of one partition in their order; again when it was rolled back.
  using writer = std::function<result<std::vector<outcome>>(transaction&, const std::vector<item>&)>;
  // Called for each outcome once it is committed.
  using observer = std::function<void(const outcome&)>;

  enum class pace : bool { unhurried, at_once };  // at_once: somebody waits for each item

  collecting_processor(reader read, writer write, pace p, observer committed)
      : read_(std::move(read)), write_(std::move(write)), pace_(p), observer_(std::move(committed)) {}

  result<void> open(const lease& l, const pulse&) override {
    close(l.partition);
    partitions_.emplace(l.partition, partition_state{});
    return {};
  }

  void close(partition_number partition) override {
    const auto it = partitions_.find(partition);
    if (it == partitions_.end()) return;
    records_ -= it->second.records;
    items_ -= it->second.items.size();
    partitions_.erase(it);
  }

  result<void> absorb(const record& r) override {
    auto& p = state_of(r);
    if (auto i = read_(r)) {
      p.items.push_back(std::move(*i));
      ++items_;
    }
    return {};
  }

  // The audit trail has it in the open; nothing else follows from what ended its worker.
  result<void> quarantine(const record& r) override {
    state_of(r);
    return {};
  }

  batch_weight weight() const override { return {records_, records_, pace_ == pace::at_once && items_ > 0}; }

  std::unique_ptr<batch> seal() override {
    by_partition sealed;
    for (auto& [partition, p] : partitions_) {
      if (!p.items.empty()) sealed.emplace(partition, std::exchange(p.items, {}));
      p.records = 0;
    }
    records_ = 0;
    items_ = 0;
    return std::make_unique<collected>(write_, std::move(sealed));
  }

  void committed(batch& b) override {
    if (!observer_) return;
    for (const auto& o : static_cast<const collected&>(b).outcomes())
      observer_(o);
  }

  result<void> reload() override { return {}; }

 private:
  using by_partition = std::map<partition_number, std::vector<item>>;

  class collected final : public batch {
   public:
    collected(const writer& write, by_partition all) : write_(write), all_(std::move(all)) {}

    result<void> write(transaction& tx) override {
      outcomes_.clear();
      for (const auto& [partition, items] : all_) {
        auto done = write_(tx, items);
        if (!done) return std::unexpected(done.error());
        outcomes_.insert(outcomes_.end(), done->begin(), done->end());
      }
      return {};
    }

    void drop(partition_number partition) override { all_.erase(partition); }

    const std::vector<outcome>& outcomes() const { return outcomes_; }

   private:
    const writer& write_;
    by_partition all_;
    std::vector<outcome> outcomes_;  // of the last write
  };

  struct partition_state {
    std::vector<item> items;
    std::size_t records = 0;  // also those that no item follows from
  };

  partition_state& state_of(const record& r) {
    const auto it = partitions_.find(r.partition);
    WEIR_ASSERT(it != partitions_.end(), "records come of open partitions");
    ++it->second.records;
    ++records_;
    return it->second;
  }

  reader read_;
  writer write_;
  pace pace_;
  observer observer_;
  std::map<partition_number, partition_state> partitions_;
  std::size_t records_ = 0;
  std::size_t items_ = 0;
};

}  // namespace weir::stream
