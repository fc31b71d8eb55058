#include <weir/contract/domain_event.hpp>
#include <weir/contract/json_writer.hpp>
#include <weir/postgres/outbox.hpp>
#include <weir/postgres/quarantine.hpp>

namespace weir::postgres {

result<void> announce_quarantine(executor& in, const stream::position& place, timestamp at,
                                 const std::string& consumer) {
  contract::domain_event e;
  e.type = contract::event_type::usage_record_quarantined;
  e.id = contract::event_id(place, 0, contract::name(e.type));
  e.time = at;
  e.subject = consumer + "/" + place.topic + "/" + std::to_string(place.partition);
  e.principal = "system";
  contract::json_writer data;
  data.begin_object().member("consumer", consumer).member("topic", place.topic).member("partition", place.partition);
  e.data = data.member("offset", place.offset).end_object().take();
  auto said = outbox::append(in, e);
  if (!said) return std::unexpected(said.error());
  return {};
}

}  // namespace weir::postgres
