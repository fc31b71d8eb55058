// Turns records of weir.events into mails to be sent. What comes twice is known by its event's id, and the order of
// events of one person is that of their partition, so nothing has to be remembered between records.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <vector>

#include <workers/notify/notify_store.hpp>

#include <weir/stream/processor.hpp>

namespace weir::notify {

class notify_processor final : public stream::processor {
 public:
  // Called for each notice once its mail, or that there is none, is committed.
  using observer = std::function<void(std::string_view kind, outcome what)>;

  explicit notify_processor(notify_store& store, observer committed = {})
      : store_(store), observer_(std::move(committed)) {}

  result<void> open(const stream::lease& l, const pulse& alive) override;
  void close(stream::partition_number partition) override;
  result<void> absorb(const stream::record& r) override;
  result<void> quarantine(const stream::record& r) override;
  stream::batch_weight weight() const override { return {records_, records_, false}; }
  std::unique_ptr<stream::batch> seal() override;
  void committed(stream::batch& b) override;
  result<void> reload() override { return {}; }

 private:
  struct partition_state {
    std::vector<notice> notices;
    std::size_t records = 0;  // also those that no mail follows from
  };

  partition_state& state_of(const stream::record& r);

  notify_store& store_;
  observer observer_;
  std::map<stream::partition_number, partition_state> partitions_;
  std::size_t records_ = 0;
};

}  // namespace weir::notify
