#include <algorithm>
#include <tuple>

#include <src/contract/openid_claims.hpp>

#include <weir/contract/openid_documents.hpp>

namespace weir::contract {
namespace {

constexpr std::size_t most_text_bytes = 64 * 1024;  // access tokens of some issuers are long
constexpr std::size_t most_url_bytes = 2048;
constexpr std::size_t most_oauth_error_bytes = 64;

bool is_printable(std::string_view text) {
  return std::ranges::all_of(text, [](char c) { return c > 0x20 && c < 0x7f; });
}

std::unexpected<error> unfit(std::string detail) {
  return fail(error_code::openid_provider_unfit, std::move(detail));
}

result<json_document> read_object(std::string_view text, const char* what) {
  auto document = json_document::parse(text, most_text_bytes);
  if (!document || document->root().kind() != json_kind::object) return unfit(std::string(what) + " is no JSON object");
  return std::move(*document);
}

bool is_endpoint(std::string_view url, bool plain_too) {
  const bool scheme = url.starts_with("https://") || (plain_too && url.starts_with("http://"));
  return scheme && url.size() <= most_url_bytes && is_printable(url) && !url.contains('#') && !url.contains('"');
}

}  // namespace

result<openid_configuration> read_openid_configuration(std::string_view text, std::string_view issuer) {
  auto document = read_object(text, "its configuration");
  if (!document) return std::unexpected(document.error());
  const auto root = document->root();
  if (root.text("issuer") != issuer) return unfit("its configuration names another issuer than AUTH_SERVICE_URL");
  const bool plain_too = issuer.starts_with("http://");
  openid_configuration out;
  for (auto [name, to, needed] : {std::tuple{"authorization_endpoint", &out.authorization_endpoint, true},
                                  {"token_endpoint", &out.token_endpoint, true},
                                  {"jwks_uri", &out.jwks_uri, true},
                                  {"userinfo_endpoint", &out.userinfo_endpoint, false}}) {
    const auto url = root.text(name).value_or("");
    if (url.empty() && !needed) continue;
    if (!is_endpoint(url, plain_too)) return unfit(std::string("its configuration has no ") + name + " to go to");
    *to = url;
  }
  return out;
}

result<openid_tokens> read_openid_tokens(std::string_view text) {
  auto document = read_object(text, "its answer to the code");
  if (!document) return std::unexpected(document.error());
  const auto root = document->root();
  openid_tokens out{std::string(root.text("id_token").value_or("")),
                    std::string(root.text("access_token").value_or(""))};
  if (out.id_token.empty()) return unfit("its answer to the code has no id_token");
  // It goes into a header.
  if (!is_printable(out.access_token)) return unfit("its access_token is none");
  return out;
}

std::string read_oauth_error(std::string_view text) {
  const auto document = json_document::parse(text, most_text_bytes);
  if (!document) return {};
  const auto code = document->root().text("error").value_or("");
  return code.size() <= most_oauth_error_bytes && is_printable(code) ? std::string(code) : std::string();
}

result<openid_userinfo> read_openid_userinfo(std::string_view text) {
  auto document = read_object(text, "what it says of the person");
  if (!document) return std::unexpected(document.error());
  auto subject = read_subject(document->root());
  if (!subject) return unfit("what it says of the person has no sub");
  auto [email, verified] = read_address(document->root());
  return openid_userinfo{std::move(*subject), std::move(email), verified};
}

}  // namespace weir::contract
