#!/bin/sh
# Install what a make target needs: `sh requirements/install.sh book`, or `... test`.
#
# Three steps: Python packages into the private environment .venv; system libraries; for the tests, a browser.
# A step that succeeded leaves a note in .venv/installed/ of all that it went by; while the note holds, the step is
# skipped. Notes are removed before packages are touched: what failed or was interrupted is done again.
#
# Indexes, mirrors and proxies come from your own pip and uv settings; none is named here.

set -eu
cd "$(dirname "$0")/.."
purpose=$1 # book or test
notes=.venv/installed

main() {
	is_noted "$purpose" || {
		install_packages || give_up "The Python packages could not be installed; the lines above say why. \`make $purpose\` tries again."
		note book
		note "$purpose"
	}
	is_noted libraries || {
		if install_libraries; then
			note libraries
		elif [ "$purpose" = test ]; then
			exit 1
		fi # The book's site needs none of them, and the command says itself what the PDF lacks.
	}
	[ "$purpose" = book ] || is_noted browser || {
		install_browser || exit 1
		note browser
	}
}

# ---- notes

goes_by() {
	case $1 in
	book | test)
		pwd # an environment cannot be moved
		readlink -f .venv/bin/python || true
		cat "requirements/$1.txt" pyproject.toml requirements/install.sh
		;;
	libraries | browser) echo "installed" ;;
	esac
}

is_noted() {
	[ -f "$notes/$1" ] && goes_by "$1" | cmp -s - "$notes/$1"
}

note() {
	mkdir -p "$notes"
	goes_by "$1" >"$notes/$1.new"
	mv "$notes/$1.new" "$notes/$1"
}

# ---- Python packages: ready-made ones only, for building one would fetch build tools that no hash pins

install_packages() {
	rm -rf "$notes"
	python=$(python_of_this_machine) || give_up "This needs Python 3.11 or newer: install it, then run \`make $purpose\` again."
	say "Installing Python packages into .venv (once; it takes a minute or two)"
	if uv --version >/dev/null 2>&1; then
		install_packages_by_uv && return
		say "uv could not do it; trying pip"
	fi
	install_packages_by_pip
}

python_of_this_machine() {
	for candidate in python3 python3.11 python3.12 python3.13 python3.14 python; do
		if "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
			"$candidate" -c 'import sys; print(sys.executable)'
			return
		fi
	done
	return 1
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
	"$python" -c 'import ensurepip, venv' 2>/dev/null || install_debian_packages "Setting up Python packages" \
		"$("$python" -c 'import sys; print("python%d.%d-venv" % sys.version_info[:2])')" || exit 1
	export PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_USER=0
	"$python" -m venv .venv &&
		.venv/bin/python -m pip install --quiet --no-input \
			--require-hashes --only-binary :all: --no-deps --requirement "requirements/$purpose.txt" &&
		.venv/bin/python -m pip install --quiet --no-input --no-build-isolation --no-deps --editable .
}

# ---- system packages

install_libraries() {
	libraries_load || install_debian_packages "The PDF" libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0
}

libraries_load() { # all that WeasyPrint looks for, the optional one too
	.venv/bin/python -W 'error:HarfBuzz-Subset will be required' -c 'import weasyprint' >/dev/null 2>&1
}

install_browser() {
	[ -x /usr/bin/chromium ] || install_debian_packages "Testing the site in a browser" chromium
}

install_debian_packages() { # what for, packages
	what_for=$1
	shift
	if ! command -v apt-get >/dev/null; then
		say "$what_for needs what Debian calls $*: install it with your system's own tool, then run \`make $purpose\` again."
		return 1
	elif [ "$(id -u)" = 0 ]; then
		as_root="env"
	elif sudo -n true 2>/dev/null; then
		as_root="sudo -n env"
	else
		say "$what_for needs system packages: run \`sudo apt-get install --no-install-recommends $*\`, then \`make $purpose\` again."
		return 1
	fi
	say "Installing system packages: $*"
	# The second try is for a list of packages that is missing or old.
	apt_install "$@" >/dev/null 2>&1 && return
	if ! answer=$({ apt_get update && apt_install "$@"; } 2>&1); then
		say "$answer"
		say "$what_for needs system packages that could not be installed: $*. The lines above say why."
		return 1
	fi
}

apt_install() {
	apt_get install --yes --no-install-recommends "$@"
}

apt_get() {
	$as_root DEBIAN_FRONTEND=noninteractive apt-get -qq -o DPkg::Lock::Timeout=120 "$@"
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
