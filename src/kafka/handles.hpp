// Ownership of librdkafka's objects. Every message, event, queue and topic goes before its client: destroying a client
// that still has one alive blocks for ever (librdkafka INTRODUCTION, Termination; issue #3182).
#pragma once

#include <memory>

#include <librdkafka/rdkafka.h>

#include <weir/base/freed.hpp>
#include <weir/kafka/client_config.hpp>

namespace weir::kafka {

using queue_handle = std::unique_ptr<rd_kafka_queue_t, freed<rd_kafka_queue_destroy>>;
using topic_handle = std::unique_ptr<rd_kafka_topic_t, freed<rd_kafka_topic_destroy>>;
using message_handle = std::unique_ptr<rd_kafka_message_t, freed<rd_kafka_message_destroy>>;
using event_handle = std::unique_ptr<rd_kafka_event_t, freed<rd_kafka_event_destroy>>;
using partition_list = std::unique_ptr<rd_kafka_topic_partition_list_t, freed<rd_kafka_topic_partition_list_destroy>>;
using error_handle = std::unique_ptr<rd_kafka_error_t, freed<rd_kafka_error_destroy>>;

partition_list make_partition_list(int expected);

// What librdkafka's callbacks are given; lives as long as the client.
struct client_context {
  log_function log;
  void say(severity how, std::string_view message) const;
};

// A client. Its destructor returns within 10 s: a client that does not end by then is left behind, with an error
// logged.
class client {
 public:
  client(rd_kafka_t* rk, std::unique_ptr<client_context> context);
  ~client();
  client(client&&) noexcept = default;
  client& operator=(client&&) = delete;

  rd_kafka_t* get() const { return rk_.get(); }
  const client_context& context() const { return *context_; }

 private:
  struct no_delete {
    void operator()(rd_kafka_t*) const {}
  };
  std::unique_ptr<client_context> context_;
  std::unique_ptr<rd_kafka_t, no_delete> rk_;
};

}  // namespace weir::kafka
