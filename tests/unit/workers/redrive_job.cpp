// The redrive job on twins: what it sends, what it leaves, and that a repeat only sends what is not marked.
#include <map>

#include <doctest/doctest.h>
#include <tests/support/manual_clock.hpp>
#include <workers/operations/redrive_job.hpp>

#include <weir/jobs/memory_job_store.hpp>

using namespace weir;
using namespace weir::operations;

namespace {

struct crash {};

class memory_rows final : public redrive_store {
 public:
  std::map<std::string, rejected_event> rows;
  std::vector<std::string> marked;
  int marks_before_crash = -1;

  result<std::vector<rejected_event>> load(std::span<const std::string> ids, const std::optional<tenant_id>&) override {
    std::vector<rejected_event> out;
    for (const auto& id : ids) {
      if (const auto it = rows.find(id); it != rows.end()) out.push_back(it->second);
    }
    return out;
  }
  result<void> mark_redriven(std::span<const std::string> ids, const std::string&, const std::string&) override {
    if (marks_before_crash-- == 0) throw crash{};
    for (const auto& id : ids) {
      rows.at(id).state = "redriven";
      marked.push_back(id);
    }
    return {};
  }
};

class memory_source final : public record_source {
 public:
  std::map<stream::offset, stored_record> records;
  bool away = false;

  result<std::optional<stored_record>> read(const stream::position& at) override {
    if (away) return fail(error_code::broker_unavailable);
    const auto it = records.find(at.offset);
    if (it == records.end()) return std::optional<stored_record>{};
    return it->second;
  }
};

class memory_publisher final : public stream::publisher {
 public:
  std::vector<stream::outgoing_record> sent;
  int refuse = 0;

  void publish(stream::outgoing_record record, delivered done) override {
    if (refuse-- > 0) return done(fail(error_code::broker_timeout));
    sent.push_back(std::move(record));
    done(stream::position{});
  }
};

struct world {
  test::manual_clock clock{timestamp::from_ms(1'000'000)};
  jobs::memory_job_store store{clock};
  memory_rows rows;
  memory_source log;
  memory_publisher out;

  void reject(const std::string& id, stream::offset offset, std::int32_t index, std::string event_id) {
    rows.rows[id] = {id, "open", "weir.usage", 0, offset, index, false, std::move(event_id), "s"};
  }
  void record(stream::offset offset, std::vector<std::string> ids) {
    std::string value = "[";
    for (const auto& id : ids)
      value += (value.size() > 1 ? "," : "") + event(id);
    log.records[offset] = {offset, "7", value + "]", {{"weir-frame", "1"}, {"weir-tenant", "ten_x"}}};
  }
  static std::string event(const std::string& id) {
    return R"({"specversion":"1.0","id":")" + id + R"(","source":"s","type":"t","data":{"n":1.50}})";
  }
  jobs::memory_job_store::row run(const std::vector<std::string>& ids) {
    std::string list;
    for (const auto& id : ids)
      list += (list.empty() ? "\"" : ",\"") + id + "\"";
    (void)store.enqueue(
        {"job_1", std::nullopt, "redrive", "c", R"({"principal":"key_1","rejected_ids":[)" + list + "]}"});
    jobs::runner_options o;
    o.owner = "a";
    o.lease = std::chrono::milliseconds(1000);
    o.retry_most = std::chrono::milliseconds(1000);
    jobs::runner r(store, o);
    r.handle("redrive", redrive_job(rows, log, out, {.chunk = 2}));
    clock.advance_ms(2000);
    (void)r.run_one({}).value();
    return store.look("job_1");
  }
};

}  // namespace

TEST_CASE("each event is sent alone, as it was, with the headers of its record and where it came from") {
  world w;
  w.record(5, {"a", "b", "c"});
  w.reject("rej_1", 5, 1, "b");
  w.reject("rej_2", 5, 2, "c");
  w.reject("rej_3", 5, 0, "a");
  const auto done = w.run({"rej_1", "rej_2", "rej_3"});
  CHECK(done.state == "succeeded");
  CHECK(done.result == R"({"redriven":3,"left":[]})");
  CHECK(done.what.progress_done == 3);
  REQUIRE(w.out.sent.size() == 3);
  CHECK(w.out.sent[0].value == "[" + world::event("b") + "]");
  CHECK(w.out.sent[0].key == "7");
  REQUIRE(w.out.sent[0].headers.size() == 3);
  CHECK(w.out.sent[0].headers[1].value == "ten_x");
  CHECK(w.out.sent[0].headers[2].name == "weir-redrive-of");
  CHECK(w.out.sent[0].headers[2].value == "rej_1");
  CHECK(w.rows.marked == std::vector<std::string>{"rej_1", "rej_2", "rej_3"});
}

TEST_CASE("what cannot be sent again is left, with a code") {
  world w;
  w.record(5, {"a"});
  w.record(6, {"other"});
  w.log.records[8] = {9, "7", "[]", {}};  // the log goes on behind the place
  w.reject("rej_gone", 4, 0, "a");
  w.reject("rej_other", 6, 0, "a");
  w.reject("rej_behind", 8, 0, "a");
  w.reject("rej_range", 5, -1, "");
  w.reject("rej_meter", 5, 0, "a");
  w.rows.rows["rej_meter"].of_meter = true;
  w.reject("rej_discarded", 5, 0, "a");
  w.rows.rows["rej_discarded"].state = "discarded";
  const auto done =
      w.run({"rej_gone", "rej_other", "rej_behind", "rej_range", "rej_meter", "rej_discarded", "rej_none"});
  CHECK(done.state == "succeeded");
  CHECK(
      done.result ==
      R"({"redriven":0,"left":[{"id":"rej_gone","code":"rejected_body_unavailable"},)"
      R"({"id":"rej_other","code":"rejected_body_unavailable"},{"id":"rej_behind","code":"rejected_body_unavailable"},)"
      R"({"id":"rej_range","code":"rejected_state"},{"id":"rej_meter","code":"rejected_state"},)"
      R"({"id":"rej_discarded","code":"rejected_state"},{"id":"rej_none","code":"rejected_not_found"}]})");
  CHECK(w.out.sent.empty());
}

TEST_CASE("a record that was rejected as a whole is sent as a whole, once marked as redriven") {
  world w;
  w.record(5, {"a", "b"});
  w.log.records[5].headers.push_back({"weir-redrive-of", "rej_older"});
  w.reject("rej_1", 5, 0, "");
  CHECK(w.run({"rej_1"}).state == "succeeded");
  REQUIRE(w.out.sent.size() == 1);
  CHECK(w.out.sent[0].value == w.log.records[5].value);
  CHECK(w.out.sent[0].headers.size() == 3);
  CHECK(w.out.sent[0].headers.back().value == "rej_1");
}

TEST_CASE("a job that was killed between sending and marking goes on, and what was marked is not sent again") {
  world w;
  std::vector<std::string> ids;
  for (int i = 0; i < 5; ++i) {
    const auto n = std::to_string(i);
    w.record(i, {"e" + n});
    w.reject("rej_" + n, i, 0, "e" + n);
    ids.push_back("rej_" + n);
  }
  w.rows.marks_before_crash = 1;
  CHECK_THROWS_AS((void)w.run(ids), crash);
  CHECK(w.out.sent.size() == 4);
  CHECK(w.rows.marked.size() == 2);
  w.rows.marks_before_crash = -1;
  const auto done = w.run(ids);
  CHECK(done.state == "succeeded");
  CHECK(done.result == R"({"redriven":5,"left":[]})");
  CHECK(w.out.sent.size() == 7);  // the second pair twice: its identities make that harmless
  CHECK(w.rows.marked.size() == 5);
}

TEST_CASE("a broker that is away puts the job off, and nothing is marked that was not acknowledged") {
  world w;
  w.record(5, {"a"});
  w.reject("rej_1", 5, 0, "a");
  w.log.away = true;
  CHECK(w.run({"rej_1"}).state == "queued");
  w.log.away = false;
  w.out.refuse = 1;
  CHECK(w.run({"rej_1"}).state == "queued");
  CHECK(w.rows.marked.empty());
  CHECK(w.run({"rej_1"}).state == "succeeded");
  CHECK(w.out.sent.size() == 1);
}
