import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import { Construct } from 'constructs';

/** Who may pay: called once in the stack of each Region. */
export interface IPaymentAuthorization {
  /**
   * Makes, or finds, the authorizer in the Region of `scope`. Its answer must not depend on anything in the other Region.
   * @param scope where to make it
   * @param api the API that it guards
   */
  bind(scope: Construct, api: apigateway.RestApi): apigateway.IAuthorizer;
}

