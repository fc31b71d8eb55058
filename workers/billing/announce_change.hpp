// What a command has changed: told to whoever listens, and to who asked.
#pragma once

#include <cstdint>
#include <string>

#include <weir/contract/domain_event.hpp>
#include <weir/postgres/command_handler.hpp>

namespace weir::billing {

struct changed_object {
  contract::event_type type{};
  std::string id;
  std::int64_t version = 1;  // that the change has made
  std::string shown;         // JSON: how it is now
  std::string before{};      // JSON, or empty
  int http_status = 200;
};

// Of the tenant that the command names.
result<postgres::command_outcome> announce_change(postgres::executor& in, const postgres::command_origin& c,
                                                  changed_object what);

}  // namespace weir::billing
