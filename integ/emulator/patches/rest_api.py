"""What the emulator's REST API leaves out: mapping templates of Lambda integrations, request validators of a template, an id in its errors."""
import json
import re
import time

import airspeed
from airspeed import operators
from ministack.core.responses import new_uuid
from ministack.services import apigateway_v1, lambda_svc
from ministack.services.cloudformation import provisioners

from mending import wrap

# Request validators: known to the API, not to its templates.
def made(create):
    def run(logical_id, props, stack_name):
        _, _, body = apigateway_v1._create_request_validator(props["RestApiId"], {
            "name": props.get("Name") or logical_id,
            "validateRequestBody": props.get("ValidateRequestBody", False),
            "validateRequestParameters": props.get("ValidateRequestParameters", False),
        })
        physical_id = json.loads(body)["id"]
        return physical_id, {"RequestValidatorId": physical_id}

    return run


def with_validator(create):
    def run(logical_id, props, stack_name):
        made = create(logical_id, props, stack_name)
        methods = apigateway_v1._resources[props["RestApiId"]][props["ResourceId"]]["resourceMethods"]
        methods[props["HttpMethod"]]["requestValidatorId"] = props.get("RequestValidatorId")
        return made

    return run


for kind, wrapper in (("RequestValidator", made), ("Method", with_validator)):
    handler = provisioners._RESOURCE_HANDLERS[f"AWS::ApiGateway::{kind}"]
    handler["create"] = wrapper(handler["create"])


# Mapping templates; the emulator hands a Lambda integration that is no proxy what a proxy would get.
# What Java's String has and the engine does not.
operators.__additional_methods__[str].update(toLowerCase=str.lower, indexOf=str.find)

SHORT = {"\b": "\\b", "\n": "\\n", "\t": "\\t", "\f": "\\f", "\r": "\\r", "'": "\\'", '"': '\\"', "\\": "\\\\", "/": "\\/"}


class Util:
    def escapeJavaScript(self, text):
        """StringEscapeUtils of Apache Commons Lang 2: UTF-16 units, all beyond ASCII escaped."""
        units = text.encode("utf-16-be", "surrogatepass")
        codes = [int.from_bytes(units[at:at + 2], "big") for at in range(0, len(units), 2)]
        return "".join(SHORT.get(chr(code)) or (chr(code) if 0x20 <= code <= 0x7F else f"\\u{code:04X}") for code in codes)


def rendered(template, body, context):
    return airspeed.Template(template).merge({"input": {"body": body}, "context": context, "util": Util()})


def _media_type(headers):
    return (apigateway_v1._header_ci(headers, "content-type") or "application/json").split(";")[0].strip().lower()


def _selected(integration, error):
    responses = list(integration["integrationResponses"].values())
    patterns = [one for one in responses if one.get("selectionPattern") and error is not None and re.fullmatch(one["selectionPattern"], error)]
    return (patterns + [one for one in responses if not one.get("selectionPattern")])[0]


def _constants(parameters, prefix):
    return {name[len(prefix):]: value.strip("'") for name, value in (parameters or {}).items() if name.startswith(prefix)}


def with_templates(invoke):
    async def run(integration, api_id, stage_name, stage, resource, request_path, method, headers, body, *rest, authorizer_context=None, **named):
        template = (integration.get("requestTemplates") or {}).get(_media_type(headers))
        if template is None:
            return await invoke(
                integration, api_id, stage_name, stage, resource, request_path, method, headers, body, *rest, authorizer_context=authorizer_context, **named)
        context = {
            "extendedRequestId": new_uuid(),
            "requestTimeEpoch": int(time.time() * 1000),
            "authorizer": authorizer_context or {},
            "identity": {"sourceIp": "127.0.0.1"},
            "responseOverride": {},
        }
        function_ref = apigateway_v1._extract_lambda_ref_from_integration_uri(integration["uri"])
        payload = rendered(template, (body or b"").decode("utf-8"), context)
        status, answer_headers, answer = await lambda_svc._invoke(
            function_ref.split(":function:")[1], json.loads(payload), _constants(integration.get("requestParameters"), "integration.request.header."))
        failed = "X-Amz-Function-Error" in answer_headers
        response = _selected(integration, json.loads(answer).get("errorMessage") if failed else None)
        text = rendered(response["responseTemplates"]["application/json"], answer.decode("utf-8"), context)
        return (
            int(context["responseOverride"].get("status") or response["statusCode"]),
            {"Content-Type": "application/json", **_constants(response.get("responseParameters"), "method.response.header.")},
            text.encode("utf-8"),
        )

    return run


wrap(apigateway_v1, "_invoke_lambda_custom_v1", with_templates)


# The id that callers cannot choose, in gateway responses too.
def with_extended_id(respond):
    def run(error, request):
        status, headers, body = respond(error, request)
        return status, headers, body.replace(b"$context.extendedRequestId", request["request_id"].encode())

    return run


wrap(apigateway_v1, "_gateway_error_response", with_extended_id)
