#include <memory>

#include <CLI/CLI.hpp>
#include <src/app/tool_verbs.hpp>

#include <weir/base/ulid.hpp>

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

void add_secrets(CLI::App& app, int& code) {
  auto* secrets = app.add_subcommand("secrets", "Keys that are kept in files");
  secrets->require_subcommand(1);
  auto o = std::make_shared<secrets_rotate_options>();
  auto* rotate = secrets->add_subcommand("rotate", "Make a new key; nobody is logged out and nothing is lost");
  rotate->footer(
      "JWT_SECRET signs access tokens. APP_SECRET_KEY seals secrets at rest: weir secrets reseal comes after it.\n"
      "Needs the key in a file (JWT_SECRET_FILE, APP_SECRET_KEY_FILE). Every process that reads that file follows "
      "within\n"
      "seconds; the key before is kept in …_PREVIOUS_FILE, else in the same name with .previous behind it.\n"
      "Examples:\n  JWT_SECRET_FILE=/secrets/jwt weir secrets rotate\n"
      "  APP_SECRET_KEY_FILE=/secrets/app weir secrets rotate --secret APP_SECRET_KEY");
  add_common(rotate, o);
  rotate->add_option("--secret", o->secret, "Which one: JWT_SECRET, APP_SECRET_KEY")
      ->check(CLI::IsMember({"JWT_SECRET", "APP_SECRET_KEY"}))
      ->capture_default_str();
  rotate->add_flag("--force", o->force, "Although something of the key before the current one may still be in use");
  rotate->callback([o, &code] { code = run_secrets_rotate(*o); });
  auto r = std::make_shared<tool_options>();
  auto* reseal = secrets->add_subcommand("reseal", "Seal with APP_SECRET_KEY what the key before it has sealed");
  reseal->footer(
      "May be ended and begun again at any time, beside everything that runs. Afterwards weir doctor says whether\n"
      "APP_SECRET_KEY_PREVIOUS can go.");
  add_common(reseal, r);
  reseal->callback([r, &code] { code = run_secrets_reseal(*r); });
}

void add_user(CLI::App& app, int& code) {
  auto* user = app.add_subcommand("user", "People");
  user->require_subcommand(1);
  auto o = std::make_shared<user_create_options>();
  auto* create = user->add_subcommand("create", "Make a user; without a password one is made and printed, once");
  create->footer(
      "Examples:\n  weir user create --email ada@example.com --name Ada --platform operator\n"
      "  weir user create --email bob@acme.example --tenant acme --role admin --password-stdin < password");
  add_common(create, o);
  create->add_option("--email", o->email, "What they sign in with")->required();
  create->add_option("--name", o->name, "For people");
  create->add_option("--platform", o->platform_role, "On the staff: operator, finance, support")
      ->check(CLI::IsMember({"operator", "finance", "support"}));
  auto* tenant = create->add_option("--tenant", o->tenant, "A member of this tenant: its key or an alias");
  create->add_option("--role", o->role, "In the tenant: owner, admin, billing, analyst, viewer")
      ->needs(tenant)
      ->check(CLI::IsMember({"owner", "admin", "billing", "analyst", "viewer"}))
      ->capture_default_str();
  auto* given = create->add_flag("--password-stdin", o->password_stdin, "Read the password from standard input");
  auto* hash =
      create->add_flag("--password-hash-stdin", o->password_hash_stdin, "Read a bcrypt hash ($2b$…) of an import");
  hash->excludes(given);
  create->add_flag("--no-password", o->no_password, "They sign in by OpenID Connect, or set a password by mail")
      ->excludes(given)
      ->excludes(hash);
  create->add_flag("--if-missing", o->if_missing, "One that is there stays as it is, but joins the tenant");
  create->callback([o, &code] { code = run_user_create(*o); });
  auto i = std::make_shared<user_invite_options>();
  auto* invite = user->add_subcommand("invite", "Send somebody a mail with which they become a member of a tenant");
  add_common(invite, i);
  invite->add_option("--email", i->email, "Whom")->required();
  invite->add_option("--tenant", i->tenant, "Its key or an alias")->required();
  invite->add_option("--role", i->role, "owner, admin, billing, analyst, viewer")
      ->check(CLI::IsMember({"owner", "admin", "billing", "analyst", "viewer"}))
      ->capture_default_str();
  invite->callback([i, &code] { code = run_user_invite(*i); });
  auto l = std::make_shared<tool_options>();
  auto* list = user->add_subcommand("list", "Everybody");
  add_common(list, l);
  list->callback([l, &code] { code = run_user_list(*l); });
  auto d = std::make_shared<user_disable_options>();
  auto* disable = user->add_subcommand("disable", "Nobody signs in as them any more; what they had open ends");
  add_common(disable, d);
  disable->add_option("email", d->email, "Whom")->required();
  disable->callback([d, &code] { code = run_user_disable(*d); });
}

void add_invoice(CLI::App& app, int& code) {
  auto* invoice = app.add_subcommand("invoice", "What tenants are billed");
  invoice->require_subcommand(1);
  invoice->footer(
      "Examples:\n  weir invoice list --tenant acme --state past_due\n  weir invoice show INV-000042\n"
      "  weir invoice explain INV-000042 2\n"
      "  weir invoice document INV-000042 --format pdf --output invoice.pdf\n  weir invoice verify --all\n");
  auto l = std::make_shared<invoice_list_options>();
  auto* list = invoice->add_subcommand("list", "The newest first");
  add_common(list, l);
  list->add_option("--tenant", l->tenant, "Its key or an alias");
  list->add_option("--state", l->state, "draft, finalized, past_due, paid, uncollectible, void")
      ->check(CLI::IsMember({"draft", "finalized", "past_due", "paid", "uncollectible", "void", "discarded"}));
  list->add_option("--limit", l->limit, "At most so many")->check(CLI::Range(1, 10000))->capture_default_str();
  list->callback([l, &code] { code = run_invoice_list(*l); });
  auto s = std::make_shared<invoice_show_options>();
  auto* show = invoice->add_subcommand("show", "One of them, line by line");
  add_common(show, s);
  show->add_option("invoice", s->invoice, "Its number or id")->required();
  show->callback([s, &code] { code = run_invoice_show(*s); });
  auto d = std::make_shared<invoice_document_options>();
  auto* document = invoice->add_subcommand("document", "One of them as a file: for people, or signed, or an e-invoice");
  add_common(document, d);
  document->add_option("invoice", d->invoice, "Its number or id")->required();
  document->add_option("--format", d->format, "pdf, ubl (EN 16931), csv (its lines), json (signed)")
      ->check(CLI::IsMember({"pdf", "ubl", "csv", "json"}))
      ->capture_default_str();
  document->add_option("--output", d->output, "The file to write; without it, what is written comes out here");
  document->callback([d, &code] { code = run_invoice_document(*d); });
  auto e = std::make_shared<invoice_explain_options>();
  auto* explain = invoice->add_subcommand("explain", "What a line follows from, down to the cells it was counted from");
  add_common(explain, e);
  explain->add_option("invoice", e->invoice, "Its number or id")->required();
  explain->add_option("line", e->line, "Number of the line")->required()->check(CLI::PositiveNumber);
  explain->add_option("--limit", e->limit, "At most so many cells: hours of a subject")
      ->check(CLI::Range(1, 100000))
      ->capture_default_str();
  explain->callback([e, &code] { code = run_invoice_explain(*e); });
  auto v = std::make_shared<invoice_verify_options>();
  auto* verify = invoice->add_subcommand(
      "verify", "Count and reckon invoices again from the log; exit status 1 when one is not the same or cannot be");
  add_common(verify, v);
  verify->add_option("invoices", v->invoices, "Their numbers or ids");
  verify->add_flag("--all", v->all, "All of them, and that no number is missing");
  verify
      ->add_option("--from", v->from,
                   "log (their usage is counted again from the archive and the log), inputs (as it was frozen)")
      ->check(CLI::IsMember({"log", "inputs"}))
      ->capture_default_str();
  verify->callback([v, &code] { code = run_invoice_verify(*v); });
  auto r = std::make_shared<tool_options>();
  auto* run = invoice->add_subcommand("run", "Bill now what is due, as the workers do each hour");
  add_common(run, r);
  run->callback([r, &code] { code = run_invoice_run(*r); });
}

void add_analyst(CLI::App& app, int& code) {
  auto* analyst = app.add_subcommand("analyst", "Logins at the database that read usage with SQL");
  analyst->require_subcommand(1);
  analyst->footer(
      "Examples:\n  weir analyst grant nina --tenant acme\n  weir analyst grant reports --all-tenants\n"
      "  weir analyst revoke nina\n"
      "The cluster's administrator makes the login; grant prints the lines while it is not there. More in "
      "docs/analytics.md.");
  auto g = std::make_shared<analyst_grant_options>();
  auto* grant = analyst->add_subcommand("grant", "Let a login see the usage of a tenant, or of all of them");
  add_common(grant, g);
  grant->add_option("login", g->login, "Name of the role that they log in as")->required();
  auto* one = grant->add_option("--tenant", g->tenant, "Its key or an alias");
  grant->add_flag("--all-tenants", g->all_tenants, "Those of now and of later")->excludes(one);
  grant->callback([g, &code] { code = run_analyst_grant(*g); });
  auto r = std::make_shared<analyst_revoke_options>();
  auto* revoke = analyst->add_subcommand("revoke", "Take it away: one tenant, or whatever the login sees");
  add_common(revoke, r);
  revoke->add_option("login", r->login, "Whose")->required();
  revoke->add_option("--tenant", r->tenant, "Its key or an alias");
  revoke->callback([r, &code] { code = run_analyst_revoke(*r); });
  auto l = std::make_shared<tool_options>();
  auto* list = analyst->add_subcommand("list", "Who sees what, and whether their logins are as they should be");
  add_common(list, l);
  list->callback([l, &code] { code = run_analyst_list(*l); });
}

void add_notify(CLI::App& app, int& code) {
  auto* notify = app.add_subcommand("notify", "Mails");
  notify->require_subcommand(1);
  auto o = std::make_shared<notify_list_options>();
  auto* list = notify->add_subcommand("list", "What waits, was sent or was given up, newest first");
  add_common(list, o);
  list->add_option("--state", o->state, "queued, sent, given_up, all")
      ->check(CLI::IsMember({"queued", "sent", "given_up", "all"}))
      ->capture_default_str();
  list->add_option("--limit", o->limit, "At most so many")->check(CLI::Range(1, 10000))->capture_default_str();
  list->callback([o, &code] { code = run_notify_list(*o); });
}

void add_demo(CLI::App& app, int& code) {
  auto* demo = app.add_subcommand("demo", "Something to look at");
  demo->require_subcommand(1);
  auto o = std::make_shared<tool_options>();
  auto* seed = demo->add_subcommand("seed", "Make the tenant demo and two meters, unless they exist");
  add_common(seed, o);
  seed->callback([o, &code] { code = run_demo_seed(*o); });
}

void add_doctor(CLI::App& app, int& code) {
  auto o = std::make_shared<tool_options>();
  auto* doctor = app.add_subcommand("doctor", "Look for what is wrong, and say how to mend it");
  add_common(doctor, o);
  doctor->callback([o, &code] { code = run_doctor(*o); });
}

void add_lag(CLI::App& app, int& code) {
  auto o = std::make_shared<lag_options>();
  auto* lag = app.add_subcommand("lag", "How far every consumer has come in every partition");
  lag->footer("Examples:\n  weir lag --watch\n  weir lag --consumer usage --json");
  add_common(lag, o);
  lag->add_option("--consumer", o->consumer, "One of them: usage, operations, relay, audit, notify, archive");
  lag->add_flag("--watch", o->watch, "Again every two seconds");
  lag->callback([o, &code] { code = run_lag(*o); });
}

void add_filters(CLI::App* verb, const std::shared_ptr<rejected_options>& o) {
  add_common(verb, o);
  verb->add_option("--code", o->code, "Only those with this reason");
  verb->add_option("--tenant", o->tenant, "Only this tenant's: its key or an alias");
  verb->add_option("--since", o->since, "Only those rejected since: 2026-11-23T10:00:00Z, 15m, 2h, 7d");
  verb->add_option("--limit", o->limit, "At most so many, newest first")
      ->check(CLI::Range(1, 100'000))
      ->capture_default_str();
}

void add_rejected(CLI::App& app, int& code) {
  auto* rejected = app.add_subcommand("rejected", "Events that were not counted");
  rejected->require_subcommand(1);
  rejected->footer(
      "Examples:\n  weir rejected list --code value_type --since 2h\n  weir rejected show rej_…\n"
      "  weir rejected redrive --code event_too_old --tenant acme         (the plan)\n"
      "  weir rejected redrive --code event_too_old --tenant acme --yes   (does it)");
  auto listed = std::make_shared<rejected_options>();
  auto* list = rejected->add_subcommand("list", "Newest first, and how many there are of each reason");
  add_filters(list, listed);
  list->add_option("--state", listed->state, "open, redriven, discarded or all")
      ->check(CLI::IsMember({"open", "redriven", "discarded", "all"}))
      ->capture_default_str();
  list->callback([listed, &code] { code = run_rejected_list(*listed); });
  auto shown = std::make_shared<rejected_options>();
  auto* show = rejected->add_subcommand("show", "One of them");
  add_common(show, shown);
  show->add_option("id", shown->ids, "rej_…")->required()->expected(1);
  show->callback([shown, &code] { code = run_rejected_show(*shown); });
  for (const bool redrive : {true, false}) {
    auto o = std::make_shared<rejected_options>();
    auto* verb = rejected->add_subcommand(redrive ? "redrive" : "discard",
                                          redrive ? "Send them again, as they were" : "Mark them as done with");
    add_filters(verb, o);
    verb->add_option("ids", o->ids, "rej_…, instead of filters")->check([](const std::string& text) {
      return rejected_id::parse(text) ? std::string() : text + " is no id of a rejected event";
    });
    verb->add_flag("--yes", o->yes, "Do it; without it the plan is shown");
    verb->callback([o, redrive, &code] { code = run_rejected_decide(*o, redrive); });
  }
}

void add_partition(CLI::App& app, int& code) {
  auto* partition = app.add_subcommand("partition", "Partitions that stand still");
  partition->require_subcommand(1);
  auto o = std::make_shared<accept_loss_options>();
  auto* accept =
      partition->add_subcommand("accept-loss", "Give up what the log has lost, and let a halted partition go on");
  accept->footer(
      "Examples:\n  weir partition accept-loss --partition 3 --reason \"retention was 1 day by mistake\"\n"
      "  weir partition accept-loss --partition 3 --reason … --to 0 --execute   (a topic that was made anew)");
  add_common(accept, o);
  accept->add_option("--consumer", o->consumer, "Whose")
      ->check(CLI::IsMember({"usage", "operations", "audit", "archive"}))
      ->capture_default_str();
  accept->add_option("--topic", o->topic, "Of archive, which reads two")
      ->check(CLI::IsMember({"weir.usage", "weir.commands"}))
      ->capture_default_str();
  accept->add_option("--partition", o->partition, "Which")->required()->check(CLI::Range(0, 1023));
  accept->add_option("--reason", o->reason, "Why; it is kept")->required();
  accept->add_option("--to", o->to, "The offset to go on at, where the log is another one than was read");
  accept->add_flag("--execute", o->execute, "Do it; without it the plan is shown");
  accept->callback([o, &code] { code = run_accept_loss(*o); });
}

void add_events(CLI::App& app, int& code) {
  auto* events = app.add_subcommand("events", "Events, in and out");
  events->require_subcommand(1);
  auto s = std::make_shared<events_send_options>();
  auto* send = events->add_subcommand("send", "Send the events of a file to a running Weir");
  send->footer(
      "Examples:\n  weir events send events.ndjson\n"
      "  weir events send orders.csv --map id=order,type=:order,subject=customer,time=created\n"
      "Ends with 3 when some were rejected, with 5 when Weir did not answer (--from-line goes on).");
  add_common(send, s);
  send->add_option("file", s->file, "One CloudEvent in each line, or .csv")->required()->check(CLI::ExistingFile);
  send->add_option("--map", s->map, "CSV: ATTRIBUTE=COLUMN or ATTRIBUTE=:TEXT, for id, source, type, subject, time");
  send->add_option("--url", s->url, "Where Weir is; else .weir/run.json, else APP_HOST and APP_PORT");
  send->add_option("--key-file", s->key_file,
                   "A file with the API key, - for standard input; else API_KEY, else .weir/run.json");
  send->add_option("--from-line", s->from_line, "Go on at this line")
      ->check(CLI::PositiveNumber)
      ->capture_default_str();
  send->add_flag("--dry-run", s->dry_run, "Only say what would be sent and refused");
  send->add_flag("--quiet", s->quiet, "No progress");
  send->callback([s, &code] { code = run_events_send(*s); });

  auto t = std::make_shared<events_tail_options>();
  auto* tail = events->add_subcommand("tail", "Follow the events of the log");
  tail->footer(
      "Examples:\n  weir events tail --type completion\n  weir events tail --from-start --no-follow --json | jq "
      ".event");
  add_common(tail, t);
  tail->add_option("--type", t->type, "Only of this type");
  tail->add_option("--subject", t->subject, "Only about this subject");
  tail->add_option("--source", t->source, "Only from this source");
  tail->add_option("--tenant", t->tenant, "Only of this tenant: key, alias or ten_…");
  tail->add_option("--limit", t->limit, "End after so many")->check(CLI::PositiveNumber);
  tail->add_flag("--from-start", t->from_start, "From the first event that the log still has");
  tail->add_flag("!--no-follow", t->follow, "End at the end of the log");
  tail->callback([t, &code] { code = run_events_tail(*t); });
}

void add_scope(CLI::App* verb, const std::shared_ptr<archive_tool_options>& o) {
  add_common(verb, o);
  verb->add_option("--topic", o->topic, "weir.usage or weir.commands")
      ->check(CLI::IsMember({"weir.usage", "weir.commands"}));
  verb->add_option("--partition", o->partition, "Only this one")->check(CLI::Range(0, 1023));
  auto* without = verb->add_flag("--without-database", o->without_database, "By the manifests of the archive alone");
  verb->add_option("--installation", o->installation, "ins_…, where the archive holds several")->needs(without);
}

void add_archive(CLI::App& app, int& code) {
  auto* archive = app.add_subcommand("archive", "The log beyond what the broker keeps");
  archive->require_subcommand(1);
  archive->footer(
      "Examples:\n  weir archive verify\n  weir archive list --topic weir.usage --partition 3\n"
      "  weir archive read --topic weir.usage --partition 3 --from 120000 --limit 10 --json\n"
      "Where it lies: ARCHIVE_URL. More in docs/archive.md.");
  auto l = std::make_shared<archive_tool_options>();
  auto* list = archive->add_subcommand("list", "Its segments, partition by partition");
  add_scope(list, l);
  list->callback([l, &code] { code = run_archive_list(*l); });
  auto v = std::make_shared<archive_tool_options>();
  auto* verify = archive->add_subcommand(
      "verify", "Read all of it; exit status 1 when an object is altered or missing, or an offset is");
  add_scope(verify, v);
  verify->callback([v, &code] { code = run_archive_verify(*v); });
  auto r = std::make_shared<archive_read_options>();
  auto* read = archive->add_subcommand("read", "Records of a partition: of the archive, then of the log");
  add_scope(read, r);
  read->get_option("--topic")->required();
  read->get_option("--partition")->required();
  read->add_option("--from", r->from, "The first offset")->check(CLI::NonNegativeNumber)->capture_default_str();
  read->add_option("--limit", r->limit, "End after so many")->check(CLI::PositiveNumber);
  read->add_flag("--archive-only", r->archive_only, "Do not go on in the log");
  read->callback([r, &code] { code = run_archive_read(*r); });
}

void add_audit(CLI::App& app, int& code) {
  auto* audit = app.add_subcommand("audit", "What was done, and the proof");
  audit->require_subcommand(1);
  audit->footer(
      "Examples:\n  weir audit export > trail.ndjson && weir audit verify trail.ndjson\n"
      "  weir audit verify --database --keys kept/weir-audit-keys.json --against kept/trail.ndjson");
  auto v = std::make_shared<audit_verify_options>();
  auto* verify = audit->add_subcommand("verify", "Name the first entry that is not as it was");
  add_common(verify, v);
  verify->add_option("file", v->file, "Of weir audit export or GET /api/v1/audit/export; - for standard input");
  verify->add_flag("--database", v->database, "The database itself instead of a file");
  verify->add_option("--tenant", v->tenant, "One chain: key, alias, ten_… or platform; of a file ten_… or platform");
  verify->add_option("--keys", v->keys, "Trust only the keys of this copy of /.well-known/weir-audit-keys.json");
  verify->add_option("--against", v->against, "An older export, whose checkpoints must still fit");
  verify->callback([v, &code] { code = run_audit_verify(*v); });
  auto e = std::make_shared<audit_export_options>();
  auto* exported = audit->add_subcommand("export", "Write the trail with its proofs on standard output");
  add_common(exported, e);
  exported->add_option("--tenant", e->tenant, "One chain: key, alias, ten_… or platform");
  exported->callback([e, &code] { code = run_audit_export(*e); });
  auto k = std::make_shared<tool_options>();
  auto* change = audit->add_subcommand("change-key", "Sign checkpoints with a new key from now on");
  add_common(change, k);
  change->callback([k, &code] { code = run_audit_change_key(*k); });
}

}  // namespace

std::string suggestion(CLI::App& app, int argc, char** argv) {
  auto* level = &app;
  for (int i = 1; i < argc; ++i) {
    const std::string word = argv[i];
    if (word.starts_with('-')) continue;
    CLI::App* next = nullptr;
    std::vector<std::string> known;
    for (auto* verb : level->get_subcommands([](CLI::App*) { return true; })) {
      known.push_back(verb->get_name());
      if (verb->get_name() == word) next = verb;
    }
    if (next == nullptr) {
      const auto found = nearest(word, known);
      return found ? "did you mean: " + *found + "?" : std::string();
    }
    level = next;
  }
  return {};
}

void add_tool_verbs(CLI::App& app, int& code) {
  add_doctor(app, code);
  add_lag(app, code);
  add_events(app, code);
  add_rejected(app, code);
  add_partition(app, code);
  add_keys(app, code);
  add_secrets(app, code);
  add_user(app, code);
  add_analyst(app, code);
  add_invoice(app, code);
  add_history_verbs(app, code);
  add_archive(app, code);
  add_audit(app, code);
  add_notify(app, code);
  add_demo(app, code);
}

}  // namespace weir::app
