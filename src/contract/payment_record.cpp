#include <weir/contract/media_type.hpp>
#include <weir/contract/payment_record.hpp>
#include <weir/contract/provider_event.hpp>
#include <weir/contract/topics.hpp>
#include <weir/domain/bucket.hpp>

namespace weir::contract {
namespace {

std::unexpected<error> malformed(std::string_view header) {
  return fail(error_code::record_malformed, "its header " + std::string(header) + " says nothing known");
}

}  // namespace

std::string_view name(payment_source s) {
  return s == payment_source::webhook ? "webhook" : "sweep";
}

stream::outgoing_record write_payment_record(payment_record what, request_id request, std::int32_t partitions,
                                             std::string_view traceparent) {
  const auto bucket = domain::bucket_of(tenant_id{what.account.value});
  stream::outgoing_record out{
      std::string(payments_topic),
      domain::partition_of(bucket, partitions),
      bucket.text(),
      std::move(what.body),
      {{std::string(frame_header), std::string(frame_version)},
       {std::string(provider_header), std::move(what.provider)},
       {std::string(account_header), what.account.text()},
       {std::string(source_header), std::string(name(what.source))},
       {std::string(request_header), request.text()},
       {std::string(received_header), format_rfc3339(timestamp::from_ms(what.received_at.ms()))},
       {std::string(content_type_header), std::string(json_type)}}};
  if (!traceparent.empty()) out.headers.push_back({std::string(traceparent_header), std::string(traceparent)});
  return out;
}

result<payment_record> read_payment_record(const stream::record& r) {
  if (r.find(frame_header) != frame_version) return fail(error_code::record_frame_unknown);
  payment_record out;
  out.provider = r.find(provider_header).value_or("");
  if (!is_provider(out.provider)) return malformed(provider_header);
  const auto account = payment_provider_id::parse(r.find(account_header).value_or(""));
  if (!account) return malformed(account_header);
  out.account = *account;
  const auto source = r.find(source_header);
  if (source != name(payment_source::webhook) && source != name(payment_source::sweep)) return malformed(source_header);
  out.source = source == name(payment_source::sweep) ? payment_source::sweep : payment_source::webhook;
  const auto received = parse_rfc3339(r.find(received_header).value_or(""));
  if (!received) return malformed(received_header);
  out.received_at = *received;
  out.body = r.value;
  return out;
}

}  // namespace weir::contract
