#include <openssl/evp.h>     // EVP_PBE_scrypt: the password hash of the activation service
#include <openssl/rand.h>    // RAND_bytes: secrets and salts
#include <openssl/crypto.h>  // OPENSSL_cleanse: wiping that the compiler may not remove
