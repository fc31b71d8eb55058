#include <algorithm>

#include <weir/contract/payment_record.hpp>
#include <weir/contract/paypal_event.hpp>
#include <weir/contract/provider_event.hpp>
#include <weir/contract/stripe_event.hpp>

namespace weir::contract {

bool is_provider(std::string_view name) {
  return name == stripe_provider || name == paypal_provider;
}

result<provider_event> read_provider_event(std::string_view provider, std::string_view body) {
  if (provider == paypal_provider) return read_paypal_event(body);
  auto e = read_stripe_event(body);
  if (!e) return std::unexpected(e.error());
  return provider_event{.id = std::move(e->id),
                        .type = std::move(e->type),
                        .api_version = std::move(e->api_version),
                        .occurred_at = e->created,
                        .live = e->live,
                        .object_id = std::move(e->object_id),
                        .related_id = std::move(e->intent)};
}

std::string told_type(std::string_view provider, std::string_view type) {
  std::string out(provider);
  out.append(1, '.').append(type);
  if (provider != paypal_provider) return out;
  std::ranges::transform(out, out.begin(), [](char c) {
    if (c >= 'A' && c <= 'Z') return static_cast<char>(c - 'A' + 'a');
    return c == '-' ? '_' : c;
  });
  return out;
}

}  // namespace weir::contract
