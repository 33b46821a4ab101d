#!/usr/bin/env bash
# cmocka 1.1.5 (Debian 12's package), meson 1.9.1 (PyPI): a skipped test is a failed one.
#
# Guess: a test that calls skip() is counted as skipped by a test runner that reads TAP.
# Instead: cmocka's TAP says "not ok ... # SKIP" of it, and meson takes that for a failure. "ok ... # SKIP", as
# other writers of TAP have it, is a skip to meson: the control.
# Where: C libraries that are tested by cmocka and built by meson with protocol: 'tap'.
# Users: whoever builds a C tool for evidence on a machine that lacks something sees a red suite, or learns to
# look away from one. Our own tests return and print a comment instead.
set -eu
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
cd "$place"
mkdir packages root source
(cd packages && apt-get -qq download libcmocka-dev=1.1.5-2.1 libcmocka0=1.1.5-2.1)
for package in packages/*.deb; do dpkg -x "$package" root; done
python3 -m venv tools
tools/bin/pip install -q meson==1.9.1 ninja==1.13.0

cat >source/skips.c <<'C'
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static void works(void **state) { (void)state; }
static void needs_more(void **state) { (void)state; skip(); }

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(works), cmocka_unit_test(needs_more) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
C
cat >source/control.c <<'C'
#include <stdio.h>

int main(void)
{
	return puts("1..2\nok 1 - works\nok 2 - needs_more # SKIP") < 0;
}
C
cat >source/meson.build <<'MESON'
project('skips', 'c')
lib = meson.get_compiler('c').find_library('cmocka', dirs: get_option('prefix') / 'lib')
e = environment({'CMOCKA_MESSAGE_OUTPUT': 'TAP'})
inc = include_directories('include')
test('skips', executable('skips', 'skips.c', include_directories: inc, dependencies: lib), protocol: 'tap', env: e)
test('control', executable('control', 'control.c'), protocol: 'tap')
MESON
cp -r root/usr/include source/include
libraries=$(dirname "$(find "$place/root" -name 'libcmocka.so.0' | head -n 1)")
mkdir -p prefix
ln -s "$libraries" prefix/lib
export PATH=$place/tools/bin:$PATH LD_LIBRARY_PATH=$libraries
meson setup build source --prefix "$place/prefix" >log 2>&1 || { tail -n 5 log; exit 1; }
meson compile -C build >log 2>&1 || { tail -n 5 log; exit 1; }

CMOCKA_MESSAGE_OUTPUT=TAP build/skips | tee tap || true
meson test -C build >result 2>&1 || true
grep -E 'skips|control' result
grep -q '^not ok 2 # SKIP needs_more' tap
grep -qE 'skips +FAIL' result
grep -qE 'control +OK' result
