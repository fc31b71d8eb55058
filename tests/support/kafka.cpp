#include "tests/support/kafka.hpp"

#include <array>
#include <condition_variable>
#include <cstdlib>
#include <random>
#include <thread>

#include <doctest/doctest.h>
#include <librdkafka/rdkafka.h>
#include <librdkafka/rdkafka_mock.h>

#include <weir/kafka/topics.hpp>

namespace weir::test {
namespace {

std::string random_name() {
  std::random_device seed;
  return "t" + std::to_string(seed()) + std::to_string(seed() % 1000) + ".";
}

rd_kafka_t* raw_client(rd_kafka_type_t type, const kafka::client_config& config,
                       const std::vector<std::pair<std::string, std::string>>& more = {}) {
  std::array<char, 512> why{};
  auto* conf = rd_kafka_conf_new();
  rd_kafka_conf_set(conf, "bootstrap.servers", config.brokers.c_str(), why.data(), why.size());
  for (const auto& [k, v] : more) {
    REQUIRE(rd_kafka_conf_set(conf, k.c_str(), v.c_str(), why.data(), why.size()) == RD_KAFKA_CONF_OK);
  }
  auto* rk = rd_kafka_new(type, conf, why.data(), why.size());
  REQUIRE_MESSAGE(rk != nullptr, why.data());
  return rk;
}

rd_kafka_resp_err_t wait_admin(rd_kafka_queue_t* queue) {
  auto* event = rd_kafka_queue_poll(queue, 15'000);
  REQUIRE(event != nullptr);
  const auto code = rd_kafka_event_error(event);
  rd_kafka_event_destroy(event);
  return code;
}

}  // namespace

kafka::client_config kafka_config(const std::string& brokers) {
  static const std::string prefix = random_name();
  kafka::client_config config;
  config.brokers = brokers;
  config.topic_prefix = prefix;
  return config;
}

kafka::client_config kafka_config() {
  const char* brokers = std::getenv("WEIR_TEST_KAFKA_BROKERS");
  REQUIRE_MESSAGE(brokers != nullptr, "WEIR_TEST_KAFKA_BROKERS names no broker: these tests need a real one");
  return kafka_config(brokers);
}

void make_topic(const kafka::client_config& config, const std::string& topic, int partitions) {
  auto admin = kafka::topic_admin::open(config);
  REQUIRE(admin);
  const auto made = (*admin)->apply(
      {{topic, partitions, 1, {{"message.timestamp.type", "LogAppendTime"}, {"max.message.bytes", "2097152"}}}});
  REQUIRE_MESSAGE(made.has_value(), (made ? "" : made.error().detail));
}

void delete_topic(const kafka::client_config& config, const std::string& topic) {
  auto* rk = raw_client(RD_KAFKA_PRODUCER, config);
  auto* queue = rd_kafka_queue_new(rk);
  auto* asked = rd_kafka_DeleteTopic_new(config.topic(topic).c_str());
  rd_kafka_DeleteTopics(rk, &asked, 1, nullptr, queue);
  CHECK(wait_admin(queue) == RD_KAFKA_RESP_ERR_NO_ERROR);
  rd_kafka_DeleteTopic_destroy(asked);
  rd_kafka_queue_destroy(queue);
  rd_kafka_destroy(rk);
  auto admin = kafka::topic_admin::open(config);
  REQUIRE(eventually(std::chrono::seconds(10), [&] { return !(*admin)->partition_count(topic).has_value(); }));
}

void delete_records(const kafka::client_config& config, const std::string& topic, int partition, long before) {
  auto* rk = raw_client(RD_KAFKA_PRODUCER, config);
  auto* queue = rd_kafka_queue_new(rk);
  auto* list = rd_kafka_topic_partition_list_new(1);
  rd_kafka_topic_partition_list_add(list, config.topic(topic).c_str(), partition)->offset = before;
  auto* asked = rd_kafka_DeleteRecords_new(list);
  rd_kafka_DeleteRecords(rk, &asked, 1, nullptr, queue);
  CHECK(wait_admin(queue) == RD_KAFKA_RESP_ERR_NO_ERROR);
  rd_kafka_DeleteRecords_destroy(asked);
  rd_kafka_topic_partition_list_destroy(list);
  rd_kafka_queue_destroy(queue);
  rd_kafka_destroy(rk);
}

long committed_offset(const kafka::client_config& config, const std::string& group, const std::string& topic,
                      int partition) {
  auto* rk = raw_client(RD_KAFKA_CONSUMER, config, {{"group.id", group}});
  auto* list = rd_kafka_topic_partition_list_new(1);
  const auto* asked = rd_kafka_topic_partition_list_add(list, config.topic(topic).c_str(), partition);
  const auto code = rd_kafka_committed(rk, list, 10'000);
  const long found = code == RD_KAFKA_RESP_ERR_NO_ERROR ? asked->offset : -1001;
  rd_kafka_topic_partition_list_destroy(list);
  rd_kafka_destroy(rk);
  return found;
}

void produce_transaction(const kafka::client_config& config, const std::string& topic, int partition) {
  auto* rk = raw_client(RD_KAFKA_PRODUCER, config, {{"transactional.id", config.topic_prefix + "tx"}});
  const auto must = [](rd_kafka_error_t* failed) {
    REQUIRE_MESSAGE(failed == nullptr, (failed == nullptr ? "" : rd_kafka_error_string(failed)));
  };
  must(rd_kafka_init_transactions(rk, 20'000));
  must(rd_kafka_begin_transaction(rk));
  auto* rkt = rd_kafka_topic_new(rk, config.topic(topic).c_str(), nullptr);
  for (int i = 0; i < 2; ++i) {
    std::string value = "in a transaction";
    REQUIRE(rd_kafka_produce(rkt, partition, RD_KAFKA_MSG_F_COPY, value.data(), value.size(), nullptr, 0, nullptr) ==
            0);
  }
  must(rd_kafka_commit_transaction(rk, 20'000));
  rd_kafka_topic_destroy(rkt);
  rd_kafka_destroy(rk);
}

void fill(const kafka::client_config& config, const std::string& topic, int partition, long count, long from,
          std::size_t bytes) {
  kafka::producer_settings settings;
  settings.linger_ms = 5;
  settings.deadline = std::chrono::seconds(60);
  settings.topics = {topic};
  auto producer = kafka::producer::open(config, settings);
  REQUIRE(producer);
  std::mutex mutex;
  std::condition_variable changed;
  long open = 0;
  long bad = 0;
  for (long i = 0; i < count; ++i) {
    {
      std::unique_lock lock(mutex);
      changed.wait(lock, [&] { return open < 50'000; });
      ++open;
    }
    auto value = std::to_string(from + i);
    if (value.size() < bytes) value.resize(bytes, ' ');
    (*producer)->publish({topic, partition, "k", std::move(value), {}}, [&](const result<stream::position>& r) {
      const std::lock_guard lock(mutex);
      if (!r) ++bad;
      --open;
      if (open == 0 || open == 40'000) changed.notify_all();
    });
  }
  std::unique_lock lock(mutex);
  changed.wait(lock, [&] { return open == 0; });
  REQUIRE(bad == 0);
}

bool eventually(std::chrono::milliseconds within, const std::function<bool()>& condition) {
  const auto until = std::chrono::steady_clock::now() + within;
  while (!condition()) {
    if (std::chrono::steady_clock::now() > until) return false;
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  }
  return true;
}

stream::publisher::delivered outcomes::expect() {
  return [shared = shared_, called = false](result<stream::position> r) mutable {
    const std::lock_guard lock(shared->mutex);
    if (called) ++shared->twice;
    called = true;
    shared->got.push_back(std::move(r));
  };
}

std::size_t outcomes::calls() const {
  const std::lock_guard lock(shared_->mutex);
  return shared_->got.size();
}

std::size_t outcomes::twice() const {
  const std::lock_guard lock(shared_->mutex);
  return shared_->twice;
}

std::vector<result<stream::position>> outcomes::all() const {
  const std::lock_guard lock(shared_->mutex);
  return shared_->got;
}

std::size_t outcomes::count(error_code code) const {
  std::size_t n = 0;
  for (const auto& r : all())
    n += !r && r.error().code == code ? 1 : 0;
  return n;
}

std::size_t outcomes::acknowledged() const {
  std::size_t n = 0;
  for (const auto& r : all())
    n += r ? 1 : 0;
  return n;
}

mock_broker::mock_broker() : client_(raw_client(RD_KAFKA_PRODUCER, {}, {{"test.mock.num.brokers", "1"}})) {
  cluster_ = rd_kafka_handle_mock_cluster(client_);
  REQUIRE(cluster_ != nullptr);
  rd_kafka_mock_topic_create(cluster_, kafka_config("").topic("usage").c_str(), 2, 1);
}

mock_broker::~mock_broker() {
  rd_kafka_destroy(client_);
}

kafka::client_config mock_broker::config() const {
  return kafka_config(rd_kafka_mock_cluster_bootstraps(cluster_));
}

void mock_broker::set_up(bool up) {
  const auto code = up ? rd_kafka_mock_broker_set_up(cluster_, 1) : rd_kafka_mock_broker_set_down(cluster_, 1);
  REQUIRE(code == RD_KAFKA_RESP_ERR_NO_ERROR);
}

void mock_broker::set_round_trip(int ms) {
  rd_kafka_mock_broker_set_rtt(cluster_, 1, ms);
}

void mock_broker::fail_produce(int code, int times) {
  constexpr std::int16_t produce_request = 0;
  std::vector<rd_kafka_resp_err_t> codes(static_cast<std::size_t>(times), static_cast<rd_kafka_resp_err_t>(code));
  rd_kafka_mock_push_request_errors_array(cluster_, produce_request, codes.size(), codes.data());
}

}  // namespace weir::test
