#!/usr/bin/env python3
"""A desk that is not daqu: reads and writes bundles by other people's libraries.

Envelopes, their pre-authentication encoding and their signatures are securesystemslib's, keys are
cryptography's, hashes hashlib's. Nothing here is shared with the program under test.

  peer.py judge ROOTS FILE...           a verdict for each line: good, unread or bad, and why;
                                        exit status 1 where one is bad
  peer.py ids FILE                      the id of each line
  peer.py digits FILE                   the organisation's thirty digits, from its root keys
  peer.py enrol KEY RECIPIENT OUT       makes a key and an enrolment; prints its thirty digits
  peer.py write ROOTS WELCOME KEY DIR   writes bundles of that desk, good ones and spoiled ones;
                                        prints as JSON what is in them

Its JSON has blanks, escapes and an order of fields that daqu would not write: what is signed are
bytes and not a spelling.
"""

import base64
import json
import secrets
import sys
import uuid
from datetime import datetime, timedelta, timezone
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import load_pem_private_key
from securesystemslib.dsse import Envelope
from securesystemslib.signer import CryptoSigner

from bundles import (
    Reader,
    envelopes_of,
    id_of,
    lines_of,
    media,
    org_id,
    public_key,
    require,
    sha256,
    thirty_digits,
)

INCARNATION = "peer0001"
HEADQUARTERS = "role:hq"
SHANGHAI = timezone(timedelta(hours=8))


def in_base64(data):
    return base64.b64encode(data).decode("ascii")


def second(instant):
    return instant.strftime("%Y-%m-%dT%H:%M:%SZ")


def signer_of(private, key_id=None):
    """A signer of securesystemslib; another key id than its own makes it an impostor."""
    raw = private.public_key().public_bytes_raw().hex()
    return CryptoSigner(private, public_key(raw, key_id))


def signed(name, said, signer):
    envelope = Envelope(json.dumps(said).encode(), media(name), {})
    envelope.sign(signer)
    return envelope


def save(path, trust, *envelopes):
    """Writes a bundle: the directories as they came, then the lines."""
    lines = trust + [json.dumps(envelope.to_dict()) for envelope in envelopes]
    Path(path).write_text("\n".join(lines) + "\n", "ascii")


class Desk:
    """A region's desk with its key and its log for headquarters."""

    def __init__(self, signer, directory, directory_id):
        self.signer, self.key = signer, signer.public_key.keyid
        self.org, self.directory = directory["org"], [directory["version"], directory_id]
        raw = signer.public_key.keyval["public"]
        self.entry = next(desk for desk in directory["desks"] if desk["pub"] == raw)
        self.log = {"aud": HEADQUARTERS, "inc": INCARNATION, "key": self.key}
        self.seq, self.tip, self.now = 0, None, datetime.now(timezone.utc)

    def number(self, kind):
        year = self.now.astimezone(SHANGHAI).strftime("%y")
        return f"{kind}-{self.entry['region']}-{year}-{self.entry['letter']}-001"

    def event(self, kind, subject, base, data, parts=()):
        """An event as segments carry it, and its id."""
        self.now += timedelta(milliseconds=1)
        milliseconds = f"{self.now.microsecond // 1000:03}"
        body = {
            "parts": list(parts),
            "data": data,
            "office": "",
            "actor": self.entry["person"],
            "hlc": self.now.strftime("%Y-%m-%dT%H:%M:%S.") + f"{milliseconds}Z-0000",
            "base": base,
            "subject": subject,
            "kind": kind,
            "desk": self.key,
            "org": self.org,
            "v": 1,
        }
        envelope = Envelope(json.dumps(body).encode(), media("event"), {})
        sig = in_base64(bytes.fromhex(envelope.sign(self.signer).signature))
        return {"body": envelope.payload.decode(), "sig": sig, "key": self.key}, id_of(envelope)

    def segment(self, events):
        """The next link of the log."""
        said = {"events": events, "made": second(self.now), "seq": self.seq + 1, "prev": self.tip}
        envelope = signed("segment", said | {"log": self.log, "org": self.org, "v": 1}, self.signer)
        self.seq, self.tip = self.seq + 1, id_of(envelope)
        return envelope

    def status(self):
        said = {
            "have": [{"tips": [[self.seq, self.tip]], "log": self.log}],
            "directory": self.directory,
            "app": "peer",
            "made": second(self.now),
            "to": HEADQUARTERS,
            "old": [],
            "inc": INCARNATION,
            "from": self.key,
            "org": self.org,
            "v": 1,
        }
        return signed("status", said, self.signer)


def contact_part(content):
    """A detachable part as a line, and as an event refers to it."""
    salt = secrets.token_bytes(16)
    digest = "sha256:" + sha256(salt + content)
    said = {"data": in_base64(content), "salt": in_base64(salt), "hash": digest, "v": 1}
    told = {"name": "contact", "class": 4, "size": len(content), "hash": digest}
    return Envelope(json.dumps(said).encode(), media("part"), {}), told


def notice():
    """A tender of which little is known, in the fields that a lead has to have."""
    fields = "customer province category stage method project_no round published sale_start"
    fields += " sale_end deadline budget content qualification performance branch_clause"
    said = {field: {"state": "not_stated"} for field in fields.split()}
    lots = [{"id": "0", "title": ""}]
    return said | {"identity": "peer-1", "title": "互通检验管道工程询比公告", "lots": lots}


def flip(payload):
    """One bit less or more: of an ASCII digit it makes another, so the form stays whole."""
    start = b'"made": "'
    place = payload.index(start) + len(start) + len("2026-11-29T09:09:3")
    flipped = bytearray(payload)
    flipped[place] ^= 1
    return bytes(flipped)


def spoiled(desk, segment):
    """The segment with one fault each; what is beside the fault stays well-formed."""
    stranger, said = Ed25519PrivateKey.generate(), json.loads(segment.payload)
    impostor, unknown = signer_of(stranger, desk.key), signer_of(stranger)
    foreign = said["log"] | {"key": unknown.public_key.keyid}
    forged = [dict(event) for event in said["events"]]
    forged[0]["body"] = forged[0]["body"].replace('"office": ""', '"office": "x"')
    return {
        "flipped": Envelope(flip(segment.payload), segment.payload_type, segment.signatures),
        "swapped": Envelope(segment.payload, media("status"), segment.signatures),
        "wrong-key": signed("segment", said, impostor),
        "unknown-key": signed("segment", said | {"log": foreign}, unknown),
        "forged-event": signed("segment", said | {"events": forged}, desk.signer),
    }


def first_events(desk, lead):
    """A lead, and its screening, which names the first event by its id."""
    data = {"number": desk.number("XS"), "notice": notice()}
    captured, first = desk.event("lead.captured", lead, [], data)
    screened, _ = desk.event("lead.screened", lead, [first], {"verdict": "accept"})
    return [captured, screened], first


def second_events(desk, lead, first, told):
    """A claim whose contact is a part, and an event of a kind that nobody knows yet."""
    data = {
        "number": desk.number("BB"),
        "lead": lead,
        "lots": ["0"],
        "unit": "F1",
        "legal_entity": "LE0",
        "basis": "已踏勘",
        "recorded_at": second(desk.now),
        "device_seq": 1,
    }
    claimed, _ = desk.event("claim.submitted", f"claim:{uuid.uuid4()}", [], data, [told])
    later, _ = desk.event("lead.of_a_later_version", lead, [first], {"anything": [1, None]})
    return [claimed, later]


def write(roots, welcome, key, folder):
    reader, lines = Reader(roots), lines_of(welcome)
    verdicts = [reader.judge(line) for line in lines]
    require(all(verdict.startswith("good") for verdict in verdicts), "the welcome file is bad")
    trust = [line for line in lines if media("directory") in line]
    signer = signer_of(load_pem_private_key(Path(key).read_bytes(), None))
    desk = Desk(signer, reader.directory, reader.directory_id)
    lead, folder = f"lead:{uuid.uuid4()}", Path(folder)

    events, first = first_events(desk, lead)
    segment = desk.segment(events)
    status = desk.status()
    save(folder / "first.daqu", trust, segment, status)
    for name, fault in spoiled(desk, segment).items():
        save(folder / f"{name}.daqu", trust, fault, status)
    part, told = contact_part("联系人".encode())
    segment = desk.segment(second_events(desk, lead, first, told))
    save(folder / "second.daqu", trust, segment, part, desk.status())

    said = {"desk": desk.entry["id"], "lead": desk.number("XS"), "claim": desk.number("BB")}
    hq = next(entry for entry in reader.directory["desks"] if entry["role"] == "hq")
    print(json.dumps(said | {"event": first, "tip": desk.tip, "recipient": hq["age"]}))


def enrol(key, recipient, out):
    signer = signer_of(Ed25519PrivateKey.generate())
    raw = signer.public_key.keyval["public"]
    said = {
        "made": second(datetime.now(timezone.utc)),
        "trial": True,
        "machine": "python",
        "person": "检验员",
        "name": "互通检验",
        "region": "EC",
        "age": recipient,
        "alg": "ed25519",
        "pub": raw,
        "v": 1,
    }
    Path(key).write_bytes(signer.private_bytes)
    save(out, [], signed("enrol", said, signer))
    print(thirty_digits(bytes.fromhex(raw)))


def judge(roots, *files):
    reader = Reader(roots)
    verdicts = [reader.judge(line) for file in files for line in lines_of(file)]
    print("\n".join(verdicts))
    sys.exit(any(verdict.startswith("bad") for verdict in verdicts))


def ids(file):
    for envelope in envelopes_of(file):
        print(id_of(envelope))


def digits(file):
    first = json.loads(envelopes_of(file)[0].payload)
    print(thirty_digits(org_id(first["root"]).encode("ascii")))


def main():
    commands = {"judge": judge, "ids": ids, "digits": digits, "enrol": enrol, "write": write}
    name, *arguments = sys.argv[1:] or ["help"]
    if name not in commands:
        sys.exit(__doc__)
    commands[name](*arguments)


if __name__ == "__main__":
    main()
