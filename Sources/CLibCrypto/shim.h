#include <openssl/evp.h>     // ciphers, HMAC, keys, signatures, PBKDF2, and EVP_PBE_scrypt: the activation service's passwords
#include <openssl/rand.h>    // RAND_bytes: secrets and salts
#include <openssl/crypto.h>  // OPENSSL_cleanse: wiping that the compiler may not remove; CRYPTO_memcmp
#include <openssl/err.h>     // why a call failed
#include <openssl/ec.h>      // points of P-256: EVP makes no public key from a private one
#include <openssl/ecdsa.h>   // ECDSA signatures as two numbers, as XML has them
#include <openssl/rsa.h>     // padding of RSA: PKCS #1 version 1.5 and OAEP
#include <openssl/params.h>  // OSSL_PARAM: how a key is handed to EVP
#include <openssl/kdf.h>     // HKDF
#include <openssl/x509.h>    // certificates: whom a container was encrypted for, who has signed it; attestation
#include <openssl/x509v3.h>  // a certificate's extensions
#include <openssl/pem.h>     // a user's own keys and certificates

// Macros of macros, which Swift does not import.
static const int publicKeySelection = EVP_PKEY_PUBLIC_KEY;
static const int keyPairSelection = EVP_PKEY_KEYPAIR;
static const unsigned long nameFlagsRFC2253 = XN_FLAG_RFC2253 & ~ASN1_STRFLGS_ESC_MSB;

// A macro that takes a function, which Swift does not import.
static inline void freeCertificates(STACK_OF(X509) *certificates) { sk_X509_pop_free(certificates, X509_free); }
