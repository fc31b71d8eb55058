// How webhooks leave: the port that the sender of deliveries has to HTTP. The real one is app's webhook_transport.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace weir::webhooks {

struct outgoing_webhook {
  std::uint64_t ticket = 0;  // comes back with the answer
  std::string url;
  std::vector<std::pair<std::string, std::string>> headers;
  std::string body;
};

struct webhook_response {
  std::uint64_t ticket = 0;
  std::int32_t status = 0;         // 0: none came, and error says why
  std::int64_t retry_after_s = 0;  // what it asks for; 0: nothing
  bool refused = false;            // nothing was sent: webhooks may not go there
  std::int32_t duration_ms = 0;
  std::string body{};  // its first kilobyte at most, UTF-8 without NUL
  std::string error{};
};

class webhook_transport {
 public:
  virtual ~webhook_transport() = default;

  // Begins to send. Each gets one answer, within the time that an attempt may last.
  virtual void send(outgoing_webhook w) = 0;

  // The answers that have come; none after `patience`, or when wake() was called.
  virtual std::vector<webhook_response> wait(std::chrono::milliseconds patience) = 0;

  // Ends the wait that is under way, or the next one. Any thread; the others on one.
  virtual void wake() = 0;
};

}  // namespace weir::webhooks
