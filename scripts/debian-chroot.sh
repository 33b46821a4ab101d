#!/usr/bin/env bash
# The second half of scripts/debian.sh --test, as root: makes a fresh Debian in
# FOLDER, where the packages are too, and tries them in it.
# Usage: debian-chroot.sh SUITE FOLDER
set -eu -o pipefail
suite=$1 work=$(cd "$2" && pwd)
root=$work/root
export LC_ALL=C.UTF-8 PATH=$PATH:/usr/sbin:/sbin
say() { printf 'debian-chroot.sh: %s\n' "$*" >&2; }
[ "$(id -u)" = 0 ] || exec sudo -n "$0" "$suite" "$work"
chmod 755 "$work"

# A mount namespace of its own: what is mounted goes when it ends.
inside() {
  # shellcheck disable=SC2016 # expanded by that shell
  unshare --mount --pid --fork sh -c \
    'mount -t proc proc "$0/proc" && exec chroot "$0" /bin/bash -eu -o pipefail -c "$1"' "$root" "$1"
}

say "debootstrap $suite"
debootstrap --variant=minbase "$suite" "$root" >"$work/debootstrap.log" 2>&1 ||
  { tail -n 20 "$work/debootstrap.log" >&2; exit 1; }
chmod 755 "$root"
cp -a "$root" "$work/root-tests"

mkdir "$root/packages"
cp "$work"/*.deb "$root/packages"
# shellcheck disable=SC2016 # expanded inside
inside '
export DEBIAN_FRONTEND=noninteractive LC_ALL=C.UTF-8
quiet() { "$@" >/packages/log 2>&1 || { cat /packages/log >&2; exit 1; }; }
quiet apt-get update
# Where the libraries of others stand is no matter of ours: they come first.
cd /packages
quiet apt-get install -y --no-install-recommends man-db \
  $(dpkg-deb -f libmia0_*.deb Depends | tr , "\n" | sed "s/^ *//;s/[ (].*//" | sort -u)
all() { find / -xdev \( -path /proc -o -path /packages -o -path /var/cache -o -path /var/log -o -path /run \
  -o -path /var/lib/apt -o -path /var/lib/dpkg -o -path /tmp \) -prune -o -print | sort; }
all >before
quiet apt-get install -y --no-install-recommends ./mia_*.deb ./libmia0_*.deb
mia --version
mia selftest | tail -n 1
man -P cat mia | head -n 1
! ldd /usr/bin/mia | grep "not found"
echo "installed: $(dpkg-query -W -f "\${Package} \${Version} \${Installed-Size} KB  " mia libmia0)"
quiet apt-get install -y --reinstall --no-install-recommends ./*.deb
quiet dpkg -i ./*.deb
mia selftest | tail -n 1
test "$(dpkg-query -W -f "\${db:Status-Status} " mia libmia0 mia-doc libmia-dev)" = "installed installed installed installed "
dpkg --verify mia libmia0 mia-doc libmia-dev | tee /packages/changed
test ! -s /packages/changed
quiet dpkg -P $(dpkg-query -W -f "\${source:Package} \${Package}\n" | sed -n "s/^libmia //p")
all >after
diff before after
echo "installed over itself, removed: nothing is left"
' >&2

say autopkgtest
status=0
# The pages are shown on a terminal. A test that is skipped counts as failed here.
# shellcheck disable=SC2016 # expanded by that shell
unshare --mount sh -c 'mount -t proc proc "$0/proc" && mount -t devpts devpts "$0/dev/pts" && exec "$@"' \
  "$work/root-tests" autopkgtest --quiet --no-built-binaries --summary-file "$work/summary" \
  --output-dir "$work/autopkgtest" "$work"/mia_*.deb "$work"/libmia0_*.deb "$work"/libmia-dev_*.deb \
  "$work"/mia-doc_*.deb "$work"/*.dsc -- chroot "$work/root-tests" >"$work/autopkgtest.log" 2>&1 || status=$?
[ $status = 0 ] || tail -n 60 "$work/autopkgtest.log" >&2
cat "$work/summary" >&2
log=$work/autopkgtest/pages-stdout
printf 'pages: %s lines ok (%s of them build or install: skipped), %s not\n' "$(grep -c '^ok' "$log")" \
  "$(grep -c '^ok.*# SKIP' "$log" || true)" "$(grep -c '^not ok' "$log" || true)" >&2
exit $status
