#include <openssl/evp.h>     // ciphers, PBKDF2, and EVP_PBE_scrypt: the password hash of the activation service
#include <openssl/rand.h>    // RAND_bytes: secrets and salts
#include <openssl/crypto.h>  // OPENSSL_cleanse: wiping that the compiler may not remove; CRYPTO_memcmp
#include <openssl/err.h>     // why a call failed
