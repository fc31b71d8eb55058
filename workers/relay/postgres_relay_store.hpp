// The relay's store in PostgreSQL. One thread.
#pragma once

#include <workers/relay/relay_store.hpp>

#include <weir/postgres/outbox_relay_store.hpp>

namespace weir::relay {

class postgres_relay_store final : public relay_store {
 public:
  postgres_relay_store(postgres::connection_options options, postgres::ownership who,
                       stream::partition_number partitions)
      : store_(std::move(options), std::move(who), partitions) {}

  result<std::size_t> claim(stream::partition_number partition, stream::epoch epoch, std::int32_t most) override {
    return store_.claim(partition, epoch, most);
  }
  result<std::vector<announcement>> unconfirmed(stream::partition_number partition, std::int32_t most) override;
  result<void> confirm(stream::partition_number partition, stream::epoch epoch, std::int64_t seq) override {
    return store_.confirm(partition, epoch, seq);
  }
  result<backlog> lag() override;

 private:
  postgres::outbox_relay_store store_;
};

}  // namespace weir::relay
