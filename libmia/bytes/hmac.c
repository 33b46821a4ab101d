/* HMAC-SHA-256 by the EVP functions of libcrypto. */
#include "bytes/hmac.h"

#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/params.h>

bool
mia__hmac_init(struct hmac *hmac, struct mia_text key)
{
	char digest[] = "SHA2-256";
	const OSSL_PARAM params[] = {
		OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST, digest, 0),
		OSSL_PARAM_construct_end(),
	};
	EVP_MAC *mac = EVP_MAC_fetch(NULL, "HMAC", NULL);

	hmac->ctx = mac ? EVP_MAC_CTX_new(mac) : NULL;
	EVP_MAC_free(mac);
	if (hmac->ctx && EVP_MAC_init(hmac->ctx, (const unsigned char *)key.ptr, key.len, params) == 1)
		return true;
	mia__hmac_release(hmac);
	return false;
}

void
mia__hmac_release(struct hmac *hmac)
{
	EVP_MAC_CTX_free(hmac->ctx);
	hmac->ctx = NULL;
}

bool
mia__hmac_of(const struct hmac *hmac, const struct mia_text *parts, size_t count, unsigned char out[32])
{
	EVP_MAC_CTX *ctx = EVP_MAC_CTX_dup(hmac->ctx);
	size_t len = 0;
	bool ok = ctx != NULL;

	for (size_t i = 0; ok && i < count; i++)
		if (parts[i].len)
			ok = EVP_MAC_update(ctx, (const unsigned char *)parts[i].ptr, parts[i].len) == 1;
	ok = ok && EVP_MAC_final(ctx, out, &len, 32) == 1 && len == 32;
	EVP_MAC_CTX_free(ctx);
	return ok;
}
