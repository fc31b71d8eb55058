#include <map>
#include <optional>

#include <workers/operations/announce_rejected.hpp>

#include <weir/contract/json_writer.hpp>
#include <weir/postgres/outbox.hpp>
#include <weir/postgres/tenants.hpp>

namespace weir::operations {
namespace {

std::string data_of(const postgres::rejected_row& r, std::string_view state) {
  contract::json_writer w(384);
  w.begin_object().member("id", r.id).member("code", r.code).member("state", state);
  w.key("position").begin_object().member("topic", r.topic).member("partition", r.partition);
  w.member("offset", r.first_offset).member("index", std::max(r.event_index, 0)).end_object();
  w.member("count", r.count);
  if (r.event_id && !r.event_id->empty()) {
    w.key("event").begin_object().member("id", *r.event_id).member("source", r.source.value_or(""));
    w.member("type", r.type.value_or("")).end_object();
  }
  return w.end_object().take();
}

}  // namespace

result<void> announce_decisions(postgres::executor& in, std::span<const postgres::rejected_row> decided,
                                contract::event_type type, timestamp now, const std::string& principal,
                                const std::string& request) {
  std::map<std::int32_t, std::optional<tenant_id>> tenants{{0, std::nullopt}};
  for (const auto& row : decided) {
    auto known = tenants.find(row.tenant_number);
    if (known == tenants.end()) {
      auto found = postgres::tenants::by_number(in, row.tenant_number);
      if (!found && found.error().code != error_code::tenant_not_found) return std::unexpected(found.error());
      known = tenants.emplace(row.tenant_number, found ? tenant_id::parse(found->id) : std::nullopt).first;
    }
    contract::domain_event e;
    e.id = contract::event_id(row.id, 1, type);
    e.type = type;
    e.time = now;
    e.tenant = known->second;
    e.subject = row.id;
    e.principal = principal;
    e.request = request;
    e.data = data_of(row, row.state);
    e.before = data_of(row, "open");
    const auto number = e.tenant ? std::optional(row.tenant_number) : std::nullopt;
    if (auto said = postgres::outbox::append(in, e, number); !said) return std::unexpected(said.error());
  }
  return {};
}

}  // namespace weir::operations
