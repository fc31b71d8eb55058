#include <algorithm>
#include <array>
#include <memory>

#include <fmt/format.h>
#include <tests/sim/calm_pass.hpp>
#include <tests/sim/history.hpp>
#include <tests/sim/machine.hpp>
#include <tests/sim/rows_and_records.hpp>
#include <tests/sim/stepped.hpp>
#include <tests/sim/usage_log.hpp>
#include <tests/sim/usage_model.hpp>
#include <workers/usage/memory_usage_store.hpp>
#include <workers/usage/usage_processor.hpp>

#include <weir/stream/engine.hpp>

namespace weir::sim {
namespace {

constexpr std::int64_t lease_ms = 2000;

struct crash {};  // kill -9, thrown out of whatever call is being made

class history {
 public:
  history(const history_options& options, const world_factory& make)
      : options_(options),
        random_(options.seed * 0x9e3779b97f4a7c15ULL + 1),
        partitions_(static_cast<stream::partition_number>(1 + below(random_, 3))),
        source_(random_, partitions_),
        log_(partitions_),
        world_(make(clock_, lease_ms)),
        appended_(static_cast<std::size_t>(partitions_)),
        stored_(static_cast<std::size_t>(partitions_)) {}

  history_result run();

 private:
  struct worker {
    ~worker() {
      if (disk) --disk->workers;
    }

    std::string owner;
    machine* disk = nullptr;
    std::unique_ptr<wrong_clock> clock;
    std::unique_ptr<stream::memory_log_reader> reader;
    world::stores stores;
    std::unique_ptr<sim_chores> chores;
    std::unique_ptr<usage::claim_storage> claims;
    std::unique_ptr<usage::usage_processor> processor;
    std::unique_ptr<sim_committer> committer;
    std::unique_ptr<stream::engine> engine;
    std::int64_t paused_until_ms = 0;
  };

  void seen(const std::string& what) { ++result_.witnessed[what]; }
  void tell(const std::string& what) const {
    if (options_.verbose) fmt::print("{:>8} {}\n", clock_.ms - epoch_ms, what);
  }

  std::unique_ptr<worker> start_worker();
  std::optional<error> fault(std::string_view call);
  void jump(wrong_clock& c);
  void tick();
  void drive(std::unique_ptr<worker>& w);
  void start_claims(worker& w);
  std::optional<error> file_fault(std::string_view call);
  void retire(std::unique_ptr<worker>& w);
  void append();
  void change_meters();
  void back_up_or_restore();
  void cut_log();
  void heal();
  void check();
  void check_partition(stream::partition_number partition, const world::lease_row& row,
                       const usage::usage_tables& tables);
  void check_calm(const usage::usage_tables& tables, const std::map<stream::partition_number, world::lease_row>& rows);
  void keep(stream::partition_number partition, std::size_t records);

  history_options options_;
  rng random_;
  sim_clock clock_;
  stream::partition_number partitions_;
  usage_log source_;
  stream::memory_log log_;
  std::unique_ptr<world> world_;
  std::vector<std::vector<made_record>> appended_;          // what each partition's log holds or held, by offset
  std::vector<std::vector<stream::stored_record>> stored_;  // the same as bytes
  std::map<std::int64_t, std::vector<usage::live_meter>> versions_;
  std::array<machine, 3> machines_;
  bool machines_are_shared_ = false;  // by workers that live at the same time
  bool files_may_be_wrong_ = false;
  std::vector<std::unique_ptr<worker>> workers_;
  std::optional<std::any> backup_;
  std::set<stream::partition_number> broken_;  // partitions that must stand still
  int owners_ = 0;
  std::size_t left_to_append_ = 0;
  unsigned crash_permille_ = 0;
  unsigned error_permille_ = 0;
  unsigned unknown_percent_ = 0;
  bool healing_ = false;
  history_result result_;
};

std::optional<error> history::fault(std::string_view call) {
  if (healing_) return {};
  const auto dice = below(random_, 1000);
  if (dice < crash_permille_) {
    seen("crash in " + std::string(call));
    throw crash{};
  }
  if (dice < crash_permille_ + error_permille_) {
    seen("error in " + std::string(call));
    return error(call == "poll" || call == "bounds" || call == "assign" || call == "fingerprint_at"
                     ? error_code::broker_unavailable
                     : error_code::database_unavailable);
  }
  return {};
}

std::optional<error> history::file_fault(std::string_view call) {
  auto found = fault(call);
  // A file that cannot be read is rebuilt, and the history could not tell why.
  if (!found || call == "open_file" || call == "remove_file") return {};
  return error(error_code::claim_file_io);
}

void history::start_claims(worker& w) {
  w.disk = &choose_machine(machines_, random_, machines_are_shared_);
  ++w.disk->workers;
  w.chores = std::make_unique<sim_chores>();
  usage::claim_storage_options options;
  options.hot_most = 1 + below(random_, 8);
  options.first_id = random_();
  options.folder = [this, disk = w.disk](const hash128&, stream::partition_number partition) {
    return usage::make_memory_claim_folder(disk->folders[partition], [this](auto call) { return file_fault(call); });
  };
  options.report = [this, owner = w.owner](auto what, auto partition, const error& why) {
    tell(fmt::format("{}: partition {}: {}: {} {}", owner, partition, what, name(why.code), why.detail));
  };
  w.claims = std::make_unique<usage::claim_storage>(options, *w.chores);
}

void history::retire(std::unique_ptr<worker>& w) {
  const auto& claims = *w->claims;
  if (claims.sealed > 0) seen("claims sealed");
  if (claims.rebuilds > 0) {
    seen("claim files rebuilt");
    if (!files_may_be_wrong_) result_.violation = w->owner + " rebuilt claim files that were right";
  }
  w = nullptr;
}

std::unique_ptr<history::worker> history::start_worker() {
  auto w = std::make_unique<worker>();
  w->owner = fmt::format("w{}", owners_++);
  w->clock = std::make_unique<wrong_clock>(clock_);
  jump(*w->clock);
  auto faults = [this](std::string_view call) { return fault(call); };
  world::faults store_faults{.before = faults,
                             .commit = [this]() -> std::optional<stream::commit_outcome> {
                               if (healing_ || !chance(random_, unknown_percent_)) return {};
                               seen("commit with an unknown outcome");
                               return chance(random_, 80) ? stream::commit_outcome::unknown
                                                          : stream::commit_outcome::rolled_back;
                             },
                             .unknown_is_applied =
                                 [this] {
                                   const bool applied = chance(random_, 50);
                                   seen(applied ? "unknown commit was applied" : "unknown commit was not applied");
                                   return applied;
                                 }};
  w->reader = std::make_unique<stream::memory_log_reader>(log_, clock_, faults);
  w->stores = world_->connect(w->owner, store_faults);
  usage::processor_options processing;
  processing.partitions = partitions_;
  start_claims(*w);
  w->processor = std::make_unique<usage::usage_processor>(
      processing, *w->stores.usage,
      [claims = w->claims.get()](auto partition) { return usage::make_sealed_claim_ledger(*claims, partition); });
  w->committer = std::make_unique<sim_committer>(clock_);

  stream::engine_options options;
  options.poll_most = 1 + below(random_, 8);
  options.flush_events = 1 + below(random_, 12);
  options.catch_up_events = options.flush_events;
  options.flush_age_ms = static_cast<std::int64_t>(below(random_, 300));
  options.renew_every_ms = 300;
  options.acquire_every_ms = 300;
  options.idle_wait_ms = 4;
  options.small_step = 3;
  stream::engine_observer observer;
  observer.opened = [this, owner = w->owner, &committer = *w->committer](const stream::lease& l) {
    seen(l.taken_over ? "takeover" : "first owner");
    if (committer.busy()) seen("opened beside a running flush");
    tell(fmt::format("{} opens partition {} at {}, epoch {}", owner, l.partition, l.next, l.epoch));
  };
  observer.lost = [this, owner = w->owner](auto partition) {
    seen("partition lost");
    tell(fmt::format("{} loses partition {}", owner, partition));
  };
  observer.halted = [this](const stream::halt& h) {
    seen("halted: " + std::string(name(h.code)));
    tell(h.explanation);
  };
  observer.trouble = [this, owner = w->owner](const error& e, std::string_view what) {
    tell(fmt::format("{}: {} while {}", owner, name(e.code), what));
  };
  observer.flushed = [this, owner = w->owner](const stream::flush::ending& e, std::size_t count, auto) {
    tell(fmt::format("{} flush of {} partitions ends {}, {} fenced", owner, count, static_cast<int>(e.verdict),
                     e.fenced.size()));
    if (!e.fenced.empty()) seen("fenced at a flush");
    if (e.verdict == stream::flush::verdict::definitions_changed) seen("matched again");
  };
  observer.quarantined = [this](auto&) { seen("quarantined"); };
  w->engine = std::make_unique<stream::engine>(options, partitions_, *w->reader, *w->stores.leases, *w->stores.flushes,
                                               *w->processor, *w->committer, *w->clock, observer);
  tell(w->owner + " starts");
  return w;
}

void history::jump(wrong_clock& c) {
  c.ahead_ms = static_cast<std::int64_t>(below(random_, 2 * 3'600'000)) - 3'600'000;
  seen("a worker's clock jumped");
}

void history::append() {
  if (left_to_append_ == 0) return;
  --left_to_append_;
  auto made = source_.make(clock_.ms);
  const auto at = static_cast<std::size_t>(made.partition);
  auto bytes = usage_log::encode(made.record, random_);
  log_.append(made.partition, bytes);
  if (broken_.contains(made.partition)) return;
  appended_[at].push_back(std::move(made.record));
  stored_[at].push_back(std::move(bytes));
}

void history::change_meters() {
  auto all = source_.meters();
  std::vector<usage::live_meter> chosen;
  for (auto& m : all) {
    if (chance(random_, 75)) chosen.push_back(m);
  }
  const auto version = versions_.rbegin()->first + 1;
  world_->define(version, chosen);
  versions_[version] = chosen;
  seen("meters changed");
  if (options_.verbose) {
    std::string numbers;
    for (auto& m : chosen)
      numbers += fmt::format(" {}", m.definition.number);
    tell(fmt::format("meters version {}:{}", version, numbers));
  }
}

void history::back_up_or_restore() {
  if (!broken_.empty()) return;  // an older database may fit the cut log again: a repair, not a fault
  if (!backup_) {
    backup_ = world_->back_up();
    return;
  }
  // Definitions are restored with everything else; versions made since must not be reused for other meters.
  const auto newest = versions_.rbegin()->first;
  world_->restore(*backup_);
  files_may_be_wrong_ = true;
  if (world_->definitions_version() != newest) {
    const auto meters = versions_.at(newest);
    world_->define(newest + 1, meters);
    versions_[newest + 1] = meters;
  }
  seen("database restored to a backup");
  tell("database restored");
}

// The broker's machine lost power: everything on it restarts, and the log's tail is gone.
void history::cut_log() {
  const auto partition = static_cast<stream::partition_number>(below(random_, static_cast<std::uint64_t>(partitions_)));
  if (broken_.contains(partition)) return;
  const auto bounds = log_.bounds(partition);
  if (bounds.high_watermark == bounds.start) return;
  for (auto& w : workers_)
    retire(w);
  workers_.clear();
  const auto rows = world_->leases();
  const auto row = rows.find(partition);
  const auto next = row == rows.end() ? 0 : row->second.next;
  const auto cut = bounds.high_watermark - 1 - static_cast<stream::offset>(below(random_, 3));
  if (cut < bounds.start) return;
  if (chance(random_, 30)) {
    log_.recreate(partition);
    seen("topic made anew");
    if (next > 0) {
      broken_.insert(partition);
    } else {
      keep(partition, 0);
    }
    return;
  }
  log_.truncate(partition, cut);
  seen("log lost its tail");
  if (cut < next) {
    broken_.insert(partition);
  } else {
    keep(partition, static_cast<std::size_t>(cut));
  }
}

void history::keep(stream::partition_number partition, std::size_t records) {
  appended_[static_cast<std::size_t>(partition)].resize(records);
  stored_[static_cast<std::size_t>(partition)].resize(records);
}

void history::drive(std::unique_ptr<worker>& w) {
  if (clock_.ms < w->paused_until_ms) return;
  try {
    if (chance(random_, 20)) w->chores->step();
    if (chance(random_, 50)) {
      w->committer->step();
    } else if (auto done = w->engine->step(); !done) {
      result_.violation = fmt::format("a worker ended: {} {}", name(done.error().code), done.error().detail);
    }
  } catch (const crash&) {
    tell(w->owner + " is killed");
    retire(w);
    if (chance(random_, 70)) w = start_worker();
  }
}

void history::tick() {
  const auto dice = below(random_, 1000);
  if (dice < 120) {
    append();
  } else if (dice < 240) {
    clock_.ms += static_cast<std::int64_t>(below(random_, 120));
  } else if (dice < 243) {
    clock_.ms += static_cast<std::int64_t>(below(random_, 3 * lease_ms));
  } else if (dice < 248) {
    change_meters();
  } else if (dice < 252) {
    back_up_or_restore();
  } else if (dice < 254) {
    cut_log();
  } else if (dice < 256) {
    if (const auto what = hurt_a_disk(machines_, random_, partitions_); !what.empty()) {
      files_may_be_wrong_ = true;
      seen(std::string(what));
    }
  } else if (workers_.size() < 3 && dice < 275) {
    workers_.push_back(start_worker());
  } else if (!workers_.empty()) {
    auto& w = workers_[below(random_, workers_.size())];
    if (dice < 285) {
      w->paused_until_ms = clock_.ms + static_cast<std::int64_t>(below(random_, 3 * lease_ms));
      seen("worker paused");
    } else if (dice < 290) {
      tell(w->owner + " is killed from outside");
      retire(w);
      seen("worker killed between calls");
    } else if (dice < 291) {
      jump(*w->clock);
      drive(w);
    } else if (dice < 294) {
      try {
        if (auto stopped = w->engine->stop(std::chrono::milliseconds(500)); !stopped) result_.violation = "stop failed";
        seen("worker stopped gracefully");
      } catch (const crash&) {
      }
      retire(w);
    } else {
      drive(w);
    }
    std::erase(workers_, nullptr);
  }
}

void history::heal() {
  healing_ = true;
  for (auto& w : workers_)
    w->paused_until_ms = 0;
  if (workers_.empty()) workers_.push_back(start_worker());
  auto behind = [&] {
    const auto rows = world_->leases();
    for (auto partition : broken_) {
      if (!rows.at(partition).halted) return true;
    }
    for (const auto& [partition, row] : rows) {
      if (!row.halted && row.next < log_.bounds(partition).high_watermark) return true;
    }
    return rows.size() != static_cast<std::size_t>(partitions_);
  };
  for (int turn = 0; turn < 40'000 && behind() && !result_.violation; ++turn) {
    auto& w = workers_[below(random_, workers_.size())];
    for (int i = 0; i < 6; ++i)
      w->committer->step();
    w->chores->step();
    if (auto done = w->engine->step(); !done) {
      result_.violation = fmt::format("a worker ended: {} {}", name(done.error().code), done.error().detail);
    }
    clock_.ms += 20;
  }
  for (const auto& [partition, row] : world_->leases()) {
    tell(fmt::format("partition {}: epoch {} owner {} next {} of {}", partition, row.epoch, row.owner, row.next,
                     log_.bounds(partition).high_watermark));
  }
  if (!result_.violation && broken_.empty() && behind())
    result_.violation = "the workers made no progress after everything was healed";
}

void history::check_partition(stream::partition_number partition, const world::lease_row& row,
                              const usage::usage_tables& tables) {
  auto records = appended_[static_cast<std::size_t>(partition)];
  if (broken_.contains(partition)) {
    if (!row.halted) {
      result_.violation = fmt::format("partition {} does not fit the log and was not halted", partition);
      return;
    }
    records.resize(std::min(records.size(), static_cast<std::size_t>(row.next)));
  } else {
    if (row.halted) {
      result_.violation = fmt::format("partition {} was halted without a reason: {}", partition, *row.halted);
      return;
    }
    if (row.next != static_cast<stream::offset>(records.size())) {
      result_.violation = fmt::format("partition {} ends at {}, the log at {}", partition, row.next, records.size());
      return;
    }
  }
  const auto versions = versions_of(partition, tables, versions_);
  if (!records.empty() && (versions.empty() || versions.front().from > 0)) {
    result_.violation =
        fmt::format("partition {}: nothing says which meters its first record was matched with", partition);
    return;
  }
  if (options_.verbose) {
    for (const auto& line : rows_and_records(partition, tables, records))
      tell(line);
  }
  // A record that its owners were killed over again and again is set aside, in the open: the model follows the rows.
  const auto aside = quarantined_in(tables, partition);
  const auto model = model_of(records, source_.tenants(), versions, aside);
  if (auto wrong = difference(model, tables, partition, source_.tenants_of(partition), source_.meters())) {
    result_.violation = fmt::format("partition {}: {}", partition, *wrong);
  }
}

void history::check_calm(const usage::usage_tables& tables,
                         const std::map<stream::partition_number, world::lease_row>& rows) {
  calm_input in{{}, {}, versions_, tables.definition_offsets, source_.tenants(), partitions_};
  for (const auto& [partition, row] : rows) {
    auto& records = in.records[partition] = stored_[static_cast<std::size_t>(partition)];
    records.resize(std::min(records.size(), static_cast<std::size_t>(row.next)));
    for (auto offset : quarantined_in(tables, partition))
      in.quarantined.insert({partition, offset});
  }
  if (auto wrong = unequal(tables, calm_pass(in)))
    result_.violation = "another calm pass gives other tables: " + *wrong;
}

void history::check() {
  const auto rows = world_->leases();
  const auto tables = world_->tables();
  for (const auto& [partition, row] : rows) {
    check_partition(partition, row, tables);
    if (result_.violation) return;
  }
  if (options_.calm) check_calm(tables, rows);
}

history_result history::run() {
  left_to_append_ = 4 + below(random_, 57);
  crash_permille_ = static_cast<unsigned>(below(random_, 4)) * 8;
  error_permille_ = static_cast<unsigned>(below(random_, 4)) * 15;
  unknown_percent_ = static_cast<unsigned>(below(random_, 3)) * 10;
  machines_are_shared_ = chance(random_, 20);
  files_may_be_wrong_ = machines_are_shared_;
  world_->begin(source_.tenants(), source_.meters());
  versions_[1] = source_.meters();

  const auto ticks = 200 + below(random_, 600);
  for (std::uint64_t i = 0; i < ticks && !result_.violation; ++i)
    tick();
  while (left_to_append_ > 0)
    append();
  if (!result_.violation) heal();
  if (!result_.violation) check();
  for (auto& w : workers_)
    retire(w);
  return result_;
}

}  // namespace

history_result run_history(const history_options& options, const world_factory& make) {
  return history(options, make).run();
}

}  // namespace weir::sim
