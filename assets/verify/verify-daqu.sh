#!/usr/bin/env bash
# Verifies daqu bundles without daqu: bash, jq, openssl 3, xxd and coreutils.
#
#   verify-daqu.sh ROOTS FILE...
#
# ROOTS holds the organisation's root keys, all of them, told by another way: `ed25519` and the raw key in hexadecimal, one a line;
# and in a line `threshold 2` how many of them must have signed. Where that is not told, more than half of them must have.
# `sha256sum` of those lines, sorted, begins with the organisation's id.
# FILEs are bare JSON Lines (daqu bundle export --plain-json), in the order in which they came.
# One verdict a line; the exit status is 0 only where no line is bad and one is good.
set -u
type=application/vnd.daqu
roots=$1
shift
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
status=0
good=0
line=0
directory=''
org=''
declare -A key_of revoked held follows tip parts

# Nothing of a file reaches the terminal as it is: it could forge a verdict.
say() { printf 'line %d: %s\n' "$line" "$(printf '%s' "$*" | tr -d '[:cntrl:]')"; }
bad() {
    say "BAD $*"
    status=1
}
well() {
    say "good $*"
    good=1
}

# The pre-authentication encoding of DSSE, version 1: PAE FILE TYPE
pae() {
    printf 'DSSEv1 %d %s %d ' "${#2}" "$2" "$(wc -c <"$1")"
    cat "$1"
}

# Whether a raw key (hexadecimal) made the signature over the message: MESSAGE KEY SIGNATURE
fits() {
    {
        echo '-----BEGIN PUBLIC KEY-----'
        # RFC 8410: the header of an Ed25519 key, then its 32 bytes.
        printf '302a300506032b6570032100%s' "$2" | xxd -r -p | base64 -w0
        echo
        echo '-----END PUBLIC KEY-----'
    } >"$work/key.pem"
    openssl pkeyutl -verify -pubin -inkey "$work/key.pem" -rawin -in "$1" -sigfile "$3" >/dev/null 2>&1
}

hash_of() { printf 'sha256:%s' "$(sha256sum "$1" | cut -d' ' -f1)"; }

# How many of the keys on standard input signed the line at hand.
signatures_of() {
    local key keyid count=0
    while read -r key; do
        [ -n "$key" ] || continue
        keyid=$(printf '%s' "$key" | xxd -r -p | sha256sum | cut -d' ' -f1)
        jq -r --arg id "$keyid" '[.signatures[] | select(.keyid == $id) | .sig][0] // empty' "$work/line" |
            base64 -d >"$work/sig" 2>/dev/null || : >"$work/sig"
        fits "$work/message" "$key" "$work/sig" && count=$((count + 1))
    done < <(sort -u)
    echo "$count"
}

# What cannot be understood of what was told is no reason to ask for less.
clean=$(sed 's/#.*//; s/^[[:space:]]*//; s/[[:space:]]*$//; /^$/d' "$roots") || exit 2
if printf '%s\n' "$clean" | grep -qvE '^((ed25519 )?[0-9A-Fa-f]{64}|threshold [1-9][0-9]{0,2})$' ||
    [ "$(printf '%s\n' "$clean" | grep -c '^threshold')" -gt 1 ]; then
    echo "$roots: a line is neither a key of 64 hexadecimal digits nor the one 'threshold N'" >&2
    exit 2
fi

told_keys() { sed 's/#.*//; s/[[:space:]]//g; s/^ed25519//; /^threshold/d; /^$/d' "$roots" | tr A-F a-f | sort -u; }

# How many root keys must have signed: as told, else more than half.
told_threshold() {
    local told
    told=$(sed -n 's/#.*//; s/^[[:space:]]*threshold[[:space:]]*\([0-9][0-9]*\)[[:space:]]*$/\1/p' "$roots")
    echo "${told:-$(($(told_keys | wc -l) / 2 + 1))}"
}

directory_line() {
    local version threshold ours new old id
    version=$(jq .version "$work/payload")
    threshold=$(jq .root.threshold "$work/payload")
    id=$(hash_of "$work/message")
    # A bundle carries every directory that its reader may need.
    [ -n "${held[$id]:-}" ] && { well "directory $version, again"; return; }
    is_whole "$this" && is_plain "$work/payload" || { bad "a directory that cannot be read"; return; }
    jq -e '.root | .threshold as $t | ([.keys[].pub] | unique | length) as $n |
        ($t | type) == "number" and $t == ($t | floor) and $t >= 1 and $t <= $n' "$work/payload" >/dev/null ||
        { bad "directory $version: no threshold of its root keys"; return; }
    if [ -z "$directory" ]; then
        [ "$version" = 1 ] || { bad "directory $version is not the first"; return; }
        # Its root keys are those that were told by another way: otherwise one of their holders could make others beside his own.
        [ "$(told_keys | sed 's/^/ed25519 /')" = "$(jq -r '.root.keys[] | "\(.alg) \(.pub)"' "$work/payload" | sort -u)" ] ||
            { bad 'directory: its root keys are not those that were told'; return; }
        org=$({ told_keys | sed 's/^/ed25519 /'; echo "threshold $threshold"; } | sha256sum | cut -c1-32)
        [ "$org" = "$(jq -r .org "$work/payload")" ] ||
            { bad 'directory: the organisation is not that of its root keys and their threshold'; return; }
        ours=$(told_keys | signatures_of)
        [ "$(told_threshold)" -gt "$threshold" ] && threshold=$(told_threshold)
        [ "$ours" -ge "$threshold" ] || { bad "directory: $ours of $threshold root signatures"; return; }
        threshold=$(jq .root.threshold "$work/payload")
    else
        [ "$(jq -r .org "$work/payload")" = "$org" ] || { bad 'directory of another organisation'; return; }
        [ "$version" = $((last + 1)) ] && [ "$(jq -r .prev "$work/payload")" = "$directory" ] ||
            { bad "directory $version does not follow $last"; return; }
        old=$(cat "$work/roots" | signatures_of)
        new=$(jq -r '.root.keys[].pub' "$work/payload" | signatures_of)
        [ "$old" -ge "$needed" ] && [ "$new" -ge "$threshold" ] ||
            { bad "directory $version: $old of $needed, $new of $threshold root signatures"; return; }
    fi
    directory=$id last=$version needed=$threshold held[$id]=1
    key_of=() revoked=()
    jq -r '.root.keys[].pub' "$work/payload" >"$work/roots"
    local public
    while read -r public; do
        key_of[$(printf '%s' "$public" | xxd -r -p | sha256sum | cut -d' ' -f1)]=$public
    done < <(jq -r '.desks[].pub' "$work/payload")
    while read -r public; do revoked[$public]=1; done < <(jq -r '.revoked[]?.key' "$work/payload")
    well "directory $version, ${#key_of[@]} desks"
}

# The desk that must have signed the line, and whether it did.
signed_by_desk() {
    local key=$1 public
    public=${key_of[$key]:-}
    [ -n "$public" ] || { bad "key ${key:0:16} is in no directory"; return 1; }
    [ "$(jq -r '.signatures | length' "$work/line")" = 1 ] || { bad 'not one signature'; return 1; }
    jq -r '.signatures[0].sig' "$work/line" | base64 -d >"$work/sig" 2>/dev/null || : >"$work/sig"
    [ "$(jq -r '.signatures[0].keyid' "$work/line")" = "$key" ] || { bad 'signed by another key'; return 1; }
    fits "$work/message" "$public" "$work/sig" || { bad 'signature'; return 1; }
    [ "$(jq -r .org "$work/payload")" = "$org" ] || { bad 'of another organisation'; return 1; }
}

# What a revoked key says it holds is worth nothing any more.
status_line() {
    local key
    key=$(jq -r .from "$work/payload")
    signed_by_desk "$key" || return
    [ -z "${revoked[$key]:-}" ] || { bad 'status of a revoked key'; return; }
    well 'status'
}

# Whether an event says no other organisation and no other author than it has: an event of before enrolment names none.
names_itself() {
    jq -e --arg org "$org" --arg key "$1" \
        '(.org // "" | . == "" or . == $org) and (.desk // "" | . == "" or . == $key)' "$work/body" >/dev/null 2>&1
}

is_event() {
    [ "$(wc -c <"$work/body")" -le 262144 ] && jq -e "$event" "$work/body" >/dev/null 2>&1 && is_plain "$work/body"
}

segment_line() {
    local log seq prev id author sig body whole=0 of=0
    signed_by_desk "$(jq -r .log.key "$work/payload")" || return
    log=$(jq -r '.log | "\(.key)/\(.inc)/\(.aud)"' "$work/payload")
    seq=$(jq .seq "$work/payload")
    [[ $seq =~ ^[1-9][0-9]*$ ]] || { bad 'a segment that cannot be read'; return; }
    prev=$(jq -r '.prev // ""' "$work/payload")
    id=$(hash_of "$work/message")
    while IFS=$'\t' read -r author sig body; do
        of=$((of + 1))
        printf '%s' "$body" | base64 -d >"$work/body"
        pae "$work/body" "$type.event.v1+json" >"$work/event"
        printf '%s' "$sig" | base64 -d >"$work/sig" 2>/dev/null || : >"$work/sig"
        if [ -n "${key_of[$author]:-}" ] && fits "$work/event" "${key_of[$author]}" "$work/sig" &&
            is_event && names_itself "$author"; then
            whole=$((whole + 1))
            local hash
            while read -r hash; do parts[$hash]=1; done < <(jq -r '.parts[]?.hash' "$work/body" 2>/dev/null)
        fi
    done < <(jq -r '.events[] | [.key, .sig, (.body | @base64)] | @tsv' "$work/payload")
    [ "$whole" = "$of" ] && [ "$of" = "$(jq '.events | length' "$work/payload")" ] || { bad "segment $seq: $whole of $of events"; tip[$log/$seq]=$id; return; }
    if [ "$seq" != 1 ] && [ -z "${follows[$log/$((seq - 1))/$prev]:-}" ]; then
        bad "segment $seq: $((seq - 1)) was not seen before it"
    elif [ -n "${tip[$log/$seq]:-}" ] && [ "${tip[$log/$seq]}" != "$id" ]; then
        bad "a fork: two different segments $seq"
    else
        well "segment $seq, $of events"
    fi
    tip[$log/$seq]=$id
    follows[$log/$seq/$id]=1
}

part_line() {
    local hash
    hash=$(jq -r .hash "$work/payload")
    { jq -r .salt "$work/payload" | base64 -d; jq -r .data "$work/payload" | base64 -d; } >"$work/part"
    if [ "$(hash_of "$work/part")" != "$hash" ]; then
        bad 'the part is not what its hash promises'
    elif [ -n "${parts[$hash]:-}" ]; then
        well 'part'
    else
        say 'a part that no event before it refers to, not counted'
    fi
}

# One JSON object with two texts in it, and nothing beside it.
is_line() {
    jq -es 'length == 1 and (.[0] | type == "object" and (.payloadType | type) == "string" and
        (.payload | type) == "string")' "$work/line" >/dev/null 2>&1
}

# A payload that everything below may be asked of.
is_whole() {
    jq -e "$1" "$work/payload" >/dev/null 2>&1
}

# What every payload must be. A later version of the format is not understood here, and so not called good.
this='.v == 1 and (.min_reader // 1) == 1 and (.org | type) == "string"'
log='(.key | type == "string" and test("\\A[0-9a-f]{64}\\z")) and
    (.inc | type == "string" and test("\\A[0-9A-Za-z]{1,64}\\z")) and
    (.aud | type == "string" and test("\\A(role:[a-z]{1,32}|[0-9a-f]{64})\\z"))'
segment="$this"' and (.seq | type == "number" and . == floor and . >= 1 and . <= 9007199254740991) and
    (if .seq == 1 then .prev == null else (.prev | type) == "string" end) and (.log | '"$log"') and
    (.events | type) == "array" and
    (.events | all(type == "object" and ([.key, .sig, .body] | all(type == "string" and length > 0))))'
state="$this"' and (.from | type == "string" and length > 0) and (.have | type) == "array"'
# An event of at most 256 KiB, with its organisation, an empty one where it was written before enrolment, and 64 predecessors.
event='(.org | type) == "string" and ((has("desk") | not) or (.desk | type) == "string") and
    ((has("base") | not) or (.base | type == "array" and length <= 64))'

# Names given twice, as far as their values show it, and numbers that readers read differently.
is_plain() {
    [ -z "$(jq -c --stream 'if length == 2 then .[0] else .[0][:-1] end' "$1" 2>/dev/null | LC_ALL=C sort | uniq -d)" ] &&
        jq -e '[.. | numbers | . == floor and . <= 9007199254740991 and . >= -9007199254740991] | all' "$1" >/dev/null 2>&1 &&
        ! sed -E 's/"([^"\\]|\\.)*"//g' "$1" | grep -qE '[0-9][.eE]|-0'
}

files=0
for file in "$@"; do
    line=0
    [ $# -gt 1 ] && echo "$file"
    while IFS= read -r text || [ -n "$text" ]; do
        line=$((line + 1))
        text=${text#$'\xef\xbb\xbf'}
        text=${text%$'\r'}
        [ -n "$text" ] || continue
        printf '%s' "$text" >"$work/line"
        is_line || { bad 'not a line of a bundle: cut off?'; continue; }
        kind=$(jq -r '.payloadType // ""' "$work/line")
        jq -r '.payload // ""' "$work/line" | base64 -d >"$work/payload" 2>/dev/null || { bad 'not base64'; continue; }
        pae "$work/payload" "$kind" >"$work/message"
        case $kind in
            "$type.directory.v1+json") directory_line ;;
            "$type.segment.v1+json")
                is_whole "$segment" && is_plain "$work/payload" || { bad 'a segment that cannot be read'; continue; }
                segment_line
                ;;
            "$type.status.v1+json")
                is_whole "$state" && is_plain "$work/payload" ||
                    { bad 'a status that cannot be read'; continue; }
                status_line
                ;;
            "$type.part.v1+json") part_line ;;
            *) say "unknown type $kind: kept, not applied" ;;
        esac
    done <"$file" && files=$((files + 1))
done
# Whatever broke off the loop, what was not read to its end is not good.
[ "$status" = 0 ] && [ "$good" = 1 ] && [ "$files" = $# ]
