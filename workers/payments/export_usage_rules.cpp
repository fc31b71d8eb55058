#include <algorithm>

#include <workers/payments/export_usage_rules.hpp>

#include <weir/base/assert.hpp>
#include <weir/base/crypto.hpp>

namespace weir::payments {
namespace {

using namespace std::chrono_literals;

constexpr std::int64_t second = 1'000'000'000;
constexpr std::int64_t hour_s = 3'600;
constexpr std::int64_t most_age_s = 35 * 86'400;
constexpr std::int64_t spare_s = 600;
constexpr std::int64_t settling_s = 120;
constexpr std::size_t digest_digits = 32;

// "202611271430": hours of some tenants begin at :15, :30 or :45.
std::string minute_of(timestamp t) {
  std::string out;
  for (const char c : format_rfc3339(t).substr(0, 16))
    if (c >= '0' && c <= '9') out += c;
  return out;
}

}  // namespace

std::string meter_event_identifier(std::string_view installation, const postgres::due_hour& of) {
  std::string whole(installation);
  for (const auto& part : {of.account, of.meter_id, of.tenant_id, format_rfc3339(of.hour), std::to_string(of.revision)})
    whole += '\n' + part;
  return of.tenant_id + '_' + minute_of(of.hour) + '_' + std::to_string(of.revision) + '_' +
         hex(sha256(whole)).substr(0, digest_digits);
}

timestamp meter_event_instant(timestamp hour, std::int32_t revision) {
  WEIR_ASSERT(revision > 0 && revision <= postgres::meter_export_queue::most_revisions,
              "a revision has a second of its own in the hour");
  return {hour.ns + revision * second};
}

timestamp oldest_meter_hour(timestamp now) {
  return {now.ns - (most_age_s - spare_s) * second};
}

timestamp newest_meter_hour(timestamp now) {
  return {now.ns - (hour_s + settling_s) * second};
}

std::chrono::milliseconds pause_of_account(int failures, std::chrono::seconds asked) {
  const std::chrono::milliseconds own = 5s * (1 << std::clamp(failures - 1, 0, 6));
  return std::max(std::min<std::chrono::milliseconds>(own, 5min), std::min<std::chrono::milliseconds>(asked, 1h));
}

}  // namespace weir::payments
