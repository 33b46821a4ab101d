/* libmia: which messages and folders did this intruder have access to, and
 * where can the log not tell? */
#ifndef MIA_MIA_H
#define MIA_MIA_H

#include <mia/base.h>
#include <mia/case.h>
#include <mia/casefile.h>
#include <mia/coverage.h>
#include <mia/diff.h>
#include <mia/event.h>
#include <mia/evidence.h>
#include <mia/expansion.h>
#include <mia/exposure.h>
#include <mia/findings.h>
#include <mia/fold.h>
#include <mia/format.h>
#include <mia/inventory.h>
#include <mia/load.h>
#include <mia/readiness.h>
#include <mia/report.h>
#include <mia/scope.h>
#include <mia/scope_check.h>
#include <mia/selftest.h>
#include <mia/store.h>
#include <mia/subjects.h>
#include <mia/summary.h>
#include <mia/timeline.h>
#include <mia/triage.h>

#endif
