// What a worker supplies to the engine: how records become effects, and how effects are written.
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <span>

#include <weir/base/error.hpp>
#include <weir/stream/lease.hpp>
#include <weir/stream/log.hpp>
#include <weir/stream/store.hpp>

namespace weir::stream {

// How full the open batch is, in the units that end a batch.
struct batch_weight {
  std::size_t events = 0;
  std::size_t cells = 0;  // rows that the flush will touch
  bool urgent = false;    // flush now: somebody waits (a command)
};

// Effects of a run of records, sealed: they no longer change but for whole partitions being dropped.
class batch {
 public:
  virtual ~batch() = default;

  // What must be durable elsewhere before the transaction that names it begins, one piece for each call: true when
  // nothing is left to do. On the committer's thread, and not once more after that; leases are renewed meanwhile, so it
  // may take long. An error that is retryable repeats the piece; a batch that is fenced afterwards leaves it behind.
  virtual result<bool> prepare() { return true; }

  // Writes the effects of every partition that was not dropped. Called between advance() and commit(), on the
  // committer's thread; again for the same batch when a transaction was rolled back. Errors: definitions_changed
  // (re-match, below), retryable ones, and permanent ones, which end the process: a batch was validated before it was
  // sealed.
  virtual result<void> write(transaction& tx) = 0;

  virtual void drop(partition_number partition) = 0;
};

// All calls on the engine's thread; never concurrent with each other.
class processor {
 public:
  virtual ~processor() = default;

  // Rebuilds the memory that belongs to a partition as of lease.next. That may take longer than a lease lasts where
  // much is remembered, so `alive` is called every now and then: it renews what is due. It may close partitions.
  using pulse = std::function<void()>;
  virtual result<void> open(const lease& l, const pulse& alive) = 0;

  // Drops everything remembered of a partition: its memory and its part of the open batch.
  virtual void close(partition_number partition) = 0;

  // Adds one record's effects to the open batch. Records of a partition come in offset order without gaps. A record
  // that makes no sense is an effect too (a rejection), so errors are only those of the processor itself.
  virtual result<void> absorb(const record& r) = 0;

  // A hint: these records come to absorb() next, in this order, some of them perhaps not at all. A processor may decode
  // ahead what it keeps no effects of. Valid until the next call; not called while a record is in doubt, so that a
  // record that ends its owner is the one that was handed over.
  virtual void expect(std::span<const record>) {}

  // Sets a record aside without looking into it: it ended its owners.
  virtual result<void> quarantine(const record& r) = 0;

  virtual batch_weight weight() const = 0;

  // Takes the open batch; the next one starts empty but knows what this one remembers.
  virtual std::unique_ptr<batch> seal() = 0;

  // `b` is in the database. Batches end in the order in which they were sealed.
  virtual void committed(batch& b) = 0;

  // Called when `write` returned definitions_changed and everything open has been closed: reads the definitions anew.
  virtual result<void> reload() = 0;
};

}  // namespace weir::stream
