// IANA time zones from the system's tzdata (package tzdata), through Howard Hinnant's date library.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include <weir/base/civil_day.hpp>
#include <weir/base/error.hpp>
#include <weir/base/time.hpp>

namespace weir {

// Cheap to copy; any thread. Instants beyond `timestamp`'s range are not representable and saturate.
class time_zone {
 public:
  // An IANA name as "Europe/Berlin" or "UTC", exactly spelled. Error: time_zone_unknown.
  static result<time_zone> find(std::string_view iana_name);

  std::string name() const;

  std::int32_t offset_seconds(timestamp at) const;  // local − UTC

  // The minutes by which this zone's full hours stand away from UTC's: 0, 15, 30 or 45; nothing when the offset at `at`
  // is no multiple of a quarter of an hour (local mean times before the 20th century, mostly).
  std::optional<int> minute_offset(timestamp at) const;

  // Whether at every instant of [from, to) the zone's full hours are minute_offset minutes away from UTC's: then hourly
  // cells cut on that offset give its days and months exactly. An empty range is exact.
  bool keeps_minute_offset(timestamp from, timestamp to, int minute_offset) const;

  civil_day local_day(timestamp at) const;

  // The first instant of the local day or month. Where midnight was skipped it is the end of the gap; where midnight
  // comes twice, the first of both. A day that the zone left out (Samoa, 2011-12-30) starts where the next one does.
  timestamp start_of_day(civil_day day) const;
  timestamp start_of_month(int year, unsigned month) const;

  // The start of the local day or month that follows the one that `at` is in.
  timestamp next_day(timestamp at) const;
  timestamp next_month(timestamp at) const;

 private:
  explicit time_zone(const void* zone) : zone_(zone) {}
  const void* zone_;
};

}  // namespace weir
