// What was counted for charges. Charges of one plan, meter and stretch of time are counted by one query for all tenants
// that were named before: usage goes to the first price that fits.
#pragma once

#include <compare>
#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <vector>

#include <workers/billing/metered_classes.hpp>

#include <weir/billing/charge.hpp>
#include <weir/billing/invoice_inputs.hpp>
#include <weir/postgres/executor.hpp>
#include <weir/postgres/meters.hpp>
#include <weir/postgres/usage_totals.hpp>

namespace weir::billing {

class usage_reader {
 public:
  // In the snapshot that `in` sees.
  explicit usage_reader(postgres::executor& in) : in_(in) {}

  // read() will be called with the same tenant and charge, which is of the kind usage.
  void expect(std::int32_t tenant, const charge& c);

  // Of a charge of the kind usage; `of` is its plan and outlives this. Errors: meter_not_found, cell_overflow.
  result<counted_usage> read(std::int32_t tenant, const charge& c, const plan& of);
  // Whether twice the time has twice the quantity: of sums and counts. Error: meter_not_found.
  result<bool> adds_up(const charge& c);

 private:
  struct stretch {
    plan_ref plan;
    std::string currency;
    std::string meter;
    timestamp from, to;

    auto operator<=>(const stretch&) const = default;
  };
  struct counted_stretch {
    std::set<std::int32_t> expected;  // tenants that are not counted yet
    metered_classes rivals;
    std::map<std::int32_t, std::vector<postgres::usage_totals::total>> totals;  // by tenant, place by place
  };

  static stretch stretch_of(const charge& c);
  result<void> count(const stretch& of, counted_stretch& into);
  result<const postgres::meter_row*> meter(const std::string& slug);

  postgres::executor& in_;
  std::map<std::string, postgres::meter_row> meters_;
  std::map<stretch, counted_stretch> counted_;
};

}  // namespace weir::billing
