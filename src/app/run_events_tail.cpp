#include <thread>

#include <fmt/format.h>
#include <src/app/installation.hpp>
#include <src/app/tool_verbs.hpp>

#include <weir/contract/json_writer.hpp>
#include <weir/contract/topics.hpp>
#include <weir/contract/usage_record.hpp>
#include <weir/kafka/bounded_reader.hpp>
#include <weir/kafka/topics.hpp>
#include <weir/postgres/pool.hpp>
#include <weir/postgres/subject_aliases.hpp>

namespace weir::app {
namespace {

using postgres::executor;

// The tenant's id: as it is, or of its key.
result<std::string> tenant_of(const tool& t, const std::string& given) {
  if (given.empty() || tenant_id::parse(given)) return given;
  postgres::pool database({t.program->database("weir events"), 1, std::chrono::seconds(10), {}});
  auto found = database.read(postgres::role::api, postgres::tenant_scope::platform(),
                             [&](executor& in) { return postgres::subject_aliases::resolve(in, given); });
  if (!found) return std::unexpected(found.error());
  if (!*found) return fail(error_code::tenant_not_found, "no tenant has the key or alias " + given);
  return (*found)->id;
}

class tail {
 public:
  tail(const events_tail_options& o, std::string tenant) : options_(o), tenant_(std::move(tenant)) {}

  // False: as many as were asked for have been shown, or nobody reads any more.
  bool show(const kafka::owned_record& r) {
    std::string_view tenant;
    for (const auto& h : r.headers) {
      if (h.name == contract::tenant_header) tenant = h.value;
    }
    if (!tenant_.empty() && tenant != tenant_) return true;
    std::int32_t index = -1;
    (void)contract::each_usage_event(r.value, [&](const contract::usage_event_slice& e) {
      ++index;
      const bool wanted = (options_.type.empty() || e.type == options_.type) &&
                          (options_.subject.empty() || e.subject == options_.subject) &&
                          (options_.source.empty() || e.source == options_.source);
      if (!wanted) return true;
      if (options_.json) {
        contract::json_writer w(e.json.size() + 192);
        w.begin_object().member("partition", r.partition).member("offset", r.offset).member("index", index);
        w.member("appended_at", timestamp::from_ms(r.appended_ms)).member("tenant", tenant).key("event").raw(e.json);
        fmt::print("{}\n", w.end_object().take());
      } else {
        fmt::print("{} {}/{}/{} {} {}\n", format_rfc3339(timestamp::from_ms(r.appended_ms)), r.partition, r.offset,
                   index, tenant, printable(e.json));
      }
      return ++shown_ != options_.limit && std::ferror(stdout) == 0;
    });
    std::fflush(stdout);
    return shown_ != options_.limit && std::ferror(stdout) == 0;
  }

 private:
  const events_tail_options& options_;
  std::string tenant_;
  std::int64_t shown_ = 0;
};

}  // namespace

int run_events_tail(const events_tail_options& o) {
  auto t = start_tool("weir events", o);
  if (!t) return exit_failed;
  auto tenant = tenant_of(*t, o.tenant);
  if (!tenant) return report("finding the tenant", tenant.error());
  auto admin = kafka::topic_admin::open(t->program->kafka("weir-tail"), std::chrono::seconds(5));
  if (!admin) return report("reaching the broker", admin.error());
  const std::string topic(contract::usage_topic);
  auto count = (*admin)->partition_count(topic);
  if (!count) return report("asking for the topic", count.error());
  kafka::bounded_reader log(t->program->kafka("weir-tail"), 1);
  std::vector<stream::offset> next;
  for (stream::partition_number p = 0; p < *count; ++p) {
    auto bounds = log.bounds(topic, p, std::chrono::seconds(10));
    if (!bounds) return report("asking the log", bounds.error());
    next.push_back(o.from_start ? bounds->start : bounds->high_watermark);
  }
  tail show(o, std::move(*tenant));
  for (;;) {
    bool quiet = true;
    for (stream::partition_number p = 0; p < *count; ++p) {
      auto& from = next[static_cast<std::size_t>(p)];
      // Asking where the log ends is cheaper than waiting for a record.
      auto bounds = log.bounds(topic, p, std::chrono::seconds(10));
      if (!bounds) return report("asking the log", bounds.error());
      if (bounds->high_watermark <= from) continue;
      auto page = log.read(topic, p, std::max(from, bounds->start), {500, 4 * 1024 * 1024, std::chrono::seconds(2)});
      if (!page) return report("reading the log", page.error());
      for (const auto& r : page->records) {
        if (!show.show(r)) return exit_ok;
      }
      quiet = quiet && page->records.empty();
      from = page->next;
    }
    if (quiet && !o.follow) return exit_ok;
    if (quiet) std::this_thread::sleep_for(std::chrono::milliseconds(200));
  }
}

}  // namespace weir::app
