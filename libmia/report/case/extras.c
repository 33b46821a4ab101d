/* Files of the folder that are no tables: which to open first, and the scope. */
#include "base/buf.h"
#include "base/error.h"
#include "findings/findings.h"
#include "report/case/case.h"
#include "texts/texts.h"

enum mia_status
mia__case_read_me(struct case_writer *w, struct mia_error *err)
{
	enum mia_language language = mia__findings_language(w->c->findings);
	struct sink sink;

	mia__sink_init(&sink, mia__case_write_bytes, w);
	for (int i = T_READ_ME_1; i <= T_READ_ME_8; i++) {
		/* The last two are of files that not every folder has. */
		if ((i == T_READ_ME_7 && !w->has_scope) || (i == T_READ_ME_8 && !mia_report_has_xlsx()))
			continue;
		mia__sink_str(&sink, mia__said(language, (enum text_id)i));
		mia__sink_byte(&sink, '\n');
	}
	return mia__sink_finish(&sink, err);
}

static int
into_buf(void *ctx, const void *bytes, size_t size)
{
	struct buf *buf = ctx;

	mia__buf_add(buf, bytes, size);
	return buf->failed;
}

const char *
mia__case_take_scope(struct case_writer *w)
{
	const struct mia_case *c = w->c;

	if (!c->scope || mia_scope_is_everything(c->scope))
		return "no scope was asked for: whoever acted counts";
	if (c->redaction)
		return "this is a redacted copy, and a scope names people";
	if (mia_scope_write(c->scope, into_buf, &w->scope, NULL) != MIA_OK && !w->scope.failed)
		return "the scope consists of more scopes than a scope file may hold";
	w->has_scope = true;
	return NULL;
}

enum mia_status
mia__case_scope(struct case_writer *w, struct mia_error *err)
{
	struct mia_text scope = buf_view(&w->scope);

	if (w->scope.failed)
		return mia__fail_memory(err);
	if (mia__case_write_bytes(w, scope.ptr, scope.len) != 0)
		return mia__fail(err, MIA_ERR_SINK, "scope.json could not be written");
	return MIA_OK;
}
