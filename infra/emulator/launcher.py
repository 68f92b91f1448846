"""Starts the emulator of AWS (ministack) with the ten things that our proofs need from it.

ministack 1.5.33 says nothing of its IAM decisions, refuses conditions on TLS over loopback, takes no recorded
aws.* event, forwards none to a bus of another account, authorises schedules without their group, roles without their path and boundary, mail without its
sender and lists without what they list, takes inline policies of any size, and does not know who a session says it is for. Each change
below puts one function of ours round one of its functions; docs/emulator.md says what that proves. The functions
are ministack's inside, so any other version is refused: read them again, then move the pin here and in
requirements.txt.

It ends when its standard input does: an emulator never outlives the process that started it.
"""

import argparse
import contextvars
import itertools
import json
import os
import signal
import sys
import threading
from datetime import datetime, timezone
from email.utils import parseaddr
from importlib import metadata

PINNED = "1.5.33"
LOOPBACK = ("127.0.0.1", "::1")

# Which request a decision belongs to: a transaction is one call, and a decision for each of its items.
CALL = contextvars.ContextVar("call", default=None)
CALLS = itertools.count(1)

# What AWS names in its refusals of calls that list, and so name nothing, though they are scoped to resources.
UNNAMED = {
    ("logs", ""): "log-group::log-stream:",
    ("rds", "DescribeDBInstances"): "db:*",
    ("rds", "DescribeDBClusters"): "cluster:*",
}

# Where AWS sets iam:PermissionsBoundary, by the service authorization reference of IAM: the boundary that the
# request brings, and for every other call the one that the role has.
BOUNDARY_IN_REQUEST = {"iam:CreateRole", "iam:PutRolePermissionsBoundary"}
BOUNDARY_OF_ROLE = {
    "iam:AttachRolePolicy",
    "iam:DeleteRolePermissionsBoundary",
    "iam:DeleteRolePolicy",
    "iam:DetachRolePolicy",
    "iam:PutRolePolicy",
}

# All inline policies of a role together, white space not counted (IAM user guide, "IAM and AWS STS quotas").
INLINE_POLICY_CHARACTERS = 10_240


def log_decisions(evaluator, path):
    """One line of JSON per decision. A single write to a file opened for appending keeps lines whole."""
    log = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    enforce = evaluator.enforce

    def decide(access_key, action, service, region, resource_arn="*", service_context=None):
        denied = enforce(access_key, action, service, region, resource_arn, service_context)
        caller = evaluator.resolve_caller_identity(access_key) or {}
        line = {
            "time": datetime.now(timezone.utc).isoformat(timespec="milliseconds").replace("+00:00", "Z"),
            "principal": caller.get("userArn") or "unknown",
            "action": action,
            "resource": resource_arn,
            "allowed": denied is None,
        }
        if CALL.get() is not None:
            line["call"] = CALL.get()
        if denied is not None:
            # Deny and ImplicitDeny come from policies; anything else is a credential that was not taken.
            line["reason"] = getattr(denied, "decision", None) or denied.code
        os.write(log, (json.dumps(line) + "\n").encode())
        return denied

    evaluator.enforce = decide


def mark_loopback_as_tls(app):
    """aws:SecureTransport is true from this machine, so that templates which enforce TLS deploy unchanged.

    It is the first that is asked of every request, and so where each gets its number for the log of decisions.
    """
    pin = app.pin_request_origin

    def numbered(ip, secure):
        CALL.set(next(CALLS))
        return pin(ip, secure or ip in LOOPBACK)

    app.pin_request_origin = numbered


def let_recorded_events_in(eventbridge):
    """AWS alone may send aws.* events; here a recorded CloudTrail event must reach the rules that wait for it."""
    put = eventbridge._put_events
    eventbridge._put_events = lambda data, allow_aws_source=True: put(data, allow_aws_source=True)


def forward_across_accounts(eventbridge, responses):
    """A rule may name a bus of another account in its region, as the rule of a governed account names the hub's."""
    within = eventbridge._dispatch_to_event_bus

    def dispatch(spec, event, rule, event_path, target_input_payload=None):
        sender = responses.get_account_id()
        responses.set_request_account_id(spec.account_id)
        try:
            within(spec, event, rule, event_path, target_input_payload)
        finally:
            responses.set_request_account_id(sender)

    eventbridge._dispatch_to_event_bus = dispatch


def authorise_by_full_name(actions, roles):
    """Schedules by their group, roles by their path, mail by its sender, lists by what they list: as AWS names them."""
    extract = actions.extract_resource_arn
    param = actions._query_param

    def arn_of(service, method, path, headers, body, params, region, account):
        arn = extract(service, method, path, headers, body, params, region, account)
        if service == "scheduler":
            group = actions._safe_json_field(body, "GroupName") or param(params, "groupName") or "default"
            return arn.replace(":schedule/default/", f":schedule/{group}/", 1)
        if path.endswith("/outbound-emails"):
            sender = parseaddr(actions._safe_json_field(body, "FromEmailAddress") or "")[1]
            return f"arn:aws:ses:{region}:{account}:identity/{sender}"
        unnamed = UNNAMED.get((service, param(params, "Action") if service == "rds" else ""))
        if arn == "*" and unnamed:
            return f"arn:aws:{service}:{region}:{account}:{unnamed}"
        name = param(params, "RoleName") if service == "iam" else ""
        if not name:
            return arn
        creating = param(params, "Action") == "CreateRole"
        found = param(params, "Path") if creating else (roles.get(name) or {}).get("Path")
        return f"arn:aws:iam::{account}:role{found or '/'}{name}"

    actions.extract_resource_arn = arn_of


def supply_boundary_condition(actions, roles):
    """The condition key iam:PermissionsBoundary; absent, as on AWS, where there is no boundary."""
    context_of = actions.request_tag_context
    param = actions._query_param

    def with_boundary(service, action, body, params):
        context = context_of(service, action, body, params)
        boundary = None
        if action in BOUNDARY_IN_REQUEST:
            boundary = param(params, "PermissionsBoundary")
        elif action in BOUNDARY_OF_ROLE:
            boundary = (roles.get(param(params, "RoleName")) or {}).get("PermissionsBoundary")
        return {**context, "iam:PermissionsBoundary": boundary} if boundary else context

    actions.request_tag_context = with_boundary


def hold_roles_to_their_room(handlers, roles, iam):
    """A put beyond what all inline policies of a role may hold together is refused, as IAM refuses it."""
    put = handlers["PutRolePolicy"]

    def within_room(params):
        name, policy = iam._p(params, "RoleName"), iam._p(params, "PolicyName")
        held = (roles.get(name) or {}).get("InlinePolicies", {})
        before = held.get(policy)
        answer = put(params)
        texts = (text if isinstance(text, str) else json.dumps(text) for text in held.values())
        if sum(len("".join(text.split())) for text in texts) <= INLINE_POLICY_CHARACTERS:
            return answer
        if before is None:
            del held[policy]
        else:
            held[policy] = before
        message = f"Maximum policy size of {INLINE_POLICY_CHARACTERS} bytes exceeded for role {name}"
        return iam._error(409, "LimitExceeded", message, ns="iam")

    handlers["PutRolePolicy"] = within_room


def know_source_identity(evaluator, sts):
    """sts:SourceIdentity in trust policies: a person's role is assumed in that person's name alone."""
    tags_of = sts._session_tags
    trusts = evaluator.evaluate_trust_policy
    asked = contextvars.ContextVar("asked", default=None)

    def remember(params, *rest, **named):
        asked.set(sts._p(params, "SourceIdentity", None))
        return tags_of(params, *rest, **named)

    def trusted(document, caller, context=None):
        if context is not None and asked.get():
            context.service_context["sts:sourceidentity"] = asked.get()
        return trusts(document, caller, context)

    sts._session_tags = remember
    evaluator.evaluate_trust_policy = trusted


def end_with_parent():
    sys.stdin.buffer.read()
    os.kill(os.getpid(), signal.SIGTERM)


def main():
    parser = argparse.ArgumentParser(description="Starts the emulator; ends with its standard input.")
    parser.add_argument("--decisions", required=True, help="append IAM decisions to this file, one line of JSON each")
    decisions = parser.parse_args().decisions

    found = metadata.version("ministack")
    if found != PINNED:
        sys.exit(f"Cannot start the emulator: ministack is {found}, and the launcher knows {PINNED} alone")

    from ministack import app
    from ministack.core import iam_actions, iam_evaluator, responses
    from ministack.services import eventbridge, iam, sts

    log_decisions(iam_evaluator, decisions)
    mark_loopback_as_tls(app)
    let_recorded_events_in(eventbridge)
    forward_across_accounts(eventbridge, responses)
    authorise_by_full_name(iam_actions, iam._roles)
    supply_boundary_condition(iam_actions, iam._roles)
    hold_roles_to_their_room(iam._IAM_HANDLERS, iam._roles, iam)
    know_source_identity(iam_evaluator, sts)
    threading.Thread(target=end_with_parent, daemon=True).start()
    sys.argv = sys.argv[:1]
    app.main()


if __name__ == "__main__":
    main()
