"""Loaded by Python at start: mends the emulator. Each patch is listed in ../differences.ts."""
import sys

if "ministack" in " ".join(sys.orig_argv):
    from ministack.core import lambda_runtime
    from ministack.services import apigateway_v1, lambda_svc

    # On AWS the error type of a Node function is the name of its error, and the function lives on after an error.
    # The emulator always says Runtime.HandlerError, and kills the process, with what it keeps in memory.
    KEY = "$functionError"
    BEFORE = 'status: "error", error: String(err.message || err), trace: err.stack || ""'
    AFTER = 'status: "ok", result: { "%s": { errorType: err.name || "Error", errorMessage: String(err.message || err) } }' % KEY
    assert lambda_runtime._NODEJS_WORKER_SCRIPT.count(BEFORE) == 1, "the emulator changed: look at this patch again"
    lambda_runtime._NODEJS_WORKER_SCRIPT = lambda_runtime._NODEJS_WORKER_SCRIPT.replace(BEFORE, AFTER)
    execute = lambda_svc._execute_function_warm

    def execute_with_error_type(*args, **kwargs):
        result = execute(*args, **kwargs)
        body = result.get("body")
        return {**result, "body": body[KEY], "error": True} if isinstance(body, dict) and KEY in body else result

    lambda_svc._execute_function_warm = execute_with_error_type

    # API Gateway tells the function the domain that was called; the emulator leaves it out.
    build = apigateway_v1._build_lambda_event_v1

    def build_with_domain(*args, **kwargs):
        event = build(*args, **kwargs)
        context = event["requestContext"]
        context.setdefault("domainName", context["apiId"] + ".execute-api.us-east-1.amazonaws.com")
        return event

    apigateway_v1._build_lambda_event_v1 = build_with_domain
