// Who may import whom (docs/architecture.md, "Layout"). test/boundaries/check.ts runs this and
// proves with planted violations that it can fail.
const ports = "(/ports\\.ts|/cloud\\.ts)$";
const domain = "^shared/(catalog|access|policy|findings|cost|runs|audit|kpi)/";
const clientMain = "^functions/cli/main\\.ts$";
const clientsMayRead = `${ports}|^shared/storage/event\\.ts$|^shared/cost/(verify/|report/cost-report)`;
const outside =
  "^(node_modules/|node:)|^(fs|path|crypto|http|os|stream|url|zlib|buffer|events|util|timers|child_process|worker_threads|sqlite)(/|$)";

const forbid = (name, from, to, comment) => ({ name, severity: "error", comment, from, to });

export default {
  forbidden: [
    forbid(
      "no-circles",
      {},
      { circular: true, viaOnly: { dependencyTypesNot: ["type-only"] } },
      "Straight flow, no circles",
    ),
    forbid("not-resolved", {}, { couldNotResolve: true, pathNot: "^aws-lambda$" }, "An import that leads nowhere"),
    forbid("kernel-alone", { path: "^shared/kernel/" }, { pathNot: "^shared/kernel/" }, "The kernel imports nothing"),
    forbid(
      "domain-pure",
      { path: domain },
      { path: outside },
      "The domain has no library, no clock and no environment",
    ),
    forbid(
      "domain-inward",
      { path: domain },
      { path: "^(shared/(contracts|runtime|adapters|rendering)|functions|infra|test)/" },
      "The domain knows nobody who uses it",
    ),
    forbid(
      "domain-storage-types",
      { path: domain },
      { path: "^shared/storage/", dependencyTypesNot: ["type-only"] },
      "The domain may name stored things, never store them",
    ),
    forbid(
      "catalog-first",
      { path: "^shared/catalog/" },
      { path: "^shared/(access|policy|findings|cost|runs|audit|kpi)/" },
      "The hub imports no spoke",
    ),
    forbid(
      "spokes-apart",
      { path: "^shared/(access|policy|cost|runs|audit|findings)/" },
      { path: "^shared/(access|policy|cost|kpi)/", pathNot: "^shared/$1/" },
      "Access, policy and cost do not import each other",
    ),
    forbid(
      "contracts",
      { path: "^shared/contracts/" },
      { path: "^(shared/(runtime|adapters)|functions|infra|test)/|@middy|aws-sdk" },
      "Contracts parse the world, nothing else",
    ),
    forbid(
      "storage",
      { path: "^shared/storage/" },
      { path: "^(shared/(runtime|adapters|rendering)|functions|infra|test)/|@middy|aws-sdk" },
      "Stores are written on the Table port",
    ),
    forbid(
      "plane",
      { path: "^shared/plane/" },
      { path: "^(shared/adapters|functions|infra|test)/|@middy|aws-sdk" },
      "What hosts share is built on ports; each host brings its adapters",
    ),
    forbid(
      "plane-runtime-types",
      { path: "^shared/plane/" },
      { path: "^shared/runtime/", dependencyTypesNot: ["type-only"] },
      "Ports are made before any handler",
    ),
    forbid(
      "plane-for-hosts",
      {
        path: "^(shared/(kernel|catalog|access|policy|findings|cost|runs|audit|contracts|storage|rendering|runtime|adapters)|functions/[^/]+/(function|handler)\\.ts)",
      },
      { path: "^shared/plane/" },
      "Only a host puts ports together",
    ),
    forbid(
      "runtime",
      { path: "^shared/runtime/" },
      { path: "^(shared/(catalog|access|policy|findings|cost|runs|audit|kpi|adapters)|functions|infra|test)/" },
      "The runtime knows no domain",
    ),
    forbid(
      "adapters",
      { path: "^shared/adapters/" },
      { path: "^(shared/runtime|functions|infra|test)/", dependencyTypesNot: ["type-only"] },
      "Adapters serve ports",
    ),
    forbid(
      "adapters-apart",
      { path: "^shared/adapters/(aws|local)/" },
      { path: "^shared/adapters/(aws|local)/", pathNot: "^shared/adapters/$1/" },
      "The two adapter folders do not meet",
    ),
    forbid(
      "functions-apart",
      { path: "^functions/([^/]+)/" },
      { path: "^functions/", pathNot: "^functions/$1/" },
      "Functions never import each other",
    ),
    forbid(
      "handlers-unwired",
      { path: "^functions/[^/]+/(handler\\.ts|routes/)" },
      { path: "^(shared/adapters|infra|test)/" },
      "A handler knows ports, not adapters",
    ),
    forbid(
      "specs-bare",
      { path: "^functions/[^/]+/function\\.ts$" },
      { path: ".", pathNot: "^(shared/(runtime/function|contracts/)|node_modules/zod)" },
      "What a function is, and nothing of what it does",
    ),
    forbid(
      "clients",
      { path: "^functions/(cli|console/web)/", pathNot: clientMain },
      {
        path: "^(shared/(adapters|storage|runtime|access|findings|cost)|infra|test)/",
        pathNot: clientsMayRead,
      },
      "Clients speak contracts",
    ),
    forbid(
      "client-wiring",
      { path: clientMain },
      {
        path: "^(shared/(adapters/aws|storage|runtime|access|findings|cost)|infra|test)/",
        pathNot: clientsMayRead,
      },
      "The command line's wiring names adapters, and nothing else more than its commands",
    ),
    forbid(
      "wiring",
      { path: "^functions/[^/]+/main\\.ts$", pathNot: clientMain },
      {
        path: "^(shared/(storage|runtime|rendering|access|policy|findings|cost|catalog|audit|runs)|shared/adapters/local|infra|test)/",
      },
      "A main wires its handler to ports and adapters, and knows nothing else",
    ),
    forbid(
      "cloud-host",
      { path: "^infra/aws/" },
      {
        path: "^functions/[^/]+/(handler|main|routes)|^shared/(adapters|storage|runtime|rendering|plane)/|^infra/(local|emulator)/|^test/",
        pathNot: "^shared/runtime/function\\.ts$|^shared/storage/table(-attributes)?\\.ts$",
      },
      "What is deployed follows from specifications, the table's keys and what people's roles are",
    ),
    forbid("local-host", { path: "^infra/local/" }, { path: "aws-cdk-lib|^test/" }, "The laptop knows no CDK"),
    forbid(
      "laptop-to-aws",
      { path: "^infra/local/", pathNot: "^infra/local/aws-accounts\\.ts$" },
      { path: "^shared/adapters/aws/|aws-sdk" },
      "The laptop has one way to real accounts, which writes nothing unless it is told to",
    ),
    forbid(
      "emulator-alone",
      { path: "^infra/emulator/" },
      { path: "^(shared/(?!kernel/)|functions/|infra/(?!(emulator|tools)/)|test/)" },
      "The emulator is AWS to the app: it knows nothing of what runs on it",
    ),
    forbid(
      "not-to-the-emulator",
      { path: "^(shared|functions|infra/(?!emulator/))" },
      { path: "^infra/emulator/" },
      "Nothing that is deployed or runs on a laptop knows the emulator",
    ),
    forbid(
      "tools-alone",
      { path: "^infra/tools/" },
      { path: "^(shared/|functions/|infra/(?!tools/)|test/)" },
      "How a tool is installed and run is the same whatever it is for",
    ),
    forbid("not-to-tests", { path: "^(shared|functions|infra)/" }, { path: "^test/" }, "Tests are not imported"),
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    parser: "swc",
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      extensions: [".ts", ".tsx", ".js", ".mjs", ".json"],
      exportsFields: ["exports"],
      conditionNames: ["import", "node", "default"],
    },
  },
};
