// The audit trail's export in pages: checkpoints before entries, so that whatever a checkpoint vouches for comes after
// it, however much is chained while somebody reads.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include <weir/postgres/audit.hpp>
#include <weir/postgres/executor.hpp>

namespace weir::api {

struct export_place {
  std::string section = "checkpoints";  // then "keys", "entries"
  postgres::audit::chain_cursor after{};
};

struct export_page {
  std::string lines;                   // contract/audit_lines.hpp, without the line at the end
  std::optional<export_place> next{};  // nothing: that was all
};

// About `most` checkpoints, keys and entries of one chain, or of all that the transaction sees.
result<export_page> read_export(postgres::executor& in, std::optional<std::int32_t> tenant_number,
                                const export_place& from, std::int32_t most);

}  // namespace weir::api
