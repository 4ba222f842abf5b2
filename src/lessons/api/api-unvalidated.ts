import { fromDocument, isMock } from './stages';
import { at, Lesson } from '../lesson';
import { absent, target, text } from '../query';

const WITH_BODY = ['POST', 'PUT', 'PATCH'];

export const apiUnvalidated: Lesson = {
  id: 'ApiUnvalidated',
  title: 'A REST API validates the bodies that it takes',
  severity: 'low',
  facet: 'security',
  classes: ['api-validation'],
  why: 'Every malformed or oversized body reaches the code, costs an invocation, and leans on each handler to check it.',
  fix: 'Add an AWS::ApiGateway::RequestValidator and a Model, and name them in RequestValidatorId and RequestModels of the methods.',
  source: 'https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-method-request-validation.html',
  pci: ['6.2.4'],
  flawed: `
    Api: { Type: AWS::ApiGateway::RestApi }
    Post: { Type: AWS::ApiGateway::Method, Properties: { RestApiId: !Ref Api, HttpMethod: POST } }`,
  sound: `
    Api: { Type: AWS::ApiGateway::RestApi }
    Validator: { Type: AWS::ApiGateway::RequestValidator, Properties: { RestApiId: !Ref Api, ValidateRequestBody: true } }
    Post: { Type: AWS::ApiGateway::Method, Properties: { RestApiId: !Ref Api, HttpMethod: POST, RequestValidatorId: !Ref Validator } }`,
  *check(model) {
    for (const api of model.resources('AWS::ApiGateway::RestApi')) {
      if (fromDocument(api)) continue;
      const open = model.resources('AWS::ApiGateway::Method').filter((method) => target(model, method.get('RestApiId')) === api
        && WITH_BODY.includes(text(method.get('HttpMethod')) ?? '') && absent(method.get('RequestValidatorId')) && !isMock(method));
      if (open.length > 0) yield at(api, '', `No validator at ${open.map(({ id }) => id).join(', ')}`);
    }
  },
};
