#include <thread>

#include <fmt/format.h>
#include <src/app/installation.hpp>

#include <weir/base/log.hpp>
#include <weir/base/random.hpp>
#include <weir/base/ulid.hpp>
#include <weir/kafka/topics.hpp>
#include <weir/postgres/installation.hpp>
#include <weir/postgres/migrations.hpp>

namespace weir::app {
namespace {

using postgres::executor;

result<void> check_topics(const program& p, std::int32_t partitions) {
  auto admin = kafka::topic_admin::open(p.kafka("weir-start"), std::chrono::seconds(5));
  if (!admin) return std::unexpected(admin.error());
  for (const char* topic : {"weir.usage", "weir.commands"}) {
    auto count = (*admin)->partition_count(topic);
    if (!count) return std::unexpected(count.error());
    if (*count != partitions) {
      return fail(
          error_code::partition_count_mismatch,
          fmt::format("{}{} has {} partitions, the database has recorded {}. The number is fixed for ever: point "
                      "KAFKA_TOPIC_PREFIX at the right topics.",
                      p.config().kafka_topic_prefix, topic, *count, partitions));
    }
  }
  return {};
}

}  // namespace

result<installed> record_installation(const program& p, postgres::pool& database) {
  postgres::installation::row wanted;
  wanted.id = "ins_" + system_ids().next().text();
  wanted.topic_prefix = p.config().kafka_topic_prefix;
  wanted.partitions = static_cast<std::int32_t>(p.config().kafka_partitions);
  wanted.claim_key = random_bytes(32);
  auto row = database.with_transaction(postgres::role::owner, postgres::tenant_scope::platform(), [&](executor& in) {
    return postgres::installation::create_or_check(in, wanted);
  });
  if (!row) return std::unexpected(row.error());
  return installed{row->partitions};
}

result<installed> ready_to_run(const program& p, postgres::pool& database, const std::atomic<bool>& stop) {
  auto attempt = [&]() -> result<installed> {
    auto current = database.read(postgres::role::owner, postgres::tenant_scope::platform(), [](executor& in) {
      return postgres::check_current(in, postgres::embedded_migrations());
    });
    if (!current) return std::unexpected(current.error());
    auto recorded = record_installation(p, database);
    if (!recorded) return recorded;
    if (auto topics = check_topics(p, recorded->partitions); !topics) return std::unexpected(topics.error());
    return recorded;
  };
  while (true) {
    auto ready = attempt();
    if (ready || !ready.error().retryable()) return ready;
    log::warning("waiting to start", {{"error", ready.error()}});
    for (int i = 0; i < 10; ++i) {
      if (stop) return fail(error_code::shutting_down);
      std::this_thread::sleep_for(std::chrono::milliseconds(100));
    }
  }
}

}  // namespace weir::app
