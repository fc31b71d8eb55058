#include "src/kafka/conf.hpp"
#include <weir/kafka/lag_offsets.hpp>

namespace weir::kafka {

struct lag_offsets::parts {
  std::string topic;
  client consumer;
  queue_handle outcomes;
  bool outstanding = false;

  void report(rd_kafka_resp_err_t code) const {
    if (code == RD_KAFKA_RESP_ERR_NO_ERROR || code == RD_KAFKA_RESP_ERR__NO_OFFSET) return;
    consumer.context().say(severity::warning,
                           std::string("offsets for lag tools were not committed: ") + rd_kafka_err2str(code));
  }

  void take_outcomes() {
    while (const event_handle event{rd_kafka_queue_poll(outcomes.get(), 0)}) {
      if (rd_kafka_event_type(event.get()) != RD_KAFKA_EVENT_OFFSET_COMMIT) continue;
      outstanding = false;
      report(rd_kafka_event_error(event.get()));
    }
  }
};

lag_offsets::lag_offsets(std::unique_ptr<parts> p) : parts_(std::move(p)) {}
lag_offsets::~lag_offsets() = default;

result<std::unique_ptr<lag_offsets>> lag_offsets::open(const client_config& config, const std::string& group,
                                                       const std::string& topic) {
  conf c(config);
  c.set("group.id", group).set("enable.auto.commit", "false").set("enable.auto.offset.store", "false");
  // How long a commit waits for its coordinator, and with it the end of this client. No group is joined.
  c.set("session.timeout.ms", 1000).set("heartbeat.interval.ms", 300);
  auto made = c.create(RD_KAFKA_CONSUMER);
  if (!made) return std::unexpected(made.error());
  queue_handle outcomes(rd_kafka_queue_new(made->get()));
  return std::unique_ptr<lag_offsets>(new lag_offsets(
      std::make_unique<parts>(parts{config.topic(topic), std::move(*made), std::move(outcomes), false})));
}

void lag_offsets::commit(std::span<const at> positions) {
  auto& p = *parts_;
  p.take_outcomes();
  // Without a coordinator commits would pile up; the next one tells more than the one before anyway.
  if (positions.empty() || p.outstanding) return;
  const auto list = make_partition_list(static_cast<int>(positions.size()));
  for (const auto& position : positions) {
    rd_kafka_topic_partition_list_add(list.get(), p.topic.c_str(), position.partition)->offset = position.next;
  }
  const auto code = rd_kafka_commit_queue(p.consumer.get(), list.get(), p.outcomes.get(), nullptr, nullptr);
  p.outstanding = code == RD_KAFKA_RESP_ERR_NO_ERROR;
  p.report(code);
}

}  // namespace weir::kafka
