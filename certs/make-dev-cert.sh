#!/bin/sh
# Creates cert.pem and key.pem beside this script: a self-signed certificate for development on this machine.
set -eu
cd "$(dirname "$0")"

usage() {
    cat <<'USAGE'
usage: certs/make-dev-cert.sh [--force] [NAME ...]

Creates certs/cert.pem and certs/key.pem (EC P-256) for localhost, 127.0.0.1 and ::1,
and for every NAME: a host name or an IP address. Valid for 397 days.
--force replaces an existing pair.
USAGE
}

fail() {
    echo "$1" >&2
    exit 1
}

force=false
names='DNS:localhost,IP:127.0.0.1,IP:::1'
for argument; do
    case $argument in
        -h | --help)
            usage
            exit 0
            ;;
        --force) force=true ;;
        '' | -* | *[!A-Za-z0-9.:*-]*) fail "not a host name or an IP address: '$argument'" ;;
        *:*) names="$names,IP:$argument" ;;
        *[!0-9.]*) names="$names,DNS:$argument" ;;
        *) names="$names,IP:$argument" ;;
    esac
done

command -v openssl >/dev/null || fail "openssl is not installed."
if [ "$force" = false ]; then
    for file in cert.pem key.pem; do
        [ ! -e "$file" ] || fail "certs/$file exists already; --force replaces it."
    done
fi

umask 077
work=$(mktemp -d ./.make-dev-cert.XXXXXX)
trap 'rm -rf "$work"' EXIT
trap 'exit 1' HUP INT TERM

openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out "$work/key.pem" 2>"$work/log" &&
    openssl req -x509 -new -sha256 -key "$work/key.pem" -days 397 -subj '/CN=Clubroom development' \
        -addext "subjectAltName=$names" \
        -addext 'basicConstraints=critical,CA:FALSE' \
        -addext 'keyUsage=critical,digitalSignature' \
        -addext 'extendedKeyUsage=serverAuth' \
        -out "$work/cert.pem" 2>>"$work/log" || {
    cat "$work/log" >&2
    fail "openssl could not create the certificate."
}
chmod 644 "$work/cert.pem"
mv -f "$work/key.pem" key.pem
mv -f "$work/cert.pem" cert.pem

echo "Created certs/cert.pem and certs/key.pem for $names"
echo "Fingerprint: $(openssl x509 -in cert.pem -noout -fingerprint -sha256 | sed 's/.*=//')"
