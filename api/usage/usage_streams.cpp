#include <condition_variable>
#include <list>
#include <map>
#include <mutex>
#include <thread>
#include <utility>
#include <vector>

#include <api/usage/progress.hpp>
#include <api/usage/usage_streams.hpp>
#include <fmt/format.h>

namespace weir::api {
namespace {

using std::chrono::steady_clock;

std::string event_text(std::string_view name, const std::optional<timestamp>& data_through) {
  return fmt::format("event: {}\ndata: {{\"data_through\":{}}}\n\n", name,
                     data_through ? '"' + format_rfc3339(*data_through) + '"' : "null");
}

}  // namespace

struct usage_streams::hub {
  struct listener {
    std::int32_t partition = 0;
    std::int64_t seen = -1;  // next_offset that its reader knows of
    steady_clock::time_point ends_at{};
    steady_clock::time_point beat_at{};
    std::optional<http::stream_sink> sink{};  // its reader has taken what came before
  };
  using place = std::list<listener>::iterator;

  // What a response owns: while it lives, its listener is in the list.
  struct subscription {
    subscription(std::shared_ptr<hub> h, place l) : home(std::move(h)), at(l) {}
    subscription(const subscription&) = delete;
    subscription& operator=(const subscription&) = delete;
    ~subscription() {
      std::optional<http::stream_sink> unused;  // cut without the lock
      std::scoped_lock lock(home->mutex);
      unused = std::exchange(at->sink, std::nullopt);
      home->listeners.erase(at);
    }

    std::shared_ptr<hub> home;
    place at;
  };

  hub(postgres::pool& d, options o) : database(d), settings(o) {}

  void run() {
    std::unique_lock lock(mutex);
    while (!stopping) {
      if (listeners.empty()) {
        changed.wait(lock, [this] { return stopping || !listeners.empty(); });
        continue;
      }
      lock.unlock();
      auto now = database.read(postgres::role::api, postgres::tenant_scope::nobody(),
                               [](postgres::executor& in) { return usage_progress(in, std::nullopt); });
      lock.lock();
      tell(lock, now);
      changed.wait_for(lock, settings.tick, [this] { return stopping; });
    }
    end_all(lock);
  }

  // A database that is away is waited for: the reader sees that nothing comes.
  void tell(std::unique_lock<std::mutex>& lock, const result<std::vector<partition_progress>>& now) {
    std::vector<std::pair<http::stream_sink, std::string>> told;
    const auto time = steady_clock::now();
    std::map<std::int32_t, const partition_progress*> by_partition;
    if (now) {
      for (const auto& p : *now)
        by_partition.emplace(p.partition, &p);
    }
    for (auto& l : listeners) {
      if (!l.sink) continue;
      if (time >= l.ends_at) {
        told.emplace_back(std::move(*std::exchange(l.sink, std::nullopt)), std::string());
        continue;
      }
      const auto found = by_partition.find(l.partition);
      if (!now || (found == by_partition.end() && time < l.beat_at)) continue;
      const auto next = found == by_partition.end() ? l.seen : found->second->next_offset;
      const bool moved = next != l.seen;
      if (!moved && time < l.beat_at) continue;
      const auto through = found == by_partition.end() ? std::nullopt : found->second->data_through;
      told.emplace_back(std::move(*std::exchange(l.sink, std::nullopt)),
                        event_text(moved ? "usage" : "progress", through));
      l.seen = next;
      l.beat_at = time + settings.beat;
    }
    lock.unlock();
    for (auto& [sink, text] : told) {
      if (text.empty()) {
        sink.end();
      } else {
        sink.write(std::move(text));
      }
    }
    told.clear();
    lock.lock();
  }

  void end_all(std::unique_lock<std::mutex>& lock) {
    std::vector<http::stream_sink> ended;
    for (auto& l : listeners) {
      if (l.sink) ended.push_back(std::move(*std::exchange(l.sink, std::nullopt)));
    }
    lock.unlock();
    for (auto& sink : ended)
      sink.end();
    ended.clear();
    lock.lock();
  }

  postgres::pool& database;
  const options settings;
  std::mutex mutex;
  std::condition_variable changed;
  std::list<listener> listeners;
  bool stopping = false;
  std::thread thread;
};

usage_streams::usage_streams(postgres::pool& database, options o) : hub_(std::make_shared<hub>(database, o)) {
  hub_->thread = std::thread([raw = hub_.get()] { raw->run(); });
}

usage_streams::~usage_streams() {
  stop();
}

void usage_streams::stop() {
  {
    std::scoped_lock lock(hub_->mutex);
    hub_->stopping = true;
  }
  hub_->changed.notify_all();
  if (hub_->thread.joinable()) hub_->thread.join();
}

std::optional<http::stream_source> usage_streams::open(std::int32_t partition) {
  hub::place at;
  {
    std::scoped_lock lock(hub_->mutex);
    if (hub_->stopping || hub_->listeners.size() >= hub_->settings.most) return std::nullopt;
    const auto now = steady_clock::now();
    at = hub_->listeners.insert(hub_->listeners.end(),
                                {partition, -1, now + hub_->settings.most_life, now, std::nullopt});
  }
  hub_->changed.notify_all();
  return [mine = std::make_unique<hub::subscription>(hub_, at)](http::stream_sink sink) mutable {
    bool over = false;
    {
      std::scoped_lock lock(mine->home->mutex);
      over = mine->home->stopping;
      if (!over) mine->at->sink.emplace(std::move(sink));
    }
    if (over) sink.end();
  };
}

}  // namespace weir::api
