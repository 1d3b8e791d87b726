"""A security key in a few lines, and the browser before it; the encodings are python-fido2's, the keys cryptography's."""

import datetime
import hashlib

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from fido2.cose import ES256
from fido2.webauthn import (
    AttestationObject, AttestedCredentialData, AuthenticationResponse, AuthenticatorAssertionResponse,
    AuthenticatorAttestationResponse, AuthenticatorData, CollectedClientData, PublicKeyCredentialCreationOptions,
    PublicKeyCredentialRequestOptions, RegistrationResponse)
import secrets

ORIGIN = "https://localhost"
AAGUID = bytes(range(16))
FLAG = AuthenticatorData.FLAG


def sha256(data):
    return hashlib.sha256(data).digest()


def name(unit, common):
    oid = x509.NameOID
    return x509.Name([
        x509.NameAttribute(oid.COUNTRY_NAME, "DK"), x509.NameAttribute(oid.ORGANIZATION_NAME, "Example"),
        x509.NameAttribute(oid.ORGANIZATIONAL_UNIT_NAME, unit), x509.NameAttribute(oid.COMMON_NAME, common)])


class Maker:
    """Who makes chips: a root, and a key that attests for a batch of them."""

    def __init__(self, unit="Authenticator Attestation", aaguid=AAGUID, is_authority=False):
        self.root_key = ec.generate_private_key(ec.SECP256R1())
        self.root = self._certificate(name("Roots", "Example root"), self.root_key, True, None)
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.certificate = self._certificate(name(unit, "Example batch"), self.key, is_authority, aaguid)

    def _certificate(self, subject, key, is_authority, aaguid):
        now = datetime.datetime.now(datetime.timezone.utc)
        builder = (
            x509.CertificateBuilder().subject_name(subject).issuer_name(name("Roots", "Example root"))
            .public_key(key.public_key()).serial_number(x509.random_serial_number())
            .not_valid_before(now - datetime.timedelta(days=1)).not_valid_after(now + datetime.timedelta(days=1))
            .add_extension(x509.BasicConstraints(ca=is_authority, path_length=None), critical=True))
        if aaguid is not None:
            oid = x509.ObjectIdentifier("1.3.6.1.4.1.45724.1.1.4")
            builder = builder.add_extension(x509.UnrecognizedExtension(oid, b"\x04\x10" + aaguid), critical=False)
        return builder.sign(self.root_key, hashes.SHA256())

    @property
    def root_text(self):
        return self.root.public_bytes(serialization.Encoding.PEM)

    @property
    def chain(self):
        return [self.certificate.public_bytes(serialization.Encoding.DER)]


class SoftChip:
    """One credential; what an answer says can be bent, one fact at a time."""

    def __init__(self, maker=None):
        self.maker = maker
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.credential_id = secrets.token_bytes(48)
        self.counter = 0

    def _sign(self, key, data):
        return key.sign(data, ec.ECDSA(hashes.SHA256()))

    def register(self, options, fmt="packed", kind="webauthn.create", challenge=None, origin=ORIGIN, rp_id=None,
                 flags=FLAG.UP | FLAG.AT, cross_origin=False, name_of=None, spoil=False):
        """`RegistrationResponseJSON` for `PublicKeyCredentialCreationOptionsJSON`."""
        asked = PublicKeyCredentialCreationOptions.from_dict(options)
        client = CollectedClientData.create(
            type=kind, challenge=challenge or asked.challenge, origin=origin, cross_origin=cross_origin)
        cose = ES256.from_cryptography_key(self.key.public_key())
        data = AuthenticatorData.create(
            sha256((rp_id or asked.rp.id).encode()), flags, self.counter,
            AttestedCredentialData.create(AAGUID, self.credential_id, cose) if flags & FLAG.AT else b"")
        if fmt == "none":
            statement = {}
        elif fmt == "fido-u2f":
            point = b"\x04" + cose[-2] + cose[-3]
            signed = b"\x00" + data.rp_id_hash + client.hash + self.credential_id + point
            statement = {"x5c": self.maker.chain, "sig": self._sign(self.maker.key, signed)}
        elif self.maker is None:
            statement = {"alg": -7, "sig": self._sign(self.key, data + client.hash)}
        else:
            statement = {
                "alg": -7, "sig": self._sign(self.maker.key, data + client.hash), "x5c": self.maker.chain}
        if spoil:
            statement["sig"] = self._sign(ec.generate_private_key(ec.SECP256R1()), data + client.hash)
        return dict(RegistrationResponse(
            raw_id=name_of or self.credential_id,
            response=AuthenticatorAttestationResponse(
                client_data=client, attestation_object=AttestationObject.create(fmt, data, statement))))

    def answer(self, options, kind="webauthn.get", challenge=None, origin=ORIGIN, rp_id=None, flags=FLAG.UP,
               cross_origin=False, counter=None, name_of=None, spoil=False, user_handle=None):
        """`AuthenticationResponseJSON` for `PublicKeyCredentialRequestOptionsJSON`."""
        asked = PublicKeyCredentialRequestOptions.from_dict(options)
        if counter is None:
            self.counter += 1
            counter = self.counter
        client = CollectedClientData.create(
            type=kind, challenge=challenge or asked.challenge, origin=origin, cross_origin=cross_origin)
        data = AuthenticatorData.create(sha256((rp_id or asked.rp_id).encode()), flags, counter)
        key = ec.generate_private_key(ec.SECP256R1()) if spoil else self.key
        return dict(AuthenticationResponse(
            raw_id=name_of or self.credential_id,
            response=AuthenticatorAssertionResponse(
                client_data=client, authenticator_data=data, signature=self._sign(key, data + client.hash),
                user_handle=user_handle)))
