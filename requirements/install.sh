#!/bin/sh
# Install what a make target needs: `sh requirements/install.sh book`, or `... test`.
#
# System packages first (Debian and its kin; elsewhere the `handbook` command says what it misses), then Python packages
# into the private environment .venv. These leave a note of all that they went by; while the note holds, nothing is done.
# It is removed before they are touched and written after, so what failed or was interrupted is done again.
#
# Indexes, mirrors and proxies come from your own pip and uv settings; none is named here.

set -eu
cd "$(dirname "$0")/.."
purpose=$1 # book or test
notes=.venv/installed

main() {
	if is_noted "$purpose"; then
		install_system_packages
	else
		python=$(python_of_this_machine) || give_up "This needs Python 3.11 or newer: install it, then run \`make $purpose\` again."
		install_system_packages
		say "Installing Python packages into .venv (once; it takes a minute or two)"
		rm -rf "$notes"
		install_packages || give_up "The Python packages could not be installed; the lines above say why. \`make $purpose\` tries again."
		note book
		note "$purpose"
	fi
}

# ---- notes

goes_by() {
	pwd # an environment cannot be moved
	readlink -f .venv/bin/python || true
	cat "requirements/$1.txt" pyproject.toml requirements/install.sh
}

is_noted() {
	[ -f "$notes/$1" ] && goes_by "$1" | cmp -s - "$notes/$1"
}

note() {
	mkdir -p "$notes"
	goes_by "$1" >"$notes/$1.new"
	mv "$notes/$1.new" "$notes/$1"
}

# ---- system packages

install_system_packages() {
	command -v apt-get >/dev/null && command -v dpkg-query >/dev/null || return 0
	missing=$(missing_system_packages)
	if [ -z "$missing" ]; then
		return
	elif [ "$(id -u)" = 0 ]; then
		as_root="env"
	elif sudo -n true 2>/dev/null; then
		as_root="sudo -n env"
	else
		say "System packages are missing: run \`sudo apt-get install --no-install-recommends $missing\`, then \`make $purpose\` again."
		go_on_with_the_site
		return
	fi
	say "Installing system packages: $missing"
	# shellcheck disable=SC2086 # the list is meant as words
	apt_install $missing >/dev/null 2>&1 && return
	# The machine's list of packages may be absent or old.
	# shellcheck disable=SC2086
	if ! answer=$({ apt_get update && apt_install $missing; } 2>&1); then
		say "$answer"
		say "These system packages could not be installed; the lines above say why: $missing."
		go_on_with_the_site
	fi
}

missing_system_packages() {
	wanted="libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0" # what WeasyPrint calls
	[ "$purpose" = book ] || wanted="$wanted chromium libatomic1" # playwright's driver calls the second
	can_go_on ||
		wanted="$wanted $("$python" -c 'import sys; print("python%d.%d-venv" % sys.version_info[:2])')"
	missing=
	for package in $wanted; do
		case $(dpkg-query --show --showformat '${Status}' "$package" 2>/dev/null) in
		*" ok installed") ;;
		*) missing="$missing $package" ;;
		esac
	done
	echo "${missing# }"
}

go_on_with_the_site() { # it needs none of the libraries; the tests need them all
	[ "$purpose" = book ] && can_go_on || exit 1
}

apt_install() {
	apt_get install --yes --no-install-recommends "$@"
}

apt_get() {
	$as_root DEBIAN_FRONTEND=noninteractive apt-get -qq -o DPkg::Lock::Timeout=120 "$@"
}

# ---- Python packages: ready-made ones only, for building one would fetch build tools that no hash pins

python_of_this_machine() {
	for candidate in python3 python3.11 python3.12 python3.13 python3.14 python; do
		if "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
			"$candidate" -c 'import sys; print(sys.executable)'
			return
		fi
	done
	return 1
}

can_go_on() { # there is an environment, or one can be made
	is_noted "$purpose" || has_uv || has_pip
}

has_uv() {
	uv --version >/dev/null 2>&1
}

has_pip() {
	"$python" -c 'import ensurepip, venv' 2>/dev/null
}

install_packages() {
	if has_uv; then
		install_packages_by_uv && return
		has_pip || return
		say "uv could not do it; trying pip"
	fi
	install_packages_by_pip
}

install_packages_by_uv() {
	# uv does not read pip's settings: hand over the index that pip would ask.
	if [ -z "${UV_DEFAULT_INDEX-}${UV_INDEX_URL-}" ]; then
		index=${PIP_INDEX_URL:-$("$python" -m pip config get global.index-url 2>/dev/null || true)}
		[ -z "$index" ] || export UV_DEFAULT_INDEX="$index"
	fi
	uv venv --quiet --allow-existing --python "$python" .venv &&
		uv pip install --quiet --python .venv/bin/python --compile-bytecode \
			--require-hashes --only-binary :all: --no-deps --requirements "requirements/$purpose.txt" &&
		uv pip install --quiet --python .venv/bin/python \
			--no-build-isolation --no-deps --reinstall-package tip-handbook --editable .
}

install_packages_by_pip() {
	export PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_USER=0
	"$python" -m venv .venv &&
		.venv/bin/python -m pip install --quiet --no-input \
			--require-hashes --only-binary :all: --no-deps --requirement "requirements/$purpose.txt" &&
		.venv/bin/python -m pip install --quiet --no-input --no-build-isolation --no-deps --editable .
}

# ---- words

say() {
	printf '%s\n' "$*" >&2
}

give_up() {
	say "$1"
	exit 1
}

main
