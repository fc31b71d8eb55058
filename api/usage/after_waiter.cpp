#include <algorithm>
#include <condition_variable>
#include <list>
#include <map>
#include <mutex>
#include <thread>

#include <api/usage/after_waiter.hpp>
#include <api/usage/progress.hpp>

#include <weir/contract/topics.hpp>

namespace weir::api {
namespace {

using postgres::executor;
using postgres::param;
using postgres::statement;
using std::chrono::steady_clock;

// The archive reads the same topics and keeps its place until a segment is whole: nobody waits for that.
const statement select_positions{"reads.positions", R"sql(
SELECT l.topic, l.partition, min(l.next_offset) FROM leases AS l
JOIN (SELECT DISTINCT t, p FROM unnest($1::text[], $2::int[]) AS a (t, p)) AS w ON l.topic = w.t AND l.partition = w.p
WHERE l.consumer = CASE l.topic WHEN $3 THEN $4 ELSE $5 END GROUP BY 1, 2)sql"};

using place = std::pair<std::string, stream::partition_number>;
using positions = std::map<place, stream::offset>;

}  // namespace

struct after_waiter::state {
  struct waiting {
    std::vector<contract::receipt> receipts;
    completed done;
    steady_clock::time_point deadline;
  };

  state(postgres::pool& d, options o) : database(d), settings(o), thread([this] { run(); }) {}

  ~state() {
    {
      std::scoped_lock lock(mutex);
      stopping = true;
    }
    changed.notify_all();
    thread.join();
    for (auto& w : list)
      w.done(fail(error_code::after_timeout));
  }

  void run() {
    std::unique_lock lock(mutex);
    while (!stopping) {
      if (list.empty()) {
        changed.wait(lock, [this] { return stopping || !list.empty(); });
        continue;
      }
      std::vector<std::string> topics;
      std::vector<std::int32_t> partitions;
      for (const auto& w : list) {
        for (const auto& r : w.receipts) {
          topics.push_back(r.position.topic);
          partitions.push_back(r.position.partition);
        }
      }
      lock.unlock();
      auto now = ask(topics, partitions);
      lock.lock();
      finish(lock, now);
      changed.wait_for(lock, settings.tick, [this] { return stopping; });
    }
  }

  result<positions> ask(const std::vector<std::string>& topics, const std::vector<std::int32_t>& partitions) {
    return database.read(postgres::role::api, postgres::tenant_scope::nobody(), [&](executor& in) -> result<positions> {
      auto r = in.run(select_positions, param::array(topics), param::array(partitions), contract::usage_topic,
                      usage_consumer, operations_consumer);
      if (!r) return std::unexpected(r.error());
      positions out;
      for (std::size_t i = 0; i < r->size(); ++i)
        out[{r->at(i, 0).string(), r->at(i, 1).int4()}] = r->at(i, 2).int8();
      return out;
    });
  }

  static bool visible(const waiting& w, const positions& now) {
    return std::ranges::all_of(w.receipts, [&](const contract::receipt& r) {
      const auto it = now.find({r.position.topic, r.position.partition});
      return it != now.end() && it->second > r.position.offset;
    });
  }

  void finish(std::unique_lock<std::mutex>& lock, const result<positions>& now) {
    std::vector<std::pair<completed, bool>> ended;
    const auto time = steady_clock::now();
    for (auto it = list.begin(); it != list.end();) {
      const bool there = now && visible(*it, *now);
      if (there || time >= it->deadline) {
        ended.emplace_back(std::move(it->done), there);
        it = list.erase(it);
      } else {
        ++it;
      }
    }
    lock.unlock();
    for (auto& [done, there] : ended)
      done(there ? result<void>() : fail(error_code::after_timeout));
    lock.lock();
  }

  postgres::pool& database;
  options settings;
  std::mutex mutex;
  std::condition_variable changed;
  std::list<waiting> list;
  bool stopping = false;
  std::thread thread;  // last: it uses the others
};

after_waiter::after_waiter(postgres::pool& database, options o) : state_(std::make_unique<state>(database, o)) {}
after_waiter::~after_waiter() = default;

void after_waiter::wait(std::vector<contract::receipt> receipts, completed done, std::chrono::milliseconds most) {
  if (receipts.empty()) return done({});
  {
    std::scoped_lock lock(state_->mutex);
    if (state_->list.size() < most_waiting) {
      state_->list.push_back(
          {std::move(receipts), std::move(done), steady_clock::now() + std::min(most, state_->settings.most)});
    }
  }
  if (done) return done(fail(error_code::overloaded));
  state_->changed.notify_all();
}

}  // namespace weir::api
