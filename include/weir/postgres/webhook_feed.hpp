// `webhook_messages` as a feed. Within one partition of weir.events messages become visible in the order of their
// numbers, as the flushes of a partition follow one another; between partitions they do not. So a reader's place is one
// number for each partition, and it never skips a message that is committed later.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include <weir/postgres/executor.hpp>

namespace weir::postgres::webhook_feed {

using places = std::map<std::int32_t, std::int64_t>;  // partition → number of the last message that was read

// The newest message of each partition that the webhooks worker reads, or what passed() says when that is more. Needs
// tenant_scope::platform(): whoever sees one tenant's rows sees one tenant's newest.
result<places> newest(executor& in);

// The last message of each partition that retention deleted; none: it is not there.
result<places> passed(executor& in);

struct entry {
  std::int32_t partition = 0;
  std::int64_t number = 0;
  std::optional<std::int32_t> tenant_number{};
  std::string type;
};
// What comes after these places, in the order of numbers, in the partitions that `after` names. `tenant_number`: of
// this tenant alone.
result<std::vector<entry>> entries(executor& in, const places& after, std::optional<std::int32_t> tenant_number,
                                   std::int32_t most);

struct message {
  std::string id;
  std::string type;
  std::string body;
};
// By number; what is not there is left out.
result<std::map<std::int64_t, message>> messages(executor& in, const std::vector<std::int64_t>& numbers);

}  // namespace weir::postgres::webhook_feed
