#include <utility>

#include <api/announce.hpp>
#include <api/handlers/meters.hpp>
#include <src/app/changes.hpp>

#include <weir/base/assert.hpp>
#include <weir/base/ulid.hpp>

namespace weir::app {
namespace {

error first(std::vector<error> problems) {
  WEIR_ASSERT(!problems.empty(), "a refused draft says why");
  return std::move(problems.front());
}

}  // namespace

result<postgres::tenant_row> ensure_tenant(postgres::executor& in, const std::string& principal, timestamp now,
                                           domain::tenant_draft draft) {
  auto made = domain::make_tenant(tenant_id{system_ids().next()}, std::move(draft));
  if (!made) return std::unexpected(first(std::move(made.error())));
  return api::ensure_tenant(in, *made, principal, now);
}

result<postgres::meter_row> ensure_meter(postgres::executor& in, const std::string& principal, timestamp now,
                                         domain::meter_draft draft) {
  auto found = postgres::meters::find(in, draft.slug);
  if (found || found.error().code != error_code::meter_not_found) return found;
  auto made = domain::make_meter(meter_id{system_ids().next()}, std::move(draft));
  if (!made) return std::unexpected(first(std::move(made.error())));
  auto row = postgres::meters::create(in, api::new_meter_row(*made));
  if (!row) return row;
  auto said = api::announce_as(in, principal, now,
                               {contract::event_type::meter_created, row->id, row->version, {}, api::meter_json(*row)});
  if (!said) return std::unexpected(said.error());
  return row;
}

}  // namespace weir::app
