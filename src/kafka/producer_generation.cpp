#include "src/kafka/producer_generation.hpp"

#include <array>

#include "src/kafka/conf.hpp"
#include "src/kafka/errors.hpp"

namespace weir::kafka {

producer_generation::producer_generation(client made, std::string prefix)
    : client_(std::move(made)), prefix_(std::move(prefix)), reports_(rd_kafka_queue_get_main(client_.get())) {}

result<std::shared_ptr<producer_generation>> producer_generation::create(const client_config& config,
                                                                         const producer_settings& settings) {
  conf c(config);
  c.set("enable.idempotence", "true")
      .set("acks", "all")
      .set("max.in.flight.requests.per.connection", 5)
      // Long, whatever a request may wait: giving up early on a record that may be written ends an idempotent producer
      // of librdkafka before 2.3 for good (#4438). The deadline of publish() is kept outside.
      .set("message.timeout.ms", 120'000)
      .set("request.timeout.ms", 30'000)
      .set("retry.backoff.ms", 50)
      .set("linger.ms", std::to_string(settings.linger_ms))
      .set("batch.size", 1024 * 1024)
      .set("batch.num.messages", 10'000)
      .set("compression.codec", settings.compression)
      .set("message.max.bytes", static_cast<long long>(settings.record_bytes))
      .set("queue.buffering.max.messages", static_cast<long long>(settings.queued_records))
      .set("queue.buffering.max.kbytes", static_cast<long long>(std::max<std::size_t>(1, settings.queued_bytes / 1024)))
      .set("topic.metadata.refresh.interval.ms", 10'000);
  rd_kafka_conf_set_events(c.raw(), RD_KAFKA_EVENT_DR | RD_KAFKA_EVENT_ERROR);
  auto made = c.create(RD_KAFKA_PRODUCER);
  if (!made) return std::unexpected(made.error());
  std::shared_ptr<producer_generation> generation(new producer_generation(std::move(*made), config.topic_prefix));
  for (const auto& name : settings.topics)
    generation->topic(name);
  return generation;
}

rd_kafka_topic_t* producer_generation::topic(const std::string& name) {
  const std::lock_guard lock(mutex_);
  const auto found = topics_.find(name);
  if (found != topics_.end()) return found->second.get();
  topic_handle made(rd_kafka_topic_new(client_.get(), (prefix_ + name).c_str(), nullptr));
  auto* const handle = made.get();
  if (made) topics_.emplace(name, std::move(made));
  return handle;
}

result<void> producer_generation::produce(std::unique_ptr<pending_record>& r) {
  auto& record = r->record;
  auto* const to = topic(record.topic);
  if (to == nullptr) return std::unexpected(publish_error(rd_kafka_last_error(), RD_KAFKA_MSG_STATUS_NOT_PERSISTED));
  rd_kafka_headers_t* headers = rd_kafka_headers_new(record.headers.size());
  for (const auto& h : record.headers) {
    rd_kafka_header_add(headers, h.name.data(), static_cast<ssize_t>(h.name.size()), h.value.data(),
                        static_cast<ssize_t>(h.value.size()));
  }
  std::array<rd_kafka_vu_t, 6> arguments{};
  arguments[0].vtype = RD_KAFKA_VTYPE_RKT;
  arguments[0].u.rkt = to;
  arguments[1].vtype = RD_KAFKA_VTYPE_PARTITION;
  arguments[1].u.i32 = record.partition;
  arguments[2].vtype = RD_KAFKA_VTYPE_KEY;
  arguments[2].u.mem = {record.key.data(), record.key.size()};
  arguments[3].vtype = RD_KAFKA_VTYPE_VALUE;
  arguments[3].u.mem = {record.value.data(), record.value.size()};
  arguments[4].vtype = RD_KAFKA_VTYPE_HEADERS;
  arguments[4].u.headers = headers;
  arguments[5].vtype = RD_KAFKA_VTYPE_OPAQUE;
  arguments[5].u.ptr = r.get();
  auto* const lent = r.release();  // the report may come before produceva returns
  const error_handle failed(rd_kafka_produceva(client_.get(), arguments.data(), arguments.size()));
  if (!failed) return {};
  r.reset(lent);
  rd_kafka_headers_destroy(headers);
  return std::unexpected(publish_error(rd_kafka_error_code(failed.get()), RD_KAFKA_MSG_STATUS_NOT_PERSISTED));
}

bool producer_generation::ask_metadata(int timeout_ms) const {
  const rd_kafka_metadata_t* found = nullptr;
  if (rd_kafka_metadata(client_.get(), 0, nullptr, &found, timeout_ms) != RD_KAFKA_RESP_ERR_NO_ERROR) return false;
  rd_kafka_metadata_destroy(found);
  return true;
}

bool producer_generation::ended() const {
  return rd_kafka_fatal_error(client_.get(), nullptr, 0) != RD_KAFKA_RESP_ERR_NO_ERROR;
}

std::string producer_generation::why_ended() const {
  std::array<char, 256> why{};
  rd_kafka_fatal_error(client_.get(), why.data(), why.size());
  return why.data();
}

}  // namespace weir::kafka
