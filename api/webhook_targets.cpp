#include <api/webhook_targets.hpp>

#include <weir/http/webhook_url.hpp>

namespace weir::api {

result<void> check_webhook_target(const settings& s, std::string_view url) {
  const auto rules = http::webhook_rules::parse(s.webhook_ports, s.webhook_allowed_networks);
  if (!rules) return std::unexpected(rules.error());
  const auto read = rules->read(url);
  if (!read) return std::unexpected(read.error());
  return {};
}

}  // namespace weir::api
