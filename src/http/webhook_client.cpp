#include <mutex>
#include <thread>
#include <unordered_map>

#include <curl/curl.h>
#include <pthread.h>
#include <src/http/curl_start.hpp>
#include <src/http/webhook_transfer.hpp>

#include <weir/base/assert.hpp>

namespace weir::http {
namespace {

constexpr int look_each_ms = 1'000;

}  // namespace

class webhook_client::implementation {
 public:
  implementation(webhook_rules rules, webhook_client_options options)
      : rules_(std::move(rules)), options_(std::move(options)) {
    start_curl();
    multi_ = curl_multi_init();
    WEIR_ASSERT(multi_ != nullptr, "libcurl has memory for a handle");
    curl_multi_setopt(multi_, CURLMOPT_MAXCONNECTS, static_cast<long>(options_.most_idle_connections));
    thread_ = std::jthread([this](const std::stop_token& stop) {
      pthread_setname_np(pthread_self(), "webhook http");
      run(stop);
    });
  }

  ~implementation() {
    thread_.request_stop();
    curl_multi_wakeup(multi_);
    thread_.join();
    for (auto& [handle, transfer] : running_)
      curl_multi_remove_handle(multi_, handle);
    running_.clear();
    curl_multi_cleanup(multi_);
  }

  void post(webhook_post what, receiver done) {
    auto made = std::make_unique<webhook_transfer>(rules_, options_, std::move(what), std::move(done));
    {
      const std::scoped_lock lock(mutex_);
      asked_.push_back(std::move(made));
    }
    curl_multi_wakeup(multi_);
  }

 private:
  void run(const std::stop_token& stop) {
    while (!stop.stop_requested()) {
      begin_asked();
      int still = 0;
      curl_multi_perform(multi_, &still);
      end_done();
      curl_multi_poll(multi_, nullptr, 0, look_each_ms, nullptr);
    }
  }

  void begin_asked() {
    std::vector<std::unique_ptr<webhook_transfer>> asked;
    {
      const std::scoped_lock lock(mutex_);
      asked.swap(asked_);
    }
    for (auto& t : asked) {
      if (auto ready = t->prepare(); !ready) {
        t->refuse(ready.error());
        continue;
      }
      auto* handle = t->handle();
      const auto added = curl_multi_add_handle(multi_, handle);
      WEIR_ASSERT(added == CURLM_OK, "a new handle can be added");
      running_.emplace(handle, std::move(t));
    }
  }

  void end_done() {
    int left = 0;
    while (const auto* message = curl_multi_info_read(multi_, &left)) {
      if (message->msg != CURLMSG_DONE) continue;
      // Removing the handle ends the message.
      auto* handle = message->easy_handle;
      const auto code = message->data.result;
      curl_multi_remove_handle(multi_, handle);
      const auto ended = running_.extract(handle);
      ended.mapped()->end(code);
    }
  }

  const webhook_rules rules_;
  const webhook_client_options options_;
  CURLM* multi_ = nullptr;
  std::unordered_map<CURL*, std::unique_ptr<webhook_transfer>> running_;  // of the thread
  std::mutex mutex_;
  std::vector<std::unique_ptr<webhook_transfer>> asked_;
  std::jthread thread_;
};

webhook_client::webhook_client(webhook_rules rules, webhook_client_options options)
    : impl_(std::make_unique<implementation>(std::move(rules), std::move(options))) {}

webhook_client::~webhook_client() = default;

void webhook_client::post(webhook_post what, receiver done) {
  impl_->post(std::move(what), std::move(done));
}

}  // namespace weir::http
