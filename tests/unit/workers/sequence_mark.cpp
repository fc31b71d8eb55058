#include <initializer_list>

#include <doctest/doctest.h>

#include <weir/stream/sequence_mark.hpp>

using mark = weir::stream::sequence_mark;
using verdict = mark::verdict;

TEST_CASE("a consumer accepts the next number and nothing else") {
  mark m;
  CHECK(m.judge(2) == verdict::early);
  CHECK(m.mark() == 0);
  CHECK(m.judge(1) == verdict::accept);
  CHECK(m.judge(1) == verdict::repeated);
  CHECK(m.judge(3) == verdict::early);
  CHECK(m.judge(2) == verdict::accept);
  CHECK(m.judge(3) == verdict::accept);
  CHECK(m.mark() == 3);
}

TEST_CASE("a mark that was stored goes on where it stood") {
  mark m(41);
  CHECK(m.judge(41) == verdict::repeated);
  CHECK(m.judge(43) == verdict::early);
  CHECK(m.judge(42) == verdict::accept);
}

TEST_CASE("a record that came too early and never again is missed, not skipped") {
  mark m;
  for (std::int64_t seq : {1, 3, 4, 5})
    (void)m.judge(seq);
  CHECK(m.mark() == 1);
}
