#include <algorithm>

#include <weir/base/assert.hpp>
#include <weir/base/failpoint.hpp>
#include <weir/stream/flush.hpp>

namespace weir::stream {

flush::flush(store& where, std::unique_ptr<batch> what, std::vector<progress> moves)
    : store_(where), batch_(std::move(what)), moves_(std::move(moves)) {
  std::ranges::sort(moves_, {}, &progress::partition);
}

std::optional<error> flush::step() {
  WEIR_ASSERT(!done(), "a flush ends once");
  switch (stage_) {
    case stage::prepare: {
      auto prepared = batch_->prepare();
      if (!prepared) return again(prepared.error());
      if (!*prepared) return {};
      stage_ = stage::begin;
      [[fallthrough]];
    }
    case stage::begin: {
      auto begun = store_.begin();
      if (!begun) return again(begun.error());
      transaction_ = std::move(*begun);
      stage_ = stage::advance;
      return {};
    }
    case stage::advance: {
      WEIR_FAILPOINT("flush.before_advance");
      auto lost = transaction_->advance(moves_);
      WEIR_FAILPOINT("flush.after_advance");
      if (!lost) return again(lost.error());
      if (lost->empty()) {
        stage_ = stage::write;
        return {};
      }
      // Effects of a fenced partition must not reach the database, so the whole transaction goes and the rest comes
      // again.
      transaction_->roll_back();
      transaction_.reset();
      drop(*lost);
      stage_ = stage::begin;
      return {};
    }
    case stage::write: {
      auto written = batch_->write(*transaction_);
      if (!written) {
        if (written.error().code == error_code::definitions_changed) {
          transaction_->roll_back();
          transaction_.reset();
          end(verdict::definitions_changed);
          return {};
        }
        return again(written.error());
      }
      stage_ = stage::commit;
      return {};
    }
    case stage::commit: {
      WEIR_FAILPOINT("flush.before_commit");
      const auto outcome = transaction_->commit();
      WEIR_FAILPOINT("flush.after_commit");
      transaction_.reset();
      switch (outcome) {
        case commit_outcome::committed:
          end(verdict::committed);
          break;
        case commit_outcome::rolled_back:
          stage_ = stage::begin;
          return error(error_code::database_conflict);
        case commit_outcome::unknown:
          stage_ = stage::resolve;
          break;
      }
      return {};
    }
    case stage::resolve: {
      WEIR_FAILPOINT("flush.before_resolve");
      auto resolved = store_.resolve(moves_);
      if (!resolved) return again(resolved.error());
      if (resolved->committed) {
        end(verdict::committed);
        // What a successor owns by now is in the database, but is no longer ours.
        ending_->fenced.insert(ending_->fenced.end(), resolved->fenced.begin(), resolved->fenced.end());
        return {};
      }
      drop(resolved->fenced);
      if (!done()) stage_ = stage::begin;
      return {};
    }
  }
  return {};
}

void flush::drop(const std::vector<partition_number>& fenced) {
  for (auto partition : fenced) {
    batch_->drop(partition);
    std::erase_if(moves_, [&](const progress& p) { return p.partition == partition; });
    fenced_.push_back(partition);
  }
  if (moves_.empty()) end(verdict::nothing_left);
}

void flush::end(verdict v, std::optional<error> cause) {
  ending_ = ending{v, std::move(fenced_), std::move(cause)};
}

std::optional<error> flush::again(error cause) {
  if (stage_ != stage::resolve && stage_ != stage::prepare) {
    if (transaction_) transaction_->roll_back();
    transaction_.reset();
    stage_ = stage::begin;
  }
  if (cause.retryable()) return cause;
  end(verdict::failed, std::move(cause));
  return {};
}

}  // namespace weir::stream
