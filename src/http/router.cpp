#include <algorithm>
#include <array>
#include <unordered_map>
#include <vector>

#include "exchange.hpp"
#include <weir/base/assert.hpp>
#include <weir/http/router.hpp>

namespace weir::http {
namespace {

constexpr std::size_t methods = 7;

struct route {
  handler run;
  std::string name;
};

// One pattern with its handlers by method.
struct resource {
  std::string pattern;
  std::vector<std::string> segments;  // "{name}" as written
  std::array<std::unique_ptr<route>, methods> routes;

  static bool is_parameter(std::string_view segment) { return segment.starts_with('{'); }

  bool literal() const { return std::ranges::none_of(segments, is_parameter); }
  bool takes_the_rest() const { return segments.back().ends_with("...}"); }

  bool matches(std::span<const std::string_view> path) const {
    auto wanted = std::span(segments);
    if (takes_the_rest()) {
      if (path.size() < wanted.size()) return false;
      wanted = wanted.first(wanted.size() - 1);
      path = path.first(wanted.size());
    }
    return std::ranges::equal(path, wanted, [](std::string_view part, std::string_view s) {
      return is_parameter(s) ? !part.empty() : part == s;
    });
  }

  route* find(method m) const {
    if (m == method::other) return nullptr;
    auto* exact = routes[static_cast<std::size_t>(m)].get();
    if (exact == nullptr && m == method::head) return routes[static_cast<std::size_t>(method::get)].get();
    return exact;
  }

  std::string allow() const {
    std::string out;
    for (auto m : {method::get, method::head, method::post, method::put, method::patch, method::del}) {
      if (find(m) != nullptr) out.append(name(m)).append(", ");
    }
    return out + "OPTIONS";
  }
};

struct text_hash {
  using is_transparent = void;
  std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>()(text); }
};

std::vector<std::string> split(std::string_view pattern) {
  std::vector<std::string> out;
  pattern.remove_prefix(1);
  for (;;) {
    auto end = std::min(pattern.find('/'), pattern.size());
    out.emplace_back(pattern.substr(0, end));
    if (end == pattern.size()) return out;
    pattern.remove_prefix(end + 1);
  }
}

}  // namespace

struct router::table {
  std::vector<std::unique_ptr<resource>> resources;                                 // the most literal first
  std::unordered_map<std::string, resource*, text_hash, std::equal_to<>> literals;  // by path as sent: the quick way

  const resource* find(const detail::exchange& e) const {
    if (auto found = literals.find(e.path); found != literals.end()) return found->second;
    for (const auto& candidate : resources) {
      if (candidate->matches(e.segments)) return candidate.get();
    }
    return nullptr;
  }
};

router::router() : table_(std::make_unique<table>()) {}
router::router(router&&) noexcept = default;
router& router::operator=(router&&) noexcept = default;
router::~router() = default;

void router::add(method m, std::string_view pattern, handler h, std::string_view name) {
  WEIR_ASSERT(pattern.starts_with('/'), "a pattern is an absolute path");
  WEIR_ASSERT(m != method::other, "a route has one of the known methods");
  auto found =
      std::ranges::find(table_->resources, pattern, [](const auto& r) -> std::string_view { return r->pattern; });
  resource* target = nullptr;
  if (found != table_->resources.end()) {
    target = found->get();
  } else {
    auto made = std::make_unique<resource>();
    made->pattern = pattern;
    made->segments = split(pattern);
    target = made.get();
    if (target->literal()) table_->literals.emplace(target->pattern, target);
    // {name} sorts after every letter, so that literal segments come first, from the left.
    auto order = [](const auto& r) { return std::pair(r->takes_the_rest(), r->segments); };
    auto place = std::ranges::upper_bound(table_->resources, order(made), {}, order);
    table_->resources.insert(place, std::move(made));
  }
  auto& slot = target->routes[static_cast<std::size_t>(m)];
  WEIR_ASSERT(slot == nullptr, "a method and pattern is added once");
  slot = std::make_unique<route>(std::move(h), std::string(name.empty() ? pattern : name));
}

void router::operator()(request req, responder respond) const {
  auto& e = *detail::access::of(req);
  const auto* found = table_->find(e);
  if (found == nullptr) {
    if (e.path == "*" && e.method == method::options) {
      return respond(response::empty(204).add_header("Allow", "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS"));
    }
    return respond(error(error_code::not_found));
  }
  auto* chosen = found->find(e.method);
  if (chosen == nullptr) {
    e.route = found->pattern;
    if (e.method == method::options) return respond(response::empty(204).add_header("Allow", found->allow()));
    auto allow = found->allow();
    return respond(error(error_code::method_not_allowed, "This address has " + allow + "."), "Allow", allow);
  }
  e.route = chosen->name;
  for (std::size_t i = 0; i < found->segments.size(); ++i) {
    std::string_view segment = found->segments[i];
    if (resource::is_parameter(segment) && !segment.ends_with("...}")) {
      e.parameters.emplace_back(segment.substr(1, segment.size() - 2), e.segments[i]);
    }
  }
  chosen->run(std::move(req), std::move(respond));
}

std::string router::allowed(const request& req) const {
  const auto* found = table_->find(*detail::access::of(req));
  return found == nullptr ? std::string() : found->allow();
}

}  // namespace weir::http
