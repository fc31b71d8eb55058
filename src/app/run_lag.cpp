#include <map>
#include <thread>

#include <fmt/format.h>
#include <src/app/tool_verbs.hpp>

#include <weir/contract/json_writer.hpp>
#include <weir/kafka/bounded_reader.hpp>
#include <weir/postgres/partitions.hpp>
#include <weir/postgres/pool.hpp>

namespace weir::app {
namespace {

using postgres::executor;
using postgres::partitions::row;

struct line {
  row r;
  std::optional<stream::offset> high;  // nothing: the broker did not say, or the consumer does not read a log

  std::optional<std::int64_t> lag() const {
    if (!high) return std::nullopt;
    return std::max<std::int64_t>(*high - r.next_offset, 0);
  }
};

std::string as_json(const std::vector<line>& lines) {
  contract::json_writer w(256 * lines.size() + 16);
  w.begin_array();
  for (const auto& l : lines) {
    w.begin_object().member("consumer", l.r.consumer).member("topic", l.r.topic).member("partition", l.r.partition);
    w.member("next_offset", l.r.next_offset);
    w.member("high_watermark", l.high);
    w.member("lag", l.lag());
    w.member("owner", l.r.owner);
    w.member("lease_left_ms", l.r.lease_left_ms);
    w.member("data_through", l.r.data_through);
    w.key("halted");
    if (l.r.halt) {
      w.begin_object().member("code", l.r.halt->code).member("explanation", l.r.halt->explanation).end_object();
    } else {
      w.null();
    }
    w.end_object();
  }
  return w.end_array().take();
}

std::string text(const std::optional<std::int64_t>& n) {
  return n ? std::to_string(*n) : "-";
}

void show(const std::vector<line>& lines) {
  std::vector<std::vector<std::string>> table;
  for (const auto& l : lines) {
    const auto lease =
        l.r.lease_left_ms ? fmt::format("{:.1f} s", static_cast<double>(*l.r.lease_left_ms) / 1000) : "-";
    table.push_back({l.r.consumer, std::to_string(l.r.partition), std::to_string(l.r.next_offset), text(l.high),
                     text(l.lag()), l.r.data_through ? format_rfc3339(timestamp::from_ms(l.r.data_through->ms())) : "-",
                     lease, printable(l.r.owner.value_or("-")), l.r.halt ? "HALTED: " + l.r.halt->code : ""});
  }
  print_table({"consumer", "part", "next", "high", "lag", "data through", "lease left", "owner", ""}, table);
}

result<std::vector<line>> look(postgres::pool& database, kafka::bounded_reader& log) {
  auto rows = database.read(postgres::role::worker, postgres::tenant_scope::platform(),
                            [](executor& in) { return postgres::partitions::list(in); });
  if (!rows) return std::unexpected(rows.error());
  std::vector<line> out;
  std::map<std::pair<std::string, std::int32_t>, std::optional<stream::offset>> asked;
  bool answers = true;
  for (auto& r : *rows) {
    line l{std::move(r), {}};
    // The relay reads the outbox, not a log.
    if (l.r.consumer != "relay") {
      const auto [it, fresh] = asked.try_emplace({l.r.topic, l.r.partition});
      if (fresh && answers) {
        auto bounds = log.bounds(l.r.topic, l.r.partition, std::chrono::seconds(3));
        if (bounds) {
          it->second = bounds->high_watermark;
        } else {
          answers = false;  // one timeout is enough for a broker that is away
          fmt::print(stderr, "weir: the broker does not say where the log ends: {}\n", name(bounds.error().code));
        }
      }
      l.high = it->second;
    }
    out.push_back(std::move(l));
  }
  return out;
}

}  // namespace

int run_lag(const lag_options& o) {
  auto t = start_tool("weir lag", o);
  if (!t) return exit_failed;
  postgres::pool database({t->program->database("weir lag"), 1, std::chrono::seconds(10), {}});
  kafka::bounded_reader log(t->program->kafka("weir-lag"), 1);
  while (true) {
    auto lines = look(database, log);
    if (!lines) return report("looking at the leases", lines.error());
    if (!o.consumer.empty()) {
      std::erase_if(*lines, [&](const line& l) { return l.r.consumer != o.consumer; });
    }
    if (o.watch && !o.json && colors_wanted()) fmt::print("\x1b[H\x1b[2J");
    if (o.json) {
      fmt::print("{}\n", as_json(*lines));
    } else {
      show(*lines);
    }
    std::fflush(stdout);
    if (!o.watch || std::ferror(stdout) != 0) return exit_ok;
    std::this_thread::sleep_for(std::chrono::seconds(2));
  }
}

}  // namespace weir::app
