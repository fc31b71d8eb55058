<?php
// composer require standard-webhooks/standard-webhooks
require __DIR__ . "/vendor/autoload.php";

use StandardWebhooks\Exception\WebhookVerificationException;
use StandardWebhooks\Webhook;

/** The event. null: Weir has not signed the request, answer 401. */
function event_of_request(): ?array
{
    $webhook = new Webhook(getenv("WEIR_WEBHOOK_SECRET")); // whsec_…
    $body = file_get_contents("php://input"); // as it arrived, not parsed and written again
    try {
        return $webhook->verify($body, array_change_key_case(getallheaders()));
    } catch (WebhookVerificationException) {
        return null;
    }
}
