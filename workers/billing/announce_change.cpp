#include <utility>

#include <workers/billing/announce_change.hpp>

#include <weir/base/assert.hpp>
#include <weir/postgres/outbox.hpp>

namespace weir::billing {

result<postgres::command_outcome> announce_change(postgres::executor& in, const postgres::command_origin& c,
                                                  changed_object what) {
  WEIR_ASSERT(c.tenant, "what is billed is a tenant's");
  contract::domain_event e;
  e.id = contract::event_id(what.id, what.version, what.type);
  e.type = what.type;
  e.time = c.issued_at;
  e.tenant = tenant_id::parse(c.tenant->id);
  e.subject = std::move(what.id);
  e.principal = c.principal;
  e.request = c.request;
  e.data = what.shown;
  e.before = std::move(what.before);
  if (auto said = postgres::outbox::append(in, e, c.tenant->number); !said) return std::unexpected(said.error());
  return postgres::command_outcome{what.http_status, std::move(what.shown)};
}

}  // namespace weir::billing
