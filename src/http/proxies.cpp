#include <utility>

#include <weir/http/proxies.hpp>

namespace weir::http {

result<trusted_proxies> trusted_proxies::parse(std::string_view text) {
  auto blocks = networks::parse(text);
  if (!blocks) return std::unexpected(blocks.error());
  trusted_proxies out;
  out.blocks_ = std::move(*blocks);
  return out;
}

bool trusted_proxies::trusts(const ip_address& address) const {
  return blocks_.contain(address);
}

ip_address trusted_proxies::client(const ip_address& peer, const std::vector<std::string_view>& forwarded_for) const {
  auto current = peer;
  for (auto line = forwarded_for.rbegin(); line != forwarded_for.rend(); ++line) {
    auto rest = *line;
    for (;;) {
      if (!trusts(current)) return current;
      auto comma = rest.rfind(',');
      auto entry = comma == std::string_view::npos ? rest : rest.substr(comma + 1);
      auto address = parse_ip(entry);
      if (!address) return current;
      current = *address;
      if (comma == std::string_view::npos) break;
      rest = rest.substr(0, comma);
    }
  }
  return current;
}

}  // namespace weir::http
