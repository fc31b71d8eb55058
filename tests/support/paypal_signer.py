"""How PayPal signs its webhooks: certificates of an authority that a test makes, and transmissions signed by a library that is not Weir's."""

from __future__ import annotations

import base64
import datetime
import uuid
import zlib
from dataclasses import dataclass

import requests
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.x509.oid import NameOID

from .stripe_sender import Sender

DAY = datetime.timedelta(days=1)
SIGNER = "messageverificationcerts.paypal.com"


@dataclass(frozen=True)
class Signer:
    """A key and its certificate. Who signed it stands in `chain`, the root is left out."""

    key: rsa.RSAPrivateKey
    certificate: x509.Certificate
    chain: tuple[x509.Certificate, ...] = ()

    @property
    def pem(self) -> bytes:
        return b"".join(one.public_bytes(serialization.Encoding.PEM) for one in (self.certificate, *self.chain))

    def sign(self, text: str) -> str:
        return base64.b64encode(self.key.sign(text.encode(), padding.PKCS1v15(), hashes.SHA256())).decode()


def make(name: str, by: Signer | None = None, *, authority: bool = False, ended: bool = False) -> Signer:
    """Signed by `by`, else by itself. ended: its time was over yesterday."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    now = datetime.datetime.now(datetime.UTC)
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(by.certificate.subject if by else subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - 10 * DAY)
        .not_valid_after(now + (-DAY if ended else 10 * DAY))
        .add_extension(x509.BasicConstraints(ca=authority, path_length=None), critical=True)
    )
    if not authority:
        builder = builder.add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
    certificate = builder.sign(by.key if by else key, hashes.SHA256())
    # The root is known to whoever checks.
    return Signer(key, certificate, () if not by or not by.chain and by.certificate.issuer == by.certificate.subject else (by.certificate, *by.chain))


class Authority:
    """A root, who issues for it, and the signer of webhooks."""

    def __init__(self) -> None:
        self.root = make("Test Root", authority=True)
        self.issuing = make("Test Issuing", self.root, authority=True)
        self.signer = make(SIGNER, self.issuing)

    @property
    def root_pem(self) -> bytes:
        return self.root.certificate.public_bytes(serialization.Encoding.PEM)


def stamp(seconds_ago: float = 0) -> str:
    return (datetime.datetime.now(datetime.UTC) - datetime.timedelta(seconds=seconds_ago)).strftime("%Y-%m-%dT%H:%M:%SZ")


def headers(body: str, webhook: str, certificate_url: str, by: Signer, seconds_ago: float = 0) -> dict[str, str]:
    transmission, time = str(uuid.uuid4()), stamp(seconds_ago)
    return {
        "PAYPAL-TRANSMISSION-ID": transmission,
        "PAYPAL-TRANSMISSION-TIME": time,
        "PAYPAL-TRANSMISSION-SIG": by.sign(f"{transmission}|{time}|{webhook}|{zlib.crc32(body.encode())}"),
        "PAYPAL-CERT-URL": certificate_url,
        "PAYPAL-AUTH-ALGO": "SHA256withRSA",
    }


def post(url: str, body: str, given: dict[str, str], seconds: float = 30) -> requests.Response:
    return requests.post(url, data=body.encode(), headers={"Content-Type": "application/json", "User-Agent": "PayPal/AUHD-214.0-58843890", **given}, timeout=seconds)


class PayPalSender(Sender):
    """As Sender, signed as PayPal does."""

    def __init__(self, url: str, webhook: str, certificate_url: str, by: Signer, seed: int = 1) -> None:
        super().__init__(url, webhook, seed)
        self._certificate_url, self._by = certificate_url, by

    def _post(self, body: str) -> int:
        return post(self.url, body, headers(body, self.secret, self._certificate_url, self._by)).status_code
