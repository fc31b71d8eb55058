#include <fmt/format.h>
#include <src/app/installation.hpp>
#include <src/app/program.hpp>
#include <src/app/verbs.hpp>

#include <weir/kafka/topics.hpp>
#include <weir/postgres/connection.hpp>

namespace weir::app {

int run_topics_apply(bool json) {
  auto p = start_program("weir topics apply");
  if (!p) return exit_failed;
  // The number of partitions is recorded first: it can never change once a topic has records.
  postgres::pool database({p->database("weir topics"), 1, std::chrono::seconds(10), {}});
  auto installed = record_installation(*p, database);
  if (!installed) return report("recording the installation", installed.error());
  auto admin = kafka::topic_admin::open(p->kafka("weir-topics"));
  if (!admin) return report("reaching the broker", admin.error());
  const auto replication = static_cast<std::int16_t>(p->config().kafka_replication);
  auto outcome = (*admin)->apply(kafka::weir_topics(installed->partitions, replication));
  if (!outcome) return report("making topics", outcome.error());
  bool wrong_partitions = false;
  if (json) {
    std::string text = "{\"created\":[";
    for (const auto& name : outcome->created)
      text += fmt::format("{}\"{}\"", text.back() == '[' ? "" : ",", name);
    text += "],\"differences\":[";
    for (const auto& d : outcome->differences) {
      text += fmt::format(R"({}{{"topic":"{}","what":"{}","expected":"{}","found":"{}"}})",
                          text.back() == '[' ? "" : ",", d.topic, d.what, d.expected, d.found);
    }
    fmt::print("{}]}}\n", text);
  }
  for (const auto& name : outcome->created) {
    if (!json) fmt::print("made {}\n", name);
  }
  for (const auto& d : outcome->differences) {
    wrong_partitions = wrong_partitions || d.what == "partitions";
    if (!json) fmt::print("{}: {} is {}, should be {}\n", d.topic, d.what, d.found, d.expected);
  }
  if (!json && outcome->created.empty() && outcome->differences.empty())
    fmt::print("the topics are as they should be\n");
  if (wrong_partitions) {
    return report("checking topics",
                  error(error_code::partition_count_mismatch,
                        "Use an empty topic prefix of your own (KAFKA_TOPIC_PREFIX) with a new database."));
  }
  return exit_ok;
}

}  // namespace weir::app
