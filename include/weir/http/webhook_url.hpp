// URLs that webhooks may be sent to. Read by a parser that is narrower than any client's, and handed on as it was
// understood, so that nobody makes another host of it than the one that was looked at.
#pragma once

#include <bitset>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include <weir/base/error.hpp>
#include <weir/http/webhook_addresses.hpp>

namespace weir::http {

struct webhook_url {
  bool with_tls = true;
  std::string host;                     // lower case; of an IPv6 address without brackets
  std::optional<ip_address> address{};  // when the host is one
  std::uint16_t port = 0;
  std::string target;  // path and query, from "/"

  std::string text() const;  // for a client
};

class webhook_rules {
 public:
  // WEBHOOK_PORTS ("443, 8443", or "any") and WEBHOOK_ALLOWED_NETWORKS. Error: setting_invalid, which names the
  // setting.
  static result<webhook_rules> parse(std::string_view ports, std::string_view allowed_networks);

  // Absolute, https, or http where WEBHOOK_ALLOWED_NETWORKS has something. What a name stands for is looked at when
  // somebody connects to it, each time: addresses(). Error: webhook_url_refused, whose detail says why and repeats
  // nothing of the URL.
  result<webhook_url> read(std::string_view url) const;

  const webhook_addresses& addresses() const { return addresses_; }

 private:
  using port_set = std::bitset<65536>;

  webhook_rules(const port_set& ports, webhook_addresses addresses) : ports_(ports), addresses_(std::move(addresses)) {}

  port_set ports_;
  webhook_addresses addresses_;
};

}  // namespace weir::http
