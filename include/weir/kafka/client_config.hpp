// How the broker is reached: what every client of this library is made from.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <weir/base/error.hpp>

namespace weir::kafka {

enum class severity { debug, info, warning, error };

// Called from librdkafka's and this library's own threads; must not throw and must not call back into the client.
using log_function = std::function<void(severity, std::string_view message)>;

struct client_config {
  std::string brokers;                          // host:port, separated by commas
  std::string topic_prefix;                     // put before every topic name
  std::string client_id = "weir";               // short: librdkafka before 2.5 crashes on long ones
  std::string security_protocol = "plaintext";  // plaintext, ssl, sasl_plaintext, sasl_ssl
  std::string sasl_mechanism;                   // PLAIN, SCRAM-SHA-256, SCRAM-SHA-512; empty without SASL
  std::string sasl_username;
  std::string sasl_password;
  std::string ssl_ca_file;  // empty: the system's store
  log_function log;         // may be empty

  // Properties of librdkafka by name, set last. For tests (test.mock.num.brokers) and emergencies.
  std::vector<std::pair<std::string, std::string>> extra;

  std::string topic(std::string_view name) const { return topic_prefix + std::string(name); }
};

// Everything that is wrong, in one setting_invalid; opens no connection.
result<void> validate(const client_config& config);

}  // namespace weir::kafka
