#include <api/usage/meter_answer.hpp>

#include <weir/contract/json_writer.hpp>

namespace weir::api {
namespace {

// Rows come by window: its bounds are written once.
class window_text {
 public:
  const std::pair<std::string, std::string>& of(const usage_row& row) {
    if (!known_ || row.from != from_ || row.to != to_) {
      known_ = true;
      from_ = row.from;
      to_ = row.to;
      text_ = {'"' + format_rfc3339(from_) + '"', '"' + format_rfc3339(to_) + '"'};
    }
    return text_;
  }

 private:
  bool known_ = false;
  timestamp from_{}, to_{};
  std::pair<std::string, std::string> text_;
};

void append_quoted(std::string& out, std::string_view text) {
  if (text.find_first_of(",\"\r\n") == std::string_view::npos) {
    out += text;
    return;
  }
  out += '"';
  for (char c : text) {
    if (c == '"') out += '"';
    out += c;
  }
  out += '"';
}

}  // namespace

std::string write_json(const usage_answer& a) {
  contract::json_writer out(512 + a.rows.size() * 192);
  out.begin_object().member("meter", a.meter).member("aggregation", a.aggregation).member("unit", a.unit);
  out.member("from", a.from);
  out.member("to", a.to);
  out.member("window", name(a.window)).member("zone", a.zone).member("granularity", "HOUR");
  out.member("data_through", a.data_through);
  out.key("data").begin_array();
  window_text window;
  for (const auto& row : a.rows) {
    const auto& [from, to] = window.of(row);
    out.begin_object().key("from").raw(from).key("to").raw(to);
    if (a.by_tenant) out.member("tenant", row.tenant_id).member("tenant_key", row.tenant_key);
    if (a.by_subject) out.member("subject", row.subject);
    if (!a.by_dimensions.empty()) {
      out.key("group_by").begin_object();
      for (std::size_t d = 0; d < a.by_dimensions.size(); ++d) {
        if (row.groups[d]) out.key(a.by_dimensions[d]).raw(*row.groups[d]);
      }
      out.end_object();
    }
    out.member("value", row.value).member("events", row.events).end_object();
  }
  out.end_array().end_object();
  return out.take();
}

void append_csv_text(std::string& out, std::string_view text) {
  // owasp.org, CSV injection: = + - @ tab and line breaks begin a formula somewhere.
  if (!text.empty() && std::string_view("=+-@\t\r\n").contains(text.front())) {
    append_quoted(out, "'" + std::string(text));
  } else {
    append_quoted(out, text);
  }
}

std::string write_csv(const usage_answer& a) {
  std::string out = "from,to";
  if (a.by_tenant) out += ",tenant,tenant_key";
  if (a.by_subject) out += ",subject";
  for (const auto& name : a.by_dimensions) {
    out += ',';
    append_csv_text(out, name);
  }
  out += ",value,events\r\n";
  for (const auto& row : a.rows) {
    out += format_rfc3339(row.from) + "," + format_rfc3339(row.to);
    if (a.by_tenant) {
      out += "," + row.tenant_id + ",";
      append_csv_text(out, row.tenant_key);
    }
    if (a.by_subject) {
      out += ',';
      append_csv_text(out, row.subject);
    }
    for (const auto& value : row.groups) {
      out += ',';
      if (!value) continue;
      is_json_string(*value) ? append_csv_text(out, plain_text(*value)) : append_quoted(out, *value);
    }
    out += "," + row.value + "," + std::to_string(row.events) + "\r\n";
  }
  return out;
}

}  // namespace weir::api
