#include <algorithm>

#include <weir/base/assert.hpp>
#include <weir/stream/memory_database.hpp>

namespace weir::stream {

void memory_database::restore(contents older) {
  for (auto& [partition, holder] : std::map(locks_))
    terminate_holder(partition);
  contents_ = std::move(older);
}

void memory_database::terminate_holder(partition_number partition) {
  auto it = locks_.find(partition);
  if (it == locks_.end()) return;
  auto* holder = it->second;
  holder->terminated_ = true;
  holder->release_locks();
}

// Transactions ----------------------------------------------------------------

memory_transaction::memory_transaction(memory_database& database, std::string owner, const store_faults& faults)
    : database_(database), owner_(std::move(owner)), faults_(faults) {}

memory_transaction::~memory_transaction() {
  release_locks();
}

result<std::vector<partition_number>> memory_transaction::advance(std::span<const progress> moves) {
  if (faults_.before) {
    if (auto bad = faults_.before("advance")) return std::unexpected(*bad);
  }
  if (terminated_) return fail(error_code::database_unavailable);
  std::vector<partition_number> fenced;
  for (const auto& move : moves) {
    auto holder = database_.locks_.find(move.partition);
    if (holder != database_.locks_.end() && holder->second != this) {
      release_locks();
      return fail(error_code::lock_timeout);
    }
    database_.locks_[move.partition] = this;
    auto row = database_.contents_.leases.find(move.partition);
    if (row == database_.contents_.leases.end() || row->second.epoch != move.epoch || row->second.next != move.from ||
        row->second.owner != owner_ || row->second.halted) {
      fenced.push_back(move.partition);
    }
  }
  moves_.assign(moves.begin(), moves.end());
  return fenced;
}

result<void> memory_transaction::stage(std::function<void(std::any&)> effect) {
  if (faults_.before) {
    if (auto bad = faults_.before("write")) return std::unexpected(*bad);
  }
  if (terminated_) return fail(error_code::database_unavailable);
  effects_.push_back(std::move(effect));
  return {};
}

commit_outcome memory_transaction::commit() {
  WEIR_ASSERT(!finished_, "a transaction ends once");
  if (faults_.before && faults_.before("commit")) {
    roll_back();
    return commit_outcome::rolled_back;
  }
  finished_ = true;
  auto reported = faults_.commit ? faults_.commit() : std::nullopt;
  if (terminated_) return commit_outcome::unknown;
  const bool applied =
      !reported || (*reported == commit_outcome::unknown && faults_.unknown_is_applied && faults_.unknown_is_applied());
  if (applied) {
    for (const auto& move : moves_) {
      auto& row = database_.contents_.leases.at(move.partition);
      row.next = move.next;
      row.last_fingerprint = move.last_fingerprint;
      row.lease_until_ms = database_.now_ms() + database_.lease_ms_;
      if (!move.keep_attempts) row.attempts = 0;
      row.isolated = 0;
    }
    for (auto& effect : effects_)
      effect(database_.contents_.tables);
  }
  release_locks();
  return reported.value_or(commit_outcome::committed);
}

void memory_transaction::roll_back() {
  finished_ = true;
  effects_.clear();
  release_locks();
}

void memory_transaction::release_locks() {
  std::erase_if(database_.locks_, [this](const auto& entry) { return entry.second == this; });
}

memory_store::memory_store(memory_database& database, std::string owner, store_faults faults)
    : database_(database), owner_(std::move(owner)), faults_(std::move(faults)) {}

result<std::unique_ptr<transaction>> memory_store::begin() {
  if (faults_.before) {
    if (auto bad = faults_.before("begin")) return std::unexpected(*bad);
  }
  return std::make_unique<memory_transaction>(database_, owner_, faults_);
}

result<store::resolution> memory_store::resolve(std::span<const progress> moves) {
  if (faults_.before) {
    if (auto bad = faults_.before("resolve")) return std::unexpected(*bad);
  }
  resolution out;
  for (const auto& move : moves) {
    if (database_.locked(move.partition)) return fail(error_code::lock_timeout);
    const auto it = database_.contents_.leases.find(move.partition);
    if (it == database_.contents_.leases.end() || it->second.epoch != move.epoch ||
        (it->second.next != move.from && it->second.next != move.next)) {
      out.fenced.push_back(move.partition);
    } else if (it->second.next == move.next) {
      out.committed = true;
    }
  }
  return out;
}

// Leases ----------------------------------------------------------------------

memory_lease_store::memory_lease_store(memory_database& database, std::string owner, store_faults faults)
    : database_(database), owner_(std::move(owner)), faults_(std::move(faults)) {}

std::optional<error> memory_lease_store::ask(std::string_view call) const {
  return faults_.before ? faults_.before(call) : std::nullopt;
}

result<void> memory_lease_store::prepare(partition_number count) {
  if (auto bad = ask("prepare")) return std::unexpected(*bad);
  auto& leases = database_.contents_.leases;
  for (partition_number p = 0; p < count; ++p)
    leases.try_emplace(p);
  if (leases.size() != static_cast<std::size_t>(count)) return fail(error_code::partition_count_mismatch);
  return {};
}

std::size_t memory_lease_store::share() const {
  const auto alive_since = database_.now_ms() - database_.lease_ms_;
  auto& owners = database_.contents_.owners;
  auto alive =
      static_cast<std::size_t>(std::ranges::count_if(owners, [&](auto& o) { return o.second >= alive_since; }));
  auto running = static_cast<std::size_t>(
      std::ranges::count_if(database_.contents_.leases, [](auto& row) { return !row.second.halted; }));
  alive = std::max<std::size_t>(alive, 1);
  return (running + alive - 1) / alive;
}

result<std::size_t> memory_lease_store::fair_share() {
  if (auto bad = ask("fair_share")) return std::unexpected(*bad);
  database_.contents_.owners[owner_] = database_.now_ms();
  return share();
}

result<std::vector<lease>> memory_lease_store::acquire(std::size_t held) {
  if (auto bad = ask("acquire")) return std::unexpected(*bad);
  database_.contents_.owners[owner_] = database_.now_ms();
  const auto most = share();
  std::vector<lease> out;
  for (auto& [partition, row] : database_.contents_.leases) {
    if (held + out.size() >= most) break;
    if (row.halted || row.lease_until_ms >= database_.now_ms()) continue;
    if (database_.locked(partition)) database_.terminate_holder(partition);
    const bool expired = !row.owner.empty();
    if (expired) ++row.attempts;
    ++row.epoch;
    row.owner = owner_;
    row.lease_until_ms = database_.now_ms() + database_.lease_ms_;
    out.push_back({partition, row.epoch, row.next, row.last_fingerprint, row.attempts, row.isolated, expired});
  }
  return out;
}

memory_database::lease_row* memory_lease_store::mine(partition_number partition, stream::epoch epoch) {
  auto it = database_.contents_.leases.find(partition);
  if (it == database_.contents_.leases.end() || it->second.epoch != epoch || it->second.owner != owner_) return nullptr;
  return &it->second;
}

result<std::vector<partition_number>> memory_lease_store::renew(std::span<const renewal> held) {
  if (auto bad = ask("renew")) return std::unexpected(*bad);
  std::vector<partition_number> lost;
  for (const auto& r : held) {
    auto* row = mine(r.partition, r.epoch);
    if (!row || (row->next != r.committed && row->next != r.sealed)) {
      lost.push_back(r.partition);
      continue;
    }
    row->lease_until_ms = database_.now_ms() + database_.lease_ms_;
    if (r.data_through) row->data_through = r.data_through;
  }
  return lost;
}

result<void> memory_lease_store::release(std::span<const renewal> held) {
  if (auto bad = ask("release")) return std::unexpected(*bad);
  for (const auto& r : held) {
    if (auto* row = mine(r.partition, r.epoch)) {
      row->owner.clear();
      row->lease_until_ms = -1;
    }
  }
  return {};
}

result<void> memory_lease_store::note_attempt(partition_number partition, stream::epoch epoch) {
  if (auto bad = ask("note_attempt")) return std::unexpected(*bad);
  if (auto* row = mine(partition, epoch)) {
    ++row->isolated;
    return {};
  }
  return fail(error_code::lease_lost);
}

result<void> memory_lease_store::mark_halted(const halt& why, stream::epoch epoch) {
  if (auto bad = ask("mark_halted")) return std::unexpected(*bad);
  if (auto* row = mine(why.partition, epoch)) {
    row->halted = why;
    row->owner.clear();
    row->lease_until_ms = -1;
  }
  return {};
}

result<timestamp> memory_lease_store::database_time() {
  if (auto bad = ask("database_time")) return std::unexpected(*bad);
  return timestamp::from_ms(database_.now_ms());
}

}  // namespace weir::stream
