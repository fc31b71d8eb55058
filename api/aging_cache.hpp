// A bounded map of what a database said lately. Entries are fresh, then due (still served, while somebody asks again),
// then too old, unless the source is away: what was known keeps being served then.
#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <functional>
#include <mutex>
#include <optional>
#include <unordered_map>
#include <utility>
#include <vector>

namespace weir::api {

struct aging_options {
  std::int64_t due_ms = 30'000;
  std::int64_t old_ms = 60'000;
  std::size_t most = 10'000;  // entries
};

// Any thread. Times are clock_source::monotonic_ms.
template<class Key, class Value, class Hash = std::hash<Key>, class Equal = std::equal_to<>>
class aging_cache {
 public:
  explicit aging_cache(aging_options o) : options_(o) {}

  struct found {
    Value value;
    bool stale = false;  // older than it should be; only while the source is away
  };

  template<class K>
  std::optional<found> get(const K& key, std::int64_t now, bool source_away) {
    auto& s = shard_of(key);
    std::scoped_lock lock(s.mutex);
    auto i = s.entries.find(key);
    if (i == s.entries.end()) return std::nullopt;
    const bool old = now - i->second.at >= options_.old_ms;
    if (old && !source_away) return std::nullopt;
    i->second.used = true;
    return found{i->second.value, old};
  }

  // What is there, however old.
  template<class K>
  std::optional<Value> last_known(const K& key) {
    auto& s = shard_of(key);
    std::scoped_lock lock(s.mutex);
    auto i = s.entries.find(key);
    if (i == s.entries.end()) return std::nullopt;
    return i->second.value;
  }

  void put(const Key& key, Value value, std::int64_t now) {
    auto& s = shard_of(key);
    std::scoped_lock lock(s.mutex);
    auto i = s.entries.find(key);
    if (i == s.entries.end()) {
      make_room(s, now);
      s.entries.emplace(key, entry{std::move(value), now, false});
    } else {
      i->second = {std::move(value), now, false};
    }
  }

  template<class K>
  void forget(const K& key) {
    auto& s = shard_of(key);
    std::scoped_lock lock(s.mutex);
    if (auto i = s.entries.find(key); i != s.entries.end()) s.entries.erase(i);
  }

  template<class Predicate>
  void forget_if(Predicate which) {
    for (auto& s : shards_) {
      std::scoped_lock lock(s.mutex);
      std::erase_if(s.entries, [&](const auto& item) { return which(item.second.value); });
    }
  }

  // Keys of entries that are due and were used since they were put, at most `most`.
  std::vector<Key> due(std::int64_t now, std::size_t most) {
    std::vector<Key> out;
    for (auto& s : shards_) {
      std::scoped_lock lock(s.mutex);
      for (const auto& [key, e] : s.entries) {
        if (out.size() == most) return out;
        if (e.used && now - e.at >= options_.due_ms) out.push_back(key);
      }
    }
    return out;
  }

  std::size_t size() const {
    std::size_t n = 0;
    for (auto& s : shards_) {
      std::scoped_lock lock(s.mutex);
      n += s.entries.size();
    }
    return n;
  }

 private:
  struct entry {
    Value value;
    std::int64_t at;
    bool used;
  };
  struct alignas(64) shard {
    mutable std::mutex mutex;
    std::unordered_map<Key, entry, Hash, Equal> entries;
  };

  template<class K>
  shard& shard_of(const K& key) {
    return shards_[(Hash{}(key) >> 7) % shards_.size()];
  }

  // Old ones first; when all are young, whichever comes: a cache may forget anything.
  void make_room(shard& s, std::int64_t now) {
    if (s.entries.size() < options_.most / shards_.size()) return;
    std::erase_if(s.entries, [&](const auto& item) { return now - item.second.at >= options_.old_ms; });
    if (s.entries.size() >= options_.most / shards_.size()) s.entries.erase(s.entries.begin());
  }

  aging_options options_;
  std::array<shard, 8> shards_;
};

}  // namespace weir::api
