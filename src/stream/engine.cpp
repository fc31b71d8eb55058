#include <algorithm>

#include <weir/base/assert.hpp>
#include <weir/stream/engine.hpp>

namespace weir::stream {

using std::chrono::milliseconds;

namespace {
constexpr std::int64_t retry_wait_ms = 100;
constexpr std::int64_t reopen_wait_ms = 10;
}  // namespace

engine::engine(engine_options options, partition_number partitions, log_reader& reader, lease_store& leases,
               store& where, processor& what, committer& with, clock_source& clock, engine_observer observer)
    : options_(options),
      partition_count_(partitions),
      reader_(reader),
      leases_(leases),
      store_(where),
      processor_(what),
      committer_(with),
      clock_(clock),
      observer_(std::move(observer)) {}

engine::~engine() = default;

result<void> engine::step() {
  if (auto done = upkeep(); !done) return done;
  if (auto done = finish_flush(milliseconds(0)); !done) return done;
  resume_reading();

  // A full batch behind a running commit waits for it: memory stays bounded.
  if (committer_.busy() && flush_due()) return finish_flush(milliseconds(options_.idle_wait_ms));

  auto wait = committer_.busy() ? std::min<std::int64_t>(2, options_.idle_wait_ms) : options_.idle_wait_ms;
  if (open_since_ms_ != 0) {
    const auto age_left = open_since_ms_ + options_.flush_age_ms - clock_.monotonic_ms();
    wait = std::clamp<std::int64_t>(age_left, 0, wait);
  }
  if (auto done = read(milliseconds(wait)); !done) return done;

  if (!committer_.busy() && (flush_due() || end_is_near())) start_flush();
  return {};
}

result<void> engine::stop(milliseconds deadline) {
  stopping_ = true;
  const auto give_up_ms = clock_.monotonic_ms() + deadline.count();
  for (auto& [partition, o] : owned_)
    reader_.unassign(partition);
  auto open = [&] { return std::ranges::any_of(owned_, [&](auto& entry) { return !all_committed(entry.second); }); };
  while (open() && clock_.monotonic_ms() < give_up_ms) {
    if (clock_.monotonic_ms() >= next_renew_ms_) {
      if (auto renewed = renew(); !renewed) return renewed;
    }
    if (!committer_.busy() && open_since_ms_ != 0) start_flush();
    if (auto done = finish_flush(milliseconds(10)); !done) return done;
  }
  std::vector<lease_store::renewal> held;
  for (auto& [partition, o] : owned_) {
    if (all_committed(o)) held.push_back({partition, o.held.epoch, {}, o.committed, o.committed});
    processor_.close(partition);
  }
  for (auto& waiting : pending_)
    held.push_back({waiting.held.partition, waiting.held.epoch, {}, waiting.held.next, waiting.held.next});
  owned_.clear();
  pending_.clear();
  if (!held.empty()) {
    if (auto released = leases_.release(held); !released) trouble(released.error(), "giving leases back");
  }
  return {};
}

std::vector<engine::partition_view> engine::partitions() const {
  std::vector<partition_view> out;
  for (const auto& [partition, o] : owned_) {
    partition_view view{partition, o.held.epoch, o.committed, o.position, {}};
    if (auto mark = reader_.latest_watermark(partition)) view.high_watermark = mark->high;
    out.push_back(view);
  }
  return out;
}

// Flushes ---------------------------------------------------------------------

bool engine::flush_due() const {
  if (open_since_ms_ == 0) return false;
  if (step_full_ || stopping_) return true;
  const auto weight = processor_.weight();
  if (weight.urgent || weight.cells >= options_.flush_cells) return true;
  const auto events = catching_up_ ? options_.catch_up_events : options_.flush_events;
  const bool patient = catching_up_ && all_moved();
  const auto age_ms = patient ? std::max(options_.catch_up_age_ms, options_.flush_age_ms) : options_.flush_age_ms;
  return weight.events >= events || clock_.monotonic_ms() - open_since_ms_ >= age_ms;
}

// The last batch of a backlog is the one that nothing is counted beside: it is kept small.
bool engine::end_is_near() const {
  if (!catching_up_ || processor_.weight().events < options_.flush_events) return false;
  std::int64_t open = 0;
  std::int64_t behind = 0;
  for (const auto& [partition, o] : owned_) {
    const auto mark = reader_.latest_watermark(partition);
    if (!mark) return false;
    open += o.position - o.sealed;
    behind += std::max<std::int64_t>(0, mark->high - o.position);
  }
  return open >= 2 * behind;
}

// A partition that was just opened shows soon that it goes on.
bool engine::all_moved() const {
  return std::ranges::none_of(owned_, [](const auto& entry) {
    const auto& o = entry.second;
    return o.committed == o.held.next && o.sealed == o.held.next && o.position != o.sealed;
  });
}

void engine::start_flush() {
  std::vector<progress> moves;
  for (auto& [partition, o] : owned_) {
    if (o.position == o.sealed) continue;
    const bool careful = o.step_most != 0 && o.position < o.careful_until;
    moves.push_back({partition, o.held.epoch, o.sealed, o.position, o.last, careful});
    o.sealed = o.position;
  }
  open_since_ms_ = 0;
  step_full_ = false;
  auto sealed = processor_.seal();
  if (moves.empty()) return;  // everything open belonged to partitions that were lost meanwhile
  flush_started_ms_ = clock_.monotonic_ms();
  for (const auto& move : moves)
    running_.push_back(move.partition);
  committer_.start(std::make_unique<flush>(store_, std::move(sealed), std::move(moves)));
}

result<void> engine::finish_flush(milliseconds wait) {
  auto ended = committer_.take(wait);
  if (!ended) return {};
  running_.clear();
  return apply_ending(*ended);
}

// Whether the flush that runs was sealed with records of this partition.
bool engine::moving(partition_number partition) const {
  return std::ranges::find(running_, partition) != running_.end();
}

result<void> engine::apply_ending(flush& f) {
  const auto& ending = f.result();
  if (observer_.flushed) observer_.flushed(ending, f.moves().size(), clock_.monotonic_ms() - flush_started_ms_);
  switch (ending.verdict) {
    case flush::verdict::failed:
      return std::unexpected(*ending.cause);
    case flush::verdict::definitions_changed:
      for (auto partition : ending.fenced)
        lose(partition);
      return match_again();
    case flush::verdict::nothing_left:
      break;
    case flush::verdict::committed:
      processor_.committed(f.content());
      for (const auto& move : f.moves()) {
        for (auto& waiting : pending_) {
          if (waiting.held.partition == move.partition && waiting.held.epoch == move.epoch) {
            waiting.held.next = move.next;
            waiting.held.last_fingerprint = move.last_fingerprint;
            waiting.held.isolated = 0;
          }
        }
        auto it = owned_.find(move.partition);
        if (it == owned_.end() || it->second.held.epoch != move.epoch) continue;
        it->second.committed = move.next;
        if (it->second.step_most != 0) finish_step(it->second);
      }
      break;
  }
  for (auto partition : ending.fenced)
    lose(partition);
  return {};
}

// The meters changed between matching and committing. Nothing of the batch is in the database, so every partition goes
// back to its committed position and is matched again; rare enough that reading again costs less than keeping records.
result<void> engine::match_again() {
  while (!owned_.empty())
    reopen(owned_.begin()->first);
  (void)processor_.seal();
  open_since_ms_ = 0;
  step_full_ = false;
  if (auto reloaded = processor_.reload(); !reloaded) {
    if (!reloaded.error().retryable()) return reloaded;
    trouble(reloaded.error(), "reading meters");
    reload_ = true;
  }
  return {};
}

// Keeps the lease, drops the memory; reads on from what is committed.
void engine::reopen(partition_number partition) {
  auto node = owned_.extract(partition);
  auto& o = node.mapped();
  reader_.unassign(partition);
  processor_.close(partition);
  auto l = o.held;
  if (o.committed != l.next) {
    l.next = o.committed;
    l.last_fingerprint.reset();  // nobody else has held the lease since
    l.isolated = 0;
  }
  pending_.push_back({l, stopping_ ? 0 : clock_.monotonic_ms() + reopen_wait_ms});
}

// Records ---------------------------------------------------------------------

result<void> engine::read(milliseconds wait) {
  if (owned_.empty()) {
    // Nothing to read; still do not spin.
    (void)reader_.poll(0, wait);
    return {};
  }
  auto records = reader_.poll(options_.poll_most, wait);
  if (!records) {
    const auto& cause = records.error();
    const auto partition = reader_.poll_error_partition();
    const bool halts = cause.code == error_code::log_retention_passed || cause.code == error_code::log_truncated ||
                       cause.code == error_code::log_gap;
    if (halts && partition && owned_.contains(*partition)) {
      auto& o = owned_.at(*partition);
      auto log = reader_.bounds(*partition);
      halt_partition(o, cause.code, log ? *log : log_bounds{});
      lose(*partition);
      return {};
    }
    if (!cause.retryable()) return std::unexpected(cause);
    trouble(cause, "reading the log");
    return {};
  }
  if (records->empty()) {
    catching_up_ = false;
    return {};
  }
  catching_up_ = clock_.now().ms() - records->back().appended_ms > options_.catch_up_lag_ms;

  const bool in_doubt = std::ranges::any_of(owned_, [](const auto& entry) { return entry.second.step_most != 0; });
  processor_.expect(in_doubt ? std::span<const record>() : *records);

  // The last record of each partition in this turn is what its fingerprint is taken of.
  owned* current = nullptr;
  const record* last = nullptr;
  auto close_run = [&] {
    if (current && last) current->last = fingerprint_of(*last);
    last = nullptr;
  };
  std::vector<partition_number> again;
  for (const auto& r : *records) {
    if (!current || current->held.partition != r.partition) {
      close_run();
      auto it = owned_.find(r.partition);
      current = it == owned_.end() ? nullptr : &it->second;
    }
    if (!current || current->leaving || current->reread) continue;
    WEIR_ASSERT(r.offset == current->position, "the reader promises offsets without gaps");
    if (current->step_most != 0) {
      // In small steps nothing is read ahead of a commit, so that a crash points at its record.
      if (current->in_step >= current->step_most || current->sealed != current->committed ||
          (current->step_most == 1 && another_in_doubt(*current))) {
        current->reread = true;
        continue;
      }
    }
    auto taken = take(*current, r);
    if (!taken) return std::unexpected(taken.error());
    if (*taken) {
      last = &r;
    } else {
      current->reread = true;  // it may be half absorbed: what is not committed is dropped, and begins again from there
      again.push_back(r.partition);
      last = nullptr;
    }
  }
  close_run();
  // Not while the records are in use: the reader lets go of all of them when it is told to let go of one partition.
  for (auto partition : again)
    reopen(partition);
  return {};
}

result<bool> engine::take(owned& o, const record& r) {
  if (open_since_ms_ == 0) open_since_ms_ = std::max<std::int64_t>(1, clock_.monotonic_ms());
  if (observer_.taken) observer_.taken(r);
  result<void> done;
  if (o.step_most == 1) {
    if (o.held.isolated >= options_.quarantine_after && r.offset == o.held.next) {
      done = processor_.quarantine(r);
      if (observer_.quarantined) observer_.quarantined(r);
    } else {
      done = leases_.note_attempt(r.partition, o.held.epoch);
      if (done) done = processor_.absorb(r);
    }
  } else {
    done = processor_.absorb(r);
  }
  if (!done) {
    if (!done.error().retryable()) return std::unexpected(done.error());
    trouble(done.error(), "taking a record in");
    return false;
  }
  o.position = r.offset + 1;
  if (o.step_most != 0 && ++o.in_step >= o.step_most) step_full_ = true;
  return true;
}

void engine::set_careful(owned& o) const {
  if (o.held.attempts >= options_.single_steps_after || o.held.isolated > 0) {
    o.step_most = 1;
  } else if (o.held.attempts >= options_.small_steps_after) {
    o.step_most = options_.small_step;
  } else {
    return;
  }
  // The record that ended the earlier owners stands within what they can have read ahead.
  o.careful_until = o.position + static_cast<offset>(2 * options_.catch_up_events);
}

void engine::finish_step(owned& o) {
  o.in_step = 0;
  // Twice as many after each step that got through: a backlog does not go by record after record, and a record that
  // ends its owners is alone again after a few owners more.
  o.step_most *= 2;
  const auto mark = reader_.latest_watermark(o.held.partition);
  if (o.position >= o.careful_until || o.step_most > options_.catch_up_events || (mark && o.position >= mark->high)) {
    o.step_most = 0;
  }
}

// One single record is begun at a time: the records of a worker's other partitions did not end it.
bool engine::another_in_doubt(const owned& o) const {
  return std::ranges::any_of(owned_, [&](const auto& entry) {
    const auto& other = entry.second;
    return &other != &o && other.step_most == 1 && (other.in_step > 0 || !all_committed(other));
  });
}

// Partitions of which records were passed over are fetched again from where they stand.
void engine::resume_reading() {
  for (auto& [partition, o] : owned_) {
    if (!o.reread || clock_.monotonic_ms() < o.reread_after_ms) continue;
    if (o.step_most != 0 && !all_committed(o)) continue;
    if (o.step_most == 1 && another_in_doubt(o)) continue;
    if (auto assigned = reader_.assign(partition, o.position)) {
      o.reread = false;
    } else {
      trouble(assigned.error(), "reading on");
      o.reread_after_ms = clock_.monotonic_ms() + retry_wait_ms;
    }
  }
}

void engine::trouble(const error& e, std::string_view what) const {
  if (observer_.trouble) observer_.trouble(e, what);
}

}  // namespace weir::stream
