// The real stores of webhooks between faults: what a history says happens in front of a call, or behind it.
#pragma once

#include <functional>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include <tests/sim/faulty_stores.hpp>
#include <workers/webhooks/delivery_queue.hpp>
#include <workers/webhooks/postgres_webhooks_store.hpp>

namespace weir::sim {

// Faults in front of each call, and behind it, when it is done and nobody knows.
class faulty_queue final : public webhooks::delivery_queue {
 public:
  using fault = std::function<std::optional<error>(std::string_view call)>;
  faulty_queue(webhooks::delivery_queue& real, fault f) : real_(real), fault_(std::move(f)) {}

  result<std::vector<webhooks::due_webhook>> take(std::int32_t most) override {
    if (auto bad = fault_("in take")) return std::unexpected(*bad);
    auto out = real_.take(most);
    if (auto bad = fault_("after take")) return std::unexpected(*bad);
    return out;
  }
  std::chrono::milliseconds rest(std::chrono::milliseconds most) override { return real_.rest(most); }
  result<void> note(const std::vector<webhooks::ended>& all) override {
    if (auto bad = fault_("in note")) return std::unexpected(*bad);
    auto out = real_.note(all);
    if (auto bad = fault_("after note")) return std::unexpected(*bad);
    return out;
  }

 private:
  webhooks::delivery_queue& real_;
  fault fault_;
};

class faulty_webhooks_store final : public webhooks::webhooks_store {
 public:
  explicit faulty_webhooks_store(faulty_queue::fault f) : fault_(std::move(f)) {}
  result<std::int64_t> write(stream::transaction& tx, const std::vector<webhooks::webhook_message>& all) override {
    if (auto bad = fault_("in write")) return std::unexpected(*bad);
    return real_.write(real_transaction(tx), all);
  }

 private:
  webhooks::postgres_webhooks_store real_;
  faulty_queue::fault fault_;
};

}  // namespace weir::sim
