#include <algorithm>
#include <map>

#include <workers/payments/sweep.hpp>

#include <weir/base/log.hpp>
#include <weir/contract/stripe_event.hpp>
#include <weir/postgres/sealed_secrets.hpp>

namespace weir::payments {
namespace {

using postgres::executor;
namespace sweeps = postgres::provider_sweeps;

constexpr auto purpose = postgres::sealed_secrets::purpose(postgres::sealed_secrets::what::provider_secret);
constexpr std::int64_t second = 1'000'000'000;
constexpr std::int64_t age_s = 600;
constexpr std::int64_t reach_s = 30 * 86'400;     // as long as Stripe lists them
constexpr std::int64_t overlap = 3'600 * second;  // events appear in the list later than they say
constexpr std::int64_t settling = 60 * second;
constexpr std::int64_t after_trouble_ms = 60'000;

}  // namespace

result<void> sweep::turn(const std::stop_token& stop) {
  auto due = pool_.read(postgres::role::worker, postgres::tenant_scope::platform(),
                        [](executor& in) { return sweeps::due(in, age_s, reach_s); });
  if (!due) return std::unexpected(due.error());
  for (const auto& of : *due) {
    if (stop.stop_requested()) return {};
    const auto trouble = troubles_.find(of.account);
    // Whoever asks for it does not wait for what came of the last time; nor is it tried for them without a pause.
    if (trouble != troubles_.end() && trouble->second.asked_at == of.asked_at &&
        clock_.monotonic_ms() < trouble->second.not_before_ms)
      continue;
    auto found = read(of, stop);
    if (!found) {
      troubles_[of.account] = {clock_.monotonic_ms() + after_trouble_ms, of.asked_at};
      log::warning("a payment provider's own list of events cannot be read",
                   {{"payment_provider", of.account}, {"error", found.error()}});
    } else if (*found > 0) {
      log::warning("events of a payment provider had not arrived",
                   {{"payment_provider", of.account}, {"events", static_cast<std::int64_t>(*found)}});
    }
  }
  return {};
}

// Its pages to the last one, and only then is it read up to here: whoever is interrupted begins anew.
result<std::size_t> sweep::read(const postgres::due_sweep& of, const std::stop_token& stop) {
  const auto key = secrets_.open(purpose, of.secret_id, of.sealed_key);
  if (!key) return fail(error_code::secret_key_unknown);
  const auto now = clock_.now();
  const timestamp from{of.from.ns - overlap};
  std::size_t found = 0;
  std::string after;
  while (!stop.stop_requested()) {
    auto page = ports_.list(of, *key, from, now, after);
    if (!page) return std::unexpected(page.error());
    auto forwarded = forward(of, page->events);
    if (!forwarded) return forwarded;
    found += *forwarded;
    if (page->more && !page->last_id.empty()) {
      after = page->last_id;
      continue;
    }
    auto done = pool_.with_transaction(postgres::role::worker, postgres::tenant_scope::platform(), [&](executor& in) {
      return sweeps::advance(in, of, timestamp{now.ns - settling});
    });
    if (!done) return std::unexpected(done.error());
    break;
  }
  return found;
}

result<std::size_t> sweep::forward(const postgres::due_sweep& of, const std::vector<std::string>& events) {
  std::map<std::string, std::string> bodies;
  std::vector<std::string> ids;
  for (const auto& text : events) {
    auto event = contract::read_stripe_event(text);
    if (!event || event->live != of.live) continue;
    ids.push_back(event->id);
    bodies.emplace(std::move(event->id), text);
  }
  if (ids.empty()) return 0;
  auto unknown = pool_.read(postgres::role::worker, postgres::tenant_scope::platform(),
                            [&](executor& in) { return sweeps::unknown(in, of.provider, ids); });
  if (!unknown) return std::unexpected(unknown.error());
  std::vector<contract::payment_record> records;
  for (const auto& id : *unknown)
    records.push_back({of.provider, *payment_provider_id::parse(of.account), contract::payment_source::sweep,
                       clock_.now(), bodies.at(id)});
  std::ranges::reverse(records);  // as they happened
  if (records.empty()) return 0;
  if (auto sent = ports_.publish(std::move(records)); !sent) return std::unexpected(sent.error());
  return unknown->size();
}

}  // namespace weir::payments
