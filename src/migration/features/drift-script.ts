/**
 * Python that Systems Manager runs (`aws:executeScript`). Made here and not bundled: it is part of the document.
 *
 * `create`: a change set that brings the stack back to its own template. `judge`: whether a person has to look at it first.
 */
export const DRIFT_SCRIPT = `
import boto3

NOTHING = ("didn't contain changes", 'No updates are to be performed')


def place(events):
    return {'StackName': events['StackId'], 'ChangeSetName': events['ChangeSetName']}


def create(events, context):
    cloudformation = boto3.client('cloudformation')
    stack = cloudformation.describe_stacks(StackName=events['StackId'])['Stacks'][0]
    kept = [{'ParameterKey': one['ParameterKey'], 'UsePreviousValue': True} for one in stack.get('Parameters', [])]
    cloudformation.create_change_set(
        **place(events), ChangeSetType='UPDATE', UsePreviousTemplate=True, Parameters=kept, DeploymentMode='REVERT_DRIFT',
        Capabilities=['CAPABILITY_IAM', 'CAPABILITY_AUTO_EXPAND'])


def harmless(change):
    return change['Action'] == 'SyncWithActual' or (change['Action'] == 'Modify' and change.get('Replacement') == 'False')


def judge(events, context):
    cloudformation = boto3.client('cloudformation')
    changes, token = [], None
    while True:
        page = cloudformation.describe_change_set(**place(events), **({'NextToken': token} if token else {}))
        if page['Status'] == 'FAILED' and not any(reason in page.get('StatusReason', '') for reason in NOTHING):
            raise RuntimeError('no change set: ' + page.get('StatusReason', 'no reason given'))
        changes += [one['ResourceChange'] for one in page.get('Changes', []) if 'ResourceChange' in one]
        token = page.get('NextToken')
        if not token:
            break
    if not changes:
        cloudformation.delete_change_set(**place(events))
        return {'Decision': 'nothing', 'Resources': ''}
    names = lambda some: ', '.join(sorted(one['LogicalResourceId'] for one in some))
    for_people = [one for one in changes if not harmless(one)]
    if for_people:
        raise RuntimeError('a person has to look at ' + events['ChangeSetName'] + ', it would replace, make or delete: ' + names(for_people))
    return {'Decision': 'execute', 'Resources': names(changes)}
`.trimStart();
