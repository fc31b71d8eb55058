// Internet addresses, and sets of blocks of them.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <weir/base/error.hpp>

namespace weir::http {

// IPv4 as ::ffff:a.b.c.d.
using ip_address = std::array<std::uint8_t, 16>;

// "192.0.2.1", "192.0.2.1:80", "2001:db8::1", "[2001:db8::1]:80".
std::optional<ip_address> parse_ip(std::string_view text);
std::string format_ip(const ip_address& address);

class networks {
 public:
  // Addresses and CIDR blocks separated by commas: "127.0.0.1, 10.0.0.0/8, ::1". Error: setting_invalid.
  static result<networks> parse(std::string_view text);

  // "192.0.2.1", "10.0.0.0/8", "2001:db8::/32"; an address is a block of one. False: it is neither.
  bool add(std::string_view text);

  bool empty() const { return blocks_.empty(); }
  bool contain(const ip_address& address) const;

 private:
  struct block {
    ip_address address;
    int bits;
  };
  std::vector<block> blocks_;
};

}  // namespace weir::http
