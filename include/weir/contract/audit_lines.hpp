// The audit trail's export: one JSON object in each line, whose member "kind" says what it is. An export has first all
// checkpoints, then all keys, then the entries of each chain in order with what is known beside them, and at the end of
// each page a line that says whether that is all. docs/audit.md shows it to others.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include <weir/base/error.hpp>
#include <weir/domain/audit_verify.hpp>

namespace weir::contract {

struct audit_key_line {
  domain::audit_key key;
  timestamp created_at{};
  std::optional<timestamp> retired_at{};
};

struct audit_personal_line {
  std::string chain;
  domain::personal_value value;
};

struct audit_end_line {
  std::optional<std::string> next_cursor{};  // nothing: the export is whole
};

using audit_line =
    std::variant<domain::audit_checkpoint, audit_key_line, domain::audit_entry, audit_personal_line, audit_end_line>;

// With its line feed.
std::string write_audit_line(const audit_line& line);

// Error: record_malformed. Members that are not known are passed over.
result<audit_line> read_audit_line(std::string_view text);

// {"keys":[…]} as RFC 7517 and RFC 8037 have it, and back (others' members and keys of other types are passed over).
std::string write_audit_keys(std::span<const audit_key_line> keys);
result<std::vector<domain::audit_key>> read_audit_keys(std::string_view json);

}  // namespace weir::contract
