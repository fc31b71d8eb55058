#include <weir/contract/domain_event.hpp>
#include <weir/contract/json_writer.hpp>
#include <weir/domain/bucket.hpp>
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
  const outbox::announcement a{.id = e.id,
                               .bucket = domain::platform_bucket.number,
                               .type = std::string(contract::name(e.type)),
                               .payload = contract::encode_domain_event(e)};
  auto said = outbox::append(in, a);
  if (!said) return std::unexpected(said.error());
  return {};
}

}  // namespace weir::postgres
