#include <api/announce.hpp>
#include <fmt/format.h>
#include <src/app/accept_loss_plan.hpp>
#include <src/app/tool_verbs.hpp>

#include <weir/contract/json_writer.hpp>
#include <weir/kafka/bounded_reader.hpp>
#include <weir/postgres/partitions.hpp>
#include <weir/postgres/pool.hpp>

namespace weir::app {
namespace {

using postgres::executor;

std::string as_json(const accept_loss_options& o, const postgres::partitions::row& seen, const loss_plan& plan) {
  contract::json_writer w;
  w.begin_object().member("executed", o.execute).member("consumer", seen.consumer).member("topic", seen.topic);
  w.member("partition", seen.partition).member("halted", seen.halt->code).member("from_offset", seen.next_offset);
  w.member("next_offset", plan.next).member("lost", plan.lost).member("reason", o.reason);
  return w.end_object().take();
}

result<void> carry_out(executor& in, const std::string& principal, const postgres::partitions::loss& l,
                       const std::string& data) {
  auto lost = postgres::partitions::accept_loss(in, l);
  if (!lost) return std::unexpected(lost.error());
  // The epoch that the acceptance made tells two of the same partition apart.
  const auto object = fmt::format("{}/{}/{}", l.seen.consumer, l.seen.topic, l.seen.partition);
  return api::announce_as(
      in, principal, system_clock().now(),
      {contract::event_type::usage_partition_resumed, object, l.seen.epoch + 1, std::nullopt, data});
}

}  // namespace

int run_accept_loss(const accept_loss_options& o) {
  auto t = start_tool("weir partition", o);
  if (!t) return exit_failed;
  const std::string topic = o.consumer == "usage"     ? "weir.usage"
                            : o.consumer == "audit"   ? "weir.events"
                            : o.consumer == "archive" ? o.topic
                                                      : "weir.commands";
  postgres::pool database({t->program->database("weir partition"), 1, std::chrono::seconds(10), {}});
  auto seen = database.read(postgres::role::worker, postgres::tenant_scope::platform(), [&](executor& in) {
    return postgres::partitions::find(in, o.consumer, topic, o.partition);
  });
  if (!seen) return report("looking at the partition", seen.error());
  if (!seen->halt) {
    fmt::print(stderr, "weir: partition {} of {} is not halted: there is nothing to accept\n", o.partition, o.consumer);
    return exit_refused;
  }
  kafka::bounded_reader log(t->program->kafka("weir-partition"), 1);
  auto bounds = log.bounds(topic, o.partition, std::chrono::seconds(10));
  if (!bounds) return report("asking the log", bounds.error());
  auto plan = plan_loss(seen->halt->code, seen->next_offset, *bounds, o.to);
  if (!plan) {
    fmt::print(stderr, "weir: {}\n", plan.error().detail);
    return exit_refused;
  }
  const auto json = as_json(o, *seen, *plan);
  if (!o.json) {
    fmt::print("{} partition {} stands at offset {}: {}\n{}\nthe log has {} to {}\n{}\n", o.consumer, o.partition,
               seen->next_offset, seen->halt->code, seen->halt->explanation, bounds->start, bounds->high_watermark,
               plan->explanation);
  }
  if (o.execute) {
    const postgres::partitions::loss l{*seen, plan->next, o.reason, t->principal};
    auto done = database.with_transaction(postgres::role::worker, postgres::tenant_scope::platform(),
                                          [&](executor& in) { return carry_out(in, t->principal, l, json); });
    if (!done) return report("accepting the loss", done.error());
  }
  if (o.json) {
    fmt::print("{}\n", json);
  } else if (o.execute) {
    fmt::print("done; a worker takes the partition within a second\n");
  } else {
    fmt::print("this was the plan; nothing is changed. To do it, add: --execute\n");
  }
  return exit_ok;
}

}  // namespace weir::app
