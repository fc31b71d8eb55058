#include <api/announce.hpp>
#include <api/feature_flags.hpp>
#include <api/handlers/configuration.hpp>
#include <api/handlers/feature_flags.hpp>

#include <weir/contract/json_writer.hpp>
#include <weir/postgres/installation.hpp>

namespace weir::api {
namespace {

namespace rows = postgres::feature_flags;

std::string flag_json(const rows::flag& f) {
  return contract::json_writer()
      .begin_object()
      .member("name", f.name)
      .member("enabled", f.enabled)
      .member("description", f.description)
      .member("updated_at", f.updated_at)
      .end_object()
      .take();
}

std::string state_json(const std::string& name, bool enabled) {
  return contract::json_writer().begin_object().member("name", name).member("enabled", enabled).end_object().take();
}

http::response not_stored(http::response out) {
  out.add_header("Cache-Control", "private, no-store");
  return out;
}

}  // namespace

result<http::response> list_feature_flags(const call& c) {
  auto flags = look(c, [](postgres::executor& in) { return rows::list(in); });
  if (!flags) return std::unexpected(flags.error());
  contract::json_writer w;
  w.begin_array();
  for (const auto& f : *flags)
    w.raw(flag_json(f));
  return not_stored(c.json(200, page(w.end_array().take(), std::nullopt)));
}

result<http::response> set_feature_flag(const call& c) {
  if (!c.who().is_platform()) return fail(error_code::forbidden, "Feature flags are the platform's.");
  const std::string wanted(c.parameter("flag"));
  const bool enabled = *c.body().find("enabled")->boolean();
  auto flag = change(c, [&](postgres::executor& in) -> result<rows::flag> {
    auto changed = rows::set(in, wanted, enabled);
    if (!changed) return std::unexpected(changed.error());
    auto now = rows::find(in, wanted);
    if (!now || !*changed) return now;
    // A flag has no version: each change is told apart by its instant.
    auto told = announce(in, c,
                         {contract::event_type::feature_flag_changed, "flag/" + wanted, now->updated_at.ns,
                          std::nullopt, state_json(wanted, enabled), state_json(wanted, !enabled)});
    if (!told) return std::unexpected(told.error());
    return now;
  });
  if (!flag) return std::unexpected(flag.error());
  (void)c.with().flags->refresh();  // here at once; should it fail, a second later like everywhere
  return not_stored(c.json(200, flag_json(*flag)));
}

}  // namespace weir::api
