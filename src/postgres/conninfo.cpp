#include <map>

#include <libpq-fe.h>

#include <weir/postgres/conninfo.hpp>

namespace weir::postgres {
namespace {

std::string quoted(std::string_view value) {
  std::string out = "'";
  for (const char c : value) {
    if (c == '\'' || c == '\\') out += '\\';
    out += c;
  }
  return out + "'";
}

}  // namespace

result<std::string> conninfo(const connection_options& options) {
  char* message = nullptr;
  PQconninfoOption* parsed = PQconninfoParse(options.url.c_str(), &message);
  if (parsed == nullptr) {
    PQfreemem(message);  // it may quote the password
    return fail(error_code::setting_invalid, "DATABASE_URL is not a PostgreSQL connection URL");
  }
  std::map<std::string, std::string> values;
  for (auto* o = parsed; o->keyword != nullptr; ++o) {
    if (o->val != nullptr) values[o->keyword] = o->val;
  }
  PQconninfoFree(parsed);

  std::string settings = values["options"];
  settings += " -c TimeZone=UTC -c DateStyle=ISO -c bytea_output=hex -c client_min_messages=warning";
  const auto add = [&](const char* name, std::chrono::milliseconds value) {
    if (value.count() > 0) settings += std::string(" -c ") + name + "=" + std::to_string(value.count());
  };
  add("statement_timeout", options.statement_timeout);
  add("lock_timeout", options.lock_timeout);
  if (options.is_for_requests) settings += " -c jit=off -c work_mem=32MB";
  values["options"] = settings;
  values["application_name"] = options.application_name;
  values["client_encoding"] = "UTF8";
  // libpq knows whole seconds and takes less than 2 as 2.
  const auto seconds = (options.connect_timeout.count() + 999) / 1000;
  values.try_emplace("connect_timeout", std::to_string(seconds));
  values.try_emplace("keepalives_idle", "10");
  values.try_emplace("keepalives_interval", "5");
  values.try_emplace("keepalives_count", "3");
  values.try_emplace("tcp_user_timeout", "20000");

  std::string out;
  for (const auto& [name, value] : values) {
    if (value.empty()) continue;
    if (!out.empty()) out += ' ';
    out += name + "=" + quoted(value);
  }
  return out;
}

}  // namespace weir::postgres
