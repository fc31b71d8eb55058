// The certificates that somebody signs messages with, as those messages name them: read by URL, checked up to somebody
// who is trusted, and kept until they end. Which URLs are read, and who may sign, are rules of whoever uses it.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include <weir/base/certificates.hpp>
#include <weir/base/error.hpp>
#include <weir/base/time.hpp>

namespace weir::http {

struct signer_certificate_options {
  std::function<result<void>(std::string_view url)> check_url;        // before anybody is asked
  std::function<bool(std::span<const std::string> names)> is_signer;  // by the names of its certificate
  std::string ca_file{};  // that hosts and signers are checked against; empty: the system's
  std::chrono::milliseconds timeout{5'000};
};

class signer_certificates {
 public:
  using signer_ptr = std::shared_ptr<const signer>;

  // `clock` outlives it.
  signer_certificates(signer_certificate_options options, clock_source& clock);
  ~signer_certificates();
  signer_certificates(const signer_certificates&) = delete;
  signer_certificates& operator=(const signer_certificates&) = delete;

  // One that was read and has not ended; nothing: load() it. Quick; any thread.
  signer_ptr peek(const std::string& url);

  // Waits for its host, one after the other; what failed stands for a while, so that nobody makes this ask all the
  // time. Any thread, never an io thread. Errors: webhook_certificate_refused (the chain, or whose it is; the detail
  // says why), webhook_certificate_unavailable, those of check_url.
  result<signer_ptr> load(const std::string& url);

 private:
  struct known {
    signer_ptr one{};                // nothing: it failed
    std::optional<error> failure{};  // that stands
    std::int64_t until_ms = 0;       // of the failure, on the monotonic clock
  };

  result<signer_ptr> read(const std::string& url);
  void keep(const std::string& url, known what);
  std::optional<known> find(const std::string& url);

  signer_certificate_options options_;
  clock_source& clock_;
  std::mutex reading_;
  std::optional<trusted_certificates> trusted_;  // under reading_
  std::mutex mutex_;
  std::map<std::string, known> known_;
};

}  // namespace weir::http
