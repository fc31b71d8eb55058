// Sends what is due, many at a time on one thread. Several processes may do it: a delivery is leased while it is sent.
//
// A webhook leaves at least once: the receiver's answer and the row's update are two systems. Who is killed between
// them sends it again when the lease has run out, under the same id.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include <workers/webhooks/delivery_queue.hpp>
#include <workers/webhooks/webhook_transport.hpp>

#include <weir/base/error.hpp>

namespace weir::webhooks {

struct sender_options {
  std::string user_agent;
  std::int32_t most_under_way = 256;
};

class delivery_sender {
 public:
  // Called for each attempt once what came of it is noted.
  using observer = std::function<void(domain::webhook_verdict)>;

  // `chance`: a random number at each call; parts those that failed at one moment.
  delivery_sender(delivery_queue& queue, webhook_transport& transport, sender_options o,
                  std::function<std::uint32_t()> chance, observer noted = {})
      : queue_(queue),
        transport_(transport),
        options_(std::move(o)),
        chance_(std::move(chance)),
        observer_(std::move(noted)) {}

  // Takes what is due while there is room, sends it, waits up to `patience` for answers, notes them. Errors: the
  // database's; what has ended is kept and noted by a later turn.
  result<void> turn(std::chrono::milliseconds patience);

  // The same without taking more.
  result<void> finish(std::chrono::milliseconds patience);

  // Under way, or ended and not noted yet.
  std::size_t count_open() const { return under_way_.size() + ended_.size(); }

 private:
  result<bool> take();  // whether there was anything, or could not have been
  void send(due_webhook w);
  void collect(std::chrono::milliseconds patience);
  result<void> note();
  result<void> note_each();
  void tell(const ended& e) const;

  delivery_queue& queue_;
  webhook_transport& transport_;
  sender_options options_;
  std::function<std::uint32_t()> chance_;
  observer observer_;
  std::uint64_t last_ticket_ = 0;
  std::map<std::uint64_t, postgres::webhook_queue::due_delivery> under_way_;  // by ticket
  std::vector<ended> ended_;                                                  // and not noted
};

}  // namespace weir::webhooks
