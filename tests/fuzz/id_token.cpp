// Any text as an ID token with its key set, an empty line between them: never believed, as whoever writes it has no
// key, and read without harm. The same text as an issuer's answers.
#include <cstdint>
#include <string>
#include <vector>

#include <weir/base/assert.hpp>
#include <weir/contract/id_token.hpp>
#include <weir/contract/openid_documents.hpp>

namespace contract = weir::contract;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  // A copy of its own, so that a read beyond it is seen.
  const std::vector<char> bytes(data, data + size);
  const std::string_view text(bytes.data(), bytes.size());
  const auto line = std::min(text.find('\n'), text.size());
  const auto token = text.substr(0, line);
  const auto keys = text.substr(std::min(line + 1, text.size()));
  constexpr weir::timestamp now{1'800'000'000'000'000'000};
  const contract::id_token_expectation expected{"https://id.example.com", "weir", "nonce", "token", now};
  const auto read = contract::verify_id_token(token, keys, expected, now);
  if (!read) {
    WEIR_ASSERT(!contract::name(read.error()).empty(), "each fault has a name");
  } else {
    WEIR_ASSERT(!read->subject.empty() && read->auth_time, "what is believed says who and when");
  }
  (void)contract::is_key_set(keys);
  if (auto at = contract::read_openid_configuration(text, "https://id.example.com"))
    WEIR_ASSERT(at->token_endpoint.starts_with("https://"), "nobody is asked in plain text");
  if (auto tokens = contract::read_openid_tokens(text))
    WEIR_ASSERT(!tokens->access_token.contains('\n'), "a token fits into a header");
  if (auto who = contract::read_openid_userinfo(text)) WEIR_ASSERT(!who->subject.empty(), "it says about whom");
  (void)contract::read_oauth_error(text);
  return 0;
}
