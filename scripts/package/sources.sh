#!/usr/bin/env bash
# Brings the source packages of libraries.txt to build-package/sources, checked and with Debian's patches.
# The lists of apt are private ones: nothing of the system is changed.
# shellcheck source=scripts/package/common.sh
. "$(dirname "$0")/common.sh"

mark=$sources/$(sha256sum <"$here/libraries.txt" | cut -c1-16)
[ ! -e "$mark" ] || exit 0
need dpkg-source dpkg-dev xz xz-utils
rm -rf "$sources"
mkdir -p "$sources/apt/lists/partial" "$sources/apt/cache/archives/partial"
cd "$sources" || exit

# Where this machine has Debian from; the archive itself before its security updates, so that what both have
# comes from the first.
apt-get indextargets --format '$(CREATED_BY) $(LABEL) $(REPO_URI) $(RELEASE) $(COMPONENT)' |
  awk '$1 == "Packages" && $2 ~ /^Debian/ && $4 ~ /^bookworm/ && $5 == "main" {
      print ($4 ~ /security/), "deb-src [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg]", $3, $4, $5 }' |
  sort -u | cut -d' ' -f2- >apt/sources.list
[ -s apt/sources.list ] || die 'apt here has no list of Debian 12 (bookworm)'
cat >apt/conf <<CONF
Dir::Etc::SourceList "$sources/apt/sources.list";
Dir::Etc::SourceParts "-";
Dir::State::Lists "$sources/apt/lists";
Dir::Cache "$sources/apt/cache";
APT::Sandbox::User "root";
CONF
export APT_CONFIG=$sources/apt/conf
say 'lists of sources'
apt-get -qq update >&2

grep -v '^ *#' "$here/libraries.txt" | awk '!/^ / { print $1, $2 }' | while read -r package version; do
  say "source $package $version"
  apt-get -qq --download-only source "$package=$version" >apt/log 2>&1 </dev/null || {
    cat apt/log >&2
    die "no $package $version: Debian may have a newer one (apt-cache showsrc $package), see docs/release.md"
  }
done
awk '/^ / { print $1 "  " $2 }' "$here/libraries.txt" | sha256sum --quiet -c >&2 ||
  die 'a source is not the one that libraries.txt names'
for description in *.dsc; do
  # apt has checked the signature of the list that names this file.
  dpkg-source --no-check -x "$description" "${description%%_*}" >apt/log 2>&1 </dev/null || { cat apt/log >&2; die "$description"; }
done
rm -rf apt
touch "$mark"
