#include <map>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include <weir/domain/event_filter.hpp>

using namespace weir::domain;

namespace {

using event = std::map<std::string, std::vector<std::string>, std::less<>>;

bool fits(const std::vector<event_filter>& filters, const event& e) {
  return fits_event_filters(filters, [&](std::string_view path) {
    const auto found = e.find(path);
    return found == e.end() ? std::vector<std::string>() : found->second;
  });
}

}  // namespace

TEST_CASE("a path leads to the tenant, the subject or below the data") {
  for (const char* good : {"tenant_id", "subject", "data.currency", "data.event.data.object.currency",
                           "data.a.b.c.d.e.f.g.h", "data.Object", "data.1"})
    CHECK_MESSAGE(is_filter_path(good), good);
  for (const char* bad : {"", "data", "data.", ".data", "data..currency", "data.currency.", "currency", "type",
                          "timestamp", "tenant_id.x", "data.a.b.c.d.e.f.g.h.i", "data.cur-rency", "data.currency ",
                          "data.*", "data.a[0]", "Data.currency"})
    CHECK_MESSAGE(!is_filter_path(bad), bad);
  CHECK(is_filter_path("data." + std::string(123, 'a')));
  CHECK(!is_filter_path("data." + std::string(124, 'a')));
}

TEST_CASE("without filters every event fits") {
  CHECK(fits({}, {}));
}

TEST_CASE("one value of several is enough, and all filters must fit") {
  const event e{{"data.currency", {"EUR"}}, {"data.state", {"paid"}}};
  CHECK(fits({{"data.currency", {"USD", "EUR"}}}, e));
  CHECK(!fits({{"data.currency", {"USD"}}}, e));
  CHECK(!fits({{"data.currency", {"eur"}}}, e));
  CHECK(!fits({{"data.currency", {"EU"}}}, e));
  CHECK(fits({{"data.currency", {"EUR"}}, {"data.state", {"paid"}}}, e));
  CHECK(!fits({{"data.currency", {"EUR"}}, {"data.state", {"draft"}}}, e));
}

TEST_CASE("what an event does not have does not fit, and of several values any one does") {
  CHECK(!fits({{"data.currency", {""}}}, {}));
  CHECK(fits({{"data.tags", {"b"}}}, {{"data.tags", {"a", "b"}}}));
  CHECK(!fits({{"data.tags", {"c"}}}, {{"data.tags", {"a", "b"}}}));
}
