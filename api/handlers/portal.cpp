#include <algorithm>
#include <string>
#include <string_view>
#include <utility>

#include <api/handlers/portal.hpp>
#include <api/portal_files.hpp>
#include <api/problems.hpp>

#include <weir/base/text.hpp>

namespace weir::api {
namespace {

// Nothing inline. The hash is that of the empty text: Emotion puts in an empty style element and fills it through the
// CSSOM, which needs no permission.
constexpr std::string_view portal_policy =
    "default-src 'self'; script-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; "
    "frame-ancestors 'none'; style-src 'self' 'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='";
// Swagger UI draws its icons from data: addresses.
constexpr std::string_view reference_policy =
    "default-src 'self'; script-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; "
    "frame-ancestors 'none'; img-src 'self' data:";
constexpr std::string_view base = "/app/";

// Calls `each` with the members of a list, RFC 9110 §5.6.1.
template<class F>
void split(std::string_view list, F each) {
  while (true) {
    const auto comma = std::min(list.find(','), list.size());
    if (auto member = trimmed(list.substr(0, comma), header_blanks); !member.empty()) each(member);
    if (comma == list.size()) return;
    list.remove_prefix(comma + 1);
  }
}

// RFC 9110 §12.5.3. "q=0" and its like refuse a coding; weights above that do not matter to who has all forms ready.
bool accepts(std::string_view header, std::string_view coding) {
  bool named = false, any = false, named_refused = false;
  split(header, [&](std::string_view member) {
    const auto semicolon = std::min(member.find(';'), member.size());
    const auto name = trimmed(member.substr(0, semicolon), header_blanks);
    const auto weight = trimmed(member.substr(std::min(semicolon + 1, member.size())), header_blanks);
    const bool refused = weight.starts_with("q=0") && weight.find_first_not_of("0.", 2) == std::string_view::npos;
    if (name == coding) {
      named = !refused;
      named_refused = refused;
    } else if (name == "*") {
      any = !refused;
    }
  });
  return named || (any && !named_refused);
}

// RFC 9110 §13.1.2: weak comparison.
bool matches(std::string_view if_none_match, std::string_view etag) {
  bool found = false;
  split(if_none_match, [&](std::string_view member) {
    if (member.starts_with("W/")) member.remove_prefix(2);
    found = found || member == etag || member == "*";
  });
  return found;
}

// The path below /app/, or nothing for one that no address of the portal has.
std::optional<std::string> path_below(const http::request& request) {
  std::string out;
  for (auto segment : request.segments().subspan(1)) {
    if (segment == "." || segment == ".." || segment.find_first_of(std::string_view("/\\\0", 3)) != segment.npos)
      return std::nullopt;
    out.append(out.empty() ? "" : "/").append(segment);
  }
  return out;
}

bool names_a_file(std::string_view path) {
  return path.starts_with("assets/") || path.substr(path.rfind('/') + 1).contains('.');
}

http::response file_answer(const portal_file& file, const http::request& request,
                           std::string_view policy = portal_policy) {
  const auto header = request.header("Accept-Encoding").value_or("");
  const auto* form = &file.plain;
  std::string_view coding;
  if (file.brotli && accepts(header, "br")) {
    form = &*file.brotli;
    coding = "br";
  } else if (file.gzip && accepts(header, "gzip")) {
    form = &*file.gzip;
    coding = "gzip";
  }
  const auto known = request.header("If-None-Match");
  auto out = known && matches(*known, form->etag) ? http::response::empty(304)
                                                  : http::response::of(200, file.type, form->bytes);
  out.add_header("ETag", form->etag);
  out.add_header("Cache-Control", file.immutable ? "public, max-age=31536000, immutable" : "no-cache");
  out.add_header("Content-Security-Policy", policy);
  if (file.brotli || file.gzip) out.add_header("Vary", "Accept-Encoding");
  if (!coding.empty() && out.status == 200) out.add_header("Content-Encoding", coding);
  return out;
}

http::response answer(const services& with, const http::request& request) {
  auto refused = [&](const error& e) { return problem_response(contract::to_problem(e), request); };
  if (!with.portal) {
    return refused(error(error_code::not_found,
                         with.portal.error().detail + " scripts/run builds it; the API answers at /api/v1/."));
  }
  const auto path = path_below(request);
  if (!path) return refused(error(error_code::not_found));
  if (const auto* file = with.portal->find(*path)) return file_answer(*file, request);
  if (names_a_file(*path)) return refused(error(error_code::not_found));
  return file_answer(with.portal->index(), request);
}

http::response reference(const services& with, const http::request& request) {
  const auto* page = with.portal ? with.portal->find("docs.html") : nullptr;
  if (page) return file_answer(*page, request, reference_policy);
  return problem_response(contract::to_problem(error(error_code::not_found,
                                                     "The reference comes with the portal, which is not built here: "
                                                     "/api/v1/openapi.json says the same.")),
                          request);
}

http::response to_base(const http::request& request) {
  const auto target = request.target();
  const auto question = std::min(target.find('?'), target.size());
  return http::response::empty(308).add_header("Location", std::string(base).append(target.substr(question)));
}

}  // namespace

void add_portal(http::router& out, const services& with) {
  out.add(http::method::get, "/docs",
          [&with](const http::request& request, http::responder respond) { respond(reference(with, request)); });
  out.add(http::method::get, "/app",
          [](const http::request& request, http::responder respond) { respond(to_base(request)); });
  out.add(http::method::get, "/app/{path...}",
          [&with](const http::request& request, http::responder respond) { respond(answer(with, request)); });
}

}  // namespace weir::api
