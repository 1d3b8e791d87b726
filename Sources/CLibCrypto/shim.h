#include <openssl/evp.h>     // ciphers, HMAC, PBKDF2, and EVP_PBE_scrypt: the password hash of the activation service
#include <openssl/rand.h>    // RAND_bytes: secrets and salts
#include <openssl/crypto.h>  // OPENSSL_cleanse: wiping that the compiler may not remove; CRYPTO_memcmp
#include <openssl/err.h>     // why a call failed
#include <openssl/x509.h>    // whose certificate a container was encrypted for

// A macro of macros, which Swift does not import.
static const unsigned long nameFlagsRFC2253 = XN_FLAG_RFC2253 & ~ASN1_STRFLGS_ESC_MSB;
