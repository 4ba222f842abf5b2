import { at, Lesson } from '../lesson';
import { isTrue, mappings, off, surely } from '../query';

export const apiCacheUnencrypted: Lesson = {
  id: 'ApiCacheUnencrypted',
  title: 'Cached answers of an API are encrypted',
  severity: 'medium',
  facet: 'security',
  classes: ['encrypt-general', 'api-wiring'],
  why: 'Answers of the API, with the data of customers, lie in the cache in plain text.',
  fix: 'Set CacheDataEncrypted: true beside CachingEnabled.',
  source: 'https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-caching.html',
  pci: ['3.5.1'],
  flawed: `
    Stage:
      Type: AWS::ApiGateway::Stage
      Properties: { StageName: v1, RestApiId: api, MethodSettings: [{ ResourcePath: '/*', HttpMethod: '*', CachingEnabled: true }] }`,
  sound: `
    Stage:
      Type: AWS::ApiGateway::Stage
      Properties: { StageName: v1, RestApiId: api, MethodSettings: [{ ResourcePath: '/*', HttpMethod: '*', CachingEnabled: true, CacheDataEncrypted: true }] }`,
  *check(model) {
    for (const stage of model.resources('AWS::ApiGateway::Stage')) {
      for (const [index, one] of mappings(stage.get('MethodSettings')).entries()) {
        if (surely(one.CachingEnabled, isTrue) && off(one.CacheDataEncrypted)) {
          yield at(stage, `MethodSettings.${index}.CacheDataEncrypted`, 'The cache is not encrypted', typeof one.ResourcePath === 'string' ? one.ResourcePath : undefined);
        }
      }
    }
  },
};
