#include <limits>

#include <workers/usage/claim_ledger.hpp>

namespace weir::usage {
namespace {

class memory_claim_ledger final : public claim_ledger {
 public:
  explicit memory_claim_ledger(std::size_t most) : memory_most_(most) {}

  result<claim_answer> claim(arrival_day, const claim_entry& entry) override {
    const auto known = table_.insert(entry.identity, entry.content);
    if (!known) {
      if ((table_.size() & 0xfff) == 0 && table_.memory_bytes() > memory_most_)
        return fail(error_code::claim_memory_ceiling);
      return claim_answer::fresh;
    }
    return *known == entry.content ? claim_answer::duplicate : claim_answer::conflict;
  }

  void prefetch(const hash128& identity) const override { table_.prefetch(identity); }

  result<void> open(stream::epoch, stream::offset next, arrival_day since, const source& from) override {
    table_.clear();
    // From below every offset: what was counted of a log that is gone stands there (weir partition accept-loss).
    auto loaded = from.load(since, std::numeric_limits<stream::offset>::min(),
                            [this, next](arrival_day, const claim_entry& entry) {
                              // Another owner may have gone past `next` meanwhile, and a restored database may take
                              // that back.
                              if (entry.offset < next) table_.insert(entry.identity, entry.content);
                            });
    if (!loaded) return std::unexpected(loaded.error());
    return {};
  }

  void committed(stream::offset, arrival_day) override {}

  claim_memory memory() const override { return {table_.size(), table_.memory_bytes(), 0, 0}; }

 private:
  claim_table table_;
  std::size_t memory_most_;
};

}  // namespace

std::unique_ptr<claim_ledger> make_memory_claim_ledger(std::size_t memory_bytes_most) {
  return std::make_unique<memory_claim_ledger>(memory_bytes_most);
}

}  // namespace weir::usage
