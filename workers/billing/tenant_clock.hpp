// A tenant's days and hours, as billing counts them.
#pragma once

#include <weir/base/time_zone.hpp>
#include <weir/billing/charge.hpp>
#include <weir/postgres/tenants.hpp>

namespace weir::billing {

class tenant_clock {
 public:
  // `billing_day`: 1 to 31, of the tenant's profile. Error: time_zone_unknown, of a zone that the system does not have
  // any more.
  static result<tenant_clock> of(const postgres::tenant_row& t, std::int32_t billing_day);
  // The profile is read.
  static result<tenant_clock> of(postgres::executor& in, const postgres::tenant_row& t);

  // The start of the hour that `t` is in.
  moment hour_of(timestamp t) const;
  moment start_of(civil_day d) const { return {zone_.start_of_day(d), d}; }
  // Of the billing month that `t` is in; of one that begins at `t`, the end of the whole month.
  moment end_of_month(timestamp t) const;

  // Whether days begin at full hours of the tenant's clock for five years from `t`: cells have whole hours.
  bool is_billable(timestamp t) const;

  tenant_calendar calendar() const;

  // Of the same zone and billing day.
  bool operator==(const tenant_clock& other) const;

 private:
  tenant_clock(time_zone zone, int minute_offset, unsigned billing_day)
      : zone_(zone), minute_offset_(minute_offset), billing_day_(billing_day) {}

  time_zone zone_;
  int minute_offset_;
  unsigned billing_day_;
};

}  // namespace weir::billing
