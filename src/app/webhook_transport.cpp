#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <mutex>
#include <utility>

#include <src/app/webhook_transport.hpp>
#include <unistd.h>

#include <weir/http/webhook_client.hpp>

namespace weir::app {
namespace {

// After the first answer, for those that come with it: one transaction notes all of them, and meanwhile whoever waits
// for a lane gets it.
constexpr auto gathered_for = std::chrono::milliseconds(5);

webhooks::webhook_response response_of(std::uint64_t ticket, http::webhook_reply r) {
  webhooks::webhook_response out;
  out.ticket = ticket;
  out.status = r.status;
  out.retry_after_s = r.retry_after_s;
  out.refused = r.refused;
  out.duration_ms = static_cast<std::int32_t>(r.duration.count());
  out.body = std::move(r.body);
  out.error = std::move(r.error);
  return out;
}

class http_transport final : public webhooks::webhook_transport {
 public:
  http_transport(http::webhook_rules rules, http::webhook_client_options options)
      : client_(std::move(rules), std::move(options)) {}

  void send(webhooks::outgoing_webhook w) override {
    {
      const std::scoped_lock lock(mutex_);
      ++under_way_;
    }
    client_.post({std::move(w.url), std::move(w.headers), std::move(w.body)},
                 [this, ticket = w.ticket](http::webhook_reply r) { put(response_of(ticket, std::move(r))); });
  }

  std::vector<webhooks::webhook_response> wait(std::chrono::milliseconds patience) override {
    std::unique_lock lock(mutex_);
    changed_.wait_for(lock, patience, [this] { return woken_ || !come_.empty(); });
    if (!come_.empty()) changed_.wait_for(lock, gathered_for, [this] { return come_.size() >= under_way_; });
    woken_ = false;
    under_way_ -= come_.size();
    return std::exchange(come_, {});
  }

  void wake() override {
    {
      const std::scoped_lock lock(mutex_);
      woken_ = true;
    }
    changed_.notify_one();
  }

 private:
  void put(webhooks::webhook_response r) {
    {
      const std::scoped_lock lock(mutex_);
      come_.push_back(std::move(r));
    }
    changed_.notify_one();
  }

  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<webhooks::webhook_response> come_;
  std::size_t under_way_ = 0;  // those that have come included
  bool woken_ = false;
  http::webhook_client client_;  // the last: its thread uses everything above
};

}  // namespace

result<std::unique_ptr<webhooks::webhook_transport>> set_up_webhooks(const settings& s) {
  auto rules = http::webhook_rules::parse(s.webhook_ports, s.webhook_allowed_networks);
  if (!rules) return std::unexpected(rules.error());
  // Found out here, and not by every receiver's certificate being refused for days.
  if (!s.webhook_ca_file.empty() && ::access(s.webhook_ca_file.c_str(), R_OK) != 0)
    return fail(error_code::setting_invalid, "WEBHOOK_CA_FILE cannot be read");
  http::webhook_client_options options;
  options.ca_file = s.webhook_ca_file;
  return std::make_unique<http_transport>(std::move(*rules), std::move(options));
}

}  // namespace weir::app
