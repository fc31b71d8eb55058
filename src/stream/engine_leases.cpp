// The engine's upkeep: taking, renewing, checking and giving up partitions.
#include <algorithm>

#include <fmt/format.h>

#include <weir/stream/engine.hpp>

namespace weir::stream {

namespace {
constexpr std::int64_t retry_wait_ms = 100;
}

result<void> engine::upkeep() {
  if (!prepared_) {
    auto ready = leases_.prepare(partition_count_);
    if (!ready) {
      if (!ready.error().retryable()) return ready;
      trouble(ready.error(), "preparing leases");
      return {};
    }
    prepared_ = true;
  }
  const auto now = clock_.monotonic_ms();
  if (now >= next_renew_ms_) {
    if (auto done = renew(); !done) return done;
  }
  if (now >= next_acquire_ms_) {
    next_acquire_ms_ = now + options_.acquire_every_ms;
    if (auto done = acquire(); !done) return done;
  }
  return open_pending();
}

result<void> engine::renew() {
  next_renew_ms_ = clock_.monotonic_ms() + options_.renew_every_ms;
  if (owned_.empty() && pending_.empty()) return {};

  for (auto& [partition, o] : owned_)
    update_data_through(o);
  if (auto time = leases_.database_time()) {
    samples_.push_back({clock_.monotonic_ms(), *time});
    if (samples_.size() > 64) samples_.pop_front();
  } else {
    trouble(time.error(), "reading the database's clock");
    return {};
  }

  std::vector<lease_store::renewal> held;
  for (auto& [partition, o] : owned_)
    held.push_back({partition, o.held.epoch, o.data_through, o.committed, o.sealed});
  for (auto& w : pending_) {
    if (!moving(w.held.partition)) held.push_back({w.held.partition, w.held.epoch, {}, w.held.next, w.held.next});
  }
  auto lost = leases_.renew(held);
  if (!lost) {
    if (!lost.error().retryable()) return std::unexpected(lost.error());
    trouble(lost.error(), "renewing leases");
    return {};
  }
  for (auto partition : *lost)
    lose(partition);
  return {};
}

result<void> engine::acquire() {
  if (stopping_) return {};
  const auto keep = std::ranges::count_if(owned_, [](auto& entry) { return !entry.second.leaving; }) +
                    static_cast<std::ptrdiff_t>(pending_.size());
  auto fair = leases_.fair_share();
  if (fair && static_cast<std::size_t>(keep) > *fair) {
    auto surplus = static_cast<std::size_t>(keep) - *fair;
    for (auto it = owned_.rbegin(); it != owned_.rend() && surplus > 0; ++it) {
      if (it->second.leaving) continue;
      it->second.leaving = true;
      reader_.unassign(it->first);
      --surplus;
    }
  }
  std::vector<lease_store::renewal> done;
  for (auto& [partition, o] : owned_) {
    if (o.leaving && all_committed(o)) done.push_back({partition, o.held.epoch, {}, o.committed, o.committed});
  }
  if (!done.empty()) {
    if (auto released = leases_.release(done); !released) {
      trouble(released.error(), "giving leases back");
    } else {
      for (auto& gone : done)
        lose(gone.partition);
    }
    return {};  // a neighbor takes them first
  }
  auto taken = leases_.acquire(static_cast<std::size_t>(keep));
  if (!taken) {
    if (!taken.error().retryable()) return std::unexpected(taken.error());
    trouble(taken.error(), "acquiring leases");
    return {};
  }
  // A database restored to a time before the rows were made has nothing to take: make them again.
  if (taken->empty() && owned_.empty() && pending_.empty()) prepared_ = false;
  for (auto& l : *taken) {
    lose(l.partition);  // perhaps our own expired lease, taken anew: memory of the old epoch goes
    pending_.push_back({l, 0});
  }
  return {};
}

result<void> engine::open_pending() {
  if (pending_.empty()) return {};
  if (reload_) {
    if (auto reloaded = processor_.reload(); !reloaded) {
      if (!reloaded.error().retryable()) return reloaded;
      trouble(reloaded.error(), "reading meters");
      return {};
    }
    reload_ = false;
  }
  for (const auto& [l, not_before_ms] : std::vector(pending_)) {
    const auto now = clock_.monotonic_ms();
    // A batch sealed under an older epoch of the same partition may still be running: its end must not be taken for
    // ours. A batch of others is no reason to wait: behind a backlog there is always one.
    if (now < not_before_ms || now >= next_renew_ms_ || !is_pending(l) || moving(l.partition)) continue;
    if (auto opened = open_partition(l); !opened) return opened;
  }
  return {};
}

bool engine::is_pending(const lease& l) const {
  return std::ranges::any_of(pending_, [&](const pending& waiting) {
    return waiting.held.partition == l.partition && waiting.held.epoch == l.epoch;
  });
}

// It stays pending meanwhile, so that its lease is renewed like the others.
result<void> engine::open_partition(const lease& l) {
  result<void> renewed;
  auto alive = [&] {
    if (renewed && clock_.monotonic_ms() >= next_renew_ms_) renewed = renew();
  };
  auto fits = check_position(l);
  const bool halted = fits && !*fits;
  result<void> opened = fits ? result<void>() : result<void>(std::unexpected(fits.error()));
  if (opened && !halted) opened = processor_.open(l, alive);
  const bool lost = !is_pending(l);
  if (opened && !halted && !lost) opened = reader_.assign(l.partition, l.next);
  if (!opened || lost) processor_.close(l.partition);
  if (!renewed) return renewed;
  if (lost) return {};
  std::erase_if(pending_, [&](const pending& waiting) { return waiting.held.partition == l.partition; });
  if (halted) return {};
  if (!opened) {
    if (!opened.error().retryable()) return opened;
    trouble(opened.error(), "opening a partition");
    pending_.push_back({l, clock_.monotonic_ms() + retry_wait_ms});
    return {};
  }
  owned o;
  o.held = l;
  o.position = o.sealed = o.committed = l.next;
  set_careful(o);
  owned_.insert_or_assign(l.partition, std::move(o));
  if (observer_.opened) observer_.opened(l);
  return {};
}

result<bool> engine::check_position(const lease& l) {
  auto log = reader_.bounds(l.partition);
  if (!log) return std::unexpected(log.error());
  owned o;
  o.held = l;
  o.committed = l.next;
  if (log->start > l.next) {
    halt_partition(o, error_code::log_retention_passed, *log);
    return false;
  }
  if (log->high_watermark < l.next) {
    halt_partition(o, error_code::log_truncated, *log);
    return false;
  }
  if (l.next > 0 && l.last_fingerprint && log->start < l.next) {
    auto there = reader_.fingerprint_at(l.partition, l.next - 1);
    if (!there) return std::unexpected(there.error());
    if (*there && **there != *l.last_fingerprint) {
      halt_partition(o, error_code::log_fingerprint_mismatch, *log);
      return false;
    }
  }
  return true;
}

void engine::halt_partition(const owned& o, error_code code, const log_bounds& log) {
  const auto p = o.held.partition;
  std::string why;
  if (code == error_code::log_retention_passed || code == error_code::log_gap) {
    why = fmt::format("Partition {}: offsets {} to {} are no longer in the log.", p, o.committed, log.start - 1);
  } else if (code == error_code::log_truncated) {
    why = fmt::format(
        "Partition {}: the database is at offset {}, but the log ends at {}; it lost records that were counted.", p,
        o.committed, log.high_watermark);
  } else {
    why = fmt::format("Partition {}: the log has another record at offset {} than the one that was counted.", p,
                      o.committed - 1);
  }
  why += " Restore the log, or give the offsets up with: weir partition accept-loss";
  const halt stop{p, code, o.committed, log, std::move(why)};
  if (auto marked = leases_.mark_halted(stop, o.held.epoch); !marked)
    trouble(marked.error(), "marking a partition as halted");
  if (observer_.halted) observer_.halted(stop);
}

void engine::lose(partition_number partition) {
  std::erase_if(pending_, [&](const pending& waiting) { return waiting.held.partition == partition; });
  if (owned_.erase(partition) == 0) return;
  reader_.unassign(partition);
  processor_.close(partition);
  if (observer_.lost) observer_.lost(partition);
}

void engine::update_data_through(owned& o) {
  const auto mark = reader_.latest_watermark(o.held.partition);
  if (!mark || mark->high > o.committed) return;
  for (auto it = samples_.rbegin(); it != samples_.rend(); ++it) {
    if (it->monotonic_ms >= mark->asked_ms)
      continue;  // the watermark must have been asked for after the clock was read
    if (!o.data_through || *o.data_through < it->database_time) o.data_through = it->database_time;
    return;
  }
}

}  // namespace weir::stream
