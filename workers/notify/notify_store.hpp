// What the notify worker needs of the database to turn announcements into mails. The real one is postgres_notify_store.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include <workers/notify/notice.hpp>

#include <weir/base/error.hpp>
#include <weir/stream/store.hpp>

namespace weir::notify {

enum class outcome : std::uint8_t {
  queued,
  repeated,  // this event has written to this person before
  unwanted,  // nobody to write to, switched off, no new device, too old
};

// What came of one mail: several of a notice that goes to several people.
struct mail_outcome {
  std::string_view kind;
  outcome what{};

  bool operator==(const mail_outcome&) const = default;
};

class notify_store {
 public:
  virtual ~notify_store() = default;

  // Inside a flush's transaction: the mails of these notices, one for each event and person, tokens included. What came
  // of each notice, at least one outcome each, in their order.
  virtual result<std::vector<mail_outcome>> write(stream::transaction& tx, const std::vector<notice>& notices) = 0;
};

}  // namespace weir::notify
