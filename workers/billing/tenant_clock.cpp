#include <workers/billing/tenant_clock.hpp>

#include <weir/base/assert.hpp>
#include <weir/domain/hour.hpp>
#include <weir/postgres/billing_profiles.hpp>

namespace weir::billing {

result<tenant_clock> tenant_clock::of(const postgres::tenant_row& t, std::int32_t billing_day) {
  WEIR_ASSERT(billing_day >= 1 && billing_day <= 31, "a billing day is a day of a month");
  auto zone = time_zone::find(t.time_zone);
  if (!zone) return std::unexpected(zone.error());
  return tenant_clock(*zone, t.minute_offset, static_cast<unsigned>(billing_day));
}

result<tenant_clock> tenant_clock::of(postgres::executor& in, const postgres::tenant_row& t) {
  auto profile = postgres::billing_profiles::find(in, t.number);
  if (!profile) return std::unexpected(profile.error());
  return of(t, profile->billing_day);
}

bool tenant_clock::operator==(const tenant_clock& other) const {
  return zone_.name() == other.zone_.name() && minute_offset_ == other.minute_offset_ &&
         billing_day_ == other.billing_day_;
}

moment tenant_clock::hour_of(timestamp t) const {
  const auto at = domain::hour_start(t, minute_offset_);
  return {at, zone_.local_day(at)};
}

moment tenant_clock::end_of_month(timestamp t) const {
  return start_of(next_month_start(month_start(hour_of(t).day, billing_day_), billing_day_));
}

bool tenant_clock::is_billable(timestamp t) const {
  constexpr std::int64_t five_years = 5 * 366 * 24 * domain::ns_per_hour;
  return zone_.keeps_minute_offset(t, {t.ns + five_years}, minute_offset_);
}

tenant_calendar tenant_clock::calendar() const {
  return {billing_day_, [zone = zone_](civil_day d) { return zone.start_of_day(d); }};
}

}  // namespace weir::billing
