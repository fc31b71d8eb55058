// What is said of an analyst's login: whether it may be one, and the lines of SQL that mend it.
#pragma once

#include <string>

#include <weir/postgres/analyst_logins.hpp>

namespace weir::app {

// schemas/json/analyst_login.json
std::string analyst_json(const postgres::analyst_row& a);

// Errors: analyst_login_not_ready (it is not there, cannot log in, or is no member of weir_analyst), with the lines to
// run; analyst_login_privileged, with what it could do beside.
result<void> check_login(const postgres::login_facts& login);

// One word or more for a list: ready, no limits, no such login, no login, no member of weir_analyst, or what it could
// do beside.
std::string state_of(const postgres::login_facts& login);

// Lines of SQL, each with its line break; empty when none is missing. Defaults of weir_analyst would not do: settings
// of a role reach who logs in as it, and nobody logs in as that.
std::string limits_to_set(const postgres::login_facts& login);

}  // namespace weir::app
