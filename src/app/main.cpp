// The command line: parses, hands over to one verb, returns its exit code.
#include <string>
#include <vector>

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <src/app/program.hpp>
#include <src/app/tool_verbs.hpp>
#include <src/app/verbs.hpp>

// What throws here is memory that ran out while parsing: it ends the process, as it should.
int main(int argc, char** argv) {  // NOLINT(bugprone-exception-escape)
  using namespace weir::app;
  CLI::App app{"Weir counts what customers use, exactly once.", "weir"};
  app.require_subcommand(1);
  app.set_version_flag("--version", fmt::format("weir {} ({})", version_text(), commit_text()));
  int code = exit_ok;
  bool json = false;
  auto with_json = [&](CLI::App* verb) { verb->add_flag("--json", json, "One JSON document on stdout"); };

  auto* migrate = app.add_subcommand("migrate", "Bring the database's schema up to this program");
  with_json(migrate);
  migrate->callback([&] { code = run_migrate(json); });

  auto* topics = app.add_subcommand("topics", "The topics of the log");
  topics->require_subcommand(1);
  auto* topics_apply = topics->add_subcommand("apply", "Make missing topics, show where existing ones differ");
  with_json(topics_apply);
  topics_apply->callback([&] { code = run_topics_apply(json); });

  auto* config = app.add_subcommand("config", "The configuration");
  config->require_subcommand(1);
  auto* config_show =
      config->add_subcommand("show", "Every setting, its value and where it comes from; secrets hidden");
  with_json(config_show);
  config_show->callback([&] { code = run_config_show(json); });

  app.add_subcommand("serve", "Run the API and every worker in one process")->callback([&] { code = run_serve(true); });
  app.add_subcommand("api", "Run the API without workers")->callback([&] { code = run_serve(false); });

  std::vector<std::string> names{"usage", "operations", "relay", "audit", "notify", "archive", "webhooks", "payments"};
  auto* worker = app.add_subcommand("worker", "Run workers without the API");
  worker->add_option("names", names, "Which: usage, operations, relay, audit, notify, archive, webhooks, payments")
      ->capture_default_str();
  worker->callback([&] { code = run_worker(names); });

  add_tool_verbs(app, code);

  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& e) {
    const auto parsed = app.exit(e);
    if (const auto hint = suggestion(app, argc, argv); parsed != 0 && !hint.empty()) fmt::print(stderr, "{}\n", hint);
    return parsed == 0 ? exit_ok : exit_usage;
  }
  return code;
}
