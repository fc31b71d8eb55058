#include <algorithm>
#include <charconv>

#include <weir/base/json_text.hpp>
#include <weir/base/text.hpp>
#include <weir/http/webhook_url.hpp>

namespace weir::http {
namespace {

constexpr std::size_t most_bytes = 2048;
constexpr std::size_t most_host_bytes = 253;
constexpr std::size_t most_label_bytes = 63;
constexpr std::size_t most_port_digits = 5;
constexpr std::uint16_t tls_port = 443;
constexpr std::uint16_t plain_port = 80;

std::unexpected<error> refuse(std::string why) {
  return fail(error_code::webhook_url_refused, std::move(why));
}

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

bool is_letter(char c) {
  return c >= 'a' && c <= 'z';
}

std::optional<std::uint16_t> read_port(std::string_view text) {
  std::uint16_t out = 0;
  if (text.empty() || text.size() > most_port_digits || text.front() == '0') return std::nullopt;
  const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), out);
  if (problem != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return out;
}

bool is_label(std::string_view label) {
  const auto fits = [](char c) { return is_letter(c) || is_digit(c) || c == '-' || c == '_'; };
  return !label.empty() && label.size() <= most_label_bytes && label.front() != '-' && label.back() != '-' &&
         std::ranges::all_of(label, fits);
}

// What inet_aton and browsers take for a part of an IPv4 address.
bool is_number(std::string_view label) {
  if (label.starts_with("0x")) return std::ranges::all_of(label.substr(2), [](char c) { return hex_value(c) >= 0; });
  return std::ranges::all_of(label, is_digit);
}

bool is_name(std::string_view host) {
  if (host.empty() || host.size() > most_host_bytes) return false;
  for (;;) {
    const auto dot = host.find('.');
    if (!is_label(host.substr(0, dot))) return false;
    if (dot == std::string_view::npos) return true;
    host.remove_prefix(dot + 1);
  }
}

// Nothing without an error: it is a name.
result<std::optional<ip_address>> read_address(std::string_view host) {
  if (host.starts_with('[')) {
    if (!host.ends_with(']')) return refuse("Its host is no address in brackets.");
    host = host.substr(1, host.size() - 2);
    if (host.contains('%')) return refuse("An address with a zone is of this machine alone.");
    const auto address = std::ranges::count(host, ':') > 1 && !host.starts_with('[') ? parse_ip(host) : std::nullopt;
    if (!address) return refuse("Its host is no IPv6 address.");
    return address;
  }
  if (host.ends_with('.')) return refuse("Its host ends with a dot.");
  if (!is_name(host)) return refuse("Its host is no name of a host. Names of other scripts are written as xn--….");
  if (!is_number(host.substr(host.rfind('.') + 1))) return std::nullopt;
  const auto address = parse_ip(host);
  if (!address) return refuse("Its host is a number, but no IPv4 address of four numbers.");
  return address;
}

// RFC 3986, and raw brackets in queries, as real receivers have them.
result<void> check_target(std::string_view target) {
  constexpr std::string_view marks = "-._~!$&'()*+,;=:@/";
  bool in_query = false;
  for (std::size_t i = 0; i < target.size(); ++i) {
    const char c = target[i];
    if (c == '%') {
      if (i + 2 >= target.size() || hex_value(target[i + 1]) < 0 || hex_value(target[i + 2]) < 0)
        return refuse("A % in it is not followed by two hexadecimal digits.");
      continue;
    }
    if (c == '?') in_query = true;
    const bool fits = is_letter(static_cast<char>(c | 0x20)) || is_digit(c) || marks.contains(c) || c == '?' ||
                      (in_query && (c == '[' || c == ']'));
    if (!fits) return refuse("Its path or query has a character that is to be percent-encoded.");
  }
  return {};
}

result<void> check_characters(std::string_view url) {
  if (url.size() > most_bytes) return refuse("It is longer than 2048 bytes.");
  for (const char c : url) {
    if (c <= ' ' || c >= 0x7f) return refuse("It has blanks, control characters or characters that are not ASCII.");
    if (c == '\\') return refuse("It has a backslash.");
    if (c == '#') return refuse("It has a fragment.");
  }
  return {};
}

}  // namespace

std::string webhook_url::text() const {
  const auto in_brackets = host.contains(':') ? "[" + host + "]" : host;
  return (with_tls ? "https://" : "http://") + in_brackets + ":" + std::to_string(port) + target;
}

result<webhook_rules> webhook_rules::parse(std::string_view ports, std::string_view allowed_networks) {
  port_set permitted;
  const auto invalid = [](const std::string& why) { return fail(error_code::setting_invalid, why); };
  ports = trimmed(ports, header_blanks);
  if (ports == "any") {
    permitted.set();
    ports = {};
  }
  while (!ports.empty()) {
    const auto end = std::min(ports.find(','), ports.size());
    const auto entry = trimmed(ports.substr(0, end), header_blanks);
    ports.remove_prefix(std::min(end + 1, ports.size()));
    const auto port = read_port(entry);
    if (!port) return invalid("WEBHOOK_PORTS: \"" + std::string(entry) + "\" is no port.");
    permitted.set(*port);
  }
  if (permitted.none()) return invalid("WEBHOOK_PORTS: no port, so nothing could be sent.");
  auto addresses = webhook_addresses::parse(allowed_networks);
  if (!addresses) return invalid("WEBHOOK_ALLOWED_NETWORKS: " + addresses.error().detail);
  return webhook_rules(permitted, std::move(*addresses));
}

result<webhook_url> webhook_rules::read(std::string_view url) const {
  if (auto fits = check_characters(url); !fits) return std::unexpected(fits.error());
  webhook_url out;
  const auto colon = url.find("://");
  const auto scheme = colon == std::string_view::npos ? std::string() : lowered(url.substr(0, colon));
  if (scheme != "https" && scheme != "http") return refuse("It begins with https://.");
  out.with_tls = scheme == "https";
  url.remove_prefix(colon + 3);
  const auto end = std::min(url.find_first_of("/?"), url.size());
  const auto authority = lowered(url.substr(0, end));
  out.target = url.substr(end);
  if (!out.target.starts_with('/')) out.target.insert(0, "/");
  if (authority.contains('@')) return refuse("It names a user.");

  const auto bracket = authority.find(']');
  const auto port_colon = authority.find(':', bracket == std::string::npos ? 0 : bracket);
  out.host = authority.substr(0, port_colon);
  out.port = out.with_tls ? tls_port : plain_port;
  if (port_colon != std::string::npos) {
    const auto port = read_port(std::string_view(authority).substr(port_colon + 1));
    if (!port) return refuse("Its port is none.");
    out.port = *port;
  }
  auto address = read_address(out.host);
  if (!address) return std::unexpected(address.error());
  out.address = *address;
  if (out.address) out.host = format_ip(*out.address);
  if (auto fits = check_target(out.target); !fits) return std::unexpected(fits.error());

  if (!ports_.test(out.port)) return refuse("Webhooks are not sent to this port.");
  const bool without_tls = out.address ? addresses_.exempt(*out.address) : addresses_.exempt_any();
  if (!out.with_tls && !without_tls) return refuse("It begins with https://.");
  if (out.address && !addresses_.permit(*out.address, out.with_tls))
    return refuse("Its address is not one of the Internet at large.");
  return out;
}

}  // namespace weir::http
