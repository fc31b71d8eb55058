#include <charconv>

#include <curl/curl.h>
#include <src/http/curl_start.hpp>

#include <weir/base/assert.hpp>
#include <weir/http/client.hpp>

namespace weir::http {
namespace {

struct answer {
  client_response out;
  std::size_t most_bytes = 0;
  bool too_large = false;
};

std::size_t take_body(char* data, std::size_t, std::size_t size, void* to) {
  auto& a = *static_cast<answer*>(to);
  if (a.out.body.size() + size > a.most_bytes) {
    a.too_large = true;
    return 0;
  }
  a.out.body.append(data, size);
  return size;
}

std::size_t take_header(char* data, std::size_t, std::size_t size, void* to) {
  constexpr std::string_view wanted = "retry-after:";
  const std::string_view line(data, size);
  if (line.size() <= wanted.size()) return size;
  for (std::size_t i = 0; i < wanted.size(); ++i) {
    if ((line[i] | 0x20) != wanted[i] && line[i] != wanted[i]) return size;
  }
  auto value = line.substr(wanted.size());
  while (value.starts_with(' '))
    value.remove_prefix(1);
  std::int32_t seconds = 0;
  std::from_chars(value.data(), value.data() + value.size(), seconds);
  static_cast<answer*>(to)->out.retry_after = std::chrono::seconds(seconds);
  return size;
}

}  // namespace

struct client::handle {
  CURL* curl = nullptr;
};

client::client(client_options options) : options_(std::move(options)), handle_(std::make_unique<handle>()) {
  start_curl();
  handle_->curl = curl_easy_init();
  WEIR_ASSERT(handle_->curl != nullptr, "libcurl has memory for a handle");
}

client::~client() {
  curl_easy_cleanup(handle_->curl);
}

result<client_response> client::send(const client_request& request) {
  auto* c = handle_->curl;
  curl_easy_reset(c);
  answer a;
  a.most_bytes = options_.most_body_bytes;
  curl_slist* lines = nullptr;
  // Without "Expect: 100-continue", which would cost a round trip for each batch.
  lines = curl_slist_append(lines, "Expect:");
  for (const auto& [name, value] : request.headers)
    lines = curl_slist_append(lines, (name + ": " + value).c_str());
  curl_easy_setopt(c, CURLOPT_URL, request.url.c_str());
  curl_easy_setopt(c, CURLOPT_PROTOCOLS_STR, "http,https");
  curl_easy_setopt(c, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(c, CURLOPT_CUSTOMREQUEST, request.method.c_str());
  curl_easy_setopt(c, CURLOPT_HTTPHEADER, lines);
  if (request.method != "GET") {
    curl_easy_setopt(c, CURLOPT_POSTFIELDS, request.body.data());
    curl_easy_setopt(c, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(request.body.size()));
  }
  curl_easy_setopt(c, CURLOPT_TIMEOUT_MS, static_cast<long>(request.timeout.count()));
  if (options_.connect_timeout.count() > 0)
    curl_easy_setopt(c, CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(options_.connect_timeout.count()));
  if (!options_.ca_file.empty()) curl_easy_setopt(c, CURLOPT_CAINFO, options_.ca_file.c_str());
  curl_easy_setopt(c, CURLOPT_WRITEFUNCTION, take_body);
  curl_easy_setopt(c, CURLOPT_WRITEDATA, &a);
  curl_easy_setopt(c, CURLOPT_HEADERFUNCTION, take_header);
  curl_easy_setopt(c, CURLOPT_HEADERDATA, &a);
  const auto code = curl_easy_perform(c);
  curl_slist_free_all(lines);
  if (a.too_large) return fail(error_code::body_too_large);
  if (code == CURLE_URL_MALFORMAT || code == CURLE_UNSUPPORTED_PROTOCOL) {
    return fail(error_code::request_malformed, "no address: " + request.url);
  }
  if (code != CURLE_OK) return fail(error_code::peer_unavailable, curl_easy_strerror(code));
  long status = 0;
  curl_easy_getinfo(c, CURLINFO_RESPONSE_CODE, &status);
  a.out.status = static_cast<int>(status);
  return std::move(a.out);
}

}  // namespace weir::http
