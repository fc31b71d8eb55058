// The relay store's in-memory twin, on the lease rows of stream::memory_database: for simulations. One thread.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <vector>

#include <workers/relay/relay_store.hpp>

#include <weir/stream/memory_database.hpp>

namespace weir::relay {

struct outbox_tables {
  struct row {
    std::int32_t bucket = 0;
    std::string payload;
    std::int64_t seq = 0;  // 0: none yet
    bool published = false;
  };
  std::vector<row> rows;  // in the order of writing
  std::map<stream::partition_number, std::int64_t> next_seq;
  std::map<stream::partition_number, std::int64_t> confirmed;
};

class memory_relay_store final : public relay_store {
 public:
  // Asked before and after each call; may return an error, or throw (a crash). An error after the call is an unknown
  // outcome: what was asked for has happened.
  using fault = std::function<std::optional<error>(std::string_view call)>;

  memory_relay_store(stream::memory_database& database, outbox_tables& tables, std::string owner,
                     stream::partition_number partitions, fault before = {}, fault after = {});

  result<std::size_t> claim(stream::partition_number partition, stream::epoch epoch, std::int32_t most) override;
  result<std::vector<announcement>> unconfirmed(stream::partition_number partition, std::int32_t most) override;
  result<void> confirm(stream::partition_number partition, stream::epoch epoch, std::int64_t seq) override;
  result<backlog> lag() override;

 private:
  result<void> ask(const fault& f, std::string_view call) const;
  result<void> fence(stream::partition_number partition, stream::epoch epoch) const;

  stream::memory_database& database_;
  outbox_tables& tables_;
  std::string owner_;
  stream::partition_number partitions_;
  fault before_;
  fault after_;
};

}  // namespace weir::relay
