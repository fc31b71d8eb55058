// What tests need of a real broker, of a mock one, and of a broker that may be killed.
#pragma once

#include <chrono>
#include <filesystem>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include <sys/types.h>

#include <weir/kafka/client_config.hpp>
#include <weir/kafka/producer.hpp>
#include <weir/kafka/topic_reader.hpp>

struct rd_kafka_s;
struct rd_kafka_mock_cluster_s;

namespace weir::test {

// WEIR_TEST_KAFKA_BROKERS; without it the test fails. A topic prefix of its own for each process.
kafka::client_config kafka_config();
kafka::client_config kafka_config(const std::string& brokers);

void make_topic(const kafka::client_config& config, const std::string& topic, int partitions);
void delete_topic(const kafka::client_config& config, const std::string& topic);
// Deletes everything before `before`.
void delete_records(const kafka::client_config& config, const std::string& topic, int partition, long before);
// What a group has committed, or -1001.
long committed_offset(const kafka::client_config& config, const std::string& group, const std::string& topic,
                      int partition);
// Two records in a transaction: the commit marker takes the offset after them.
void produce_transaction(const kafka::client_config& config, const std::string& topic, int partition);

// Publishes `count` records "<from>", "<from+1>" … to one partition and waits; fails the test when one is refused.
void fill(const kafka::client_config& config, const std::string& topic, int partition, long count, long from = 0,
          std::size_t bytes = 0);

// Waits for a condition; false at the deadline.
bool eventually(std::chrono::milliseconds within, const std::function<bool()>& condition);

// A publish whose outcome can be looked at.
class outcomes {
 public:
  stream::publisher::delivered expect();
  std::size_t calls() const;
  std::size_t twice() const;
  std::vector<result<stream::position>> all() const;
  std::size_t count(error_code code) const;
  std::size_t acknowledged() const;

 private:
  struct shared {
    std::mutex mutex;
    std::vector<result<stream::position>> got;
    std::size_t twice = 0;
  };
  std::shared_ptr<shared> shared_ = std::make_shared<shared>();
};

// librdkafka's mock cluster behind real sockets. No persistence, no admin API.
class mock_broker {
 public:
  mock_broker();
  ~mock_broker();
  kafka::client_config config() const;
  void set_up(bool up);
  void set_round_trip(int ms);
  void fail_produce(int code, int times);  // librdkafka's error code

 private:
  rd_kafka_s* client_;
  rd_kafka_mock_cluster_s* cluster_;
};

// A broker process of the test's own. Jars: WEIR_TEST_KAFKA_LIBS, else .cache/kafka/4.1.0 in the source tree.
class own_broker {
 public:
  own_broker();
  ~own_broker();
  kafka::client_config config() const;
  void kill_now();  // SIGKILL
  void start();     // returns when it answers
 private:
  std::filesystem::path folder_;
  int port_ = 0;
  pid_t pid_ = -1;
};

}  // namespace weir::test
