// One batch on its way into the database, as a machine of single store calls, so that a simulation can stop it
// anywhere.
//
// prepare → begin → advance → write → commit; a fenced partition is taken out and the rest goes again; a retryable
// error goes again; an unknown outcome is resolved by reading the rows. It ends only when it knows.
#pragma once

#include <memory>
#include <optional>
#include <vector>

#include <weir/stream/processor.hpp>
#include <weir/stream/store.hpp>

namespace weir::stream {

class flush {
 public:
  flush(store& where, std::unique_ptr<batch> what, std::vector<progress> moves);

  enum class verdict {
    committed,            // what is left of the batch is in the database
    nothing_left,         // every partition was fenced
    definitions_changed,  // nothing is in the database; match again
    failed,               // a permanent or fatal error: the process must end
  };

  struct ending {
    flush::verdict verdict{};
    std::vector<partition_number> fenced;
    std::optional<error> cause;  // with failed
  };

  // Makes one store call. Returns the error of that call when it is to be repeated later (back off first).
  std::optional<error> step();

  bool done() const { return ending_.has_value(); }
  const ending& result() const { return *ending_; }

  batch& content() { return *batch_; }
  const std::vector<progress>& moves() const { return moves_; }  // without the fenced ones

 private:
  enum class stage { prepare, begin, advance, write, commit, resolve };

  void drop(const std::vector<partition_number>& fenced);
  void end(verdict v, std::optional<error> cause = {});
  std::optional<error> again(error cause);

  store& store_;
  std::unique_ptr<batch> batch_;
  std::vector<progress> moves_;
  std::vector<partition_number> fenced_;
  std::unique_ptr<transaction> transaction_;
  stage stage_ = stage::prepare;
  std::optional<ending> ending_;
};

}  // namespace weir::stream
