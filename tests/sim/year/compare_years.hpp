// Two installations after the same year: everything that billing has written, but for the ids and the numbers of
// invoices, whose order among tenants is whoever's was first.
#pragma once

#include <string>
#include <vector>

#include <tests/sim/year/installation.hpp>

namespace weir::sim {

std::vector<std::string> tell(installation& in);

// The first lines that differ, as sentences.
std::vector<std::string> compare_years(const std::vector<std::string>& calm, const std::vector<std::string>& hurt);

}  // namespace weir::sim
