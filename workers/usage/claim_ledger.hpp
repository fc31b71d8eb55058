// What one partition remembers of counted events, behind one question: was this identity counted, and with this
// content?
//
// The authority is the append-only runs in the database, written in the flush that counts. This is its memory: the
// newest identities in a claim_table, the older ones sealed in sorted files on local disk behind filters. Exact for the
// whole acceptance window; never evicts: at its ceiling it says so.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>

#include <workers/usage/claim_run.hpp>
#include <workers/usage/claim_storage.hpp>
#include <workers/usage/usage_store.hpp>

#include <weir/base/error.hpp>
#include <weir/stream/lease.hpp>

namespace weir::usage {

enum class claim_answer { fresh, duplicate, conflict };

struct claim_memory {
  std::size_t hot_count = 0;
  std::size_t hot_bytes = 0;
  std::size_t sealed_count = 0;
  std::size_t sealed_bytes = 0;  // memory, not disk
};

class claim_ledger {
 public:
  virtual ~claim_ledger() = default;

  // Whether this identity is remembered; a fresh one is from now on. Errors: claim_memory_ceiling (fatal),
  // claim_file_corrupt, claim_file_io (retryable: open the partition again, the file is rebuilt from the database).
  virtual result<claim_answer> claim(arrival_day day, const claim_entry& entry) = 0;

  // Hints that this identity will be asked about soon.
  virtual void prefetch(const hash128&) const {}

  // Begins with what the database has up to `next`, under `epoch`, of `since` and later; forgets everything else. What
  // stands at `next` or behind it is another owner's, and is left out. Errors: those of loading, claim_memory_ceiling.
  struct source {
    hash128 installation;  // tells this database's claims from another's
    std::function<result<claim_sums>(arrival_day since, stream::offset from, const take_claim& take)> load;
  };
  virtual result<void> open(stream::epoch epoch, stream::offset next, arrival_day since, const source& from) = 0;

  // Everything before `next` is committed: it may be sealed, and days before `since` may be forgotten. A ledger that
  // cannot seal goes on in memory until its ceiling.
  virtual void committed(stream::offset next, arrival_day since) = 0;

  virtual claim_memory memory() const = 0;
};

// All in memory: for what lives shortly.
std::unique_ptr<claim_ledger> make_memory_claim_ledger(std::size_t memory_bytes_most);

// Two tiers. `storage` outlives it.
std::unique_ptr<claim_ledger> make_sealed_claim_ledger(claim_storage& storage, stream::partition_number partition);

}  // namespace weir::usage
