// Any text as the header of a webhook, up to the first line's end, and the rest as its body: whoever has no secret is
// never believed, whoever has one is, and beside a right signature nothing else matters but what cannot be read.
#include <algorithm>
#include <cstdint>
#include <string>
#include <vector>

#include <weir/base/assert.hpp>
#include <weir/base/crypto.hpp>
#include <weir/domain/stripe_signature.hpp>

using namespace weir;
using namespace weir::domain;

namespace {

constexpr std::int64_t now_s = 1'790'000'000;

std::string signature(const std::string& secret, const std::string& second, std::string_view body) {
  const auto tag = hmac_sha256({reinterpret_cast<const std::uint8_t*>(secret.data()), secret.size()},
                               second + "." + std::string(body));
  constexpr std::string_view digits = "0123456789abcdef";
  std::string out;
  for (const auto b : tag) {
    out += digits[b >> 4];
    out += digits[b & 15];
  }
  return out;
}

bool is_list_of_pairs(std::string_view text) {
  while (!text.empty()) {  // a comma at the end is none too many
    const auto comma = std::min(text.find(','), text.size());
    if (std::ranges::count(text.substr(0, comma), '=') != 1) return false;
    if (comma == text.size()) return true;
    text.remove_prefix(comma + 1);
  }
  return true;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::vector<char> bytes(data, data + size);
  const std::string_view text(bytes.data(), bytes.size());
  const auto line = std::min(text.find('\n'), text.size());
  const auto header = text.substr(0, line);
  const auto body = text.substr(std::min(line + 1, text.size()));
  const std::vector secrets{*stripe_secret::parse("whsec_first"), *stripe_secret::parse("whsec_second")};
  const std::span both(secrets);

  WEIR_ASSERT(!verify_stripe_signature(header, body, {}, now_s), "without a secret nobody is believed");
  if (verify_stripe_signature(header, body, both, now_s)) {
    bool has = false;
    // Whatever second it names: the right tag of that second stands in it.
    for (std::size_t at = header.find("t="); at != header.npos; at = header.find("t=", at + 1)) {
      const std::string second(header.substr(at + 2, header.substr(at + 2).find(',')));
      for (const auto& secret : secrets)
        has = has || header.contains(signature(secret.text(), second, body));
    }
    WEIR_ASSERT(has, "nobody is believed without a right signature");
  }

  const auto second = std::to_string(now_s);
  const auto right = "t=" + second + ",v1=" + signature("whsec_second", second, body);
  WEIR_ASSERT(verify_stripe_signature(right, body, both, now_s), "whoever has a secret is believed, whatever the body");
  WEIR_ASSERT(!verify_stripe_signature(right, body, both.first(1), now_s), "and not by somebody with another one");
  WEIR_ASSERT(verify_stripe_signature(right, body, both, now_s + stripe_tolerance_s), "for a while");
  const auto late = verify_stripe_signature(right, body, both, now_s + stripe_tolerance_s + 1);
  WEIR_ASSERT(!late && late.error().code == error_code::webhook_signature_expired, "and no longer");
  std::string other(body);
  if (other.empty()) {
    other = " ";
  } else {
    other[size % other.size()] ^= 1;
  }
  const auto altered = verify_stripe_signature(right, other, both, now_s);
  WEIR_ASSERT(!altered && altered.error().code == error_code::webhook_signature_wrong, "each byte is signed");
  if (header.empty() || header.contains("t=") || std::ranges::count(header, ',') > 10) return 0;
  const auto beside = verify_stripe_signature(right + "," + std::string(header), body, both, now_s);
  WEIR_ASSERT(beside.has_value() == is_list_of_pairs(header), "beside it stands what is read, or it spoils all");
  return 0;
}
