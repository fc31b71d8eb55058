// What was counted for charges. Charges of one plan, meter and stretch of time are counted by one query: usage goes to
// the first price that fits.
#pragma once

#include <compare>
#include <cstdint>
#include <map>
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
  // Of a tenant, in the snapshot that `in` sees.
  usage_reader(postgres::executor& in, std::int32_t tenant) : in_(in), tenant_(tenant) {}

  // Of a charge of the kind usage; `of` is its plan and outlives this. Errors: meter_not_found, cell_overflow.
  result<counted_usage> read(const charge& c, const plan& of);
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
    metered_classes rivals;
    std::vector<postgres::usage_totals::total> totals;  // place by place
  };

  result<counted_stretch> count(const stretch& of, metered_classes rivals);
  result<const postgres::meter_row*> meter(const std::string& slug);

  postgres::executor& in_;
  std::int32_t tenant_;
  std::map<std::string, postgres::meter_row> meters_;
  std::map<stretch, counted_stretch> counted_;
};

}  // namespace weir::billing
