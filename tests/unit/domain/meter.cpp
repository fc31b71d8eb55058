// A meter is made whole or refused with every problem and where it is.
#include <doctest/doctest.h>

#include <weir/domain/meter.hpp>

namespace domain = weir::domain;
using domain::meter_draft;

namespace {

using problems = std::vector<std::pair<std::string, std::string>>;  // pointer, code

problems problems_of(meter_draft draft) {
  auto made = domain::make_meter({}, std::move(draft));
  problems out;
  if (made) return out;
  for (const auto& e : made.error()) {
    CHECK_FALSE(e.detail.empty());
    out.emplace_back(e.pointer, weir::name(e.code));
  }
  return out;
}

meter_draft valid() {
  return {.slug = "api_calls",
          .name = "API calls",
          .description = "Requests,\nby region.",
          .event_type = "request",
          .aggregation = "SUM",
          .value_property = "$['duration']",
          .group_by = {{"region", "$.region"}, {"_Method", "$.http.method"}},
          .unit = "ms"};
}

}  // namespace

TEST_CASE("a meter keeps what was asked for in canonical form") {
  auto made = domain::make_meter({}, valid());
  REQUIRE(made.has_value());
  CHECK(made->slug == "api_calls");
  CHECK(made->aggregation == domain::aggregation::sum);
  CHECK(made->value->text() == "$.duration");
  REQUIRE(made->group_by.size() == 2);
  CHECK(made->group_by[0].name == "_Method");  // sorted, because JSON objects and jsonb have no order
  CHECK(made->group_by[1].path.text() == "$.region");
  auto unnamed = valid();
  unnamed.name.clear();
  CHECK(domain::make_meter({}, unnamed)->name == "api_calls");
}

TEST_CASE("every problem of a meter is reported at once") {
  meter_draft bad{.slug = "API",
                  .name = std::string(256, 'n'),
                  .description = {},
                  .event_type = "",
                  .aggregation = "MEDIAN",
                  .value_property = "duration",
                  .group_by = {{"a-b", "$.x"}, {"region", "$..x"}, {"zone", "$.x"}, {"zone", "$.y"}},
                  .unit = "a\x01"};
  CHECK(problems_of(bad) == problems{{"/slug", "validation_failed"},
                                     {"/name", "validation_failed"},
                                     {"/event_type", "validation_failed"},
                                     {"/unit", "validation_failed"},
                                     {"/group_by/a-b", "validation_failed"},
                                     {"/group_by/region", "json_path_invalid"},
                                     {"/group_by/zone", "validation_failed"},
                                     {"/aggregation", "validation_failed"},
                                     {"/value_property", "json_path_invalid"}});
}

TEST_CASE("COUNT takes no value and every other aggregation needs one") {
  for (std::string_view kind : {"COUNT", "SUM", "MIN", "MAX", "AVG", "LATEST", "UNIQUE_COUNT"}) {
    CAPTURE(kind);
    auto with = valid();
    with.aggregation = kind;
    auto without = with;
    without.value_property.reset();
    if (kind == "COUNT") {
      CHECK(problems_of(with) == problems{{"/value_property", "meter_value_property_forbidden"}});
      CHECK(problems_of(without).empty());
    } else {
      CHECK(problems_of(with).empty());
      CHECK(problems_of(without) == problems{{"/value_property", "meter_value_property_required"}});
    }
    CHECK(domain::name(*domain::aggregation_from_name(kind)) == kind);
  }
  CHECK_FALSE(domain::aggregation_from_name("count").has_value());
}

TEST_CASE("a path to the whole data is no value") {
  auto draft = valid();
  draft.value_property = "$";
  CHECK(problems_of(draft) == problems{{"/value_property", "json_path_invalid"}});
}

TEST_CASE("slugs are those of OpenMeter") {
  const auto accepted = [](std::string slug) {
    auto draft = valid();
    draft.slug = std::move(slug);
    return problems_of(draft).empty();
  };
  for (auto slug : {"a", "0", "api_calls_2", "a_b_c"})
    CHECK(accepted(slug));
  CHECK(accepted(std::string(64, 'a')));
  for (auto slug : {"", "_a", "a_", "a__b", "A", "a-b", "a b", "\xc3\xa9"})
    CHECK_FALSE(accepted(slug));
  CHECK_FALSE(accepted(std::string(65, 'a')));
}

TEST_CASE("a meter groups by at most 32 names") {
  auto draft = valid();
  draft.group_by.clear();
  for (int i = 0; i < 32; ++i)
    draft.group_by.emplace_back("g" + std::to_string(i), "$.x");
  CHECK(problems_of(draft).empty());
  draft.group_by.emplace_back("one_more", "$.x");
  CHECK(problems_of(draft) == problems{{"/group_by", "validation_failed"}});
}
