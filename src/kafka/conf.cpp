#include "src/kafka/conf.hpp"

#include <array>

namespace weir::kafka {
namespace {

// librdkafka uses syslog's levels.
void forward_log(const rd_kafka_t* rk, int level, const char* facility, const char* text) {
  const auto* context = static_cast<const client_context*>(rd_kafka_opaque(rk));
  if (context == nullptr) return;
  const auto how = level <= 3   ? severity::error
                   : level <= 5 ? severity::warning
                   : level == 6 ? severity::info
                                : severity::debug;
  context->say(how, std::string(facility) + ": " + text);
}

}  // namespace

conf::conf(const client_config& config)
    : conf_(rd_kafka_conf_new()), context_(std::make_unique<client_context>()), extra_(config.extra) {
  context_->log = config.log;
  rd_kafka_conf_set_opaque(conf_, context_.get());
  rd_kafka_conf_set_log_cb(conf_, forward_log);
  set("bootstrap.servers", config.brokers);
  set("client.id", config.client_id);
  set("security.protocol", config.security_protocol);
  if (!config.sasl_mechanism.empty()) set("sasl.mechanism", config.sasl_mechanism);
  if (!config.sasl_username.empty()) set("sasl.username", config.sasl_username);
  if (!config.sasl_password.empty()) set("sasl.password", config.sasl_password);
  if (!config.ssl_ca_file.empty()) set("ssl.ca.location", config.ssl_ca_file);
  set("socket.nagle.disable", "true");
  set("socket.keepalive.enable", "true");
  set("socket.connection.setup.timeout.ms", 5000);
  set("reconnect.backoff.ms", 50);
  set("reconnect.backoff.max.ms", 500);
  set("log.connection.close", "false");
  set("allow.auto.create.topics", "false");
  // A deleted topic is reported after this long; 30 s is librdkafka's default.
  set("topic.metadata.propagation.max.ms", 2000);
  set("topic.metadata.refresh.interval.ms", 60'000);
  set("topic.metadata.refresh.fast.interval.ms", 100);
}

conf::~conf() {
  if (conf_ != nullptr) rd_kafka_conf_destroy(conf_);
}

conf& conf::set(const std::string& name, const std::string& value) {
  std::array<char, 512> why{};
  if (rd_kafka_conf_set(conf_, name.c_str(), value.c_str(), why.data(), why.size()) != RD_KAFKA_CONF_OK) {
    if (!errors_.empty()) errors_ += "; ";
    errors_ += why.data();
  }
  return *this;
}

result<client> conf::create(rd_kafka_type_t type) {
  for (const auto& [name, value] : extra_)
    set(name, value);
  if (!errors_.empty()) return fail(error_code::setting_invalid, errors_);
  std::array<char, 512> why{};
  auto* rk = rd_kafka_new(type, conf_, why.data(), why.size());
  if (rk == nullptr) return fail(error_code::setting_invalid, why.data());
  conf_ = nullptr;  // librdkafka owns it from here on, and only on success
  return client(rk, std::move(context_));
}

result<client> create_side_consumer(const client_config& config) {
  conf settings(config);
  settings.set("enable.auto.commit", "false")
      .set("enable.auto.offset.store", "false")
      .set("auto.offset.reset", "error")
      .set("enable.partition.eof", "true")
      .set("check.crcs", "true")
      .set("fetch.wait.max.ms", 10)
      .set("fetch.min.bytes", 1)
      .set("fetch.message.max.bytes", 256 * 1024)
      .set("fetch.error.backoff.ms", 100)
      .set("queued.min.messages", 1)
      .set("queued.max.messages.kbytes", 8 * 1024);
  return settings.create(RD_KAFKA_CONSUMER);
}

result<void> validate(const client_config& config) {
  std::string wrong;
  const auto object = [&](const std::string& what) { wrong += (wrong.empty() ? "" : "; ") + what; };
  if (config.brokers.empty()) object("no broker is named");
  if (config.client_id.size() > 64) object("the client id is longer than 64 characters");
  if (config.topic_prefix.size() > 100 ||
      config.topic_prefix.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-") !=
          std::string::npos) {
    object("the topic prefix has characters other than letters, digits, '.', '_' and '-', or more than 100");
  }
  const bool sasl = config.security_protocol.starts_with("sasl_");
  if (sasl && (config.sasl_mechanism.empty() || config.sasl_username.empty() || config.sasl_password.empty())) {
    object("SASL needs a mechanism, a user name and a password");
  }
  if (!sasl && !config.sasl_mechanism.empty()) object("a SASL mechanism is set, but the security protocol has no SASL");
  if (!wrong.empty()) return fail(error_code::setting_invalid, wrong);
  // librdkafka's own judgment; creating a client opens no connection until it is used.
  auto made = create_side_consumer(config);
  if (!made) return std::unexpected(made.error());
  return {};
}

}  // namespace weir::kafka
