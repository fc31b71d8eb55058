#include <algorithm>

#include <doctest/doctest.h>

#include "tests/support/kafka.hpp"
#include <weir/kafka/topics.hpp>

using namespace weir;
using namespace std::chrono_literals;

TEST_CASE("topics are made once and compared afterwards") {
  auto config = test::kafka_config();
  config.topic_prefix += "cat.";
  auto admin = kafka::topic_admin::open(config);
  REQUIRE(admin);
  const auto wanted = kafka::weir_topics(4, 1);
  const auto first = (*admin)->apply(wanted);
  REQUIRE_MESSAGE(first.has_value(), (first ? "" : first.error().detail));
  CHECK(first->created.size() == 4);
  CHECK(first->differences.empty());

  auto second = (*admin)->apply(wanted);
  REQUIRE(second);
  CHECK(second->created.empty());
  CHECK(second->differences.empty());
  CHECK((*admin)->partition_count("weir.usage") == 4);
  CHECK((*admin)->partition_count("weir.events") == 8);
  CHECK((*admin)->partition_count("absent").error().code == error_code::log_topic_missing);

  auto other = kafka::weir_topics(6, 1);
  other[3].settings["retention.ms"] = "60000";
  const auto third = (*admin)->apply(other);
  REQUIRE(third);
  CHECK(third->created.empty());
  CHECK(third->differences.size() == 4);
  CHECK(std::ranges::count(third->differences, "partitions", &kafka::topic_difference::what) == 3);
  const auto retention = std::ranges::find(third->differences, "retention.ms", &kafka::topic_difference::what);
  REQUIRE(retention != third->differences.end());
  CHECK(retention->topic == config.topic("weir.events"));
  CHECK(retention->expected == "60000");
  CHECK(retention->found == "1209600000");
}

TEST_CASE("a topic that the broker refuses is named") {
  auto admin = kafka::topic_admin::open(test::kafka_config());
  REQUIRE(admin);
  const auto refused = (*admin)->apply({{"toomany", 1, 3, {}}});
  REQUIRE_FALSE(refused);
  CHECK(refused.error().code == error_code::setting_invalid);
  CHECK(refused.error().detail.find("toomany") != std::string::npos);
}

TEST_CASE("the health question has a deadline") {
  auto near = kafka::topic_admin::open(test::kafka_config());
  REQUIRE(near);
  CHECK((*near)->reachable(2s).has_value());
  auto away = kafka::topic_admin::open(test::kafka_config("127.0.0.1:1"));
  REQUIRE(away);
  const auto start = std::chrono::steady_clock::now();
  CHECK((*away)->reachable(300ms).error().code == error_code::broker_unavailable);
  CHECK(std::chrono::steady_clock::now() - start < 2s);
}

TEST_CASE("a wrong client configuration is refused with everything that is wrong") {
  kafka::client_config config;
  config.brokers = "";
  config.topic_prefix = "a b";
  config.security_protocol = "sasl_plaintext";
  const auto wrong = kafka::validate(config);
  REQUIRE_FALSE(wrong);
  CHECK(wrong.error().code == error_code::setting_invalid);
  CHECK(wrong.error().detail.find("no broker") != std::string::npos);
  CHECK(wrong.error().detail.find("prefix") != std::string::npos);
  CHECK(wrong.error().detail.find("SASL") != std::string::npos);
  config = test::kafka_config("127.0.0.1:1");
  CHECK(kafka::validate(config).has_value());
  config.security_protocol = "carrier_pigeon";
  CHECK(kafka::validate(config).error().code == error_code::setting_invalid);
}
