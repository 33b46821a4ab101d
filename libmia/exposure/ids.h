/* Identifiers that other tools understand, computed from those in the log. */
#ifndef MIA_EXPOSURE_IDS_H
#define MIA_EXPOSURE_IDS_H

#include <stdbool.h>

#include <mia/base.h>

/*
 * EDRM Message Identification Hash: MD5, in lower-case hexadecimal, over the
 * Message-ID with its angle brackets (EDRM MIH specification of 2023-01-11;
 * Relativity, "Processing duplication workflow"). An identifier, no security
 * hash. false and "" for an id that is not <...> without blanks or controls,
 * for which the specification's folding rules would have to be guessed.
 */
bool mia__ids_message_hash(struct mia_text internet_message_id, char out[33]);

/*
 * The folder id of the log (64 characters of base64) as the term that Purview
 * content search takes: "folderid:" and 48 hexadecimal digits (Microsoft,
 * "Use content search for targeted collections": skip 23 bytes, take 24).
 * false and "" for an id that is not a folder's entry id.
 */
bool mia__ids_folder_kql(struct mia_text folder_id, char out[64]);

/*
 * The 24 bytes that name a folder in whatever form its id is written: as the
 * log and Get-MailboxFolderStatistics have it, or as Exchange Web Services
 * and Graph do. false: another form, such as an immutable id of Graph.
 */
bool mia__ids_folder_bytes(struct mia_text folder_id, unsigned char out[24]);

#endif
