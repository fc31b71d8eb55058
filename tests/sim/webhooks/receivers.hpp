// The other side of webhooks: receivers with their moods, and the way to them.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include <tests/sim/random.hpp>
#include <workers/webhooks/webhook_transport.hpp>

namespace weir::sim {

enum class mood { well, moody, hopeless, leaving };  // leaving: answers 410 now and then

struct receipt {
  std::string message_id;
  std::string body;
  bool accepted = false;
};

struct receivers {
  std::map<std::string, mood> moods;                // by URL
  std::map<std::string, std::vector<receipt>> got;  // by URL
  bool healing = false;
};

// `in_order`: messages that were delivered, as they were announced. The first that arrived before all earlier ones had
// been accepted; empty: there is none.
std::string first_too_early(const std::vector<receipt>& got, const std::vector<std::string>& in_order);

// Of one process. What is under way when it is killed has arrived or not.
class sim_transport final : public webhooks::webhook_transport {
 public:
  sim_transport(receivers& where, rng& random) : where_(where), random_(random) {}

  void send(webhooks::outgoing_webhook w) override { under_way_.push_back(std::move(w)); }
  std::vector<webhooks::webhook_response> wait(std::chrono::milliseconds) override;
  void wake() override {}
  void kill();

 private:
  std::int32_t arrive(const webhooks::outgoing_webhook& w);  // what it is answered; 0: nothing

  receivers& where_;
  rng& random_;
  std::vector<webhooks::outgoing_webhook> under_way_;
};

}  // namespace weir::sim
