"""Asynchronous invocations: what the emulator leaves out of their destinations and of a function that is busy."""
import contextvars
import json
import random
import time

from ministack.core.responses import get_account_id, new_uuid
from ministack.services import lambda_svc, sqs

from mending import wrap
from permissions import role_may

_is_asynchronous = contextvars.ContextVar("is_asynchronous", default=False)


def marked(invoke):
    def run(func, event):
        token = _is_asynchronous.set(True)
        try:
            invoke(func, event)  # in a thread with a copy of this context
        finally:
            _is_asynchronous.reset(token)

    return run


def _may_send(func_config, queue_arn):
    return sqs._queue_by_arn(queue_arn) is not None and role_may(func_config["Role"], "sqs:SendMessage", queue_arn)


def _report_success(func, event, result):
    config = func["config"]
    settings = (func.get("event_invoke_configs") or {}).get("$LATEST") or {}
    destination = ((settings.get("DestinationConfig") or {}).get("OnSuccess") or {}).get("Destination")
    if not destination or not _may_send(config, destination):
        return
    now = time.time()
    message = {
        "id": new_uuid(),
        "body": json.dumps({
            "version": "1.0",
            "timestamp": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(now)),
            "requestContext": {
                "requestId": new_uuid(), "functionArn": f"{config['FunctionArn']}:$LATEST", "condition": "Success", "approximateInvokeCount": 1,
            },
            "requestPayload": event,
            "responseContext": {"statusCode": 200, "executedVersion": "$LATEST"},
            "responsePayload": result.get("body"),
        }),
        "sent_at": now,
        "visible_at": now,
        "sys": {"SenderId": get_account_id(), "SentTimestamp": str(int(now * 1000))},
    }
    sqs._ensure_msg_fields(message)
    sqs._queue_by_arn(destination)["messages"].append(message)
    lambda_svc.esm_wake.set()


def with_destination(execute):
    def run(func, event):
        if not _is_asynchronous.get():
            return execute(func, event)
        token = _is_asynchronous.set(False)
        try:
            deadline = time.monotonic() + 3600
            result = execute(func, event)
            # A busy function is no attempt: the event waits for it.
            while result.get("throttle") and time.monotonic() < deadline:
                time.sleep(random.uniform(0.05, 0.3))
                result = execute(func, event)
            if not result.get("error"):
                _report_success(func, event, result)
            return result
        finally:
            _is_asynchronous.reset(token)

    return run


def permitted(route):
    def run(target_arn, func_name, event, result):
        config = lambda_svc._functions[func_name]["config"]
        if ":sqs:" not in target_arn or _may_send(config, target_arn):
            route(target_arn, func_name, event, result)

    return run


wrap(lambda_svc, "invoke_async_with_retry", marked)
wrap(lambda_svc, "_execute_function", with_destination)
wrap(lambda_svc, "_route_async_failure", permitted)
