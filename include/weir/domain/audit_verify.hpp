// Checks a chain of the audit trail with nothing but itself and public keys, and names the first thing that is wrong.
//
// What it cannot see: entries after the newest checkpoint that were cut off, and a chain whose tail was cut together
// with the checkpoints over it. Against both stands a copy of the checkpoints elsewhere (an older export): give them
// too.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include <weir/domain/audit_chain.hpp>

namespace weir::domain {

enum class audit_fault : std::uint8_t {
  altered,    // an entry, or personal data beside it, is not what its hash says
  missing,    // an entry or a checkpoint is not there
  reordered,  // entries stand in another order than they were chained in
  forged,     // written anew with a hash of its own, or a signature does not fit
  cut,        // the chain ends before its newest checkpoint
};
std::string_view name(audit_fault f);

struct audit_problem {
  audit_fault what{};
  std::string chain;
  std::int64_t sequence = 0;                 // of the first entry that is not as it was
  std::optional<std::int64_t> checkpoint{};  // when it is about a checkpoint
  std::string explanation;
};

// Personal data beside the chain, as far as it was not erased.
struct personal_value {
  std::int64_t sequence = 0;
  std::string name;
  std::string salt;
  std::string value;
};

struct audit_evidence {
  std::span<const audit_entry> entries;           // of one chain, in the order in which they are stored
  std::span<const audit_checkpoint> checkpoints;  // of the same chain, by number
  std::span<const audit_key> keys;                // that may have signed
  std::span<const personal_value> personal{};
  std::span<const audit_checkpoint> kept{};  // that were copied away earlier; the chain must still fit them
};

// Nothing: all of it fits.
std::optional<audit_problem> verify_chain(std::string_view chain, const audit_evidence& given);

}  // namespace weir::domain
