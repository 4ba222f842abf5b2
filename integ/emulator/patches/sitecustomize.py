"""Loaded by Python at start: mends the emulator. Each patch is listed in the differences of a system."""
import sys

if sys.orig_argv[1:] == ["-m", "ministack"]:
    import os
    import signal
    import string
    import threading
    import time

    from ministack import app
    from ministack.core import lambda_runtime
    from ministack.services import apigateway_v1, lambda_svc, stepfunctions
    from ministack.services.cloudformation import provisioners

    from mending import CHANGED, replaced, wrap

    # Whatever ends the test ends the emulator, with its functions.
    def end_with_the_test():
        os.read(0, 1)
        os.killpg(0, signal.SIGKILL)

    threading.Thread(target=end_with_the_test, daemon=True).start()

    # On AWS the error type of a Node function is the name of its error, and the function lives on after an error.
    # The emulator always says Runtime.HandlerError, and kills the process, with what it keeps in memory.
    KEY = "$functionError"
    lambda_runtime._NODEJS_WORKER_SCRIPT = replaced(
        lambda_runtime._NODEJS_WORKER_SCRIPT,
        'status: "error", error: String(err.message || err), trace: err.stack || ""',
        'status: "ok", result: { "%s": { errorType: err.name || "Error", errorMessage: String(err.message || err) } }' % KEY,
    )

    def with_error_type(execute):
        def run(*args, **kwargs):
            result = execute(*args, **kwargs)
            body = result.get("body")
            return {**result, "body": body[KEY], "error": True} if isinstance(body, dict) and KEY in body else result

        return run

    wrap(lambda_svc, "_execute_function_warm", with_error_type)

    # API Gateway tells the function the domain that was called; the emulator leaves it out.
    def with_domain(build):
        def run(*args, **kwargs):
            event = build(*args, **kwargs)
            context = event["requestContext"]
            context.setdefault("domainName", context["apiId"] + ".execute-api.us-east-1.amazonaws.com")
            return event

        return run

    wrap(apigateway_v1, "_build_lambda_event_v1", with_domain)

    # Ref of a secret is its ARN; the emulator answers the name, which is no resource in a policy.
    def with_arn(create):
        def run(*args, **kwargs):
            name, attributes = create(*args, **kwargs)
            assert not name.startswith("arn:"), CHANGED
            return attributes["Arn"], attributes

        return run

    secret = provisioners._RESOURCE_HANDLERS["AWS::SecretsManager::Secret"]
    secret["create"] = with_arn(secret["create"])

    # Its deletion looks for the name: the ARN without what is before it and six random characters behind.
    def by_name(delete):
        return lambda arn, props: delete(arn.split(":secret:")[1].rsplit("-", 1)[0], props)

    secret["delete"] = by_name(secret["delete"])

    # A generated secret without punctuation; the emulator knows ExcludeCharacters alone.
    def without_punctuation(make):
        def run(props):
            generate = props.get("GenerateSecretString") or {}
            excluded = generate.get("ExcludeCharacters", "") + (string.punctuation if generate.get("ExcludePunctuation") else "")
            return make({**props, **({"GenerateSecretString": {**generate, "ExcludeCharacters": excluded}} if generate else {})})

        return run

    wrap(provisioners, "_sm_secret_string", without_punctuation)

    # A custom domain may have a /health of its own.
    assert "/health" in app._HEALTH_PATHS, CHANGED
    app._HEALTH_PATHS = ("/_ministack/health",)

    # The test calls over plain HTTP on loopback; policies see TLS.
    wrap(app, "pin_request_origin", lambda pin: lambda address, secure: pin(address, True))

    # At SIGTERM the emulator saves one service after the other while executions and pollers go on: what is saved does not fit
    # together. Nothing new begins once it saves.
    saving = threading.Event()
    saved = threading.Event()
    running = set()

    def held(invoke):
        def run(*args, **kwargs):
            if saving.is_set():
                saved.wait()
                raise SystemExit
            task = object()
            running.add(task)
            try:
                return invoke(*args, **kwargs)
            finally:
                running.discard(task)

        return run

    wrap(stepfunctions, "_invoke_resource", held)
    wrap(lambda_svc, "_poll_sqs", lambda poll: lambda: False if saving.is_set() else poll())

    def at_rest(save):
        def run(services):
            saving.set()
            deadline = time.monotonic() + 3
            while (running or lambda_svc.executions_in_flight()[0]) and time.monotonic() < deadline:
                time.sleep(0.01)
            save(services)
            saved.set()

        return run

    wrap(app, "save_all", at_rest)

    # In this order: permissions are asked before a template is rendered.
    import rest_api  # noqa: F401
    import permissions  # noqa: F401
    import asynchronous  # noqa: F401
