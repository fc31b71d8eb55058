// Mail to one SMTP server, one at a time, on libcurl. Each has a connection of its own: servers end idle ones, and one
// whose server is gone without a word costs a whole timeout to notice. One thread.
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>

#include <weir/base/error.hpp>

namespace weir::http {

enum class smtp_security : std::uint8_t {
  starttls,  // plain until the server agrees to TLS; never goes on without
  tls,       // from the first byte
  none,
};

struct smtp_server {
  std::string host;
  int port = 0;  // 0: 587, 465 or 25
  std::string user;
  std::string password;
  smtp_security security = smtp_security::starttls;
  std::string ca_file;                               // empty: the system's
  std::string ehlo_name;                             // how this program names itself
  std::chrono::milliseconds timeout{15'000};         // of a whole mail
  std::chrono::milliseconds answer_timeout{10'000};  // of one answer, also to the QUIT behind it
};

// "smtp://user:password@host:port" or "smtps://…", percent-decoded; smtp keeps `security` unless that is tls, smtps
// makes it tls. Other members stay as they are. Error: setting_invalid; it does not repeat the URL.
result<smtp_server> read_smtp_url(const std::string& url, smtp_server before);

class smtp_client {
 public:
  explicit smtp_client(smtp_server server);
  ~smtp_client();
  smtp_client(const smtp_client&) = delete;
  smtp_client& operator=(const smtp_client&) = delete;

  // Once this returns the server has answered 250 to the whole mail. Errors: mail_refused (5xx to the recipient or the
  // mail), peer_unavailable (everything else: no connection, no TLS, a certificate that does not fit, 4xx, a login that
  // is refused, no answer in time).
  result<void> send(const std::string& sender, const std::string& recipient, const std::string& bytes);

 private:
  struct handle;
  smtp_server server_;
  std::unique_ptr<handle> handle_;
};

}  // namespace weir::http
