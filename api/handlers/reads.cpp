#include <algorithm>
#include <memory>
#include <utility>

#include <api/handlers/configuration.hpp>
#include <api/handlers/reads.hpp>
#include <api/usage/after_waiter.hpp>

namespace weir::api {
namespace {

void run(const call& c, const std::shared_ptr<http::responder>& right, blocking_handler work) {
  const bool taken = c.with().workers.try_submit([c, right, work] {
    auto answer = work(c);
    (*right)(answer ? std::move(*answer) : c.problem(answer.error()));
  });
  if (!taken) (*right)(c.problem(error(error_code::overloaded)));
}

// The endpoint and every parameter but the place in the list.
std::string list_of(const call& c) {
  std::vector<std::string> parameters;
  for (const auto& [name, value] : c.request().query().items()) {
    if (name != "cursor" && name != "limit" && name != "after") parameters.push_back(name + "=" + value);
  }
  std::ranges::sort(parameters);
  std::string out(c.endpoint().path);
  for (const auto& p : parameters)
    out += '\n' + p;
  return out;
}

}  // namespace

void after_receipts(call c, http::responder respond, blocking_handler work) {
  auto right = std::make_shared<http::responder>(std::move(respond));
  const auto tokens = c.query("after");
  if (!tokens) return run(c, right, work);
  auto receipts = c.with().receipts.parse_list(*tokens);
  if (!receipts) return (*right)(c.problem(receipts.error()));
  c.with().after->wait(std::move(*receipts), [c, right, work](result<void> there) {
    if (!there) return (*right)(c.problem(there.error()));
    run(c, right, work);
  });
}

result<std::optional<postgres::tenant_row>> asked_tenant(postgres::executor& in, const call& c) {
  const auto name = text_of(c, "tenant");
  if (!name && c.who().is_platform()) return std::optional<postgres::tenant_row>{};
  auto found = name ? find_tenant(in, c, *name) : postgres::tenants::by_number(in, c.who().tenant->number);
  if (!found) return std::unexpected(found.error());
  return std::optional(std::move(*found));
}

result<postgres::tenant_row> one_tenant(postgres::executor& in, const call& c) {
  auto found = asked_tenant(in, c);
  if (!found) return std::unexpected(found.error());
  if (!*found) return fail(error_code::tenant_required);
  return std::move(**found);
}

result<std::optional<timestamp>> instant_of(const call& c, std::string_view parameter) {
  const auto text = text_of(c, parameter);
  if (!text) return std::optional<timestamp>{};
  auto t = parse_rfc3339(*text);
  if (!t) return fail(t.error().code, std::string(parameter) + " is not RFC 3339, as in 2026-11-20T10:00:00Z");
  return std::optional(*t);
}

std::optional<std::string> text_of(const call& c, std::string_view parameter) {
  const auto text = c.query(parameter);
  return text && !text->empty() ? std::optional(std::string(*text)) : std::nullopt;
}

result<std::optional<contract::cursor>> cursor_of(const call& c) {
  const auto token = c.query("cursor");
  if (!token) return std::optional<contract::cursor>{};
  auto parsed = c.with().cursors.parse(list_of(c), *token);
  if (!parsed) return std::unexpected(parsed.error());
  return std::optional(std::move(*parsed));
}

std::string token_of(const call& c, const contract::cursor& at) {
  return c.with().cursors.token(list_of(c), at);
}

}  // namespace weir::api
