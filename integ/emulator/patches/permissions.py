"""IAM where the emulator has none: what services may do for an account, and condition keys that it leaves out. Off without AUTH."""
import json
import re

from ministack import app
from ministack.core import arn, iam_actions, iam_evaluator
from ministack.core.responses import get_account_id, get_region
from ministack.services import apigateway_v1, dynamodb, eventbridge, lambda_svc, sqs

from mending import CHANGED, wrap

assert isinstance(app.AUTH, bool), CHANGED


def _context(principal, action, resource, keys):
    return iam_evaluator.EvalContext(
        principal_arn=principal, principal_type="Service", principal_account="", action=action, resource_arn=resource,
        region=get_region(), secure_transport=True, service_context=keys,
    )


def service_may_invoke(function_ref, service, source_arn):
    """By the policy of the function."""
    if not app.AUTH:
        return True
    reference = function_ref if ":function:" in function_ref else f":function:{function_ref}"
    policy, account = lambda_svc.function_policy_for_arn(reference) or (None, None)
    function_arn = f"arn:aws:lambda:{get_region()}:{account}:function:{reference.split(':function:')[1]}"
    keys = {"aws:sourcearn": source_arn, "aws:sourceaccount": get_account_id()}
    return iam_evaluator.evaluate_resource_policy(
        policy, _context("*", "lambda:InvokeFunction", function_arn, keys), service=service).decision == "Allow"


def role_may(role_arn, action, resource):
    """By the policies of the role."""
    if not app.AUTH:
        return True
    policies = iam_evaluator._gather_role_policies(role_arn.split("/")[-1], get_account_id())
    return iam_evaluator.evaluate(_context(role_arn, action, resource, {}), policies).decision == "Allow"


# API Gateway asks the function's policy. Without it: 500.
def asked_by_authorizer(invoke):
    async def run(authorizer, event, account_id, region):
        function_ref = apigateway_v1._extract_lambda_ref_from_integration_uri(authorizer["authorizerUri"])
        api = event["methodArn"].split("/")[0]
        return await invoke(authorizer, event, account_id, region) \
            if service_may_invoke(function_ref, "apigateway.amazonaws.com", f"{api}/authorizers/{authorizer['id']}") else None

    return run


wrap(apigateway_v1, "_invoke_authorizer_lambda", asked_by_authorizer)


def asked_by_method(invoke):
    async def run(integration, api_id, stage_name, stage, resource, request_path, method, *rest, **named):
        function_ref = apigateway_v1._extract_lambda_ref_from_integration_uri(integration["uri"])
        source = arn.execute_api_arn(get_region(), get_account_id(), api_id, stage_name, method, resource["path"])
        if not service_may_invoke(function_ref, "apigateway.amazonaws.com", source):
            return apigateway_v1._gw_error("API_CONFIGURATION_ERROR", "Internal server error")
        return await invoke(integration, api_id, stage_name, stage, resource, request_path, method, *rest, **named)

    return run


for name in ("_invoke_lambda_proxy_v1", "_invoke_lambda_custom_v1"):
    wrap(apigateway_v1, name, asked_by_method)


# EventBridge asks the queue's policy. What a queue does not take is in the dead-letter queue of the target; or lost, as there.
def delivered(invoke):
    def run(target, event, rule, view=None):
        def takes(queue_arn):
            return sqs._queue_by_arn(queue_arn) is not None and sqs.queue_policy_allows(
                queue_arn, "events.amazonaws.com", rule["Arn"], get_account_id())

        queue_arn = target["Arn"]
        if arn.parse_arn(queue_arn).service != "sqs" or takes(queue_arn):
            invoke(target, event, rule, view)
            return
        dead_letters = (target.get("DeadLetterConfig") or {}).get("Arn")
        if dead_letters and takes(dead_letters):
            invoke({**target, "Arn": dead_letters}, event, rule, view)

    return run


wrap(eventbridge, "_invoke_target", delivered)


# Condition keys of PutEvents. One entry a request, as our handlers send them.
def with_event(context):
    def run(service, iam_action, body, params):
        keys = context(service, iam_action, body, params)
        if iam_action != "events:PutEvents":
            return keys
        [entry] = json.loads(body)["Entries"]
        return {**keys, "events:source": entry["Source"], "events:detail-type": entry["DetailType"]}

    return run


wrap(iam_actions, "request_tag_context", with_event)


# dynamodb:LeadingKeys: the partition key of each item of the request.
def _leading_key(request):
    table = dynamodb._tables.get(request.get("TableName", ""))
    if table is None:
        return None
    name = table["pk_name"]
    condition = request.get("KeyConditionExpression")
    if condition:
        names = request.get("ExpressionAttributeNames") or {}
        for attribute, value in re.findall(r"([#\w]+)\s*=\s*(:\w+)", condition):
            if names.get(attribute, attribute) == name:
                return request["ExpressionAttributeValues"].get(value)
    return (request.get("Item") or request.get("Key") or {}).get(name)


def with_leading_keys(context):
    def run(body):
        request = json.loads(body or b"{}")
        requests = [detail for item in request.get("TransactItems") or [] for detail in item.values()] or [request]
        keys = [str(next(iter(key.values()))) for key in map(_leading_key, requests) if key]
        return {**context(body), **({"dynamodb:LeadingKeys": keys} if keys else {})}

    return run


wrap(iam_actions, "dynamodb_service_context", with_leading_keys)
