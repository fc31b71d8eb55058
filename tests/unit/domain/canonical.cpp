// Equal values have equal bytes and different values have different bytes: hashes of invoices and audit entries rest on
// it.
#include <set>

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <weir/domain/canonical.hpp>

using weir::domain::canonical_writer;

namespace {

std::string encoded(auto write) {
  canonical_writer w;
  write(w);
  return w.take();
}

}  // namespace

TEST_CASE("scalars equal the golden vectors") {
  CHECK(encoded([](auto& w) { w.null(); }) == "n");
  CHECK(encoded([](auto& w) { w.boolean(true); }) == "t");
  CHECK(encoded([](auto& w) { w.boolean(false); }) == "f");
  CHECK(encoded([](auto& w) { w.text(""); }) == "s0:");
  CHECK(encoded([](auto& w) {
          w.text(
              "gr\xc3\xb6\xc3\x9f"
              "e");
        }) ==
        "s7:gr\xc3\xb6\xc3\x9f"
        "e");
  CHECK(encoded([](auto& w) { w.bytes(std::string_view("\0\xff", 2)); }) == std::string("b2:\0\xff", 5));
  CHECK(encoded([](auto& w) { w.integer(-9223372036854775807 - 1); }) == "i20:-9223372036854775808");
  CHECK(encoded([](auto& w) { w.number(*weir::decimal::parse_event_value("-12.500")); }) == "d5:-12.5");
  CHECK(encoded([](auto& w) { w.number(*weir::decimal::parse_event_value("-0")); }) == "d1:0");
  CHECK(encoded([](auto& w) { w.instant({1'500'000'000}); }) == "z30:1970-01-01T00:00:01.500000000Z");
  CHECK(encoded([](auto& w) { w.instant({-1}); }) == "z30:1969-12-31T23:59:59.999999999Z");
}

TEST_CASE("a document equals its golden vector whatever the order of its members") {
  constexpr std::string_view golden = "{s6:amountd4:12.5s5:lines[{}s1:as1:bn]s4:paidf}";
  CHECK(encoded([](auto& w) {
          w.begin_object();
          w.key("paid");
          w.boolean(false);
          w.key("lines");
          w.begin_list();
          w.begin_object();
          w.end_object();
          w.text("a");
          w.text("b");
          w.null();
          w.end_list();
          w.key("amount");
          w.number(*weir::decimal::parse_event_value("1250e-2"));
          w.end_object();
        }) == golden);
}

TEST_CASE("keys sort by bytes") {
  CHECK(encoded([](auto& w) {
          w.begin_object();
          for (auto key : {"b", "\xc3\xa4", "aa", "a", "B", ""}) {
            w.key(key);
            w.null();
          }
          w.end_object();
        }) == "{s0:ns1:Bns1:ans2:aans1:bns2:\xc3\xa4n}");
}

TEST_CASE("values that look alike have different encodings") {
  const std::set<std::string> all = {
      encoded([](auto& w) { w.text("1"); }),
      encoded([](auto& w) { w.bytes("1"); }),
      encoded([](auto& w) { w.integer(1); }),
      encoded([](auto& w) { w.number(weir::decimal::from_integer(1)); }),
      encoded([](auto& w) { w.text("n"); }),
      encoded([](auto& w) { w.null(); }),
      encoded([](auto& w) { w.text("1970-01-01T00:00:00.000000000Z"); }),
      encoded([](auto& w) { w.instant({0}); }),
  };
  CHECK(all.size() == 8);
}

TEST_CASE("lists of texts never run together") {
  CHECK(rc::check([](const std::vector<std::string>& a, const std::vector<std::string>& b) {
    const auto list = [](const std::vector<std::string>& items) {
      return encoded([&](auto& w) {
        w.begin_list();
        for (const auto& item : items)
          w.text(item);
        w.end_list();
      });
    };
    RC_ASSERT((a == b) == (list(a) == list(b)));
    std::string joined;
    for (const auto& item : a)
      joined += item;
    if (a.size() > 1) RC_ASSERT(list({joined}) != list(a));
  }));
}
