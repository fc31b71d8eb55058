// One POST of the webhook client: its handle of libcurl, and what comes back. One thread.
#pragma once

#include <string>

#include <curl/curl.h>

#include <weir/http/webhook_client.hpp>

namespace weir::http {

class webhook_transfer {
 public:
  // Both outlive it.
  webhook_transfer(const webhook_rules& rules, const webhook_client_options& options, webhook_post what,
                   webhook_client::receiver done);
  ~webhook_transfer();
  webhook_transfer(const webhook_transfer&) = delete;
  webhook_transfer& operator=(const webhook_transfer&) = delete;

  // Error: webhook_url_refused.
  result<void> prepare();
  CURL* handle() const { return curl_; }

  // Each tells the receiver: what came of the transfer, or why there was none.
  void end(CURLcode code);
  void refuse(const error& why);

 private:
  static curl_socket_t open_socket(void* self, curlsocktype purpose, curl_sockaddr* to);
  static std::size_t take_header(char* data, std::size_t, std::size_t size, void* self);
  static std::size_t take_body(char* data, std::size_t, std::size_t size, void* self);

  const webhook_rules& rules_;
  const webhook_client_options& options_;
  webhook_post what_;
  webhook_client::receiver done_;
  CURL* curl_ = nullptr;
  curl_slist* lines_ = nullptr;
  char why_[CURL_ERROR_SIZE] = "";
  bool with_tls_ = true;
  bool address_refused_ = false;    // one of those that the host has
  bool address_permitted_ = false;  // another one
  int status_ = 0;                  // of the headers that are being read
  bool answered_ = false;           // the headers of an answer are there
  std::size_t header_bytes_ = 0;
  std::size_t body_bytes_ = 0;
  std::string body_;
};

}  // namespace weir::http
