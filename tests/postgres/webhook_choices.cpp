// What an endpoint asks for beside event types: filters, a rate, and an order by object.
#include <algorithm>

#include <tests/postgres/webhook_world.hpp>

#include <weir/postgres/webhook_deliveries.hpp>

using namespace weir;
using namespace weir::test;
using namespace weir::webhooks;

namespace {

using world = webhook_world;
using postgres::webhook_endpoint_row;

webhook_endpoint_row choose(const world& w, const webhook_endpoint_row& of, auto change) {
  auto wanted = of;
  change(wanted);
  const auto now = platform([&](executor& in) -> result<webhook_endpoint_row> {
    auto locked = endpoints::lock(in, of.id);
    if (!locked) return locked;
    return endpoints::update(in, *locked, wanted);
  });
  REQUIRE_MESSAGE(now.has_value(), (now ? "" : now.error().detail));
  (void)w;
  return *now;
}

webhook_message about(const world& w, int number, const std::string& subject, const std::string& data = "{}") {
  auto m = w.message(number);
  m.body = R"({"type":"invoice.paid","tenant_id":")" + w.acme.id + R"(","subject":")" + subject + R"(","data":)" +
           data + "}";
  return m;
}

webhook_endpoint_row ordered(world& w) {
  return choose(w, w.endpoint(w.acme.number, {"*"}), [](webhook_endpoint_row& r) { r.ordered = true; });
}

// Which messages were taken, by their numbers.
std::string numbers(const std::vector<queue::due_delivery>& taken) {
  std::vector<std::string> out;
  for (const auto& d : taken)
    out.push_back(d.message_id.substr(d.message_id.size() - 1));
  std::ranges::sort(out);
  std::string text;
  for (const auto& one : out)
    text += one;
  return text;
}

const queue::due_delivery& of(const std::vector<queue::due_delivery>& taken, int number) {
  const auto found = std::ranges::find(taken, webhook_message_id(number), &queue::due_delivery::message_id);
  REQUIRE(found != taken.end());
  return *found;
}

void resend(const webhook_endpoint_row& e, int number) {
  const auto listed = platform([&](executor& in) {
                        return webhook_deliveries::list(in, e.number, {"", "", webhook_message_id(number)}, 0, 1);
                      }).value();
  REQUIRE(listed.size() == 1);
  REQUIRE(platform([&](executor& in) { return webhook_deliveries::resend(in, e.number, listed[0].id); }).has_value());
}

}  // namespace

TEST_CASE("an endpoint with filters is told of what they fit, and of its own tests") {
  world w;
  const auto e = choose(w, w.endpoint(w.acme.number, {"*"}), [](webhook_endpoint_row& r) {
    r.filters = {{"data.currency", {"EUR", "CHF"}}, {"data.lines.kind", {"usage"}}};
  });
  CHECK(e.filters.size() == 2);
  CHECK(e.filters[0].any_of == std::vector<std::string>{"EUR", "CHF"});
  const std::string lines = R"("lines":[{"kind":"flat"},{"kind":"usage"}])";
  CHECK(w.flush({about(w, 1, "a", R"({"currency":"EUR",)" + lines + "}")}) == 1);
  CHECK(w.flush({about(w, 2, "a", R"({"currency":"USD",)" + lines + "}")}) == 0);
  CHECK(w.flush({about(w, 3, "a", R"({"currency":null,)" + lines + "}")}) == 0);
  CHECK(w.flush({about(w, 4, "a", R"({"currency":"CHF","lines":[]})")}) == 0);
  CHECK(w.flush({about(w, 5, "a", "{}")}) == 0);
  auto test = about(w, 6, e.id);
  test.only_to = e.id;
  CHECK(w.flush({test}) == 1);
  choose(w, e, [](webhook_endpoint_row& r) {
    r.filters = {{"data.n", {"12", "true"}}, {"tenant_id", {r.tenant_id.value()}}};
  });
  CHECK(w.flush({about(w, 7, "a", R"({"n":12})"), about(w, 8, "a", R"({"n":true})"), about(w, 9, "a", R"({"n":12.0})"),
                 about(w, 10, "a", R"({"n":{"12":1}})")}) == 2);
}

TEST_CASE("an endpoint with a rate is sent no more in a second, whoever takes, and nobody else waits for it") {
  world w;
  const auto slow = choose(w, w.endpoint(w.acme.number, {"*"}), [](webhook_endpoint_row& r) { r.rate = 2; });
  const auto other = w.endpoint(w.acme.number, {"*"});
  std::vector<webhook_message> many;
  for (int i = 0; i < 5; ++i)
    many.push_back(w.message(i));
  w.flush(many);
  const auto of_slow = [&](const std::vector<queue::due_delivery>& taken) {
    return std::ranges::count(taken, slow.number, &queue::due_delivery::endpoint_number);
  };
  auto taken = w.take();
  CHECK(of_slow(taken) == 1);
  CHECK(taken.size() == 6);
  const auto lane = " FROM webhook_lanes AS l WHERE l.endpoint_number = " + std::to_string(slow.number);
  CHECK(
      w.ask("SELECT l.due_at >= l.paced_until AND l.paced_until >= interval '500 ms' + (SELECT leased_until - interval "
            "'60 s' FROM webhook_deliveries WHERE leased_until IS NOT NULL AND endpoint_number = l.endpoint_number)" +
            lane) == "t");
  w.tamper("UPDATE webhook_lanes SET paced_until = now() + interval '1 hour' WHERE rate IS NOT NULL");
  for (const auto& d : taken)
    w.note(d, verdict::delivered);
  w.tamper("UPDATE webhook_lanes SET due_at = greatest(paced_until, least(due_at, now())) WHERE rate IS NOT NULL");
  CHECK_MESSAGE(w.take().empty(), "its rest is not over");
  const auto rest = worker([](executor& in) { return queue::rest_ms(in, 7'200'000); }).value();
  CHECK(rest > 0);
  CHECK(rest <= 3'600'000);
  // What comes meanwhile, and what is asked for once more, does not hurry it.
  w.flush({w.message(7)});
  resend(slow, 0);
  taken = w.take();
  CHECK(of_slow(taken) == 0);
  CHECK(taken.size() == 1);
  CHECK(w.ask("SELECT l.due_at = l.paced_until" + lane) == "t");
  w.tamper("UPDATE webhook_lanes SET paced_until = now(), due_at = now() WHERE rate IS NOT NULL");
  CHECK(of_slow(w.take()) == 1);
  choose(w, slow, [](webhook_endpoint_row& r) { r.rate.reset(); });
  w.tamper("UPDATE webhook_lanes SET due_at = now()");
  CHECK(of_slow(w.take()) == 5);
  choose(w, slow, [](webhook_endpoint_row& r) { r.rate = 100; });
  CHECK(worker([](executor& in) { return queue::rest_ms(in, 0); }).value() == 0);
  (void)other;
}

TEST_CASE("of one object one is sent at a time, in its order, and others do not wait for it") {
  world w;
  ordered(w);
  w.flush({about(w, 1, "a"), about(w, 2, "a"), about(w, 3, "b"), about(w, 4, "a"), about(w, 5, "b")});
  auto taken = w.take();
  CHECK(numbers(taken) == "13");
  CHECK(w.take().empty());
  w.note(of(taken, 3), verdict::delivered);
  auto next = w.take();
  CHECK(numbers(next) == "5");
  // What failed is waited for, until it has failed for good.
  w.note(of(taken, 1), verdict::again, 60'000);
  CHECK(w.take().empty());
  w.tamper(
      "UPDATE webhook_deliveries SET due_at = now() WHERE due_at < 'infinity' AND state = 'waiting' AND leased_until "
      "IS NULL");
  w.tamper("UPDATE webhook_lanes SET due_at = now(), first_due = '-infinity', closed_until = '-infinity'");
  taken = w.take();
  CHECK(numbers(taken) == "1");
  w.note(of(taken, 1), verdict::spent);
  taken = w.take();
  CHECK(numbers(taken) == "2");
  w.note(of(taken, 2), verdict::delivered);
  taken = w.take();
  CHECK(numbers(taken) == "4");
  w.note(of(taken, 4), verdict::delivered);
  w.note(of(next, 5), verdict::delivered);
  CHECK(w.states() == "failed/attempts delivered delivered delivered delivered");
}

TEST_CASE("what is added later waits for what is under way") {
  world w;
  ordered(w);
  w.flush({about(w, 1, "a")});
  const auto first = w.take();
  REQUIRE(first.size() == 1);
  w.flush({about(w, 2, "a")});
  CHECK(w.take().empty());
  w.note(first[0], verdict::delivered);
  CHECK(numbers(w.take()) == "2");
}

TEST_CASE("who is killed in the middle of an object leaves it to the next one, in its order") {
  world w;
  const auto e = ordered(w);
  w.flush({about(w, 1, "a"), about(w, 2, "a")});
  auto taken = w.take();
  REQUIRE(numbers(taken) == "1");
  w.note(taken[0], verdict::spent);
  taken = w.take();
  REQUIRE(numbers(taken) == "2");
  // Asked for once more while a later one is under way: it waits for that, and goes before it when that failed.
  resend(e, 1);
  CHECK(w.take().empty());
  w.end_leases();
  taken = w.take();
  CHECK(numbers(taken) == "1");
  w.note(taken[0], verdict::delivered);
  taken = w.take();
  CHECK(numbers(taken) == "2");
  resend(e, 1);
  w.note(taken[0], verdict::again, 0);
  taken = w.take();
  CHECK(numbers(taken) == "1");
  w.note(taken[0], verdict::delivered);
  CHECK(numbers(w.take()) == "2");
}

TEST_CASE("all that failed is sent once more in its order") {
  world w;
  const auto e = ordered(w);
  w.flush({about(w, 1, "a"), about(w, 2, "b"), about(w, 3, "a"), about(w, 4, "b")});
  for (int round = 0; round < 2; ++round)
    for (const auto& d : w.take())
      w.note(d, verdict::spent);
  CHECK(w.states() == "failed/attempts failed/attempts failed/attempts failed/attempts");
  CHECK(platform([&](executor& in) { return webhook_deliveries::resend_failed(in, e.number, timestamp{}); }).value() ==
        4);
  const auto listed = platform([&](executor& in) { return webhook_deliveries::list(in, e.number, {}, 0, 10); }).value();
  CHECK_FALSE_MESSAGE(listed[0].due_at, "it waits for another");
  CHECK(listed[3].due_at);
  auto taken = w.take();
  CHECK(numbers(taken) == "12");
  for (const auto& d : taken)
    w.note(d, verdict::delivered);
  CHECK(numbers(w.take()) == "34");
}

TEST_CASE("an object that waits in thousands does not keep others from being found") {
  world w;
  ordered(w);
  w.flush({about(w, 1, "a"), about(w, 2, "a"), about(w, 3, "b")});
  auto taken = w.take(1);
  REQUIRE(numbers(taken) == "1");
  w.tamper(
      "INSERT INTO webhook_messages (id, type, body) SELECT 'msg_' || lpad(n::text, 26, 'Z'), '', '{}' FROM "
      "generate_series(1, 1000) AS n; INSERT INTO webhook_deliveries (id, endpoint_number, message_number, object, "
      "due_at) "
      "SELECT 'whd_' || right(m.id, 26), e.number, m.number, 'a', now() - interval '1 hour' FROM webhook_messages AS "
      "m, "
      "webhook_endpoints AS e WHERE m.type = ''; UPDATE webhook_lanes SET due_at = now(), first_due = '-infinity'");
  CHECK(numbers(w.take()) == "3");
  // As many times 256 as it took to see the one of the other object, and the second of the first.
  CHECK(w.ask("SELECT count(*) FROM webhook_deliveries WHERE due_at = 'infinity'") == "769");
  w.note(taken[0], verdict::delivered);
  CHECK(numbers(w.take()) == "2");
}

TEST_CASE("without the order nothing waits for another any more") {
  world w;
  auto e = ordered(w);
  w.flush({about(w, 1, "a"), about(w, 2, "a"), about(w, 3, "a")});
  CHECK(numbers(w.take()) == "1");
  e = choose(w, e, [](webhook_endpoint_row& r) { r.ordered = false; });
  CHECK_FALSE(e.ordered);
  CHECK(numbers(w.take()) == "23");
  w.flush({about(w, 4, "a")});
  CHECK(w.ask("SELECT count(*) FROM webhook_deliveries WHERE object IS NULL") == "1");
}
