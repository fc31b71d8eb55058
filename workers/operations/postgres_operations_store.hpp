// The operations store in PostgreSQL.
#pragma once

#include <map>
#include <string_view>
#include <utility>

#include <workers/operations/operations_store.hpp>

#include <weir/base/time.hpp>
#include <weir/postgres/command_handler.hpp>

namespace weir::operations {

class postgres_operations_store final : public operations_store {
 public:
  // By type of command: those of other workers. Redrives and discards are carried out here.
  using handlers = std::map<std::string_view, postgres::command_handler>;

  explicit postgres_operations_store(clock_source& clock, handlers others = {})
      : clock_(clock), others_(std::move(others)) {}

  result<void> write(stream::transaction& tx, std::span<const received_command> commands) override;

 private:
  result<postgres::command_outcome> answer(postgres::executor& in, const received_command& c,
                                           std::optional<std::int32_t>& tenant) const;

  clock_source& clock_;
  handlers others_;
};

}  // namespace weir::operations
