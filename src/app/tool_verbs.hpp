// The operator's verbs, one file each. Every one returns the process's exit code.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <src/app/api_access.hpp>
#include <src/app/tool.hpp>

namespace CLI {
class App;
}

namespace weir::app {

struct keys_create_options : tool_options {
  bool platform = false;
  std::string tenant;  // key or alias
  std::vector<std::string> scopes{"ingest", "query"};
  std::string name = "command line";
};

struct user_create_options : tool_options {
  std::string email;
  std::string name;
  std::string platform_role;  // operator, finance, support; empty: not on the staff
  std::string tenant;         // key or alias; empty: in no tenant
  std::string role = "owner";
  bool password_stdin = false;
  bool password_hash_stdin = false;  // bcrypt, of an import
  bool no_password = false;          // they sign in at the sign-in service, or set one by mail
  bool if_missing = false;           // one that is there stays as it is, but joins the tenant
};

struct secrets_rotate_options : tool_options {
  std::string secret = "JWT_SECRET";  // or APP_SECRET_KEY
  bool force = false;
};

struct user_invite_options : tool_options {
  std::string email;
  std::string tenant;  // key or alias
  std::string role = "owner";
};

struct user_disable_options : tool_options {
  std::string email;
};

struct analyst_grant_options : tool_options {
  std::string login;
  std::string tenant;  // key or alias
  bool all_tenants = false;
};

struct analyst_revoke_options : tool_options {
  std::string login;
  std::string tenant;  // key or alias; empty: whatever the login sees
};

struct notify_list_options : tool_options {
  std::string state = "all";  // queued, sent, given_up
  std::int32_t limit = 100;
};

struct lag_options : tool_options {
  std::string consumer;  // empty: all
  bool watch = false;
};

struct rejected_options : tool_options {
  std::vector<std::string> ids;  // instead of the filters
  std::string code;
  std::string tenant;  // key or alias
  std::string since;   // of parse_since()
  std::string state = "open";
  std::int32_t limit = 100;
  bool yes = false;
};

struct accept_loss_options : tool_options {
  std::string consumer = "usage";
  std::string topic = "weir.usage";  // of the archive; the others read one
  std::int32_t partition = -1;
  std::string reason;
  std::optional<std::int64_t> to{};
  bool execute = false;
};

struct events_send_options : tool_options {
  std::string file;
  std::string url;
  std::string key_file;
  std::string map;
  std::size_t from_line = 1;
  bool dry_run = false;
  bool quiet = false;
};

struct events_tail_options : tool_options {
  std::string type, subject, source, tenant;
  std::int64_t limit = 0;  // 0: none
  bool from_start = false;
  bool follow = true;
};

struct archive_tool_options : tool_options {
  std::string topic;            // empty: all
  std::int32_t partition = -1;  // negative: all
  bool without_database = false;
  std::string installation;  // ins_…; empty: the only one of the archive
};

struct archive_read_options : archive_tool_options {
  std::int64_t from = 0;
  std::int64_t limit = 0;  // 0: none
  bool archive_only = false;
};

struct audit_verify_options : tool_options {
  std::string file;  // - for standard input
  bool database = false;
  std::string tenant;   // its chain only: key, alias, ten_… or platform; of a file ten_… or platform
  std::string keys;     // a copy of /.well-known/weir-audit-keys.json
  std::string against;  // an older export
};

struct audit_export_options : tool_options {
  std::string tenant;
};

struct invoice_list_options : tool_options {
  std::string tenant;  // key or alias; empty: all
  std::string state;   // empty: all but discarded drafts
  std::int32_t limit = 100;
};

struct invoice_show_options : tool_options {
  std::string invoice;  // number or id
};

struct invoice_document_options : tool_options {
  std::string invoice;  // number or id
  std::string format = "pdf";
  std::string output;  // a file; empty: stdout
};

struct invoice_explain_options : tool_options {
  std::string invoice;  // number or id
  std::int32_t line = 1;
  std::int32_t limit = 100;  // cells shown
};

struct invoice_verify_options : tool_options {
  std::vector<std::string> invoices;  // numbers or ids
  bool all = false;
  std::string from = "log";  // or "inputs": without counting their usage again
};

using history_options = api_options;

struct history_import_options : history_options {
  std::string file;
  std::string tenant, meter;  // keys or ids
  std::string from, to;       // RFC 3339
  std::string resume;         // an import that is open: its rows are sent again
  bool preview = false;       // and then it is given up
  bool yes = false;
};

struct history_start_options : history_options {
  std::string id;
  std::int64_t rows = 0;
};

struct history_list_options : history_options {
  std::string tenant;
  std::int32_t limit = 50;
};

struct history_show_options : history_options {
  std::string id;
};

int run_doctor(const tool_options& o);
int run_lag(const lag_options& o);
int run_rejected_list(const rejected_options& o);
int run_rejected_show(const rejected_options& o);
int run_rejected_decide(rejected_options o, bool redrive);
int run_accept_loss(const accept_loss_options& o);
int run_events_send(const events_send_options& o);
int run_events_tail(const events_tail_options& o);
int run_demo_seed(const tool_options& o);
int run_keys_create(keys_create_options o);
int run_secrets_rotate(const secrets_rotate_options& o);
int run_secrets_reseal(const tool_options& o);
int run_user_create(const user_create_options& o);
int run_user_invite(const user_invite_options& o);
int run_user_list(const tool_options& o);
int run_user_disable(const user_disable_options& o);
int run_analyst_grant(const analyst_grant_options& o);
int run_analyst_revoke(const analyst_revoke_options& o);
int run_analyst_list(const tool_options& o);
int run_notify_list(const notify_list_options& o);
int run_invoice_list(const invoice_list_options& o);
int run_invoice_show(const invoice_show_options& o);
int run_invoice_document(const invoice_document_options& o);
int run_invoice_explain(const invoice_explain_options& o);
int run_invoice_verify(const invoice_verify_options& o);
int run_invoice_run(const tool_options& o);
int run_history_import(const history_import_options& o);
int run_history_start(const history_start_options& o);
int run_history_cancel(const history_show_options& o);
int run_history_list(const history_list_options& o);
int run_history_show(const history_show_options& o);
int run_archive_list(const archive_tool_options& o);
int run_archive_verify(const archive_tool_options& o);
int run_archive_read(const archive_read_options& o);
int run_audit_verify(const audit_verify_options& o);
int run_audit_export(const audit_export_options& o);
int run_audit_change_key(const tool_options& o);

// history import, list, show, start, cancel.
void add_history_verbs(CLI::App& app, int& code);

// Adds all of them to the command line; the verb that is called sets `code`. They live as long as `app`.
void add_tool_verbs(CLI::App& app, int& code);

// The name nearest to a mistyped verb among `known`, or nothing when none is near.
std::optional<std::string> nearest(std::string_view typed, const std::vector<std::string>& known);

// What to print after a command line that could not be parsed: "did you mean …", or nothing.
std::string suggestion(CLI::App& app, int argc, char** argv);

}  // namespace weir::app
