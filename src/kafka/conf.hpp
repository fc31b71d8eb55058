// From client_config to a running client. Whatever this library relies on is set here or by the caller, never left to a
// default of the installed version.
#pragma once

#include <functional>
#include <string>

#include "src/kafka/handles.hpp"

namespace weir::kafka {

class conf {
 public:
  explicit conf(const client_config& config);
  ~conf();
  conf(const conf&) = delete;
  conf& operator=(const conf&) = delete;

  conf& set(const std::string& name, const std::string& value);
  conf& set(const std::string& name, long long value) { return set(name, std::to_string(value)); }
  rd_kafka_conf_t* raw() { return conf_; }

  // Errors: setting_invalid with everything that librdkafka refused. To be called once.
  result<client> create(rd_kafka_type_t type);

 private:
  rd_kafka_conf_t* conf_;
  std::unique_ptr<client_context> context_;
  std::vector<std::pair<std::string, std::string>> extra_;
  std::string errors_;
};

// A consumer for short reads and questions: small buffers, end of partition reported, no group.
result<client> create_side_consumer(const client_config& config);

}  // namespace weir::kafka
