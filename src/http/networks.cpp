#include <algorithm>
#include <charconv>
#include <cstring>

#include <arpa/inet.h>

#include <weir/base/text.hpp>
#include <weir/http/networks.hpp>

namespace weir::http {
namespace {

constexpr ip_address mapped_prefix = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff, 0, 0, 0, 0};

std::optional<ip_address> parse_bare_ip(std::string_view text) {
  char terminated[INET6_ADDRSTRLEN + 1];
  if (text.empty() || text.size() >= sizeof terminated) return std::nullopt;
  std::memcpy(terminated, text.data(), text.size());
  terminated[text.size()] = '\0';
  ip_address out = mapped_prefix;
  if (inet_pton(AF_INET, terminated, out.data() + 12) == 1) return out;
  if (inet_pton(AF_INET6, terminated, out.data()) == 1) return out;
  return std::nullopt;
}

bool is_ipv4(const ip_address& a) {
  return std::equal(a.begin(), a.begin() + 12, mapped_prefix.begin());
}

bool same_bits(const ip_address& a, const ip_address& b, int bits) {
  for (std::size_t i = 0; bits > 0; ++i, bits -= 8) {
    auto mask = static_cast<std::uint8_t>(bits >= 8 ? 0xff : 0xff << (8 - bits));
    if ((a[i] & mask) != (b[i] & mask)) return false;
  }
  return true;
}

}  // namespace

std::optional<ip_address> parse_ip(std::string_view text) {
  text = trimmed(text, header_blanks);
  if (text.starts_with('[')) {
    auto end = text.find(']');
    if (end == std::string_view::npos) return std::nullopt;
    return parse_bare_ip(text.substr(1, end - 1));
  }
  if (std::ranges::count(text, ':') == 1) text = text.substr(0, text.find(':'));
  return parse_bare_ip(text);
}

std::string format_ip(const ip_address& address) {
  char text[INET6_ADDRSTRLEN];
  bool v4 = is_ipv4(address);
  inet_ntop(v4 ? AF_INET : AF_INET6, v4 ? address.data() + 12 : address.data(), text, sizeof text);
  return text;
}

result<networks> networks::parse(std::string_view text) {
  networks out;
  while (!text.empty()) {
    const auto end = std::min(text.find(','), text.size());
    const auto entry = trimmed(text.substr(0, end), header_blanks);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (entry.empty()) continue;
    if (!out.add(entry)) {
      return fail(error_code::setting_invalid,
                  "\"" + std::string(entry) + "\" is neither an address nor a CIDR block.");
    }
  }
  return out;
}

bool networks::add(std::string_view text) {
  const auto slash = std::min(text.find('/'), text.size());
  const auto address = parse_bare_ip(text.substr(0, slash));
  const int bits_max = address && is_ipv4(*address) ? 32 : 128;
  int bits = bits_max;
  if (slash < text.size()) {
    const auto digits = text.substr(slash + 1);
    const auto [last, failure] = std::from_chars(digits.data(), digits.data() + digits.size(), bits);
    if (failure != std::errc() || last != digits.data() + digits.size()) bits = -1;
  }
  if (!address || bits < 0 || bits > bits_max) return false;
  blocks_.push_back({*address, bits_max == 32 ? bits + 96 : bits});
  return true;
}

bool networks::contain(const ip_address& address) const {
  return std::ranges::any_of(blocks_, [&](const block& b) { return same_bits(address, b.address, b.bits); });
}

}  // namespace weir::http
