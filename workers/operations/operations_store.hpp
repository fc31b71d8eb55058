// What the operations worker needs of the database. The real one is postgres_operations_store; the twin is
// memory_operations_store.
#pragma once

#include <optional>
#include <span>
#include <string>

#include <weir/contract/command.hpp>
#include <weir/stream/publisher.hpp>
#include <weir/stream/store.hpp>

namespace weir::operations {

// A record of weir.commands, read.
struct received_command {
  stream::position at;
  std::string id;                   // cmd_…; follows from `at` when the record names none
  std::string type;                 // as the record says, or "unknown"
  std::string principal;            // as the record says, or "unknown"
  std::string request;              // req_… that asked for it, or empty
  timestamp issued_at;              // by the clock of the API; of a record that cannot be read, 1970
  std::optional<tenant_id> tenant;  // nothing: the platform's
  std::optional<contract::command_body> body;
  std::optional<error> refused;  // why there is no body
};

// The job that a command asks for: one for each command, with an id that follows from it.
std::string job_of(const std::string& command_id);
inline constexpr std::string_view redrive_kind = "redrive";

class operations_store {
 public:
  virtual ~operations_store() = default;

  // Carries out commands inside a flush's transaction, in order; one that was handled before has no effect. What a
  // command asks for and cannot have is its result, not an error.
  virtual result<void> write(stream::transaction& tx, std::span<const received_command> commands) = 0;
};

}  // namespace weir::operations
