// Binary COPY: what is written is what the server reads, to the last digit of numeric(38,9).
#include <doctest/doctest.h>
#include <tests/postgres/scratch_database.hpp>

#include <weir/postgres/copy_writer.hpp>

using namespace weir;
using namespace weir::test;

TEST_CASE("every numeric of 38 digits arrives exactly") {
  int128 most = 1;
  for (int i = 0; i < 38; ++i)
    most *= 10;
  --most;
  std::vector<decimal> values;
  for (const int128 units : {int128{0}, int128{1}, int128{999}, int128{1000}, int128{100'000'000}, int128{decimal::one},
                             int128{10'000} * decimal::one, int128{9999} * decimal::one + 1, most}) {
    values.push_back(decimal::from_units(units));
    values.push_back(decimal::from_units(-units));
  }
  // Every power of ten, alone and with a one at the far end.
  for (int128 p = 1; p < most / 10; p *= 10) {
    values.push_back(decimal::from_units(p));
    values.push_back(decimal::from_units(-p - 1));
    values.push_back(decimal::from_units(most - p));
  }
  auto c = shared_database().connect();
  must(*c, "CREATE TEMP TABLE n (i int, v numeric(38,9))");
  postgres::copy_writer w(*c, "COPY n FROM STDIN (FORMAT binary)");
  for (std::size_t i = 0; i < values.size(); ++i) {
    w.row(2);
    w.int4(static_cast<std::int32_t>(i));
    w.numeric(values[i]);
  }
  CHECK(w.finish() == values.size());
  auto r = c->query("SELECT v, v = v::text::numeric, scale(v) FROM n ORDER BY i");
  REQUIRE(r.has_value());
  REQUIRE(r->size() == values.size());
  for (std::size_t i = 0; i < values.size(); ++i) {
    CHECK(r->at(i, 0).decimal() == values[i]);
    CHECK(r->at(i, 1).boolean());
    CHECK(r->at(i, 2).int4() == 9);
  }
}

TEST_CASE("every type arrives, and null") {
  auto c = shared_database().connect();
  must(*c,
       "CREATE TEMP TABLE k (a smallint, b int, c bigint, d boolean, e text, f bytea, g timestamptz, h uuid, i date)");
  postgres::copy_writer w(*c, "COPY k FROM STDIN (FORMAT binary)");
  const std::string bytes("\0\xff\n", 3);
  const auto when = parse_rfc3339("2026-11-23T22:16:48.123456789Z").value();
  w.row(9);
  w.int2(-2);
  w.int4(-4);
  w.int8(std::numeric_limits<std::int64_t>::min());
  w.boolean(true);
  w.text("tëxt");
  w.bytea(bytes);
  w.timestamptz(when);
  w.uuid({0x0123456789abcdef, 0xfedcba9876543210});
  w.date(-1);
  w.row(9);
  for (int i = 0; i < 9; ++i)
    w.null();
  CHECK(w.finish() == 2u);
  auto r = c->query("SELECT * FROM k ORDER BY a NULLS LAST");
  REQUIRE(r.has_value());
  CHECK(r->at(0, 0).int4() == -2);
  CHECK(r->at(0, 1).int4() == -4);
  CHECK(r->at(0, 2).int8() == std::numeric_limits<std::int64_t>::min());
  CHECK(r->at(0, 3).boolean());
  CHECK(r->at(0, 4).text() == "tëxt");
  CHECK(r->at(0, 5).bytes() == bytes);
  CHECK(format_rfc3339(r->at(0, 6).timestamp()) == "2026-11-23T22:16:48.123456Z");
  CHECK(r->at(0, 7).text() == "01234567-89ab-cdef-fedc-ba9876543210");
  CHECK(r->at(0, 8).text() == "1969-12-31");
  for (std::size_t i = 0; i < 9; ++i)
    CHECK(r->at(1, i).is_null());
}

TEST_CASE("megabytes go through, and bytea comes back in binary form") {
  auto c = shared_database().connect();
  must(*c, "CREATE TEMP TABLE m (i bigint, b bytea)");
  std::string big(5'000'000, 'x');
  for (std::size_t i = 0; i < big.size(); i += 7)
    big[i] = static_cast<char>(i);
  postgres::copy_writer w(*c, "COPY m FROM STDIN (FORMAT binary)");
  for (int i = 0; i < 50'000; ++i) {
    w.row(2);
    w.int8(i);
    i == 777 ? w.bytea(big) : w.null();
  }
  CHECK(w.finish() == 50'000u);
  CHECK(one(*c, "SELECT sum(i) FROM m") == "1249975000");
  auto r = c->query_binary("SELECT b FROM m WHERE b IS NOT NULL");
  REQUIRE(r.has_value());
  CHECK(r->at(0, 0).text() == big);
}

TEST_CASE("what the server refuses is reported by finish, and the connection lives on") {
  auto c = shared_database().connect();
  must(*c, "CREATE TEMP TABLE p (a int CHECK (a < 100000))");
  postgres::copy_writer w(*c, "COPY p FROM STDIN (FORMAT binary)");
  for (int i = 0; i < 300'000; ++i) {
    w.row(1);
    w.int4(i);
  }
  auto done = w.finish();
  REQUIRE_FALSE(done.has_value());
  CHECK(done.error().code == error_code::database_constraint);
  CHECK(one(*c, "SELECT count(*) FROM p") == "0");
  postgres::copy_writer missing(*c, "COPY nowhere FROM STDIN (FORMAT binary)");
  missing.row(1);
  missing.int4(1);
  CHECK(missing.finish().error().code == error_code::database_error);
  CHECK(one(*c, "SELECT 1") == "1");
}

TEST_CASE("an unfinished writer aborts its copy") {
  auto c = shared_database().connect();
  must(*c, "CREATE TEMP TABLE q (a int)");
  {
    postgres::copy_writer w(*c, "COPY q FROM STDIN (FORMAT binary)");
    w.row(1);
    w.int4(1);
  }
  CHECK(c->alive());
  CHECK(one(*c, "SELECT count(*) FROM q") == "0");
}
