// Any text as a URL of a webhook: what is taken means the same to libcurl, and leads nowhere inside by what it says.
#include <cstdint>
#include <memory>
#include <string>

#include <curl/curl.h>

#include <weir/base/assert.hpp>
#include <weir/http/webhook_url.hpp>

using namespace weir::http;

namespace {

std::string part(CURLU* url, CURLUPart which) {
  char* text = nullptr;
  if (curl_url_get(url, which, &text, 0) != CURLUE_OK) return {};
  std::string out(text);
  curl_free(text);
  return out;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const auto rules = webhook_rules::parse("any", "10.0.0.0/8").value();
  const auto url = rules.read({reinterpret_cast<const char*>(data), size});
  if (!url) return 0;
  const auto text = url->text();
  const std::unique_ptr<CURLU, void (*)(CURLU*)> theirs(curl_url(), curl_url_cleanup);
  WEIR_ASSERT(
      curl_url_set(theirs.get(), CURLUPART_URL, text.c_str(), CURLU_PATH_AS_IS | CURLU_DISALLOW_USER) == CURLUE_OK,
      "libcurl takes what is taken here");
  const auto host = url->host.contains(':') ? "[" + url->host + "]" : url->host;
  WEIR_ASSERT(part(theirs.get(), CURLUPART_HOST) == host, "libcurl connects to the host that was looked at");
  WEIR_ASSERT(part(theirs.get(), CURLUPART_PORT) == std::to_string(url->port), "and to its port");
  WEIR_ASSERT(part(theirs.get(), CURLUPART_SCHEME) == (url->with_tls ? "https" : "http"), "with TLS or without");
  const auto query = part(theirs.get(), CURLUPART_QUERY);
  const auto target = part(theirs.get(), CURLUPART_PATH) + (query.empty() ? "" : "?" + query);
  WEIR_ASSERT(target == url->target || target + "?" == url->target, "and asks for what was asked for");
  WEIR_ASSERT(!url->address || rules.addresses().permit(*url->address, url->with_tls), "addresses are permitted ones");
  const auto again = rules.read(text);
  WEIR_ASSERT(again && again->text() == text, "a URL has one text");
  return 0;
}
