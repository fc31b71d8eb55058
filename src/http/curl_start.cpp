#include <curl/curl.h>
#include <src/http/curl_start.hpp>

#include <weir/base/assert.hpp>

namespace weir::http {

void start_curl() {
  static const bool started = curl_global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK;
  WEIR_ASSERT(started, "libcurl starts");
}

}  // namespace weir::http
