#include <tests/sim/faulty_stores.hpp>

#include <weir/base/assert.hpp>

namespace weir::sim {
namespace {

struct asker {
  world::faults faults;
  std::function<void()> before_call;

  std::optional<error> operator()(std::string_view call) const {
    before_call();
    return faults.before ? faults.before(call) : std::nullopt;
  }
};

class faulty_transaction final : public stream::transaction {
 public:
  faulty_transaction(std::unique_ptr<stream::transaction> real, const asker& ask) : real_(std::move(real)), ask_(ask) {}

  result<std::vector<stream::partition_number>> advance(std::span<const stream::progress> moves) override {
    if (auto bad = ask_("advance")) return std::unexpected(*bad);
    return real_->advance(moves);
  }

  stream::commit_outcome commit() override {
    if (ask_("commit")) {
      real_->roll_back();
      return stream::commit_outcome::rolled_back;
    }
    const auto reported = ask_.faults.commit ? ask_.faults.commit() : std::nullopt;
    const bool applied =
        !reported || (*reported == stream::commit_outcome::unknown && ask_.faults.unknown_is_applied());
    if (!applied) {
      real_->roll_back();
      return *reported;
    }
    const auto truth = real_->commit();
    return truth == stream::commit_outcome::committed ? reported.value_or(truth) : truth;
  }

  void roll_back() override { real_->roll_back(); }

  stream::transaction& real() { return *real_; }

 private:
  std::unique_ptr<stream::transaction> real_;
  const asker& ask_;
};

class faulty_store final : public stream::store {
 public:
  faulty_store(std::unique_ptr<stream::store> real, const asker& ask) : real_(std::move(real)), ask_(ask) {}

  result<std::unique_ptr<stream::transaction>> begin() override {
    if (auto bad = ask_("begin")) return std::unexpected(*bad);
    auto begun = real_->begin();
    if (!begun) return std::unexpected(begun.error());
    return std::make_unique<faulty_transaction>(std::move(*begun), ask_);
  }

  result<resolution> resolve(std::span<const stream::progress> moves) override {
    if (auto bad = ask_("resolve")) return std::unexpected(*bad);
    return real_->resolve(moves);
  }

 private:
  std::unique_ptr<stream::store> real_;
  asker ask_;
};

class faulty_leases final : public stream::lease_store {
 public:
  faulty_leases(std::unique_ptr<stream::lease_store> real, asker ask) : real_(std::move(real)), ask_(std::move(ask)) {}

  result<void> prepare(stream::partition_number count) override {
    if (auto bad = ask_("prepare")) return std::unexpected(*bad);
    return real_->prepare(count);
  }
  result<std::vector<stream::lease>> acquire(std::size_t held) override {
    if (auto bad = ask_("acquire")) return std::unexpected(*bad);
    return real_->acquire(held);
  }
  result<std::size_t> fair_share() override {
    if (auto bad = ask_("fair_share")) return std::unexpected(*bad);
    return real_->fair_share();
  }
  result<std::vector<stream::partition_number>> renew(std::span<const renewal> held) override {
    if (auto bad = ask_("renew")) return std::unexpected(*bad);
    return real_->renew(held);
  }
  result<void> release(std::span<const renewal> held) override {
    if (auto bad = ask_("release")) return std::unexpected(*bad);
    return real_->release(held);
  }
  result<void> note_attempt(stream::partition_number partition, stream::epoch epoch) override {
    if (auto bad = ask_("note_attempt")) return std::unexpected(*bad);
    return real_->note_attempt(partition, epoch);
  }
  result<void> mark_halted(const stream::halt& why, stream::epoch epoch) override {
    if (auto bad = ask_("mark_halted")) return std::unexpected(*bad);
    return real_->mark_halted(why, epoch);
  }
  result<timestamp> database_time() override {
    if (auto bad = ask_("database_time")) return std::unexpected(*bad);
    return real_->database_time();
  }

 private:
  std::unique_ptr<stream::lease_store> real_;
  asker ask_;
};

class faulty_usage final : public usage::usage_store {
 public:
  faulty_usage(std::unique_ptr<usage::usage_store> real, asker ask) : real_(std::move(real)), ask_(std::move(ask)) {}

  result<keyed_hash::key_type> claim_key() override {
    if (auto bad = ask_("claim_key")) return std::unexpected(*bad);
    return real_->claim_key();
  }
  result<usage::definitions_snapshot> load_definitions() override {
    if (auto bad = ask_("load_definitions")) return std::unexpected(*bad);
    return real_->load_definitions();
  }
  result<std::optional<usage::tenant_facts>> find_tenant(tenant_id id) override {
    if (auto bad = ask_("find_tenant")) return std::unexpected(*bad);
    return real_->find_tenant(id);
  }
  result<std::optional<usage::history_facts>> find_history_import(history_import_id id) override {
    if (auto bad = ask_("find_history_import")) return std::unexpected(*bad);
    return real_->find_history_import(id);
  }
  result<usage::claim_sums> load_claims(stream::partition_number partition, usage::arrival_day since,
                                        stream::offset from, const usage::take_claim& take) override {
    if (auto bad = ask_("load_claims")) return std::unexpected(*bad);
    return real_->load_claims(partition, since, from, take);
  }
  result<usage::arrival_day> claims_since() override {
    if (auto bad = ask_("claims_since")) return std::unexpected(*bad);
    return real_->claims_since();
  }
  result<std::optional<std::int64_t>> last_version(stream::partition_number partition, stream::offset next) override {
    if (auto bad = ask_("last_version")) return std::unexpected(*bad);
    return real_->last_version(partition, next);
  }
  result<void> write(stream::transaction& tx, const usage::usage_effects& effects) override {
    if (auto bad = ask_("write")) return std::unexpected(*bad);
    return real_->write(real_transaction(tx), effects);
  }

 private:
  std::unique_ptr<usage::usage_store> real_;
  asker ask_;
};

}  // namespace

stream::transaction& real_transaction(stream::transaction& tx) {
  auto* mine = dynamic_cast<faulty_transaction*>(&tx);
  WEIR_ASSERT(mine != nullptr, "a history's flush runs on a history's transaction");
  return mine->real();
}

world::stores with_faults(world::stores real, const world::faults& f, std::function<void()> before_call) {
  const asker ask{f, std::move(before_call)};
  return {std::make_unique<faulty_leases>(std::move(real.leases), ask),
          std::make_unique<faulty_store>(std::move(real.flushes), ask),
          std::make_unique<faulty_usage>(std::move(real.usage), ask)};
}

}  // namespace weir::sim
