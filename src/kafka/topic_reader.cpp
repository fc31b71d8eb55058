#include <algorithm>
#include <thread>

#include "src/kafka/conf.hpp"
#include "src/kafka/errors.hpp"
#include "src/kafka/queries.hpp"
#include "src/kafka/record_headers.hpp"
#include "src/kafka/watermarks.hpp"
#include <weir/kafka/topic_reader.hpp>

namespace weir::kafka {
namespace {

struct partition_state {
  bool assigned = false;
  bool silent = false;   // an error was reported; nothing more until it is assigned again
  bool suspect = false;  // librdkafka reported a problem: ask the broker what it is
  stream::offset expected = 0;
  std::string reason;  // of the suspicion
};

struct pending_error {
  error what;
  std::optional<stream::partition_number> partition;
};

result<client> create_main_consumer(const client_config& config, const reader_settings& settings) {
  conf c(config);
  c.set("enable.auto.commit", "false")
      .set("enable.auto.offset.store", "false")
      .set("auto.offset.reset", "error")
      .set("enable.partition.eof", "false")
      .set("isolation.level", "read_committed")
      .set("check.crcs", "true")
      .set("queued.min.messages", static_cast<long long>(settings.queued_records))
      .set("queued.max.messages.kbytes", static_cast<long long>(settings.queued_bytes / 1024))
      .set("fetch.message.max.bytes", static_cast<long long>(settings.fetch_bytes))
      .set("fetch.max.bytes", 16 * 1024 * 1024)
      .set("fetch.wait.max.ms", settings.fetch_wait_ms)
      .set("fetch.min.bytes", settings.fetch_min_bytes)
      .set("fetch.error.backoff.ms", 100)
      .set("socket.timeout.ms", 10'000);
  return c.create(RD_KAFKA_CONSUMER);
}

}  // namespace

struct topic_reader::parts {
  reader_settings settings;
  std::string topic;
  client main;
  client side;
  // Declared after the clients, so that they end first.
  topic_handle handle;
  queue_handle queue;
  std::vector<partition_state> partitions;
  std::vector<rd_kafka_message_t*> messages;
  std::vector<stream::record> records;
  header_arena headers;
  std::optional<pending_error> pending;
  std::optional<stream::partition_number> error_partition;
  std::size_t suspects = 0;
  bool missing = false;  // the topic was not there at the last poll
  std::chrono::steady_clock::time_point next_check{};
  std::atomic<std::uint64_t> dropped = 0;
  std::optional<watermarks> ends;

  parts(const reader_settings& s, std::string name, client m, client d)
      : settings(s), topic(std::move(name)), main(std::move(m)), side(std::move(d)) {
    handle.reset(rd_kafka_topic_new(main.get(), topic.c_str(), nullptr));
    queue.reset(rd_kafka_queue_new(main.get()));
    ends.emplace(main.get(), topic, settings);
  }

  ~parts() {
    ends.reset();
    release();
    for (std::size_t i = 0; i < partitions.size(); ++i) {
      if (partitions[i].assigned) stop(static_cast<stream::partition_number>(i));
    }
  }

  deadline question_deadline() const { return std::chrono::steady_clock::now() + settings.question_deadline; }

  partition_state* find(stream::partition_number partition) {
    const auto index = static_cast<std::size_t>(partition);
    return index < partitions.size() && partitions[index].assigned ? &partitions[index] : nullptr;
  }

  void release() {
    for (auto* message : messages)
      rd_kafka_message_destroy(message);
    messages.clear();
    records.clear();
    headers.clear();
  }

  void stop(stream::partition_number partition) { rd_kafka_consume_stop(handle.get(), partition); }

  result<void> start(stream::partition_number partition, stream::offset next) {
    if (rd_kafka_consume_start_queue(handle.get(), partition, next, queue.get()) != 0) {
      return std::unexpected(read_error(rd_kafka_last_error(), topic));
    }
    return {};
  }

  // Adds up to `most` messages.
  void take(std::size_t most, int wait_ms) {
    const auto had = messages.size();
    messages.resize(had + most);
    const auto got = rd_kafka_consume_batch_queue(queue.get(), wait_ms, messages.data() + had, most);
    messages.resize(had + (got > 0 ? static_cast<std::size_t>(got) : 0));
  }

  void report(error what, std::optional<stream::partition_number> partition) {
    if (!pending) pending = pending_error{std::move(what), partition};
  }

  void suspect(const rd_kafka_message_t& message) {
    auto* state = find(message.partition);
    if (state == nullptr || state->silent || state->suspect) return;
    state->suspect = true;
    const char* why = rd_kafka_message_errstr(&message);
    state->reason = why == nullptr ? rd_kafka_err2str(message.err) : why;
    ++suspects;
    next_check = std::chrono::steady_clock::now();
  }

  // librdkafka does not go on by itself with partitions of a topic that was away.
  void topic_came_back() {
    for (auto& state : partitions) {
      if (!state.assigned || state.silent || state.suspect) continue;
      state.suspect = true;
      state.reason = "the topic was missing";
      ++suspects;
    }
    next_check = std::chrono::steady_clock::now();
  }

  void accept(const rd_kafka_message_t& message) {
    auto* state = find(message.partition);
    if (state == nullptr || state->silent || state->suspect || message.offset < state->expected) {
      dropped.fetch_add(1, std::memory_order_relaxed);
      return;
    }
    if (message.offset > state->expected) {
      state->silent = true;
      report({error_code::log_gap, topic + " partition " + std::to_string(message.partition) + ": offset " +
                                       std::to_string(state->expected) + " was expected, " +
                                       std::to_string(message.offset) + " came"},
             message.partition);
      return;
    }
    ++state->expected;
    auto& record = records.emplace_back(to_record(message));
    record.headers = headers.read(message);
  }

  // Finds out what is the matter with partitions that librdkafka gave up, and restarts those that can go on.
  void check_suspects();
  void judge(stream::partition_number partition, partition_state& state, const result<stream::log_bounds>& log);
};

void topic_reader::parts::check_suspects() {
  const auto now = std::chrono::steady_clock::now();
  if (now < next_check || pending) return;
  next_check = now + std::chrono::milliseconds(500);
  for (std::size_t i = 0; i < partitions.size(); ++i) {
    auto& state = partitions[i];
    if (!state.assigned || !state.suspect) continue;
    const auto partition = static_cast<stream::partition_number>(i);
    judge(partition, state, query_bounds(side.get(), topic, partition, question_deadline()));
    if (pending) return;  // one error at a time; the others stay suspect
  }
}

void topic_reader::parts::judge(stream::partition_number partition, partition_state& state,
                                const result<stream::log_bounds>& log) {
  const auto about = topic + " partition " + std::to_string(partition);
  const auto end_suspicion = [&] {
    state.suspect = false;
    --suspects;
  };
  if (!log) {
    report({log.error().code, about + ": " + state.reason + "; " + log.error().detail}, partition);
    return;  // stays suspect: asked again later
  }
  end_suspicion();
  if (log->start > state.expected || log->high_watermark < state.expected) {
    state.silent = true;
    const bool passed = log->start > state.expected;
    report({passed ? error_code::log_retention_passed : error_code::log_truncated,
            about + ": offset " + std::to_string(state.expected) + " was expected, the log holds " +
                std::to_string(log->start) + " to " + std::to_string(log->high_watermark)},
           partition);
    return;
  }
  stop(partition);
  headers.distrust();
  if (auto started = start(partition, state.expected); !started) report(started.error(), partition);
}

topic_reader::topic_reader(std::unique_ptr<parts> p) : parts_(std::move(p)) {}
topic_reader::~topic_reader() = default;

result<std::unique_ptr<topic_reader>> topic_reader::open(const client_config& config, const std::string& topic,
                                                         const reader_settings& settings) {
  auto main = create_main_consumer(config, settings);
  if (!main) return std::unexpected(main.error());
  auto side = create_side_consumer(config);
  if (!side) return std::unexpected(side.error());
  auto made = std::make_unique<parts>(settings, config.topic(topic), std::move(*main), std::move(*side));
  return std::unique_ptr<topic_reader>(new topic_reader(std::move(made)));
}

result<void> topic_reader::assign(stream::partition_number partition, stream::offset next) {
  auto& p = *parts_;
  p.release();
  unassign(partition);
  const auto index = static_cast<std::size_t>(partition);
  if (index >= p.partitions.size()) p.partitions.resize(index + 1);
  if (auto started = p.start(partition, next); !started) return started;
  p.partitions[index] = {.assigned = true, .silent = false, .suspect = false, .expected = next, .reason = {}};
  p.headers.distrust();
  p.ends->add(partition);
  return {};
}

void topic_reader::unassign(stream::partition_number partition) {
  auto& p = *parts_;
  p.release();
  auto* state = p.find(partition);
  if (state == nullptr) return;
  p.ends->remove(partition);
  p.stop(partition);
  if (state->suspect) --p.suspects;
  *state = {};
  if (p.pending && p.pending->partition == partition) p.pending.reset();
}

result<std::span<const stream::record>> topic_reader::poll(std::size_t most, std::chrono::milliseconds wait) {
  auto& p = *parts_;
  p.release();
  p.error_partition.reset();
  const bool was_missing = std::exchange(p.missing, p.ends->topic_missing());
  if (was_missing && !p.missing) p.topic_came_back();
  if (p.suspects > 0) p.check_suspects();
  if (most == 0) {
    std::this_thread::sleep_for(wait);  // the batch call comes back at once when there is room for nothing
  } else if (!p.pending) {
    // The batch call waits until the batch is full: so take what is there, and only if that is nothing wait for one.
    p.take(most, 0);
    if (p.messages.size() == most) {
      p.ends->note_busy();
    } else if (p.messages.empty() && wait.count() > 0) {
      p.take(1, static_cast<int>(wait.count()));
      if (!p.messages.empty() && most > 1) p.take(most - 1, 0);
    }
    for (const auto* message : p.messages) {
      if (message->err == RD_KAFKA_RESP_ERR_NO_ERROR) [[likely]] {
        p.accept(*message);
      } else {
        p.suspect(*message);
      }
    }
  }
  if (!p.records.empty()) return std::span<const stream::record>(p.records);
  if (p.suspects > 0) p.check_suspects();
  if (p.pending) {
    auto failed = std::move(*p.pending);
    p.pending.reset();
    p.error_partition = failed.partition;
    return std::unexpected(std::move(failed.what));
  }
  if (p.missing) return fail(error_code::log_topic_missing, p.topic);
  if (p.ends->unreachable()) return fail(error_code::broker_unavailable, p.topic + ": the broker does not answer");
  return std::span<const stream::record>();
}

std::optional<stream::partition_number> topic_reader::poll_error_partition() const {
  return parts_->error_partition;
}

result<stream::log_bounds> topic_reader::bounds(stream::partition_number partition) {
  return query_bounds(parts_->side.get(), parts_->topic, partition, parts_->question_deadline());
}

result<std::optional<stream::fingerprint>> topic_reader::fingerprint_at(stream::partition_number partition,
                                                                        stream::offset at) {
  auto& p = *parts_;
  using answer = std::optional<stream::fingerprint>;
  const auto until = p.question_deadline();
  const auto log = query_bounds(p.side.get(), p.topic, partition, until);
  if (!log) return std::unexpected(log.error());
  if (at < log->start || at >= log->high_watermark) return answer{};
  auto scan = partition_scan::start(p.side.get(), p.topic, partition, at);
  if (!scan) return std::unexpected(scan.error());
  const auto step = scan->next(until);
  if (!step) return std::unexpected(step.error());
  if (step->out_of_range || step->end_of_log) return answer{};
  if (!step->message) return fail(error_code::broker_unavailable, p.topic + ": the broker did not answer in time");
  if (step->message->offset != at) return answer{};
  return answer{stream::fingerprint_of(to_record(*step->message))};
}

std::optional<topic_reader::watermark> topic_reader::latest_watermark(stream::partition_number partition) const {
  return parts_->ends->get(partition);
}

topic_reader::counters topic_reader::count() const {
  return {rd_kafka_queue_length(parts_->queue.get()), parts_->ends->questions(),
          parts_->dropped.load(std::memory_order_relaxed)};
}

}  // namespace weir::kafka
