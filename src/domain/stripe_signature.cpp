#include <algorithm>
#include <charconv>
#include <optional>
#include <vector>

#include <weir/base/crypto.hpp>
#include <weir/domain/stripe_signature.hpp>

namespace weir::domain {
namespace {

constexpr std::size_t most_signatures = 16;  // of one header: each is compared with each secret

struct signature {
  std::string_view second;  // as it was signed
  std::int64_t second_number = 0;
  std::vector<std::string> tags;  // 32 bytes each
};

std::unexpected<error> malformed(std::string detail) {
  return fail(error_code::webhook_signature_malformed, std::move(detail));
}

// As Stripe's own libraries read it: a part without exactly one "=" spoils the header, a part of an unknown name and a
// v1 that is no lower-case hex do not.
result<signature> read(std::string_view header) {
  signature out;
  while (!header.empty()) {
    const auto comma = header.find(',');
    const auto part = header.substr(0, comma);
    header = comma == header.npos ? std::string_view() : header.substr(comma + 1);
    const auto equals = part.find('=');
    if (equals == part.npos || part.find('=', equals + 1) != part.npos)
      return malformed("Each of its parts is a name, an equals sign and a value.");
    const auto name = part.substr(0, equals);
    const auto value = part.substr(equals + 1);
    if (name == "t") {
      const auto [end, wrong] = std::from_chars(value.data(), value.data() + value.size(), out.second_number);
      if (wrong != std::errc() || end != value.data() + value.size() || out.second_number < 0)
        return malformed("Its t is no second.");
      out.second = value;
    } else if (name == "v1" && out.tags.size() < most_signatures) {
      if (auto tag = from_hex(value); tag && tag->size() == bytes32().size()) out.tags.push_back(std::move(*tag));
    }
  }
  if (out.second.empty()) return malformed("It has no t.");
  if (out.tags.empty()) return fail(error_code::webhook_signature_missing, "It has no v1.");
  return out;
}

}  // namespace

result<stripe_secret> stripe_secret::parse(std::string_view text) {
  const auto refused = [](const char* why) { return fail(error_code::payment_provider_secret_refused, why); };
  if (!text.starts_with(prefix)) return refused("A signing secret of Stripe begins with whsec_.");
  if (text.size() < least_bytes || text.size() > most_bytes)
    return refused("A signing secret has 8 to 255 characters.");
  if (!std::ranges::all_of(text, [](char c) { return c > ' ' && c <= '~'; }))
    return refused("A signing secret is plain ASCII without blanks.");
  return stripe_secret(std::string(text));
}

result<void> verify_stripe_signature(std::string_view header, std::string_view body,
                                     std::span<const stripe_secret> secrets, std::int64_t received_s) {
  if (header.empty()) return fail(error_code::webhook_signature_missing);
  auto given = read(header);
  if (!given) return std::unexpected(given.error());
  std::string content;
  content.reserve(given->second.size() + 1 + body.size());
  content.append(given->second).append(1, '.').append(body);
  bool fits = false;
  for (const auto& secret : secrets) {
    const auto& key = secret.text();
    const auto right = hmac_sha256({reinterpret_cast<const std::uint8_t*>(key.data()), key.size()}, content);
    const std::string_view expected(reinterpret_cast<const char*>(right.data()), right.size());
    for (const auto& tag : given->tags)
      fits |= equal_in_constant_time(tag, expected);
  }
  if (!fits) return fail(error_code::webhook_signature_wrong);
  if (received_s - given->second_number > stripe_tolerance_s) return fail(error_code::webhook_signature_expired);
  return {};
}

}  // namespace weir::domain
