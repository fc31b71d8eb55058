#include <api/openmeter/names.hpp>
#include <api/openmeter/query_answer.hpp>
#include <api/usage/meter_answer.hpp>

#include <weir/contract/json_writer.hpp>

namespace weir::api {

std::string write_openmeter_json(const openmeter_question& asked, const usage_answer& a) {
  contract::json_writer out(512 + a.rows.size() * 192);
  out.begin_object();
  if (asked.from && a.from) out.member("from", *a.from);
  if (asked.to && a.to) out.member("to", *a.to);
  if (asked.window_size) out.member("windowSize", name(a.window));
  out.key("dataThrough");
  a.data_through ? out.instant(*a.data_through) : out.null();
  out.key("data").begin_array();
  for (const auto& row : a.rows) {
    // A decimal text without an exponent is a JSON number as it stands.
    out.begin_object().key("value").raw(row.value).member("valueExact", row.value);
    out.member("windowStart", row.from).member("windowEnd", row.to).key("subject");
    a.by_subject ? out.text(row.subject) : out.null();
    if (a.by_tenant) out.member("customerId", bare_id(row.tenant_id));
    out.key("groupBy").begin_object();
    for (std::size_t d = 0; d < a.by_dimensions.size(); ++d) {
      out.key(a.by_dimensions[d]);
      row.groups[d] ? out.raw(*row.groups[d]) : out.null();
    }
    out.end_object().end_object();
  }
  return out.end_array().end_object().take();
}

std::string write_openmeter_csv(const usage_answer& a) {
  std::string out = "window_start,window_end,subject";
  if (a.by_tenant) out += ",customer_id";
  for (const auto& dimension : a.by_dimensions) {
    out += ',';
    append_csv_text(out, dimension);
  }
  out += ",value\r\n";
  for (const auto& row : a.rows) {
    out += format_rfc3339(row.from) + "," + format_rfc3339(row.to) + ",";
    if (a.by_subject) append_csv_text(out, row.subject);
    if (a.by_tenant) out += "," + bare_id(row.tenant_id);
    for (const auto& group : row.groups) {
      out += ',';
      if (group) append_csv_text(out, plain_text(*group));
    }
    out += "," + row.value + "\r\n";
  }
  return out;
}

}  // namespace weir::api
