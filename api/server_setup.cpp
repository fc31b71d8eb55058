#include <array>
#include <charconv>
#include <cstdint>
#include <string>
#include <utility>

#include <api/problems.hpp>
#include <api/server_setup.hpp>

#include <weir/base/log.hpp>

namespace weir::api {
namespace {

// Answers of one kind share a handle; asking the registry costs more than answering an event does. Per io thread.
class request_metrics {
 public:
  explicit request_metrics(metric_registry& registry) : registry_(registry) {}

  void count(const http::request_summary& s) {
    auto& slot = slots_[place(s)];
    if (slot.route != s.route.data() || slot.status != s.status || slot.method != s.method || !slot.requests) {
      char code[12];
      auto [end, ignored] = std::to_chars(code, code + sizeof code, s.status);
      const auto route = s.route.empty() ? std::string_view("none") : s.route;
      const auto method = http::name(s.method);
      slot.route = s.route.data();
      slot.status = s.status;
      slot.method = s.method;
      slot.requests = registry_.counter(metric::weir_http_requests_total,
                                        {route, method.empty() ? "other" : method, std::string_view(code, end)});
      slot.seconds = registry_.histogram(metric::weir_http_request_duration_seconds, {route});
    }
    slot.requests->add();
    slot.seconds->observe(static_cast<double>(s.duration_ns) / 1e9);
  }

  const metric_registry* registry() const { return &registry_; }

 private:
  struct slot_of_kind {
    const char* route = nullptr;
    int status = 0;
    http::method method = http::method::other;
    std::optional<counter> requests;
    std::optional<histogram> seconds;
  };

  static std::size_t place(const http::request_summary& s) {
    auto n = reinterpret_cast<std::uintptr_t>(s.route.data()) >> 3;
    n = n * 31 + static_cast<std::size_t>(s.status);
    return (n * 31 + static_cast<std::size_t>(s.method)) % std::tuple_size_v<decltype(slots_)>;
  }

  metric_registry& registry_;
  std::array<slot_of_kind, 256> slots_;
};

void answered(metric_registry& registry, const http::request_summary& s) {
  thread_local std::optional<request_metrics> mine;
  if (!mine || mine->registry() != &registry) mine.emplace(registry);
  mine->count(s);
  if (s.status >= 500 && s.status != 503) {
    log::error("a request failed", {{"request_id", s.request_id},
                                    {"path", s.path},
                                    {"status", s.status},
                                    {"duration_ms", s.duration_ns / 1'000'000}});
  } else if (log::enabled(log::level::debug)) {
    log::debug("request", {{"request_id", s.request_id},
                           {"method", http::name(s.method)},
                           {"path", s.path},
                           {"status", s.status},
                           {"client", s.client_address},
                           {"duration_ms", s.duration_ns / 1'000'000}});
  }
}

// The page brings its own policy; everything else needs none of a browser's powers.
void decorate(const http::request* request, http::response& answer) {
  if (answer.status != 204 && !answer.header_lines().contains("Content-Security-Policy"))
    answer.add_header("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'");
  // Only a proxy knows whether the client came by TLS; without one this server speaks plain HTTP.
  if (request == nullptr) return;
  if (auto scheme = request->header("X-Forwarded-Proto"); scheme && *scheme == "https")
    answer.add_header("Strict-Transport-Security", "max-age=31536000; includeSubDomains");
}

}  // namespace

result<http::server_options> make_server_options(services& with, unsigned threads) {
  auto proxies = http::trusted_proxies::parse(with.config.trusted_proxies);
  if (!proxies) return std::unexpected(proxies.error());
  http::server_options o;
  o.host = with.config.app_host;
  o.port = static_cast<std::uint16_t>(with.config.app_port);
  o.threads = threads;
  o.limits.connections = static_cast<std::size_t>(with.config.http_max_connections);
  o.proxies = std::move(*proxies);
  o.common_headers = {
      {"X-Content-Type-Options", "nosniff"}, {"X-Frame-Options", "DENY"}, {"Referrer-Policy", "no-referrer"}};
  o.decorate = decorate;
  o.problem = [](const error& e, std::string_view request_id) { return problem_response(e, request_id); };
  o.clock = &with.clock;
  o.ids = &with.ids;
  auto& registry = with.metrics;
  const auto connections = registry.gauge(metric::weir_http_connections);
  o.hooks.connection_opened = [connections] { connections.add(1); };
  o.hooks.connection_closed = [connections] { connections.add(-1); };
  o.hooks.answered = [&registry](const http::request_summary& s) { answered(registry, s); };
  o.hooks.exception = [](std::string_view what) { log::error("a handler threw", {{"error", what}}); };
  return o;
}

}  // namespace weir::api
