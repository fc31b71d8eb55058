#include <algorithm>
#include <array>
#include <charconv>
#include <optional>
#include <string>

#include <api/webhook_targets.hpp>

#include <weir/http/networks.hpp>

namespace weir::api {
namespace {

std::unexpected<error> refuse(std::string why) {
  return fail(error_code::webhook_url_refused, std::move(why));
}

http::networks listed(std::string_view text) {
  http::networks out;
  while (!text.empty()) {
    const auto end = std::min(text.find(','), text.size());
    (void)out.add(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return out;
}

bool is_public(const http::ip_address& address) {
  static const auto special = listed(
      "0.0.0.0/8,10.0.0.0/8,100.64.0.0/10,127.0.0.0/8,169.254.0.0/16,172.16.0.0/12,192.0.0.0/24,192.0.2.0/24,"
      "192.88.99.0/24,192.168.0.0/16,198.18.0.0/15,198.51.100.0/24,203.0.113.0/24,224.0.0.0/3");
  static const auto global = listed("2000::/3");
  static const auto within = listed("2001::/23,2001:db8::/32,2002::/16");
  static const auto v4 = listed("0.0.0.0/0");
  if (v4.contain(address)) return !special.contain(address);
  return global.contain(address) && !within.contain(address);
}

bool is_listed_port(std::string_view listed_ports, std::string_view port) {
  if (listed_ports == "any") return true;
  while (!listed_ports.empty()) {
    const auto end = std::min(listed_ports.find(','), listed_ports.size());
    if (listed_ports.substr(0, end) == port) return true;
    listed_ports.remove_prefix(std::min(end + 1, listed_ports.size()));
  }
  return false;
}

bool is_digit(char ch) {
  return ch >= '0' && ch <= '9';
}

// Letters, digits, - and dots between labels; the last one not a number, as some read those as addresses.
bool is_name(std::string_view host) {
  bool in_label = false;
  for (const char ch : host) {
    const bool letter = (ch >= 'a' && ch <= 'z') || (ch >= 'A' && ch <= 'Z') || is_digit(ch) || ch == '-';
    if (!letter && (ch != '.' || !in_label)) return false;
    in_label = letter;
  }
  const auto last = host.substr(host.rfind('.') + 1);
  return in_label && host.size() <= 253 && !is_digit(last.front());
}

}  // namespace

result<void> check_webhook_target(const settings& s, std::string_view url) {
  const bool is_https = url.starts_with("https://");
  if (!is_https && !url.starts_with("http://")) return refuse("It begins with https://.");
  for (const char ch : url) {
    if (ch <= ' ' || ch >= 0x7f || ch == '\\' || ch == '#')
      return refuse("It has only printable ASCII, no backslash and no fragment.");
  }
  auto authority = url.substr(url.find("//") + 2);
  authority = authority.substr(0, authority.find_first_of("/?"));
  if (authority.contains('@')) return refuse("It names a user.");
  const auto bracket = authority.starts_with('[') ? authority.find(']') : 0;
  if (bracket == std::string_view::npos) return refuse("Its address is not one.");
  const auto colon = authority.find(':', bracket);
  const auto host = authority.substr(0, colon);
  auto port = std::string_view(is_https ? "443" : "80");
  if (colon != std::string_view::npos) {
    port = authority.substr(colon + 1);
    int number = 0;
    const auto [end, problem] = std::from_chars(port.data(), port.data() + port.size(), number);
    if (problem != std::errc{} || end != port.data() + port.size() || port.front() == '0' || number < 1 ||
        number > 65'535)
      return refuse("Its port is not one.");
  }
  if (!is_listed_port(s.webhook_ports, port)) return refuse("Webhooks are not sent to port " + std::string(port) + ".");
  if (const auto address = http::parse_ip(host)) {
    if (listed(s.webhook_allowed_networks).contain(*address)) return {};
    if (!is_public(*address)) return refuse("Its address is not one of the Internet.");
  } else if (!is_name(host)) {
    return refuse("Its host is not one.");
  }
  if (!is_https) return refuse("It begins with https://.");
  return {};
}

}  // namespace weir::api
