#include <algorithm>
#include <map>

#include <weir/base/crypto.hpp>
#include <weir/base/text.hpp>
#include <weir/http/request_signature.hpp>
#include <weir/http/url.hpp>

namespace weir::http {
namespace {

constexpr std::string_view algorithm = "AWS4-HMAC-SHA256";
constexpr std::size_t date_size = 8;  // of 20130524T000000Z

// Blanks around go, several inside become one.
std::string folded(std::string_view text) {
  std::string out;
  for (const char c : trimmed(text, header_blanks)) {
    if (c == ' ' && out.ends_with(' ')) continue;
    out += c;
  }
  return out;
}

bytes32 hmac(const bytes32& key, std::string_view text) {
  return hmac_sha256(key, text);
}

bytes32 derived(const signing_key& key, std::string_view date) {
  const std::string start = "AWS4" + key.secret;
  const auto* bytes = reinterpret_cast<const std::uint8_t*>(start.data());
  const auto of_date = hmac_sha256({bytes, start.size()}, date);
  return hmac(hmac(hmac(of_date, key.region), key.service), "aws4_request");
}

}  // namespace

std::string amz_date(timestamp at) {
  std::string out;
  for (const char c : format_rfc3339(timestamp::from_ms(at.ms())).substr(0, 19)) {
    if (c != '-' && c != ':') out += c;
  }
  return out + "Z";
}

std::string canonical_query(std::vector<std::pair<std::string, std::string>> query) {
  for (auto& [name, value] : query) {
    name = percent_encode(name);
    value = percent_encode(value);
  }
  std::ranges::sort(query);
  std::string out;
  for (const auto& [name, value] : query) {
    if (!out.empty()) out += '&';
    out += name + "=" + value;
  }
  return out;
}

std::string sign_request(const unsigned_request& r, const signing_key& key, timestamp at) {
  std::map<std::string, std::string> headers;
  for (const auto& [name, value] : r.headers)
    headers[lowered(name)] = folded(value);
  std::string lines;
  std::string names;
  for (const auto& [name, value] : headers) {
    lines += name + ":" + value + "\n";
    if (!names.empty()) names += ';';
    names += name;
  }
  const auto canonical = r.method + "\n" + r.path + "\n" + canonical_query(r.query) + "\n" + lines + "\n" + names +
                         "\n" + r.payload_sha256;
  const auto instant = amz_date(at);
  const auto date = instant.substr(0, date_size);
  const auto scope = date + "/" + key.region + "/" + key.service + "/aws4_request";
  const auto text = std::string(algorithm) + "\n" + instant + "\n" + scope + "\n" + hex(sha256(canonical));
  return std::string(algorithm) + " Credential=" + key.key_id + "/" + scope + ",SignedHeaders=" + names +
         ",Signature=" + hex(hmac(derived(key, date), text));
}

}  // namespace weir::http
