#include <algorithm>
#include <initializer_list>

#include <weir/base/assert.hpp>
#include <weir/http/webhook_addresses.hpp>

namespace weir::http {
namespace {

networks blocks_of(std::initializer_list<std::string_view> texts) {
  networks out;
  for (const auto text : texts)
    WEIR_ASSERT(out.add(text), "what stands here is a block");
  return out;
}

const networks& all_ipv4() {
  static const auto out = blocks_of({"0.0.0.0/0"});
  return out;
}

const networks& special_ipv4() {
  static const auto out =
      blocks_of({"0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12",
                 "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24",
                 "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
                 // The platform of every virtual machine of Azure, though it looks public.
                 "168.63.129.16"});
  return out;
}

const networks& global_ipv6() {
  static const auto out = blocks_of({"2000::/3"});
  return out;
}

const networks& special_ipv6() {
  static const auto out = blocks_of({"2001::/23", "2001:db8::/32", "3fff::/20"});
  return out;
}

ip_address ipv4_within(const ip_address& a, std::size_t at) {
  ip_address out{};
  out[10] = out[11] = 0xff;
  std::copy_n(a.begin() + static_cast<std::ptrdiff_t>(at), 4, out.begin() + 12);
  return out;
}

// The address itself, or the IPv4 one that a translator or a tunnel would make of it.
ip_address led_to(const ip_address& a) {
  static const auto nat64 = blocks_of({"64:ff9b::/96"});
  static const auto six_to_four = blocks_of({"2002::/16"});
  if (nat64.contain(a)) return ipv4_within(a, 12);
  if (six_to_four.contain(a)) return ipv4_within(a, 2);
  return a;
}

}  // namespace

bool is_public_address(const ip_address& address) {
  const auto a = led_to(address);
  if (all_ipv4().contain(a)) return !special_ipv4().contain(a);
  return global_ipv6().contain(a) && !special_ipv6().contain(a);
}

result<webhook_addresses> webhook_addresses::parse(std::string_view allowed_networks) {
  auto allowed = networks::parse(allowed_networks);
  if (!allowed) return std::unexpected(allowed.error());
  return webhook_addresses(std::move(*allowed));
}

bool webhook_addresses::exempt(const ip_address& address) const {
  return allowed_.contain(address) || allowed_.contain(led_to(address));
}

bool webhook_addresses::permit(const ip_address& address, bool with_tls) const {
  return exempt(address) || (with_tls && is_public_address(address));
}

}  // namespace weir::http
