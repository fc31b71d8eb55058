#include <algorithm>

#include <tests/sim/webhooks/receivers.hpp>

#include <weir/domain/webhook_signature.hpp>

namespace weir::sim {
namespace {

std::string header(const webhooks::outgoing_webhook& w, std::string_view name) {
  const auto found = std::ranges::find(w.headers, name, &std::pair<std::string, std::string>::first);
  return found == w.headers.end() ? "" : found->second;
}

}  // namespace

std::string first_too_early(const std::vector<receipt>& got, const std::vector<std::string>& in_order) {
  auto ready = got.begin();  // all that were looked at had been accepted here
  for (const auto& id : in_order) {
    const auto of_it = [&](const receipt& r) { return r.message_id == id; };
    if (std::find_if(got.begin(), ready, of_it) != ready) return id;
    const auto taken = std::find_if(ready, got.end(), [&](const receipt& r) { return of_it(r) && r.accepted; });
    if (taken == got.end()) return id;
    ready = std::next(taken);
  }
  return {};
}

std::int32_t sim_transport::arrive(const webhooks::outgoing_webhook& w) {
  const auto of = where_.moods.at(w.url);
  auto status = 204;
  if (of == mood::hopeless) {
    status = chance(random_, 50) ? 500 : 0;
  } else if (of == mood::leaving && chance(random_, 10)) {
    status = 410;
  } else if (of != mood::well && !where_.healing && chance(random_, 50)) {
    constexpr std::int32_t bad[] = {0, 301, 429, 500, 503};
    status = bad[below(random_, std::size(bad))];
  }
  if (status != 0 || chance(random_, 50))
    where_.got[w.url].push_back({header(w, domain::webhook_id_header), w.body, status >= 200 && status < 300});
  return status;
}

std::vector<webhooks::webhook_response> sim_transport::wait(std::chrono::milliseconds) {
  std::vector<webhooks::webhook_response> out;
  std::vector<webhooks::outgoing_webhook> still;
  for (auto& w : under_way_) {
    if (!where_.healing && chance(random_, 40)) {
      still.push_back(std::move(w));
      continue;
    }
    webhooks::webhook_response r;
    r.ticket = w.ticket;
    r.status = arrive(w);
    if (r.status == 0) r.error = "nothing came";
    out.push_back(std::move(r));
  }
  under_way_ = std::move(still);
  return out;
}

void sim_transport::kill() {
  for (const auto& w : std::exchange(under_way_, {})) {
    if (chance(random_, 50)) arrive(w);
  }
}

}  // namespace weir::sim
