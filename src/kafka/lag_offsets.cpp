#include <weir/kafka/lag_offsets.hpp>

#include "src/kafka/conf.hpp"

namespace weir::kafka {
namespace {

void committed(rd_kafka_t*, rd_kafka_resp_err_t code, rd_kafka_topic_partition_list_t*, void* opaque) {
  if (code == RD_KAFKA_RESP_ERR_NO_ERROR || code == RD_KAFKA_RESP_ERR__NO_OFFSET) return;
  const auto* context = static_cast<const client_context*>(opaque);
  context->say(severity::warning, std::string("offsets for lag tools were not committed: ") + rd_kafka_err2str(code));
}

}  // namespace

struct lag_offsets::parts {
  std::string topic;
  client consumer;
};

lag_offsets::lag_offsets(std::unique_ptr<parts> p) : parts_(std::move(p)) {}
lag_offsets::~lag_offsets() = default;

result<std::unique_ptr<lag_offsets>> lag_offsets::open(const client_config& config, const std::string& group,
                                                       const std::string& topic) {
  conf c(config);
  c.set("group.id", group).set("enable.auto.commit", "false").set("enable.auto.offset.store", "false");
  rd_kafka_conf_set_offset_commit_cb(c.raw(), committed);
  auto made = c.create(RD_KAFKA_CONSUMER);
  if (!made) return std::unexpected(made.error());
  return std::unique_ptr<lag_offsets>(
      new lag_offsets(std::make_unique<parts>(parts{config.topic(topic), std::move(*made)})));
}

void lag_offsets::commit(std::span<const at> positions) {
  auto* const rk = parts_->consumer.get();
  rd_kafka_poll(rk, 0);  // outcomes of earlier commits
  if (positions.empty()) return;
  const auto list = make_partition_list(static_cast<int>(positions.size()));
  for (const auto& p : positions) {
    rd_kafka_topic_partition_list_add(list.get(), parts_->topic.c_str(), p.partition)->offset = p.next;
  }
  const auto code = rd_kafka_commit(rk, list.get(), 1);
  if (code != RD_KAFKA_RESP_ERR_NO_ERROR) committed(rk, code, nullptr, rd_kafka_opaque(rk));
}

}  // namespace weir::kafka
