# shellcheck shell=bash
#
# For the scripts to source: which Javas this machine has.

readonly MIN_JAVA=17

# java_major HOME: sets `major` to the feature release of that Java, 0 when there is none.
java_major() {
  local line version=''
  major=0
  [[ -x $1/bin/java ]] || return 0
  if [[ -r $1/release ]]; then
    while read -r line; do
      [[ $line != JAVA_VERSION=* ]] || version=${line#JAVA_VERSION=}
    done <"$1/release"
  else
    version=$("$1/bin/java" -version 2>&1 | sed -n 's/.* version \("[^"]*"\).*/\1/p')
  fi
  [[ ! $version =~ ^\"([0-9]+) ]] || major=${BASH_REMATCH[1]}
}

# Fills the array `javas`, by feature release, with the Javas of at least MIN_JAVA that
# JAVA_HOME, the PATH and /usr/lib/jvm have, and `jdks` with those that have a compiler.
# Bash lists the indices of an array in ascending order.
# shellcheck disable=SC2034  # the caller reads them
find_javas() {
  local home on_path major
  local -a homes=(/usr/lib/jvm/*)
  javas=() jdks=()
  if on_path=$(type -P java) && on_path=$(readlink -f -- "$on_path"); then
    homes+=("${on_path%/bin/java}")
  fi
  [[ -z ${JAVA_HOME-} ]] || homes+=("$JAVA_HOME")
  for home in "${homes[@]}"; do
    java_major "$home"
    (( major >= MIN_JAVA )) || continue
    javas[major]=$home
    [[ ! -x $home/bin/javac ]] || jdks[major]=$home
  done
}
