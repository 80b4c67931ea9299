# What the scripts of the node share: where things are, and how its processes are started and ended. Sourced by them.
#
# Everything lives in $FERRYMAN_CACHE/node (bin and images are built once, run is one life of the node), in one network
# namespace, and in the node's cgroups. Addresses are those of the benchmarking range (RFC 2544): nothing is reached
# from outside the namespace, and nothing outside from within.

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
cache=${FERRYMAN_CACHE:-$HOME/.cache/ferryman}/node
bin=$cache/bin
run=$cache/run
socket=$run/containerd.sock
namespace=ferryman-node
node=ferryman-node
cgroup=ferryman-node
gateway=198.18.0.1
pods=198.18.0.0/16
services=198.19.0.0/16
first_service=198.19.0.1

die() { echo "e2e/node: $*" >&2; exit 1; }
stamp() { cat "$@" | sha256sum | cut -c 1-16; }
within() { nsenter "--net=/var/run/netns/$namespace" "$@"; }
kubectl() { within "$bin/kubectl" --kubeconfig "$run/admin.kubeconfig" "$@"; }
containers() { ctr --address "$socket" --namespace k8s.io "$@"; }

image_storage() { # FOLDER: what buildah keeps goes there, with what works in a container too
  mkdir -p "$1"
  printf '[storage]\ndriver = "vfs"\ngraphroot = "%s/graph"\nrunroot = "%s/run"\n' "$1" "$1" >"$1/storage.conf"
  export CONTAINERS_STORAGE_CONF=$1/storage.conf STORAGE_DRIVER=vfs BUILDAH_ISOLATION=chroot
}

hierarchies() { # where cgroups are: one mount in the second version, one for each controller in the first
  awk '$3 == "cgroup" || $3 == "cgroup2" {print $2}' /proc/mounts
}

await() { # SECONDS WHAT COMMAND...: until the command succeeds
  local tries=$(($1 * 5)) what=$2
  shift 2
  until "$@" >/dev/null 2>&1; do
    tries=$((tries - 1))
    [ "$tries" -gt 0 ] || die "$what: not in time; the logs are in $run/log"
    sleep 0.2
  done
}

start() { # NAME COMMAND...: in the namespace, its output to log/NAME.log, its id to pid/NAME
  local name=$1
  shift
  mkdir -p "$run/log" "$run/pid"
  setsid nsenter "--net=/var/run/netns/$namespace" "$@" >>"$run/log/$name.log" 2>&1 </dev/null 9>&- &
  echo $! >"$run/pid/$name"
}

stop() { # NAME...: in that order, each gone when the next is told
  local name pid tries
  for name; do
    [ -f "$run/pid/$name" ] || continue
    pid=$(cat "$run/pid/$name")
    rm "$run/pid/$name"
    kill "$pid" 2>/dev/null || continue
    for ((tries = 0; tries < 50; tries++)); do
      [ -d "/proc/$pid" ] || continue 2
      sleep 0.1
    done
    kill -9 "$pid" 2>/dev/null || true
  done
}
