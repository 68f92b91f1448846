import { App, Stack } from "aws-cdk-lib";
import { Code, Function as Lambda, Runtime } from "aws-cdk-lib/aws-lambda";

// What `cdk init` leaves with one function in it.
const app = new App();
new Lambda(new Stack(app, "bare"), "Only", {
  runtime: Runtime.NODEJS_24_X,
  handler: "index.handler",
  code: Code.fromInline("exports.handler = async () => 1;"),
});
app.synth();
