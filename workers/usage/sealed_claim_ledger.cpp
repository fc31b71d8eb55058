#include <algorithm>
#include <condition_variable>
#include <limits>
#include <mutex>
#include <ranges>
#include <set>

#include <workers/usage/claim_ledger.hpp>
#include <workers/usage/seal_claims.hpp>

namespace weir::usage {
namespace {

constexpr auto before_all = std::numeric_limits<stream::offset>::min();
constexpr std::uint64_t account_every = 4096;  // fresh claims
constexpr std::size_t hot_days_most = 2;       // around midnight; each costs another look-up

// What a chore was asked for and what came of it. The chore knows nothing of its ledger.
struct chore {
  enum class task { seal, merge };

  task what{};
  seal_order order;
  hot_list hot;   // to be sealed; perhaps none, when loading has sealed all
  run_list runs;  // to be merged
  run_list all;   // of the partition

  std::shared_ptr<std::atomic<bool>> stop = std::make_shared<std::atomic<bool>>(false);
  std::mutex lock;
  std::condition_variable ended;
  bool running = false;
  bool done = false;
  result<run_list> outcome = fail(error_code::claim_file_io, "the chore was cut short");  // of the partition, then on
};

result<run_list> carry_out(const chore& c) {
  auto made = c.what == chore::task::seal ? seal(c.order, c.hot) : merge(c.order, c.runs);
  if (!made) return made;
  run_list now;
  std::ranges::copy_if(c.all, std::back_inserter(now), [&](const auto& r) { return !contains(c.runs, r); });
  now.insert(now.end(), made->begin(), made->end());
  if (auto done = publish(c.order, now, c.runs); !done) return std::unexpected(done.error());
  return now;
}

void perform(const std::shared_ptr<chore>& c) {
  {
    const std::scoped_lock hold(c->lock);
    if (c->stop->load()) return;
    c->running = true;
  }
  struct finally {
    chore& c;
    ~finally() {
      const std::scoped_lock hold(c.lock);
      c.running = false;
      c.done = true;
      c.ended.notify_all();
    }
  } const end{*c};
  c->outcome = carry_out(*c);
}

class sealed_claim_ledger final : public claim_ledger {
 public:
  sealed_claim_ledger(claim_storage& storage, stream::partition_number partition)
      : storage_(storage), partition_(partition) {}
  ~sealed_claim_ledger() override { forget_everything(); }

  result<claim_answer> claim(arrival_day day, const claim_entry& entry) override;
  void prefetch(const hash128& identity) const override;
  result<void> open(stream::epoch epoch, stream::offset next, arrival_day since, const source& from) override;
  void committed(stream::offset next, arrival_day since) override;
  claim_memory memory() const override;

 private:
  // Files that were found, and whether they may be believed.
  struct found_runs {
    run_list runs;
    stream::offset next = before_all;
    arrival_day since = 0;
    std::optional<std::string> fault;
  };

  hot_claims& hot_of(arrival_day day);
  result<std::optional<content_hash>> find_elsewhere(const hash128& identity, const hot_claims& but);
  bool account();
  std::size_t hot_count() const;
  seal_order order(stream::offset next) const;
  result<found_runs> find_runs(stream::offset next);
  result<void> load(const source& from, found_runs& found, stream::offset next);
  result<void> load_part(const source& from, stream::offset begin, stream::offset end, run_list& made,
                         claim_sums& before);
  void seal_loaded(stream::offset next, run_list& made);
  void remove_strays();
  void collect();
  void start_seal();
  void start_merge(run_list runs);
  void start(chore::task what, stream::offset next);
  void forget_everything();
  result<void> damaged(const error& why);

  claim_storage& storage_;
  stream::partition_number partition_;
  std::shared_ptr<claim_folder> folder_;  // null: it cannot be used, everything stays in memory
  hash128 installation_;
  stream::epoch epoch_ = 0;
  arrival_day since_ = 0;
  hot_list active_;                   // by day, the newest used in front
  hot_list frozen_;                   // on their way into runs
  stream::offset high_ = before_all;  // behind the last claim in memory
  stream::offset frozen_next_ = 0;    // behind the last claim in frozen_
  stream::offset sealed_next_ = before_all;
  run_list runs_;  // the newest last
  std::shared_ptr<chore> chore_;
  std::optional<error> fault_;
  std::size_t retry_at_ = 0;  // claims in memory at which sealing is tried again
  bool seal_waits_ = false;   // frozen_ is not in runs yet
  bool merge_turn_ = false;   // a seal came last
  bool merge_waits_ = false;  // for a seal that succeeds
  std::uint64_t fresh_ = 0;
  std::size_t loaded_ = 0;  // since the last seal
  std::size_t accounted_ = 0;
};

// All zeros marks an empty slot of a claim_table, which stores this identity as its neighbor.
hash128 storable(const hash128& identity) {
  return identity == hash128{} ? hash128{0, 1} : identity;
}

// Questions -------------------------------------------------------------------

hot_claims& sealed_claim_ledger::hot_of(arrival_day day) {
  if (!active_.empty() && active_.front()->day == day) return *active_.front();
  auto it = std::ranges::find(active_, day, &hot_claims::day);
  if (it == active_.end()) {
    active_.push_back(std::make_shared<hot_claims>());
    active_.back()->day = day;
    it = std::prev(active_.end());
  }
  std::rotate(active_.begin(), it, std::next(it));
  return *active_.front();
}

void sealed_claim_ledger::prefetch(const hash128& identity) const {
  if (!active_.empty()) active_.front()->table.prefetch(identity);
  for (const auto& run : runs_)
    run->prefetch(identity);
}

result<claim_answer> sealed_claim_ledger::claim(arrival_day filed, const claim_entry& entry) {
  if (fault_) return std::unexpected(*fault_);
  const auto identity = storable(entry.identity);
  auto& hot = hot_of(filed);
  auto known = hot.table.insert(identity, entry.content);
  if (!known) {
    auto elsewhere = find_elsewhere(identity, hot);
    if (!elsewhere || *elsewhere) hot.table.erase(identity);
    if (!elsewhere) return std::unexpected(elsewhere.error());
    known = *elsewhere;
  }
  if (known) return *known == entry.content ? claim_answer::duplicate : claim_answer::conflict;
  hot.sum.add(entry);
  high_ = std::max(high_, entry.offset + 1);
  if (++fresh_ % account_every == 0 && !account()) return fail(error_code::claim_memory_ceiling);
  return claim_answer::fresh;
}

result<std::optional<content_hash>> sealed_claim_ledger::find_elsewhere(const hash128& identity,
                                                                        const hot_claims& but) {
  for (const auto* list : {&active_, &frozen_}) {
    for (const auto& hot : *list) {
      if (hot.get() == &but || hot->day < since_) continue;
      if (auto known = hot->table.find(identity)) return known;
    }
  }
  for (const auto& run : std::views::reverse(runs_)) {
    auto there = run->find(identity);
    if (!there) {
      (void)folder_->remove(sealed_run::file_name(run->label().id));
      return std::unexpected(damaged(there.error()).error());
    }
    if (*there && (*there)->day >= since_) return (*there)->content;
  }
  return std::optional<content_hash>{};
}

result<void> sealed_claim_ledger::damaged(const error& why) {
  storage_.distrust(partition_);
  fault_ = why;
  storage_.report("claim file is damaged", partition_, why);
  return std::unexpected(why);
}

std::size_t sealed_claim_ledger::hot_count() const {
  std::size_t count = 0;
  for (const auto* list : {&active_, &frozen_}) {
    for (const auto& hot : *list)
      count += hot->table.size();
  }
  return count;
}

claim_memory sealed_claim_ledger::memory() const {
  claim_memory out;
  for (const auto* list : {&active_, &frozen_}) {
    for (const auto& hot : *list) {
      out.hot_count += hot->table.size();
      out.hot_bytes += hot->table.memory_bytes();
    }
  }
  for (const auto& run : runs_) {
    out.sealed_count += run->count();
    out.sealed_bytes += run->memory_bytes();
  }
  return out;
}

bool sealed_claim_ledger::account() {
  const auto m = memory();
  const auto now = m.hot_bytes + m.sealed_bytes;
  const auto more = static_cast<std::ptrdiff_t>(now) - static_cast<std::ptrdiff_t>(accounted_);
  accounted_ = now;
  return storage_.account(more);
}

// Sealing ---------------------------------------------------------------------

seal_order sealed_claim_ledger::order(stream::offset next) const {
  return {folder_,
          {installation_, partition_, epoch_, next, 0},
          since_,
          [storage = &storage_] { return storage->next_id(); },
          nullptr};
}

void sealed_claim_ledger::committed(stream::offset next, arrival_day since) {
  if (since > since_) {
    since_ = since;
    std::erase_if(active_, [&](const auto& hot) { return hot->day < since_; });
  }
  collect();
  if (chore_ || !folder_ || fault_) return;
  const auto hot = hot_count();
  if (!seal_waits_ && (hot >= storage_.options().hot_most || active_.size() > hot_days_most)) {
    frozen_ = std::exchange(active_, {});
    frozen_next_ = high_;
    seal_waits_ = true;
  }
  // After each seal one merge may go first: runs do not pile up even where every commit brings a seal.
  auto alike = merge_waits_ ? run_list{} : choose_alike(runs_);
  if (std::exchange(merge_turn_, false) && !alike.empty()) return start_merge(std::move(alike));
  // What the database has not committed may never be counted, so it must never be found in a file.
  if (seal_waits_ && next >= frozen_next_ && hot >= retry_at_) return start_seal();
  if (merge_waits_) return;
  if (!alike.empty()) return start_merge(std::move(alike));
  for (const auto& run : runs_) {
    if ((run->week() + 1) * days_of_week <= since_) return start_merge({run});  // forgotten as a whole
  }
  if (auto group = choose_week_that_is_over(runs_); !group.empty()) start_merge(std::move(group));
}

void sealed_claim_ledger::start_seal() {
  chore_ = std::make_shared<chore>();
  chore_->hot = frozen_;
  start(chore::task::seal, frozen_next_);
}

void sealed_claim_ledger::start_merge(run_list runs) {
  chore_ = std::make_shared<chore>();
  chore_->runs = std::move(runs);
  start(chore::task::merge, sealed_next_);
}

void sealed_claim_ledger::start(chore::task what, stream::offset next) {
  chore_->what = what;
  chore_->order = order(next);
  chore_->order.stop = chore_->stop;
  chore_->all = runs_;
  storage_.chores().start([c = chore_] { perform(c); });
}

// Takes over what a chore that ended has made.
void sealed_claim_ledger::collect() {
  if (!chore_) return;
  {
    const std::scoped_lock hold(chore_->lock);
    if (!chore_->done) return;
  }
  const auto ended = std::exchange(chore_, nullptr);
  const bool was_seal = ended->what == chore::task::seal;
  if (!ended->outcome) {
    const auto& why = ended->outcome.error();
    ++storage_.failures;
    if (why.code == error_code::claim_file_corrupt) {
      (void)damaged(why);
      return;
    }
    const auto hot = hot_count();
    storage_.report(was_seal ? "claims stay in memory" : "claim files are not merged", partition_, why);
    retry_at_ = hot + std::max<std::size_t>(1, storage_.options().hot_most / 8);
    merge_waits_ = true;
    return;
  }
  runs_ = std::move(*ended->outcome);
  if (was_seal) {
    for (const auto& hot : frozen_)
      storage_.sealed += hot->table.size();
    frozen_.clear();
    seal_waits_ = false;
    sealed_next_ = frozen_next_;
    retry_at_ = 0;
    merge_waits_ = false;
    merge_turn_ = true;
  }
  (void)account();
}

void sealed_claim_ledger::forget_everything() {
  if (chore_) {
    chore_->stop->store(true);
    std::unique_lock hold(chore_->lock);
    chore_->ended.wait(hold, [this] { return !chore_->running; });
    hold.unlock();
    chore_.reset();
  }
  active_.clear();
  frozen_.clear();
  runs_.clear();
  fault_.reset();
  high_ = sealed_next_ = before_all;
  retry_at_ = 0;
  seal_waits_ = merge_waits_ = false;
  (void)account();
}

// Opening ---------------------------------------------------------------------

result<void> sealed_claim_ledger::open(stream::epoch epoch, stream::offset next, arrival_day since,
                                       const source& from) {
  forget_everything();
  epoch_ = epoch;
  since_ = since;
  installation_ = from.installation;
  auto folder = storage_.options().folder(installation_, partition_);
  if (!folder) {
    ++storage_.failures;
    storage_.report("claims stay in memory", partition_, folder.error());
    folder_ = nullptr;
  } else {
    folder_ = std::move(*folder);
  }
  auto found = find_runs(next);
  if (!found) return std::unexpected(found.error());
  if (auto done = load(from, *found, next); !done) return done;
  if (!account()) return fail(error_code::claim_memory_ceiling);
  return {};
}

result<sealed_claim_ledger::found_runs> sealed_claim_ledger::find_runs(stream::offset next) {
  found_runs out;
  if (!folder_) return out;
  auto manifest = read_claim_manifest(*folder_);
  if (manifest && !*manifest) return out;
  auto judge = [&]() -> std::optional<std::string> {
    if (storage_.distrusted(partition_)) return "a file proved damaged";
    if (!manifest) return manifest.error().detail;
    const auto& m = **manifest;
    if (m.installation != installation_ || m.partition != partition_) return "they are another partition's";
    if (m.next > next) return "the database stands at an earlier offset";
    for (const auto& wanted : m.runs) {
      auto run = sealed_run::open(*folder_, installation_, partition_, wanted.id);
      if (!run) return run.error().detail;
      if ((*run)->checksum() != wanted.checksum) return "a file is not the one that the manifest names";
      out.runs.push_back(std::move(*run));
    }
    out.next = m.next;
    out.since = m.since;
    return {};
  };
  out.fault = judge();
  if (out.fault) out = {{}, before_all, 0, std::move(out.fault)};
  return out;
}

// The files are believed when the database has the same claims before their offset: its sums say so without the claims
// being read. An epoch could not tell: after a restore it is given out a second time.
result<void> sealed_claim_ledger::load(const source& from, found_runs& found, stream::offset next) {
  since_ = std::max(since_, found.since);
  run_list made;
  claim_sums stored, sealed;
  if (auto done = load_part(from, found.next, next, made, stored); !done) return done;
  for (const auto& run : found.runs) {
    for (const auto& [day, sum] : run->sums()) {
      if (day >= since_) sealed[day].add(sum);
    }
  }
  if (!found.fault && sealed != stored) {
    found.fault = "the database has other claims before their offset";
    claim_sums nothing;
    if (auto done = load_part(from, before_all, found.next, made, nothing); !done) return done;
    found.runs.clear();
  }
  if (found.fault) {
    ++storage_.rebuilds;
    storage_.report("claim files are rebuilt from the database", partition_,
                    error(error_code::claim_file_corrupt, *found.fault));
  }
  runs_ = std::move(found.runs);
  sealed_next_ = found.fault ? before_all : found.next;
  if (!made.empty()) {
    // Some of what was loaded is in runs already: from here on they have all of it.
    runs_.insert(runs_.end(), made.begin(), made.end());
    frozen_ = std::exchange(active_, {});
    frozen_next_ = next;
    seal_waits_ = true;
    start_seal();
    collect();
  } else if (found.fault && folder_) {
    (void)folder_->remove(claim_manifest_name);
  }
  if (found.fault) storage_.trust(partition_);
  if (!chore_) remove_strays();
  return {};
}

result<void> sealed_claim_ledger::load_part(const source& from, stream::offset begin, stream::offset end,
                                            run_list& made, claim_sums& before) {
  result<void> done;
  auto sums = from.load(since_, begin, [&](arrival_day day, const claim_entry& entry) {
    if (!done || entry.offset >= end || day < since_) return;
    if (entry.offset < begin) {
      before[day].add(entry);
      return;
    }
    auto& hot = hot_of(day);
    hot.table.insert(storable(entry.identity), entry.content);
    hot.sum.add(entry);
    high_ = std::max(high_, entry.offset + 1);
    if (++fresh_ % account_every == 0 && !account()) done = fail(error_code::claim_memory_ceiling);
    if (++loaded_ >= storage_.options().hot_most) seal_loaded(end, made);
  });
  if (!sums) return std::unexpected(sums.error());
  for (const auto& [day, sum] : *sums) {
    if (day >= since_) before[day].add(sum);
  }
  return done;
}

// What is loaded has been committed; without this a rebuild would need the memory of the whole window.
void sealed_claim_ledger::seal_loaded(stream::offset next, run_list& made) {
  loaded_ = 0;
  if (!folder_) return;
  auto how = order(next);
  auto sealed = seal(how, active_);
  if (!sealed) {
    ++storage_.failures;
    storage_.report("claims stay in memory", partition_, sealed.error());
    return;
  }
  for (const auto& hot : active_)
    storage_.sealed += hot->table.size();
  active_.clear();
  made.insert(made.end(), sealed->begin(), sealed->end());
  for (auto group = choose_alike(made); !group.empty(); group = choose_alike(made)) {
    auto merged = merge(how, group);
    if (!merged) return;
    std::erase_if(made, [&](const auto& run) { return contains(group, run); });
    made.insert(made.end(), merged->begin(), merged->end());
    for (const auto& run : group)
      (void)folder_->remove(sealed_run::file_name(run->label().id));
  }
}

// Of owners that were killed while they sealed, and of files that are not believed.
void sealed_claim_ledger::remove_strays() {
  if (!folder_) return;
  auto names = folder_->list();
  if (!names) return;
  std::set<std::string> kept{claim_manifest_name};
  for (const auto& run : runs_)
    kept.insert(sealed_run::file_name(run->label().id));
  for (const auto& name : *names) {
    if (!kept.contains(name)) (void)folder_->remove(name);
  }
}

}  // namespace

std::unique_ptr<claim_ledger> make_sealed_claim_ledger(claim_storage& storage, stream::partition_number partition) {
  return std::make_unique<sealed_claim_ledger>(storage, partition);
}

}  // namespace weir::usage
