#include <algorithm>
#include <utility>

#include <api/announce.hpp>

#include <weir/base/assert.hpp>
#include <weir/contract/json_writer.hpp>
#include <weir/domain/bucket.hpp>
#include <weir/postgres/installation.hpp>
#include <weir/postgres/outbox.hpp>
#include <weir/postgres/subject_aliases.hpp>

namespace weir::api {
namespace {

struct origin {
  std::string request;  // empty: no request
  std::string address;
  std::optional<std::string> traceparent;
};

result<void> append(postgres::executor& in, change what, timestamp now, std::string principal, origin from) {
  contract::domain_event e;
  e.id = contract::event_id(what.object, what.version, what.type);
  e.type = what.type;
  e.time = now;
  if (what.tenant) e.tenant = what.tenant->id;
  e.subject = std::move(what.object);
  e.principal = std::move(principal);
  e.request = std::move(from.request);
  e.address = std::move(from.address);
  e.data = std::move(what.data);
  e.before = std::move(what.before);

  const auto number = what.tenant ? std::optional(what.tenant->number) : std::nullopt;
  auto done = postgres::outbox::append(in, e, number, std::move(from.traceparent));
  if (!done) return std::unexpected(done.error());
  return {};
}

}  // namespace

result<void> announce(postgres::executor& in, const call& c, change what) {
  return announce_by(in, c, c.who().signature(), std::move(what));
}

result<void> announce_by(postgres::executor& in, const call& c, std::string principal, change what) {
  return append(
      in, std::move(what), c.with().clock.now(), std::move(principal),
      {std::string(c.request().request_id()), std::string(c.request().client_address()), c.request().traceparent()});
}

result<void> announce_as(postgres::executor& in, std::string principal, timestamp now, change what) {
  return append(in, std::move(what), now, std::move(principal), {});
}

result<postgres::tenant_row> ensure_tenant(postgres::executor& in, const domain::tenant& wanted,
                                           const std::string& principal, timestamp now) {
  const auto id = wanted.id.text();
  auto row = postgres::subject_aliases::resolve_or_create(
      in, {id, domain::bucket_of(wanted.id).number, wanted.key, wanted.name, wanted.time_zone, wanted.minute_offset,
           wanted.currency});
  if (!row || row->id != id) return row;
  change made{contract::event_type::tenant_created, id, row->version, principal::tenant_ref{wanted.id, row->number},
              tenant_json(*row)};
  if (auto done = announce_as(in, principal, now, std::move(made)); !done) return std::unexpected(done.error());
  return row;
}

std::optional<principal::tenant_ref> reference(const std::optional<postgres::tenant_row>& t) {
  if (!t) return std::nullopt;
  auto id = tenant_id::parse(t->id);
  WEIR_ASSERT(id, "tenants.id is checked by the database");
  return principal::tenant_ref{*id, t->number};
}

std::string tenant_json(const postgres::tenant_row& t) {
  contract::json_writer w(384);
  w.begin_object()
      .member("id", t.id)
      .member("key", t.key)
      .member("name", t.name)
      .member("time_zone", t.time_zone)
      .member("minute_offset", t.minute_offset)
      .member("currency", t.currency)
      .member("state", t.state)
      .member("created_at", t.created_at)
      .member("updated_at", t.updated_at)
      .end_object();
  return w.take();
}

}  // namespace weir::api
