#include <condition_variable>
#include <mutex>
#include <optional>

#include "src/kafka/conf.hpp"
#include "src/kafka/queries.hpp"
#include "src/kafka/record_headers.hpp"
#include <weir/kafka/bounded_reader.hpp>

namespace weir::kafka {

struct bounded_reader::parts {
  client_config config;
  std::size_t most;
  std::mutex mutex;
  std::condition_variable returned;
  std::vector<client> idle;
  std::size_t lent = 0;

  // A consumer on loan; goes back by itself.
  class loan {
   public:
    loan(parts& from, client c) : from_(&from), client_(std::move(c)) {}
    loan(loan&& other) noexcept : from_(std::exchange(other.from_, nullptr)), client_(std::move(other.client_)) {}
    ~loan() {
      if (from_ == nullptr) return;
      {
        const std::lock_guard lock(from_->mutex);
        from_->idle.push_back(std::move(client_));
        --from_->lent;
      }
      from_->returned.notify_one();
    }
    rd_kafka_t* get() const { return client_.get(); }

   private:
    parts* from_;
    client client_;
  };

  result<loan> borrow(deadline until) {
    std::unique_lock lock(mutex);
    if (!returned.wait_until(lock, until, [&] { return lent < most; })) {
      return fail(error_code::broker_unavailable, "too many reads of the log at the same time");
    }
    ++lent;
    if (!idle.empty()) {
      loan out(*this, std::move(idle.back()));
      idle.pop_back();
      return out;
    }
    lock.unlock();
    auto made = create_side_consumer(config);
    if (made) return loan(*this, std::move(*made));
    lock.lock();
    --lent;
    return std::unexpected(made.error());
  }
};

namespace {

owned_record own(const rd_kafka_message_t& message, header_arena& arena) {
  const auto view = to_record(message);
  owned_record out{view.partition, view.offset, view.appended_ms, std::string(view.key), std::string(view.value), {}};
  for (const auto& h : arena.read(message))
    out.headers.push_back({std::string(h.name), std::string(h.value)});
  arena.clear();
  return out;
}

}  // namespace

bounded_reader::bounded_reader(client_config config, std::size_t consumers) : parts_(std::make_unique<parts>()) {
  parts_->config = std::move(config);
  parts_->most = consumers;
}

bounded_reader::~bounded_reader() = default;

result<record_page> bounded_reader::read(const std::string& topic, stream::partition_number partition,
                                         stream::offset from, const read_limits& limits) {
  const auto until = std::chrono::steady_clock::now() + limits.time;
  auto consumer = parts_->borrow(until);
  if (!consumer) return std::unexpected(consumer.error());
  const auto full_name = parts_->config.topic(topic);
  const auto log = query_bounds(consumer->get(), full_name, partition, until);
  if (!log) return std::unexpected(log.error());
  if (from < log->start) {
    return fail(error_code::log_retention_passed, full_name + " starts at offset " + std::to_string(log->start));
  }
  if (from > log->high_watermark) {
    return fail(error_code::log_truncated, full_name + " ends at offset " + std::to_string(log->high_watermark));
  }
  record_page page{{}, from, from == log->high_watermark};
  if (page.end_of_log) return page;
  auto scan = partition_scan::start(consumer->get(), full_name, partition, from);
  if (!scan) return std::unexpected(scan.error());
  header_arena arena;
  std::size_t bytes = 0;
  while (page.records.size() < limits.records && bytes < limits.bytes) {
    const auto step = scan->next(until);
    if (!step) return std::unexpected(step.error());
    page.end_of_log = step->end_of_log;
    if (step->out_of_range) return fail(error_code::log_retention_passed, full_name + " was cut while it was read");
    if (!step->message) break;
    bytes += step->message->len + step->message->key_len;
    page.records.push_back(own(*step->message, arena));
    page.next = step->message->offset + 1;
  }
  return page;
}

result<stream::log_bounds> bounded_reader::bounds(const std::string& topic, stream::partition_number partition,
                                                  std::chrono::milliseconds time) {
  const auto until = std::chrono::steady_clock::now() + time;
  auto consumer = parts_->borrow(until);
  if (!consumer) return std::unexpected(consumer.error());
  return query_bounds(consumer->get(), parts_->config.topic(topic), partition, until);
}

}  // namespace weir::kafka
