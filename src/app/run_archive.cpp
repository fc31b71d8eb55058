#include <memory>

#include <fmt/format.h>
#include <src/app/archive_stores.hpp>
#include <src/app/tool_verbs.hpp>
#include <workers/archive/archived_log.hpp>
#include <workers/archive/manifest_index.hpp>
#include <workers/archive/postgres_archive_index.hpp>
#include <workers/archive/verify_archive.hpp>

#include <weir/base/crypto.hpp>
#include <weir/base/json_text.hpp>
#include <weir/contract/json_writer.hpp>
#include <weir/kafka/topic_reader.hpp>
#include <weir/postgres/installation.hpp>
#include <weir/postgres/pool.hpp>

namespace weir::app {
namespace {

using archive::archived_segment;

// The archive, and which segments it has by the rows or by its own manifests.
struct opened {
  std::unique_ptr<tool> program;
  std::unique_ptr<postgres::pool> database;
  std::unique_ptr<archive::object_store> store;
  std::unique_ptr<archive::archive_index> index;
};

result<std::unique_ptr<archive::archive_index>> open_index(opened& at, const archive_tool_options& o) {
  if (o.without_database) {
    auto loaded = archive::manifest_index::load(*at.store, o.installation);
    if (!loaded) return std::unexpected(loaded.error());
    return std::make_unique<archive::manifest_index>(std::move(*loaded));
  }
  at.database = std::make_unique<postgres::pool>(
      postgres::pool_options{at.program->program->database("weir archive"), 1, std::chrono::seconds(10), {}});
  auto installed = at.database->read(postgres::role::worker, postgres::tenant_scope::platform(),
                                     [](postgres::executor& in) { return postgres::installation::find(in); });
  if (!installed) return std::unexpected(installed.error());
  return std::make_unique<archive::postgres_archive_index>(*at.database, *installed ? (*installed)->id : std::string());
}

result<opened> open_both(std::unique_ptr<tool> program, const archive_tool_options& o) {
  opened out;
  out.program = std::move(program);
  auto store = open_archive(out.program->program->config());
  if (!store) return std::unexpected(store.error());
  out.store = std::move(*store);
  auto index = open_index(out, o);
  if (!index) return std::unexpected(index.error());
  out.index = std::move(*index);
  return out;
}

template<class F>
result<void> each_segment(archive::archive_index& index, const archive_tool_options& o, F seen) {
  auto partitions = index.partitions();
  if (!partitions) return std::unexpected(partitions.error());
  for (const auto& [topic, partition] : *partitions) {
    if (!o.topic.empty() && topic != o.topic) continue;
    if (o.partition >= 0 && partition != o.partition) continue;
    for (std::int64_t after = 0;;) {
      auto page = index.list(topic, partition, after);
      if (!page) return std::unexpected(page.error());
      if (page->empty()) break;
      for (const auto& s : *page)
        seen(s);
      after = page->back().manifest.sequence;
    }
  }
  return {};
}

void write_segment(contract::json_writer& w, const archived_segment& s) {
  const auto& m = s.manifest;
  w.begin_object().member("topic", m.topic).member("partition", m.partition).member("sequence", m.sequence);
  w.member("log_number", m.log_number).member("first_offset", m.first_offset).member("last_offset", m.last_offset);
  w.member("records", m.records).member("first_appended_at", m.first_appended_at);
  w.member("last_appended_at", m.last_appended_at).member("raw_bytes", m.raw_bytes);
  w.member("stored_bytes", m.stored_bytes).member("manifest_sha256", hex(s.manifest_sha256));
  w.member("object", s.object).end_object();
}

std::string verdict_json(const archive::archive_verdict& v) {
  contract::json_writer w(1024);
  w.begin_object().member("is_good", v.problems.empty()).member("partitions", v.partitions);
  w.member("segments", v.segments).member("records", v.records).member("raw_bytes", v.raw_bytes);
  w.member("stored_bytes", v.stored_bytes).key("problems").begin_array();
  for (const auto& p : v.problems)
    w.begin_object().member("object", p.object).member("explanation", p.explanation).end_object();
  return w.end_array().end_object().take();
}

// Bytes that are no UTF-8 would not come back out of a JSON text as they are.
void write_bytes(contract::json_writer& w, const std::string& name, std::string_view bytes) {
  if (is_utf8(bytes)) {
    w.member(name, bytes);
  } else {
    w.member(name + "_base64url", base64url(bytes));
  }
}

std::string record_json(const std::string& topic, const stream::record& r) {
  contract::json_writer w(r.value.size() + 512);
  w.begin_object().member("topic", topic).member("partition", r.partition).member("offset", r.offset);
  w.member("appended_at", timestamp::from_ms(r.appended_ms));
  write_bytes(w, "key", r.key);
  w.key("headers").begin_array();
  for (const auto& h : r.headers) {
    w.begin_object();
    write_bytes(w, "name", h.name);
    write_bytes(w, "value", h.value);
    w.end_object();
  }
  w.end_array();
  write_bytes(w, "value", r.value);
  return w.end_object().take();
}

}  // namespace

int run_archive_list(const archive_tool_options& o) {
  auto t = start_tool("weir archive", o);
  if (!t) return exit_failed;
  auto at = open_both(std::move(t), o);
  if (!at) return report("opening the archive", at.error());
  contract::json_writer w(4096);
  w.begin_array();
  std::vector<std::vector<std::string>> table;
  auto done = each_segment(*at->index, o, [&](const archived_segment& s) {
    if (o.json) return write_segment(w, s);
    const auto& m = s.manifest;
    table.push_back({m.topic, std::to_string(m.partition), std::to_string(m.sequence), std::to_string(m.first_offset),
                     std::to_string(m.last_offset), format_rfc3339(m.first_appended_at),
                     format_rfc3339(m.last_appended_at), std::to_string(m.raw_bytes), std::to_string(m.stored_bytes)});
  });
  if (!done) return report("listing segments", done.error());
  if (o.json) {
    fmt::print("{}\n", w.end_array().take());
  } else {
    print_table({"TOPIC", "PART", "SEGMENT", "FIRST", "LAST", "FROM", "TO", "RAW", "STORED"}, table);
  }
  return exit_ok;
}

int run_archive_verify(const archive_tool_options& o) {
  auto t = start_tool("weir archive", o);
  if (!t) return exit_failed;
  auto at = open_both(std::move(t), o);
  if (!at) return report("opening the archive", at.error());
  const bool shows = !o.json && stderr_is_terminal();
  auto verdict =
      archive::verify_archive(*at->index, *at->store, {o.topic, o.partition}, [&](const archive::archive_verdict& v) {
        if (shows) fmt::print(stderr, "\r{} segments, {} records", v.segments, v.records);
      });
  if (shows) fmt::print(stderr, "\n");
  if (!verdict) return report("verifying the archive", verdict.error());
  if (o.json) {
    fmt::print("{}\n", verdict_json(*verdict));
  } else {
    for (const auto& p : verdict->problems)
      fmt::print("{}: {}\n", printable(p.object), printable(p.explanation));
    fmt::print("{} partitions, {} segments, {} records are as they were; {} problems\n", verdict->partitions,
               verdict->segments, verdict->records, verdict->problems.size());
  }
  return verdict->problems.empty() ? exit_ok : exit_failed;
}

int run_archive_read(const archive_read_options& o) {
  auto t = start_tool("weir archive", o);
  if (!t) return exit_failed;
  auto at = open_both(std::move(t), o);
  if (!at) return report("opening the archive", at.error());
  std::unique_ptr<kafka::topic_reader> log;
  if (!o.archive_only) {
    auto reader = kafka::topic_reader::open(at->program->program->kafka("weir-archive-read"), o.topic);
    if (!reader) return report("reaching the broker", reader.error());
    log = std::move(*reader);
  }
  archive::archived_log from(*at->index, *at->store, log.get(), o.topic, o.partition, o.from);
  std::int64_t shown = 0;
  for (;;) {
    auto records = from.next();
    if (!records) return report("reading", records.error());
    if (records->empty()) return exit_ok;
    for (const auto& r : *records) {
      if (o.json) {
        fmt::print("{}\n", record_json(o.topic, r));
      } else {
        fmt::print("{} {} {} {}\n", r.offset, format_rfc3339(timestamp::from_ms(r.appended_ms)), printable(r.key),
                   printable(r.value));
      }
      if (++shown == o.limit || std::ferror(stdout) != 0) return exit_ok;
    }
    std::fflush(stdout);
  }
}

}  // namespace weir::app
