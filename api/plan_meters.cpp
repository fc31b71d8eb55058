#include <map>
#include <optional>
#include <string_view>
#include <utility>

#include <api/plan_meters.hpp>
#include <fmt/format.h>

#include <weir/base/assert.hpp>
#include <weir/contract/json_document.hpp>
#include <weir/domain/draft_checks.hpp>
#include <weir/postgres/meters.hpp>

namespace weir::api {
namespace {

bool has_group(const postgres::meter_row& m, std::string_view name) {
  auto groups = contract::json_document::parse(m.group_by);
  WEIR_ASSERT(groups, "meters.group_by is written by this program only");
  for (std::size_t i = 0; i < groups->root().size(); ++i) {
    if (groups->root().item(i).text("name") == name) return true;
  }
  return false;
}

}  // namespace

result<std::vector<error>> check_meters(postgres::executor& in, const billing::plan& plan) {
  std::vector<error> out;
  std::map<std::string, std::optional<postgres::meter_row>> meters;
  for (std::size_t i = 0; i < plan.prices.size(); ++i) {
    const auto& m = plan.prices[i].metered;
    if (!m) continue;
    if (!meters.contains(m->meter)) {
      auto found = postgres::meters::find(in, m->meter);
      if (!found && found.error().code != error_code::meter_not_found) return std::unexpected(found.error());
      // A meter may be called by its id as well; a plan names it by what stays when it is made anew.
      const bool by_slug = found && found->slug == m->meter;
      meters.emplace(m->meter, by_slug ? std::optional(std::move(*found)) : std::nullopt);
    }
    const auto& meter = meters.at(m->meter);
    if (!meter) out.emplace_back(error_code::plan_meter_unknown, m->meter, fmt::format("/prices/{}/meter", i));
    for (const auto& f : m->filters) {
      if (meter && !has_group(*meter, f.dimension))
        out.emplace_back(error_code::plan_group_unknown, f.dimension,
                         fmt::format("/prices/{}/filters/{}", i, domain::escape_pointer_token(f.dimension)));
    }
  }
  return out;
}

}  // namespace weir::api
