// Turns records of weir.events into mails to be sent. What comes twice is known by its event's id.
#pragma once

#include <utility>

#include <workers/notify/notify_store.hpp>

#include <weir/stream/collecting_processor.hpp>

namespace weir::notify {

class notify_processor final : public stream::collecting_processor<notice, mail_outcome> {
 public:
  // `committed`: called for each notice once its mail, or that there is none, is committed.
  explicit notify_processor(notify_store& store, observer committed = {})
      : collecting_processor(
            read_notice, [&store](stream::transaction& tx, const std::vector<notice>& n) { return store.write(tx, n); },
            pace::unhurried, std::move(committed)) {}
};

}  // namespace weir::notify
