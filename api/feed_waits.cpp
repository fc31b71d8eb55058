#include <algorithm>
#include <condition_variable>
#include <list>
#include <mutex>
#include <thread>
#include <utility>
#include <vector>

#include <api/feed_waits.hpp>

namespace weir::api {
namespace {

namespace feed = postgres::webhook_feed;
using postgres::executor;
using std::chrono::steady_clock;

constexpr std::int32_t most_at_a_look = 5'000;

}  // namespace

struct feed_waits::hub {
  struct listener {
    feed_reader from;
    steady_clock::time_point ends_at{};
    completed done{};  // a poll
    teller text{};     // a stream
    std::optional<http::stream_sink> sink{};
    steady_clock::time_point beat_at{};
    bool due = true;  // there may be something that it has not read

    bool listens() const { return done || sink; }
  };
  using handle = std::shared_ptr<listener>;
  using act = std::move_only_function<void()>;  // without the lock

  // What a response owns: while it lives, its listener is in the list.
  struct subscription {
    subscription(std::shared_ptr<hub> h, handle l) : home(std::move(h)), of(std::move(l)) {}
    subscription(const subscription&) = delete;
    subscription& operator=(const subscription&) = delete;
    ~subscription() {
      std::optional<http::stream_sink> unused;  // cut without the lock
      std::scoped_lock lock(home->mutex);
      unused = std::exchange(of->sink, std::nullopt);
      home->listeners.remove(of);
    }

    std::shared_ptr<hub> home;
    handle of;
  };

  hub(postgres::pool& d, options o) : database(d), settings(o) {}

  void run() {
    std::unique_lock lock(mutex);
    while (!stopping) {
      if (listeners.empty()) {
        seen.reset();
        changed.wait(lock, [this] { return stopping || !listeners.empty(); });
        continue;
      }
      lock.unlock();
      const auto fresh = look();
      lock.lock();
      for (const auto& l : listeners)
        l->due = l->due || std::ranges::any_of(fresh, [&](const auto& e) { return concerns(*l, e); });
      if (seen) read_due(lock);
      end_late(lock);
      if (std::ssize(fresh) == most_at_a_look) continue;
      changed.wait_for(lock, settings.tick, [this] { return stopping; });
    }
    end_all(lock);
  }

  // What is new since the last look. The first one only says where to begin: whoever waits then reads for himself.
  std::vector<feed::entry> look() {
    if (!seen) {
      auto newest = database.read(postgres::role::api, postgres::tenant_scope::platform(),
                                  [](executor& in) { return feed::newest(in); });
      if (newest) seen = std::move(*newest);
      return {};
    }
    auto found = database.read(postgres::role::api, postgres::tenant_scope::platform(),
                               [&](executor& in) { return feed::entries(in, *seen, std::nullopt, most_at_a_look); });
    if (!found) return {};
    for (const auto& e : *found)
      (*seen)[e.partition] = e.number;
    return std::move(*found);
  }

  static bool concerns(const listener& l, const feed::entry& e) {
    const auto at = l.from.after.find(e.partition);
    return (at == l.from.after.end() || at->second < e.number) && fits(l.from, e);
  }

  void read_due(std::unique_lock<std::mutex>& lock) {
    std::vector<handle> due;
    for (const auto& l : listeners) {
      if (l->due && l->listens()) due.push_back(l);
    }
    for (const auto& l : due) {
      if (stopping) return;
      const auto from = l->from;
      lock.unlock();
      auto page = read_feed(database, from);
      lock.lock();
      if (auto told = settle(*l, std::move(page))) {
        lock.unlock();
        told();
        told = {};
        lock.lock();
      }
    }
    std::erase_if(listeners, [](const handle& l) { return !l->done && !l->text; });
  }

  // A database that is away is waited for: the reader sees that nothing comes.
  act settle(listener& l, result<feed_page> page) {
    if (!l.listens()) return {};  // gone meanwhile
    if (!page) {
      if (page.error().code != error_code::feed_cursor_passed) return {};
      if (l.done) {
        return [done = std::exchange(l.done, {}), e = page.error()] mutable { done(std::unexpected(e)); };
      }
      return end_of(l);
    }
    l.from.after = page->next;
    l.from.from = feed_reader::start::at_after;
    l.due = page->more;
    if (page->items.empty()) return {};
    if (l.done) return [done = std::exchange(l.done, {}), p = std::move(*page)] mutable { done(std::move(p)); };
    l.beat_at = steady_clock::now() + settings.beat;
    return [sink = std::move(*std::exchange(l.sink, std::nullopt)), text = l.text(*page)] mutable {
      sink.write(std::move(text));
    };
  }

  // Nothing has come for them until now.
  void end_late(std::unique_lock<std::mutex>& lock) {
    std::vector<act> told;
    const auto now = steady_clock::now();
    for (const auto& l : listeners) {
      if (!l->listens()) continue;
      if (now >= l->ends_at) {
        told.push_back(end_of(*l));
      } else if (l->sink && now >= l->beat_at && !l->due) {
        l->beat_at = now + settings.beat;
        told.push_back([sink = std::move(*std::exchange(l->sink, std::nullopt)),
                        text = l->text(nothing_for(*l))] mutable { sink.write(std::move(text)); });
      }
    }
    std::erase_if(listeners, [](const handle& l) { return !l->done && !l->text; });
    lock.unlock();
    for (auto& tell : told)
      tell();
    told.clear();
    lock.lock();
  }

  // It has been compared with all that was seen, unless it is due.
  feed_page nothing_for(const listener& l) const {
    feed_page out;
    out.next = l.from.after;
    if (l.due || !seen) return out;
    for (const auto& [partition, number] : *seen)
      out.next[partition] = std::max(out.next[partition], number);
    return out;
  }

  act end_of(listener& l) {
    if (l.done) return [done = std::exchange(l.done, {}), p = nothing_for(l)] mutable { done(std::move(p)); };
    return [sink = std::move(*std::exchange(l.sink, std::nullopt))] mutable { sink.end(); };
  }

  void end_all(std::unique_lock<std::mutex>& lock) {
    std::vector<act> ended;
    for (const auto& l : listeners) {
      if (l->listens()) ended.push_back(end_of(*l));
    }
    lock.unlock();
    for (auto& end : ended)
      end();
    ended.clear();
    lock.lock();
  }

  bool add(const handle& l) {
    {
      std::scoped_lock lock(mutex);
      if (stopping || listeners.size() >= settings.most) return false;
      listeners.push_back(l);
    }
    changed.notify_all();
    return true;
  }

  postgres::pool& database;
  const options settings;
  std::mutex mutex;
  std::condition_variable changed;
  std::list<handle> listeners;
  std::optional<feed::places> seen;  // the thread's
  bool stopping = false;
  std::thread thread;
};

feed_waits::feed_waits(postgres::pool& database, options o) : hub_(std::make_shared<hub>(database, o)) {
  hub_->thread = std::thread([raw = hub_.get()] { raw->run(); });
}

feed_waits::~feed_waits() {
  stop();
}

void feed_waits::stop() {
  {
    std::scoped_lock lock(hub_->mutex);
    hub_->stopping = true;
  }
  hub_->changed.notify_all();
  if (hub_->thread.joinable()) hub_->thread.join();
}

void feed_waits::wait(feed_reader r, completed done, std::chrono::milliseconds most) {
  auto l = std::make_shared<hub::listener>();
  l->from = std::move(r);
  l->done = std::move(done);
  l->ends_at = steady_clock::now() + most;
  if (!hub_->add(l)) l->done(fail(error_code::overloaded));
}

std::optional<http::stream_source> feed_waits::open(feed_reader r, teller text) {
  const auto now = steady_clock::now();
  auto l = std::make_shared<hub::listener>();
  l->from = std::move(r);
  l->text = std::move(text);
  l->ends_at = now + hub_->settings.most_life;
  l->beat_at = now;
  if (!hub_->add(l)) return std::nullopt;
  return [mine = std::make_unique<hub::subscription>(hub_, l)](http::stream_sink sink) mutable {
    bool over = false;
    {
      std::scoped_lock lock(mine->home->mutex);
      over = mine->home->stopping;
      if (!over) mine->of->sink.emplace(std::move(sink));
    }
    if (over) sink.end();
  };
}

}  // namespace weir::api
