/*
 * What functions of the cloud load late is here from the beginning: a simulation orders what waits for ports, and the
 * reading of a file is none.
 */
import "croner";
import "#functions/catalog-api/routes/make-plan.ts";
import "#functions/catalog-api/routes/settle-plan.ts";
import "#functions/policy-api/routes/actions.ts";
import "#functions/policy-api/routes/finding-acts.ts";
import "#functions/policy-api/routes/plans.ts";
import "#functions/policy-api/routes/policies.ts";
import "#shared/access/act-on-request.ts";
import "#shared/access/revoke-request.ts";
import "#shared/access/take-back.ts";
import "#shared/adapters/focus/csv-reader.ts";
import "#shared/adapters/focus/parquet-reader.ts";
import "#shared/rendering/cost-report/report-files.ts";
import "#shared/rendering/cost-report/report-reader.ts";
