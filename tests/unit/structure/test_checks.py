"""The checks see what they are for: each is shown a file that breaks its rule, and one that keeps it."""

import pathlib
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))

import check_layers  # noqa: E402
import check_patterns  # noqa: E402
import check_security_table  # noqa: E402

LAW = check_layers.read_law(pathlib.Path(__file__).resolve().parent / "layers.txt")


def include(path: str, target: str, bracket: str = "<") -> str | None:
    return check_layers.check_include(LAW, pathlib.PurePath(path), bracket, target)


def rules(path: str, text: str) -> list[str]:
    return [line.split(": ")[1] for line in check_patterns.check_text(pathlib.PurePath(path), text)]


class Layers(unittest.TestCase):
    def test_lower_layers_never_include_higher_ones(self):
        self.assertIsNotNone(include("src/domain/a.cpp", "weir/contract/problem.hpp"))
        self.assertIsNotNone(include("include/weir/base/a.hpp", "weir/domain/meter.hpp"))
        self.assertIsNotNone(include("src/kafka/a.cpp", "weir/postgres/pool.hpp"))
        self.assertIsNone(include("src/contract/a.cpp", "weir/domain/meter.hpp"))
        self.assertIsNone(include("src/app/main.cpp", "weir/kafka/producer.hpp"))

    def test_domain_sees_only_the_pure_part_of_base(self):
        self.assertIsNotNone(include("src/domain/a.cpp", "weir/base/log.hpp"))
        self.assertIsNotNone(include("src/domain/a.cpp", "weir/base/time_zone.hpp"))
        self.assertIsNone(include("src/domain/a.cpp", "weir/base/decimal.hpp"))
        self.assertIsNotNone(include("src/billing/a.cpp", "weir/base/time_zone.hpp"))
        self.assertIsNone(include("src/billing/a.cpp", "weir/base/civil_day.hpp"))

    def test_third_party_headers_have_one_owner(self):
        self.assertIsNotNone(include("src/postgres/a.cpp", "librdkafka/rdkafka.h"))
        self.assertIsNotNone(include("api/a.cpp", "rapidjson/document.h"))
        self.assertIsNotNone(include("workers/usage/rules.cpp", "pqxx/pqxx"))
        self.assertIsNone(include("workers/usage/postgres_effects.cpp", "pqxx/pqxx"))
        self.assertIsNone(include("src/contract/a.cpp", "simdjson.h"))

    def test_private_headers_stay_private(self):
        self.assertIsNotNone(include("src/kafka/a.cpp", "src/contract/varint.hpp"))
        self.assertIsNotNone(include("workers/billing/a.cpp", "workers/usage/rules.hpp"))
        self.assertIsNone(include("src/contract/a.cpp", "src/contract/varint.hpp"))
        self.assertIsNone(include("tests/unit/contract/a.cpp", "src/contract/varint.hpp"))

    def test_an_unknown_layer_is_refused(self):
        self.assertIsNotNone(include("src/unheard_of/a.cpp", "weir/base/error.hpp"))

    def test_quotes_reach_no_other_folder(self):
        self.assertIsNotNone(include("src/kafka/a.cpp", "../postgres/pool.hpp", '"'))
        self.assertIsNone(include("src/kafka/a.cpp", "handle.hpp", '"'))


class Patterns(unittest.TestCase):
    def test_names_that_doctest_or_ctest_split(self):
        for name in ("tier [0,10) boundary", "a; b", "it's", 'say \\"x\\"', "a < b", "(open"):
            self.assertIn("test_names", rules("tests/unit/a.cpp", f'TEST_CASE("{name}") {{}}'), name)
        self.assertEqual(rules("tests/unit/a.cpp", 'TEST_CASE("a plain name: 1-2, (three)_4") {}'), [])

    def test_double_in_domain(self):
        self.assertIn("domain_double", rules("src/domain/a.cpp", "double x = 1;"))
        self.assertIn("domain_double", rules("include/weir/billing/a.hpp", "#pragma once\nfloat x;"))
        self.assertIn("domain_double", rules("workers/billing/a.cpp", "double x = 1;"))
        self.assertEqual(rules("src/domain/a.cpp", "// double is banned\nint doubled = 1;"), [])
        self.assertEqual(rules("src/base/a.cpp", "double seconds = 1;"), [])

    def test_detached_and_subtransaction(self):
        self.assertIn("detached", rules("src/http/a.cpp", "co_spawn(io, run(), asio::detached);"))
        self.assertIn("subtransaction", rules("src/postgres/a.cpp", "pqxx::subtransaction inner(outer);"))

    def test_temporaries_inside_co_await(self):
        self.assertIn("co_await", rules("api/a.cpp", "auto x = co_await send(request{.path = p}, done);"))
        self.assertIn("co_await", rules("api/a.cpp", "co_await run([p] { p->go(); });"))
        self.assertIn("co_await", rules("api/a.cpp", "co_await run(pool,\n    [=]() -> awaitable<void> { co_return; });"))
        self.assertIn("co_await", rules("api/a.cpp", 'co_await f(std::array<std::string, 2>{a, b});'))
        for fine in ("co_await send(std::move(named), done);", "if (co_await ready()) { x = {1}; }",
                     "co_await run([&](int n) { use(n); });", "co_await timer.async_wait(use_awaitable);"):
            self.assertEqual(rules("api/a.cpp", fine), [], fine)

    def test_long_files_and_headers_without_guard(self):
        self.assertIn("length", rules("src/base/a.cpp", "\n" * 501))
        self.assertIn("pragma_once", rules("include/weir/base/a.hpp", "int x;"))

    def test_getenv_outside_app(self):
        self.assertIn("getenv", rules("src/kafka/a.cpp", 'auto* x = std::getenv("X");'))
        self.assertEqual(rules("src/app/main.cpp", 'auto* x = std::getenv("X");'), [])

    def test_an_exception_is_visible(self):
        self.assertEqual(rules("src/http/a.cpp", "spawn(detached);  // structure: allow detached"), [])

    def test_debts_are_known_and_leave_when_paid(self):
        debts = {("src/a.cpp", "length"), ("src/b.cpp", "length")}
        found = ["src/a.cpp:1: length: too long", "src/c.cpp:1: length: too long"]
        self.assertEqual([line.split(":")[0] for line in check_patterns.settle(found, debts)], ["src/c.cpp", "src/b.cpp"])

    def test_strings_and_comments_are_no_code(self):
        self.assertEqual(rules("src/http/a.cpp", 'log("detached"); // co_await f(x{1})\n/* subtransaction */'), [])
        self.assertEqual(rules("src/http/a.cpp", "auto n = 1'000'000; call(n);  // 'detached'"), [])

    def test_a_promise_without_a_proof(self):
        tests = pathlib.Path(__file__).resolve().parents[2]
        broken = {
            "| Guessing | |": "no test is named",
            "| Guessing | `e2e/test_nowhere.py::test_it` |": "no such file",
            "| Guessing | `e2e/test_people.py::test_it` |": "has no test_it",
        }
        for row, wrong in broken.items():
            self.assertIn(wrong, "".join(check_security_table.check_row(row, tests)), row)
        fine = "| Guessing | `e2e/test_people.py::test_nobody_gives_themselves_more`, `postgres/row_level_security.cpp` |"
        self.assertEqual(check_security_table.check_row(fine, tests), [])
        text = "# A\n\n## Bad input\n\n| a | b |\n| --- | --- |\n| c | d |\n\n## B\n| e |\n"
        self.assertEqual(check_security_table.rows(text), ["| c | d |"])


if __name__ == "__main__":
    unittest.main()
