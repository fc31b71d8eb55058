// Internet addresses that webhooks may be sent to: those of the Internet at large, and what an operator exempts.
// IANA's registries of special-purpose addresses (RFC 6890 and its updates) say which are not of the Internet at large.
#pragma once

#include <string_view>
#include <utility>

#include <weir/base/error.hpp>
#include <weir/http/networks.hpp>

namespace weir::http {

// An IPv4 address inside of an IPv6 one (mapped, NAT64, 6to4) counts as what it leads to.
bool is_public_address(const ip_address& address);

class webhook_addresses {
 public:
  // WEBHOOK_ALLOWED_NETWORKS, as networks::parse has it. Error: setting_invalid.
  static result<webhook_addresses> parse(std::string_view allowed_networks);

  // Without TLS only to what is exempt.
  bool permit(const ip_address& address, bool with_tls) const;

  bool exempt(const ip_address& address) const;
  bool exempt_any() const { return !allowed_.empty(); }

 private:
  explicit webhook_addresses(networks allowed) : allowed_(std::move(allowed)) {}
  networks allowed_;
};

}  // namespace weir::http
