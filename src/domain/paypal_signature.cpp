#include <algorithm>
#include <array>
#include <cctype>

#include <weir/base/crypto.hpp>
#include <weir/domain/paypal_signature.hpp>

namespace weir::domain {
namespace {

constexpr std::size_t most_webhook_id = 50;
constexpr std::size_t least_credential = 16;
constexpr std::size_t most_credential = 255;
constexpr std::size_t most_id = 100;
constexpr std::size_t most_time = 40;
constexpr std::size_t most_signature = 1400;  // of 8,192 bits as base64
constexpr std::size_t most_url = 500;
constexpr std::string_view algorithm = "sha256withrsa";
constexpr std::string_view https = "https://";
constexpr std::string_view usual_port = ":443";
constexpr std::string_view family = ".paypal.com";
constexpr std::int64_t ns_per_s = 1'000'000'000;

std::unexpected<error> malformed(std::string_view header) {
  return fail(error_code::webhook_signature_malformed, "Its " + std::string(header) + " cannot be read.");
}

bool is_visible(std::string_view text) {
  return std::ranges::all_of(text, [](char c) { return c > ' ' && c <= '~'; });
}

bool is_letter_or_digit(char c) {
  return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

std::string lower(std::string_view text) {
  std::string out(text);
  std::ranges::transform(out, out.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return out;
}

consteval std::array<std::uint32_t, 256> crc_table() {
  std::array<std::uint32_t, 256> out{};
  for (std::uint32_t i = 0; i < out.size(); ++i) {
    auto c = i;
    for (int bit = 0; bit < 8; ++bit)
      c = (c & 1) != 0 ? 0xedb88320U ^ (c >> 1) : c >> 1;
    out[i] = c;
  }
  return out;
}
constexpr auto crc_of_byte = crc_table();

}  // namespace

result<void> check_paypal_webhook_id(std::string_view text) {
  if (text.size() < 8 || text.size() > most_webhook_id || !std::ranges::all_of(text, is_letter_or_digit))
    return fail(error_code::payment_provider_secret_refused, "A webhook's id at PayPal is 8 to 50 letters and digits.");
  return {};
}

result<void> check_paypal_credential(std::string_view text) {
  const auto fits = [](char c) { return is_letter_or_digit(c) || c == '-' || c == '_'; };
  if (text.size() < least_credential || text.size() > most_credential || !std::ranges::all_of(text, fits))
    return fail(error_code::payment_provider_key_refused,
                "PayPal's client ids and secrets are 16 to 255 letters, digits, dashes and underscores.");
  return {};
}

result<paypal_transmission> read_paypal_transmission(const paypal_headers& headers) {
  for (const auto& [name, value] : {std::pair(paypal_id_header, headers.id),
                                    {paypal_time_header, headers.time},
                                    {paypal_signature_header, headers.signature},
                                    {paypal_certificate_header, headers.certificate_url},
                                    {paypal_algorithm_header, headers.algorithm}})
    if (value.empty()) return fail(error_code::webhook_signature_missing, "It has no " + std::string(name) + ".");
  if (lower(headers.algorithm) != algorithm)
    return fail(error_code::webhook_signature_malformed, "Its algorithm is not SHA256withRSA.");
  // What separates the parts of what is signed is in none of them: "a|b" and "c" are not "a" and "b|c".
  if (headers.id.size() > most_id || !is_visible(headers.id) || headers.id.contains('|'))
    return malformed(paypal_id_header);
  if (headers.time.size() > most_time) return malformed(paypal_time_header);
  const auto sent_at = parse_rfc3339(headers.time);
  if (!sent_at) return malformed(paypal_time_header);
  if (headers.signature.size() > most_signature) return malformed(paypal_signature_header);
  auto signature = from_base64(headers.signature);
  if (!signature) return malformed(paypal_signature_header);
  if (headers.certificate_url.size() > most_url) return malformed(paypal_certificate_header);
  return paypal_transmission{std::string(headers.id), std::string(headers.time), *sent_at, std::move(*signature),
                             std::string(headers.certificate_url)};
}

result<void> check_paypal_age(timestamp sent_at, timestamp received_at) {
  const auto age_s = (received_at.ns / ns_per_s) - (sent_at.ns / ns_per_s);
  if (age_s > paypal_oldest_s) return fail(error_code::webhook_signature_expired);
  if (age_s < -paypal_ahead_s)
    return fail(error_code::webhook_signature_expired, "It says that it was sent later than now.");
  return {};
}

std::uint32_t crc32(std::string_view bytes) {
  std::uint32_t c = 0xffffffffU;
  for (const char byte : bytes)
    c = crc_of_byte[(c ^ static_cast<unsigned char>(byte)) & 0xffU] ^ (c >> 8);
  return c ^ 0xffffffffU;
}

std::string paypal_signed_text(const paypal_transmission& t, std::string_view webhook_id, std::uint32_t body_crc) {
  std::string out = t.id;
  out.append(1, '|').append(t.time).append(1, '|').append(webhook_id).append(1, '|');
  return out.append(std::to_string(body_crc));
}

result<void> check_certificate_url(std::string_view url, std::span<const std::string> hosts) {
  const auto refused = [](const char* why) { return fail(error_code::webhook_certificate_refused, why); };
  if (url.size() > most_url || !is_visible(url) || url.find_first_of("\\@#<>\"^`{|}") != url.npos)
    return refused("Its URL has something that no such URL has.");
  if (!lower(url.substr(0, https.size())).starts_with(https)) return refused("Its URL is not of https.");
  url.remove_prefix(https.size());
  const auto slash = url.find('/');
  if (slash == url.npos) return refused("Its URL has no path.");
  auto host = lower(url.substr(0, slash));
  if (host.ends_with(usual_port)) host.resize(host.size() - usual_port.size());
  if (std::ranges::find(hosts, host) == hosts.end()) return refused("Its URL is at a host that is none of PayPal.");
  return {};
}

bool is_paypal_sandbox(std::string_view url) {
  const auto host = url.substr(0, url.find('/', https.size()));
  return lower(host).contains("sandbox.");
}

std::vector<std::string> read_host_list(std::string_view text) {
  std::vector<std::string> out;
  while (!text.empty()) {
    const auto comma = text.find(',');
    auto host = text.substr(0, comma);
    text = comma == text.npos ? std::string_view() : text.substr(comma + 1);
    while (host.starts_with(' '))
      host.remove_prefix(1);
    while (host.ends_with(' '))
      host.remove_suffix(1);
    if (!host.empty()) out.push_back(lower(host));
  }
  return out;
}

bool is_paypal_signer(std::span<const std::string> names) {
  return std::ranges::any_of(names, [](const std::string& name) { return name.ends_with(family); });
}

}  // namespace weir::domain
