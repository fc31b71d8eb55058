#include <algorithm>
#include <array>
#include <thread>

#include "src/kafka/conf.hpp"
#include "src/kafka/errors.hpp"
#include "src/kafka/queries.hpp"
#include <weir/kafka/topics.hpp>

namespace weir::kafka {
namespace {

using new_topic = std::unique_ptr<rd_kafka_NewTopic_t, freed<rd_kafka_NewTopic_destroy>>;
using config_resource = std::unique_ptr<rd_kafka_ConfigResource_t, freed<rd_kafka_ConfigResource_destroy>>;
using admin_options = std::unique_ptr<rd_kafka_AdminOptions_t, freed<rd_kafka_AdminOptions_destroy>>;
using metadata_handle = std::unique_ptr<const rd_kafka_metadata_t, freed<rd_kafka_metadata_destroy>>;

constexpr std::int64_t day_ms = 24LL * 60 * 60 * 1000;

result<new_topic> describe(const topic_spec& spec, const std::string& name) {
  std::array<char, 256> why{};
  new_topic made(rd_kafka_NewTopic_new(name.c_str(), spec.partitions, spec.replication, why.data(), why.size()));
  if (!made) return fail(error_code::setting_invalid, name + ": " + why.data());
  for (const auto& [key, value] : spec.settings)
    rd_kafka_NewTopic_set_config(made.get(), key.c_str(), value.c_str());
  return made;
}

error admin_error(rd_kafka_resp_err_t code, const char* text) {
  const std::string detail = text == nullptr ? rd_kafka_err2str(code) : text;
  switch (code) {
    case RD_KAFKA_RESP_ERR__TRANSPORT:
    case RD_KAFKA_RESP_ERR__ALL_BROKERS_DOWN:
    case RD_KAFKA_RESP_ERR_NOT_CONTROLLER:
      return {error_code::broker_unavailable, detail};
    case RD_KAFKA_RESP_ERR__TIMED_OUT:
    case RD_KAFKA_RESP_ERR_REQUEST_TIMED_OUT:
      return {error_code::broker_timeout, detail};
    default:
      return {error_code::setting_invalid, detail};
  }
}

}  // namespace

std::vector<topic_spec> weir_topics(std::int32_t partitions, std::int16_t replication) {
  const auto spec = [&](const char* name, std::int32_t count, std::int64_t days) {
    return topic_spec{name,
                      count,
                      replication,
                      {{"cleanup.policy", "delete"},
                       {"retention.ms", std::to_string(days * day_ms)},
                       {"message.timestamp.type", "LogAppendTime"},
                       {"max.message.bytes", std::to_string(2 * 1024 * 1024)},
                       {"min.insync.replicas", std::to_string(std::max(1, replication - 1))}}};
  };
  return {spec("weir.usage", partitions, 30), spec("weir.commands", partitions, 30),
          spec("weir.payments", partitions, 30), spec("weir.events", 8, 14)};
}

struct topic_admin::parts {
  client_config config;
  std::chrono::milliseconds time;
  client rk;
  queue_handle answers;

  result<event_handle> wait(deadline until) {
    event_handle event(rd_kafka_queue_poll(answers.get(), remaining_ms(until) + 1000));
    if (!event) return fail(error_code::broker_timeout, "the broker did not answer in time");
    if (const auto code = rd_kafka_event_error(event.get()); code != RD_KAFKA_RESP_ERR_NO_ERROR) {
      return std::unexpected(admin_error(code, rd_kafka_event_error_string(event.get())));
    }
    return event;
  }

  admin_options options(rd_kafka_admin_op_t what, deadline until) const {
    admin_options made(rd_kafka_AdminOptions_new(rk.get(), what));
    std::array<char, 256> why{};
    const int left = std::max(1, remaining_ms(until));
    rd_kafka_AdminOptions_set_request_timeout(made.get(), left, why.data(), why.size());
    if (what == RD_KAFKA_ADMIN_OP_CREATETOPICS) {
      rd_kafka_AdminOptions_set_operation_timeout(made.get(), left, why.data(), why.size());
    }
    return made;
  }

  // Name → partitions of every topic in the cluster.
  result<std::map<std::string, std::int32_t>> list(deadline until) {
    const rd_kafka_metadata_t* raw = nullptr;
    const auto code = rd_kafka_metadata(rk.get(), 1, nullptr, &raw, std::max(1, remaining_ms(until)));
    if (code != RD_KAFKA_RESP_ERR_NO_ERROR) return std::unexpected(read_error(code, "metadata"));
    const metadata_handle found(raw);
    std::map<std::string, std::int32_t> out;
    for (int i = 0; i < found->topic_cnt; ++i) {
      if (found->topics[i].err == RD_KAFKA_RESP_ERR_NO_ERROR)
        out[found->topics[i].topic] = found->topics[i].partition_cnt;
    }
    return out;
  }

  // A new topic is in the brokers' metadata a moment after its creation was confirmed.
  result<void> wait_until_known(const std::vector<std::string>& names, deadline until) {
    while (true) {
      const auto known = list(until);
      if (!known) return std::unexpected(known.error());
      if (std::ranges::all_of(names, [&](const auto& name) { return known->contains(name); })) return {};
      if (remaining_ms(until) == 0) return fail(error_code::broker_timeout, "the new topics do not appear");
      std::this_thread::sleep_for(std::chrono::milliseconds(20));
    }
  }

  result<void> create(const topic_spec& spec, const std::string& name, outcome& out, deadline until);
  result<void> compare(const topic_spec& spec, const std::string& name, outcome& out, deadline until);
};

result<void> topic_admin::parts::create(const topic_spec& spec, const std::string& name, outcome& out, deadline until) {
  auto wanted = describe(spec, name);
  if (!wanted) return std::unexpected(wanted.error());
  auto* asked = wanted->get();
  const auto how = options(RD_KAFKA_ADMIN_OP_CREATETOPICS, until);
  rd_kafka_CreateTopics(rk.get(), &asked, 1, how.get(), answers.get());
  const auto event = wait(until);
  if (!event) return std::unexpected(event.error());
  std::size_t count = 0;
  const auto* const* results =
      rd_kafka_CreateTopics_result_topics(rd_kafka_event_CreateTopics_result(event->get()), &count);
  for (std::size_t i = 0; i < count; ++i) {
    const auto code = rd_kafka_topic_result_error(results[i]);
    if (code == RD_KAFKA_RESP_ERR_TOPIC_ALREADY_EXISTS) return {};  // another one was faster
    if (code != RD_KAFKA_RESP_ERR_NO_ERROR) {
      auto why = admin_error(code, rd_kafka_topic_result_error_string(results[i]));
      why.detail = name + ": " + why.detail;
      return std::unexpected(std::move(why));
    }
  }
  out.created.push_back(name);
  return {};
}

result<void> topic_admin::parts::compare(const topic_spec& spec, const std::string& name, outcome& out,
                                         deadline until) {
  const config_resource asked(rd_kafka_ConfigResource_new(RD_KAFKA_RESOURCE_TOPIC, name.c_str()));
  auto* raw = asked.get();
  const auto how = options(RD_KAFKA_ADMIN_OP_DESCRIBECONFIGS, until);
  rd_kafka_DescribeConfigs(rk.get(), &raw, 1, how.get(), answers.get());
  const auto event = wait(until);
  if (!event) return std::unexpected(event.error());
  std::size_t count = 0;
  const auto* const* resources =
      rd_kafka_DescribeConfigs_result_resources(rd_kafka_event_DescribeConfigs_result(event->get()), &count);
  std::map<std::string, std::string> found;
  for (std::size_t i = 0; i < count; ++i) {
    if (const auto code = rd_kafka_ConfigResource_error(resources[i]); code != RD_KAFKA_RESP_ERR_NO_ERROR) {
      return std::unexpected(admin_error(code, rd_kafka_ConfigResource_error_string(resources[i])));
    }
    std::size_t entries = 0;
    const auto* const* settings = rd_kafka_ConfigResource_configs(resources[i], &entries);
    for (std::size_t k = 0; k < entries; ++k) {
      const char* value = rd_kafka_ConfigEntry_value(settings[k]);
      found[rd_kafka_ConfigEntry_name(settings[k])] = value == nullptr ? "" : value;
    }
  }
  for (const auto& [key, value] : spec.settings) {
    if (found[key] != value) out.differences.push_back({name, key, value, found[key]});
  }
  return {};
}

topic_admin::topic_admin(std::unique_ptr<parts> p) : parts_(std::move(p)) {}
topic_admin::~topic_admin() = default;

result<std::unique_ptr<topic_admin>> topic_admin::open(const client_config& config, std::chrono::milliseconds time) {
  conf c(config);
  auto made = c.create(RD_KAFKA_PRODUCER);
  if (!made) return std::unexpected(made.error());
  queue_handle answers(rd_kafka_queue_new(made->get()));
  return std::unique_ptr<topic_admin>(
      new topic_admin(std::make_unique<parts>(parts{config, time, std::move(*made), std::move(answers)})));
}

result<topic_admin::outcome> topic_admin::apply(const std::vector<topic_spec>& topics) {
  const auto until = std::chrono::steady_clock::now() + parts_->time;
  const auto known = parts_->list(until);
  if (!known) return std::unexpected(known.error());
  outcome out;
  for (const auto& spec : topics) {
    const auto name = parts_->config.topic(spec.name);
    const auto found = known->find(name);
    if (found == known->end()) {
      if (auto made = parts_->create(spec, name, out, until); !made) return std::unexpected(made.error());
      continue;
    }
    if (found->second != spec.partitions) {
      out.differences.push_back({name, "partitions", std::to_string(spec.partitions), std::to_string(found->second)});
    }
    if (auto compared = parts_->compare(spec, name, out, until); !compared) return std::unexpected(compared.error());
  }
  if (!out.created.empty()) {
    if (auto seen = parts_->wait_until_known(out.created, until); !seen) return std::unexpected(seen.error());
  }
  return out;
}

result<std::int32_t> topic_admin::partition_count(const std::string& topic) {
  const auto known = parts_->list(std::chrono::steady_clock::now() + parts_->time);
  if (!known) return std::unexpected(known.error());
  const auto name = parts_->config.topic(topic);
  const auto found = known->find(name);
  if (found == known->end()) return fail(error_code::log_topic_missing, name);
  return found->second;
}

result<void> topic_admin::reachable(std::chrono::milliseconds time) {
  const rd_kafka_metadata_t* raw = nullptr;
  const auto code = rd_kafka_metadata(parts_->rk.get(), 0, nullptr, &raw, static_cast<int>(time.count()));
  if (code != RD_KAFKA_RESP_ERR_NO_ERROR) {
    return fail(error_code::broker_unavailable, std::string("no broker answers: ") + rd_kafka_err2str(code));
  }
  rd_kafka_metadata_destroy(raw);
  return {};
}

}  // namespace weir::kafka
