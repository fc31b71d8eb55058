// A tenant of a simulated year, and what the history knows of it without asking the database.
#pragma once

#include <map>
#include <string>
#include <vector>

#include <tests/sim/year/installation.hpp>
#include <tests/sim/year/naive_reckoning.hpp>

namespace weir::sim {

struct member {
  postgres::tenant_row row;
  installation::new_member made;
  subscriber facts;
  std::vector<std::string> credits, coupons;  // crg_… and tcp_…
  bool drops_late_usage = false;              // of all of its plans
  std::map<owed_key, owed> billed;            // when it was looked at last
};

}  // namespace weir::sim
