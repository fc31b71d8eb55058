// TRUSTED_PROXIES: whose X-Forwarded-For is believed.
#pragma once

#include <string_view>
#include <vector>

#include <weir/base/error.hpp>
#include <weir/http/networks.hpp>

namespace weir::http {

class trusted_proxies {
 public:
  // Addresses and CIDR blocks separated by commas: "127.0.0.1, 10.0.0.0/8, ::1". Error: setting_invalid.
  static result<trusted_proxies> parse(std::string_view text);

  bool empty() const { return blocks_.empty(); }
  bool trusts(const ip_address& address) const;

  // The nearest address that is not a trusted proxy, going from `peer` leftwards through the X-Forwarded-For values in
  // the order received. An entry that is no address ends the walk: what stands left of it may be invented.
  ip_address client(const ip_address& peer, const std::vector<std::string_view>& forwarded_for) const;

 private:
  networks blocks_;
};

}  // namespace weir::http
