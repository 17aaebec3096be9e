"""How a reader that is not daqu understands a bundle: ids, digits, and a verdict for each line."""

import base64
import hashlib
import json
from pathlib import Path

from securesystemslib.dsse import Envelope
from securesystemslib.exceptions import VerificationError
from securesystemslib.signer import Signature, SSlibKey


class Bad(Exception):
    """A line is not what it says it is."""


class Unread(Exception):
    """A line counts for nothing, and is no fault either."""


def media(name):
    return f"application/vnd.daqu.{name}.v1+json"


def sha256(data):
    return hashlib.sha256(data).hexdigest()


def require(holds, why):
    if not holds:
        raise Bad(why)


def org_id(root):
    """The organisation's id by the root of its first directory. Nothing else here knows how."""
    lines = sorted({f"{key['alg']} {key['pub']}" for key in root["keys"]})
    lines.append(f"threshold {root['threshold']}")
    return sha256("".join(line + "\n" for line in lines).encode("ascii"))[:32]


def thirty_digits(data):
    """What two people read to each other."""
    digest = hashlib.sha256(data).digest()
    groups = (int.from_bytes(digest[at : at + 5], "big") % 100_000 for at in range(0, 30, 5))
    return " ".join(f"{group:05}" for group in groups)


def public_key(raw_hex, key_id=None):
    """A raw Ed25519 key under the id that directories give it."""
    key_id = key_id or sha256(bytes.fromhex(raw_hex))
    return SSlibKey(key_id, "ed25519", "ed25519", {"public": raw_hex})


def id_of(envelope):
    return "sha256:" + sha256(envelope.pae())


def event_envelope(event):
    """An event of a segment, as the envelope whose encoding its author signed."""
    signature = Signature(event["key"], base64.b64decode(event["sig"], validate=True).hex())
    return Envelope(event["body"].encode(), media("event"), {event["key"]: signature})


def lines_of(path):
    """The lines of a bare file; a byte order mark, carriage returns and blank lines are no part."""
    text = Path(path).read_bytes().decode("utf-8-sig")
    return [line.strip() for line in text.split("\n") if line.strip()]


def envelopes_of(path):
    return [Envelope.from_dict(json.loads(line)) for line in lines_of(path)]


def told_roots(path):
    """The root keys that were told, and how many must sign: more than half unless told."""
    lines = [line.split("#")[0].strip() for line in Path(path).read_text("utf-8").splitlines()]
    words = [line.split() for line in lines if line]
    keys = {line[-1] for line in words if line[0] != "threshold"}
    told = [int(line[1]) for line in words if line[0] == "threshold"]
    return keys, told[0] if told else len(keys) // 2 + 1


class Reader:
    """Judges lines in the order in which they came, from nothing but the root keys."""

    def __init__(self, roots):
        self.roots, self.threshold = told_roots(roots)
        self.directory, self.directory_id, self.known = None, None, set()
        self.desks, self.revoked = {}, set()
        self.links, self.parts = {}, set()

    def judge(self, line):
        """`good …`, `unread …` or `bad …`."""
        try:
            envelope = Envelope.from_dict(json.loads(line))
        except (ValueError, KeyError) as error:
            return f"bad line: {error}"
        kinds = {
            media("directory"): self.read_directory,
            media("segment"): self.read_segment,
            media("status"): self.read_status,
            media("part"): self.read_part,
        }
        try:
            return "good " + kinds.get(envelope.payload_type, self.read_unknown)(envelope)
        except VerificationError:
            return "bad signature"
        except Bad as why:
            return f"bad {why}"
        except Unread as why:
            return f"unread {why}"

    def read_directory(self, envelope):
        said, own = json.loads(envelope.payload), id_of(envelope)
        if own in self.known:
            return f"directory {said['version']}, again"
        keys = {key["pub"] for key in said["root"]["keys"]}
        threshold = said["root"]["threshold"]
        if self.directory is None:
            require((said["version"], said["prev"]) == (1, None), "not the first directory")
            require(keys == self.roots, "root keys that were not told")
            require(said["org"] == org_id(said["root"]), "organisation id")
            threshold = max(threshold, self.threshold)
        else:
            last = self.directory
            follows = (said["org"], said["version"], said["prev"])
            wanted = (last["org"], last["version"] + 1, self.directory_id)
            require(follows == wanted, "does not follow")
            old = [public_key(key["pub"]) for key in last["root"]["keys"]]
            envelope.verify(old, last["root"]["threshold"])
        signed = envelope.verify([public_key(key) for key in sorted(keys)], threshold)
        self.directory, self.directory_id = said, own
        self.known.add(own)
        self.desks = {key.keyid: key for key in (public_key(d["pub"]) for d in said["desks"])}
        self.revoked = {entry["key"] for entry in said["revoked"]}
        return f"directory {said['version']}, {len(signed)} of {len(keys)} root keys"

    def signed_by(self, envelope, key_id):
        require(key_id in self.desks, "unknown key")
        require(list(envelope.signatures) == [key_id], "not signed by its own key alone")
        envelope.verify([self.desks[key_id]], 1)

    def own_payload(self, envelope):
        """The payload, once it is shown that one desk signed it, and the key of that desk."""
        key_id = next(iter(envelope.signatures), "")
        self.signed_by(envelope, key_id)
        said = json.loads(envelope.payload)
        require(said["org"] == self.directory["org"], "another organisation")
        return said, key_id

    def read_segment(self, envelope):
        said, key_id = self.own_payload(envelope)
        require(said["log"]["key"] == key_id, "another desk's log")
        own, seq = id_of(envelope), said["seq"]
        links = self.links.setdefault(tuple(sorted(said["log"].items())), {})
        forks = bool(links.get(seq, set()) - {own})
        follows = said["prev"] in links.get(seq - 1, set()) if seq > 1 else said["prev"] is None
        links.setdefault(seq, set()).add(own)
        for event in said["events"]:
            self.read_event(event)
        require(not forks, "a fork")
        require(follows, "a gap")
        return f"segment {seq}, {len(said['events'])} events"

    def read_event(self, event):
        try:
            self.signed_by(event_envelope(event), event["key"])
        except VerificationError:
            raise Bad("event signature") from None
        body = json.loads(event["body"])
        require(body["org"] in ("", self.directory["org"]), "event of another organisation")
        require(body.get("desk", "") in ("", event["key"]), "event of another desk")
        self.parts.update(part["hash"] for part in body.get("parts", []))

    def read_status(self, envelope):
        said, key_id = self.own_payload(envelope)
        require(said["from"] == key_id, "another desk's status")
        require(key_id not in self.revoked, "status of a revoked key")
        return "status"

    def read_part(self, envelope):
        said = json.loads(envelope.payload)
        salt, data = (base64.b64decode(said[name], validate=True) for name in ("salt", "data"))
        require(not envelope.signatures, "a signed part")
        require(said["hash"] == "sha256:" + sha256(salt + data), "part hash")
        if said["hash"] not in self.parts:
            raise Unread("part that no event refers to")
        return "part"

    def read_unknown(self, envelope):
        raise Unread(envelope.payload_type)
