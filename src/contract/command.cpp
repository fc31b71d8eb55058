#include <charconv>

#include <weir/contract/command.hpp>
#include <weir/contract/json_document.hpp>
#include <weir/contract/json_writer.hpp>
#include <weir/contract/media_type.hpp>
#include <weir/contract/topics.hpp>
#include <weir/domain/bucket.hpp>

namespace weir::contract {
namespace {

std::unexpected<error> malformed(std::string_view pointer, std::string_view why) {
  return fail(error_code::record_malformed, std::string(why), std::string(pointer));
}

}  // namespace

std::string encode_command(const command& c) {
  json_writer out(1024);
  out.begin_object()
      .member("specversion", "1.0")
      .member("id", c.id.text())
      .member("source", "weir")
      .member("type", type_of(c.body))
      .member("time", c.issued_at)
      .member("datacontenttype", json_type);
  if (c.tenant) out.member("tenant", c.tenant->text());
  out.member("principal", c.principal);
  if (!c.idempotency_key.empty()) out.member("idempotencykey", c.idempotency_key);
  // CloudEvents integers have 32 bits; versions are written as texts.
  if (c.expected_version) out.member("expectedversion", std::to_string(*c.expected_version));
  out.member("schemaversion", command::schema_version);
  out.key("data").begin_object();
  write_command_data(out, c.body);
  return out.end_object().end_object().take();
}

result<command> decode_command(std::string_view json) {
  auto document = json_document::parse(json);
  if (!document) return malformed(document.error().pointer, name(document.error().code));
  const auto root = document->root();
  command out;

  if (root.text("specversion") != "1.0") return malformed("/specversion", "1.0 is expected");
  const auto id = command_id::parse(root.text("id").value_or(""));
  if (!id) return malformed("/id", "not a command's id");
  out.id = *id;
  const auto time = parse_rfc3339(root.text("time").value_or(""));
  if (!time) return malformed("/time", "not RFC 3339");
  out.issued_at = *time;
  if (const auto tenant = root.find("tenant")) {
    out.tenant = tenant_id::parse(tenant->text().value_or(""));
    if (!out.tenant) return malformed("/tenant", "not a tenant's id");
  }
  const auto principal = root.text("principal");
  if (!principal || principal->empty()) return malformed("/principal", "somebody must have asked");
  out.principal = *principal;
  out.idempotency_key = root.text("idempotencykey").value_or("");
  if (const auto version = root.find("expectedversion")) {
    std::int64_t number = 0;
    const auto text = version->text().value_or("");
    const auto [end, status] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (text.empty() || status != std::errc() || end != text.data() + text.size()) {
      return malformed("/expectedversion", "an integer in a text is expected");
    }
    out.expected_version = number;
  }
  const auto schema = root.find("schemaversion");
  if (!schema || schema->integer() != command::schema_version) return malformed("/schemaversion", "1 is expected");

  auto body = read_command_data(root.text("type").value_or(""), root);
  if (!body) return std::unexpected(std::move(body.error()));
  out.body = std::move(*body);
  return out;
}

stream::outgoing_record command_record(const command& c, request_id request, std::int32_t partitions,
                                       std::string_view traceparent) {
  const auto bucket = c.tenant ? domain::bucket_of(*c.tenant) : domain::platform_bucket;
  stream::outgoing_record out{
      std::string(commands_topic), domain::partition_of(bucket, partitions), bucket.text(), encode_command(c), {}};
  const auto add = [&](std::string_view header, std::string value) {
    out.headers.push_back({std::string(header), std::move(value)});
  };
  add(frame_header, std::string(frame_version));
  if (c.tenant) add(tenant_header, c.tenant->text());
  add(request_header, request.text());
  add(received_header, format_rfc3339(timestamp::from_ms(c.issued_at.ms())));
  add(content_type_header, std::string(cloudevent_type));
  if (!traceparent.empty()) add(traceparent_header, std::string(traceparent));
  return out;
}

}  // namespace weir::contract
