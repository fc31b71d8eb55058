#include <atomic>
#include <cstdint>
#include <string>
#include <utility>

#include <api/problems.hpp>

#include <weir/base/log.hpp>

namespace weir::api {
namespace {

// Clients that were refused together must not come back together: 1, 2 or 3 seconds, in turn.
std::string retry_after() {
  static std::atomic<unsigned> turn{0};
  return std::to_string(1 + turn.fetch_add(1, std::memory_order_relaxed) % 3);
}

http::response build(const contract::problem& p) {
  const auto status = http_status(p.code);
  if (kind(p.code) == error_kind::fatal) {
    log::error("a request met a fatal error",
               {{"error", name(p.code)}, {"detail", p.detail}, {"request_id", p.request_id}});
  }
  // Without parameters: OpenMeter's SDK compares the media type as text.
  auto out = http::response::of(status, "application/problem+json", contract::write_problem(p));
  if (status == 429 || status == 503) out.add_header("Retry-After", retry_after());
  if (status == 401) out.add_header("WWW-Authenticate", "Bearer realm=\"weir\"");
  if (p.code == error_code::content_encoding_unsupported) out.add_header("Accept-Encoding", "gzip, zstd");
  return out;
}

}  // namespace

http::response problem_response(contract::problem p, const http::request& request) {
  p.instance = std::string(request.path());
  p.request_id = std::string(request.request_id());
  return build(p);
}

http::response problem_response(const error& e, std::string_view request_id) {
  auto p = contract::to_problem(e);
  p.request_id = std::string(request_id);
  return build(p);
}

}  // namespace weir::api
