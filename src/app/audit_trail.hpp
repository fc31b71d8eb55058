// A whole audit trail in memory, chain by chain, and what is wrong with it.
#pragma once

#include <istream>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include <weir/base/error.hpp>
#include <weir/domain/audit_verify.hpp>

namespace weir::app {

struct audit_chain {
  std::vector<domain::audit_entry> entries;
  std::vector<domain::audit_checkpoint> checkpoints;
  std::vector<domain::personal_value> personal;
  std::vector<domain::audit_checkpoint> kept;  // of an older export
  std::optional<domain::audit_head> head{};    // as the database has it beside the chain
};

struct audit_trail {
  std::map<std::string, audit_chain> chains;
  std::vector<domain::audit_key> keys;
  bool whole = false;  // its last line says that nothing follows
};

// An export, all its pages one after another. Error: record_malformed, with the line.
result<audit_trail> read_audit_file(std::istream& in);

struct audit_verdict {
  std::size_t chains = 0, entries = 0, checkpoints = 0;
  std::size_t unsigned_entries = 0;  // after the newest checkpoint of their chain
  std::optional<domain::audit_problem> problem{};
};

// Of the first chain, by name, in which something is wrong.
audit_verdict verify_trail(const audit_trail& t);

// {"ok", "chains", "entries", "checkpoints", "unsigned_entries", "problem"?}
std::string verdict_json(const audit_verdict& v);

}  // namespace weir::app
