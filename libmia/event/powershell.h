/*
 * What PowerShell leaves of structure when it turns it into text.
 */
#ifndef MIA_EVENT_POWERSHELL_H
#define MIA_EVENT_POWERSHELL_H

#include "event/decode.h"

/* What ConvertTo-Json left of structure beyond its depth:
 * "@{Id=...; Path=\Inbox; FolderItems=System.Object[]}". */
/* Whether the text stands for nothing: empty, or what tools write for null. */
bool mia__powershell_nothing(struct mia_text text);
void mia__powershell_folder(struct decoder *d, struct mia_text text);
void mia__powershell_item(struct decoder *d, struct mia_text text, bool under_folder);
void mia__powershell_parent(struct decoder *d, struct mia_item *item, struct mia_text text);
void mia__powershell_property(struct decoder *d, struct mia_text text);
void mia__powershell_message(struct decoder *d, struct mia_text text);
/* "@{Name=...; Value=...}", also of ModifiedProperties; others are passed over. */
void mia__powershell_parameter(struct decoder *d, struct mia_text text);
/* "-Name \"...\" -Export": as Security & Compliance cmdlets are recorded. */
void mia__powershell_arguments(struct decoder *d, struct mia_text text);

#endif
