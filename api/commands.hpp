// Business that the API only asks for: recorded under its idempotency key, written to weir.commands, and answered with
// 202, or with what came of it when the client waits (Prefer: wait=N).
#pragma once

#include <functional>
#include <string>

#include <api/context.hpp>

#include <weir/contract/command.hpp>
#include <weir/postgres/command_results.hpp>
#include <weir/postgres/executor.hpp>
#include <weir/postgres/tenants.hpp>

namespace weir::api {

// Completes `respond` later: 202 with the command's status, Location and Weir-Receipt after the broker's
// acknowledgement; with Prefer: wait=N the command's own status and, when it failed, its problem; 202
// again when N passes first. The same Idempotency-Key finds the same command, which has its effect once however often
// it is sent; after a 503 the client repeats the request.
// `whose`: the tenant that it concerns, when that is not who asks; looked up in the transaction that records the
// command. Errors: idempotency_*, whose's, the broker's and the database's.
using tenant_finder = std::function<result<postgres::tenant_row>(postgres::executor&, const call&)>;
void send_command(call c, http::responder respond, contract::command_body body, tenant_finder whose = {});

// schemas/json/command_status.json, with the job that the command asked for, as it stands now.
result<std::string> command_json(postgres::executor& in, const call& c, const postgres::command_result_row& row);

}  // namespace weir::api
