// How invoices are put into accounts at Stripe: steps of workers/payments/push_invoices.hpp as requests.
#pragma once

#include <workers/payments/push_invoices.hpp>

#include <weir/http/stripe_client.hpp>

namespace weir::app {

// `stripe` outlives them.
payments::push_invoices_ports push_ports(http::stripe_client& stripe);

}  // namespace weir::app
