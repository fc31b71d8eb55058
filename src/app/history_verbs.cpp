#include <memory>

#include <CLI/CLI.hpp>
#include <src/app/tool_verbs.hpp>

namespace weir::app {
namespace {

void add_common(CLI::App* verb, const std::shared_ptr<history_options>& o) {
  verb->add_flag("--json", o->json, "One JSON document on stdout");
  verb->add_option("--port", o->port, "The copy of scripts/run --port N")->check(CLI::Range(1, 65535));
  verb->add_option("--url", o->url, "Where Weir is; else .weir/run.json, else APP_HOST and APP_PORT");
  verb->add_option("--key-file", o->key_file, "A file with the platform's key, - for standard input; else API_KEY");
}

}  // namespace

void add_history_verbs(CLI::App& app, int& code) {
  auto* history = app.add_subcommand("history", "Usage from before events are accepted");
  history->require_subcommand(1);
  history->footer(
      "Examples:\n  weir history import 2025.csv --meter tokens --tenant acme --from 2025-01-01T00:00:00Z \\\n"
      "    --to 2026-01-01T00:00:00Z --preview\n  weir history list --tenant acme\nMore in docs/history.md.");
  auto i = std::make_shared<history_import_options>();
  auto* import = history->add_subcommand("import", "Count a file and show what it would replace; --yes does it");
  import->footer("Ends with 3 when rows cannot be counted, with 5 when Weir did not answer (--resume goes on).");
  add_common(import, i);
  import
      ->add_option("file", i->file,
                   "CSV with the columns time, subject, value and groups, or a CloudEvent in each line")
      ->required()
      ->check(CLI::ExistingFile);
  auto* resume =
      import->add_option("--resume", i->resume, "An import that is open: its rows are sent again, and count once");
  import->add_option("--meter", i->meter, "Its slug or id")->excludes(resume);
  import->add_option("--tenant", i->tenant, "Its key or id")->excludes(resume);
  import->add_option("--from", i->from, "Where the range begins, RFC 3339, the start of an hour")->excludes(resume);
  import->add_option("--to", i->to, "Where it ends, before what is still accepted as events")->excludes(resume);
  auto* preview = import->add_flag("--preview", i->preview, "Give it up again after it was shown");
  import->add_flag("--yes", i->yes, "Do it")->excludes(preview);
  import->callback([i, &code] { code = run_history_import(*i); });
  auto s = std::make_shared<history_start_options>();
  auto* start = history->add_subcommand("start", "Let an open import take its place");
  add_common(start, s);
  start->add_option("id", s->id, "him_…")->required();
  start->add_option("--rows", s->rows, "How many rows it has, as its preview says")->required();
  start->callback([s, &code] { code = run_history_start(*s); });
  auto c = std::make_shared<history_show_options>();
  auto* cancel = history->add_subcommand("cancel", "Give up an open import");
  add_common(cancel, c);
  cancel->add_option("id", c->id, "him_…")->required();
  cancel->callback([c, &code] { code = run_history_cancel(*c); });
  auto l = std::make_shared<history_list_options>();
  auto* list = history->add_subcommand("list", "The newest first");
  add_common(list, l);
  list->add_option("--tenant", l->tenant, "Its key or id");
  list->add_option("--limit", l->limit, "How many")->check(CLI::Range(1, 100))->capture_default_str();
  list->callback([l, &code] { code = run_history_list(*l); });
  auto w = std::make_shared<history_show_options>();
  auto* show = history->add_subcommand("show", "One import: what it would replace, or has replaced");
  add_common(show, w);
  show->add_option("id", w->id, "him_…")->required();
  show->callback([w, &code] { code = run_history_show(*w); });
}

}  // namespace weir::app
