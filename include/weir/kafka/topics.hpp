// Weir's topics (docs/architecture.md, topics): what they must be like, making them, and finding where they differ.
#pragma once

#include <chrono>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include <weir/kafka/client_config.hpp>

namespace weir::kafka {

struct topic_spec {
  std::string name;  // without the prefix
  std::int32_t partitions = 1;
  std::int16_t replication = 1;
  std::map<std::string, std::string> settings;  // of the topic, as Kafka names them
};

// weir.usage, weir.commands, weir.payments with `partitions`; weir.events with 8. Retention 30 d, events 14 d.
std::vector<topic_spec> weir_topics(std::int32_t partitions, std::int16_t replication);

struct topic_difference {
  std::string topic;  // with the prefix
  std::string what;   // "partitions" or the setting's name
  std::string expected;
  std::string found;
};

// Questions to a cluster, and topics made in it. One thread at a time.
class topic_admin {
 public:
  // Errors: setting_invalid.
  static result<std::unique_ptr<topic_admin>> open(const client_config& config,
                                                   std::chrono::milliseconds deadline = std::chrono::seconds(15));
  ~topic_admin();

  struct outcome {
    std::vector<std::string> created;
    std::vector<topic_difference> differences;  // of those that were there before; nothing is changed in them
  };
  // Makes what is missing; may be repeated and run beside another one. Errors: broker_unavailable, broker_timeout,
  // setting_invalid (the broker refuses a topic as asked for).
  result<outcome> apply(const std::vector<topic_spec>& topics);

  // Errors: log_topic_missing, broker_unavailable.
  result<std::int32_t> partition_count(const std::string& topic);

  // Whether a broker answers within `deadline`. Error: broker_unavailable.
  result<void> reachable(std::chrono::milliseconds deadline);

 private:
  struct parts;
  explicit topic_admin(std::unique_ptr<parts> p);
  std::unique_ptr<parts> parts_;
};

}  // namespace weir::kafka
