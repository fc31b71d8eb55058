#include <memory>

#include <CLI/CLI.hpp>
#include <src/app/tool_verbs.hpp>

namespace weir::app {
namespace {

template<class Options>
void add_common(CLI::App* verb, const std::shared_ptr<Options>& o) {
  verb->add_flag("--json", o->json, "One JSON document on stdout");
  verb->add_option("--port", o->port, "The copy of scripts/run --port N")->check(CLI::Range(1, 65535));
}

void add_keys(CLI::App& app, int& code) {
  auto* keys = app.add_subcommand("keys", "API keys");
  keys->require_subcommand(1);
  auto o = std::make_shared<keys_create_options>();
  auto* create = keys->add_subcommand("create", "Make a key and print it, once");
  create->footer(
      "Examples:\n  weir keys create --platform --scope manage --name deploy\n"
      "  weir keys create --tenant acme --scope ingest > acme.key");
  add_common(create, o);
  auto* platform = create->add_flag("--platform", o->platform, "For the whole installation");
  create->add_option("--tenant", o->tenant, "For one tenant: its key or an alias")->excludes(platform);
  create->add_option("--scope", o->scopes, "What it may do: ingest, query, manage; repeatable")
      ->check(CLI::IsMember({"ingest", "query", "manage"}))
      ->capture_default_str();
  create->add_option("--name", o->name, "For people")->capture_default_str();
  create->callback([o, &code] { code = run_keys_create(*o); });
}

void add_demo(CLI::App& app, int& code) {
  auto* demo = app.add_subcommand("demo", "Something to look at");
  demo->require_subcommand(1);
  auto o = std::make_shared<tool_options>();
  auto* seed = demo->add_subcommand("seed", "Make the tenant demo and two meters, unless they exist");
  add_common(seed, o);
  seed->callback([o, &code] { code = run_demo_seed(*o); });
}

}  // namespace

void add_tool_verbs(CLI::App& app, int& code) {
  add_keys(app, code);
  add_demo(app, code);
}

}  // namespace weir::app
