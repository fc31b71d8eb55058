// One librdkafka producer. After a fatal error it is useless for ever, and the next generation takes over.
#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <string>

#include "src/kafka/handles.hpp"
#include "src/kafka/pending_records.hpp"
#include <weir/kafka/producer.hpp>

namespace weir::kafka {

class producer_generation {
 public:
  static result<std::shared_ptr<producer_generation>> create(const client_config& config,
                                                             const producer_settings& settings);

  // On success librdkafka owns `r` until its delivery report; on failure it is still the caller's.
  result<void> produce(std::unique_ptr<pending_record>& r);

  rd_kafka_t* get() const { return client_.get(); }
  rd_kafka_queue_t* reports() const { return reports_.get(); }

  // Fetches the topics' metadata, so that the first record finds its broker. Whether a broker answered.
  bool ask_metadata(int timeout_ms) const;

  // After a fatal error.
  bool ended() const;
  std::string why_ended() const;

 private:
  producer_generation(client made, std::string prefix);
  rd_kafka_topic_t* topic(const std::string& name);

  client client_;
  std::string prefix_;
  std::mutex mutex_;
  std::map<std::string, topic_handle, std::less<>> topics_;
  queue_handle reports_;
};

}  // namespace weir::kafka
