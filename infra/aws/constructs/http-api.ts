import { Duration, RemovalPolicy } from "aws-cdk-lib";
import { type CfnStage, HttpApi, HttpMethod, HttpNoneAuthorizer, HttpStage } from "aws-cdk-lib/aws-apigatewayv2";
import { HttpJwtAuthorizer } from "aws-cdk-lib/aws-apigatewayv2-authorizers";
import { HttpLambdaIntegration } from "aws-cdk-lib/aws-apigatewayv2-integrations";
import type { IFunction } from "aws-cdk-lib/aws-lambda";
import { LogGroup, type RetentionDays } from "aws-cdk-lib/aws-logs";
import { Construct } from "constructs";
import { acknowledge } from "#infra/aws/constructs/acknowledge.ts";
import type { RouteSpec } from "#shared/runtime/function.ts";

export type PlaneApiProps = {
  readonly issuer: string;
  readonly audience: string;
  /** Of the console: the only page that may call from a browser. */
  readonly origin: string;
  readonly logRetention: RetentionDays;
};

/** Requests a second over all callers, and how many may come at once. */
const THROTTLE = { rateLimit: 100, burstLimit: 200 };

/** What is kept of each request: who by id, what, how it ended; no header, no body, no token. */
const ACCESS_LOG = {
  requestId: "$context.requestId",
  at: "$context.requestTime",
  route: "$context.routeKey",
  status: "$context.status",
  subject: "$context.authorizer.claims.sub",
  latencyMs: "$context.responseLatency",
  error: "$context.error.message",
};

/** The HTTP API: every route by name, tokens of the company's provider, throttled, each request logged. */
export class PlaneApi extends Construct {
  readonly api: HttpApi;
  readonly #tokens: HttpJwtAuthorizer;

  constructor(scope: Construct, id: string, { issuer, audience, origin, logRetention }: PlaneApiProps) {
    super(scope, id);
    this.#tokens = new HttpJwtAuthorizer("Tokens", issuer, { jwtAudience: [audience] });
    this.api = new HttpApi(this, "Api", {
      apiName: "tollgate",
      createDefaultStage: false,
      corsPreflight: {
        allowOrigins: [new URL(origin).origin],
        allowMethods: [
          HttpMethod.GET as never,
          HttpMethod.POST as never,
          HttpMethod.PUT as never,
          HttpMethod.DELETE as never,
        ],
        allowHeaders: ["authorization", "content-type", "idempotency-key", "if-match", "if-none-match"],
        maxAge: Duration.hours(1),
      },
    });
    const logs = new LogGroup(this, "AccessLogs", { retention: logRetention, removalPolicy: RemovalPolicy.RETAIN });
    const stage = new HttpStage(this, "Stage", {
      httpApi: this.api,
      stageName: "$default",
      autoDeploy: true,
      throttle: THROTTLE,
    });
    (stage.node.defaultChild as CfnStage).accessLogSettings = {
      destinationArn: logs.logGroupArn,
      format: JSON.stringify(ACCESS_LOG),
    };
  }

  /** Sends these routes to a function, and nothing else to it. */
  route(routes: readonly RouteSpec[], to: IFunction): void {
    const integration = new HttpLambdaIntegration(`To-${to.node.path.split("/").at(-2) ?? "function"}`, to, {
      scopePermissionToRoute: false,
    });
    for (const { method, path, open } of routes) {
      const made = this.api.addRoutes({
        path,
        methods: [method as HttpMethod],
        integration,
        authorizer: open === true ? new HttpNoneAuthorizer() : this.#tokens,
      });
      if (open !== true) continue;
      for (const route of made) {
        acknowledge(route, "APIG4", "Open on purpose: it says that the plane is up, or what its API is, to anybody");
      }
    }
  }
}
