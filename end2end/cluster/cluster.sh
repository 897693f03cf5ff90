#!/usr/bin/env bash
# Three MariaDB Galera nodes behind HAProxy, on loopback: free ports, everything under target/cluster.
# Usage: cluster.sh start|stop, or kill|wipe|up NODE (1 to 3). `kill` is kill -9, `wipe` deletes its disk too, `up`
# restarts a node, waits until it is synced, and prints how it was synced. `start` begins with an empty cluster and
# writes the test's environment to target/cluster/env.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
cd "$here/../.."
home=$PWD/target/cluster

# A free port below the ephemeral range.
free_port() {
  local port
  while :; do
    port=$((20000 + RANDOM % 12000))
    (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null || { echo "$port"; return; }
  done
}

# Ends only processes of this script: the process must still be the program of the pid file.
end() {
  local file=$1 name=$2 pid
  [ -s "$file" ] || return 0
  pid=$(cat "$file")
  if [ "$(cat "/proc/$pid/comm" 2>/dev/null)" = "$name" ]; then
    kill -KILL "$pid"
    for _ in $(seq 100); do [ -e "/proc/$pid" ] || break; sleep 0.1; done
  fi
  rm -f "$file"
}

end_node() { end "$home/n$1.pid" mariadbd; }

stop() {
  end "$home/haproxy.pid" haproxy
  for node in 1 2 3; do end_node "$node"; done
  if [ -s "$home/ports" ]; then
    . "$home/ports"
    rm -f "/tmp/oa-mini-cluster-$MYSQL1.sock" "/tmp/oa-mini-cluster-$MYSQL2.sock" "/tmp/oa-mini-cluster-$MYSQL3.sock"
  fi
  rm -rf "$home"/n[123] "$home/ports" "$home/env"
}

# The settings of one node. The state transfer's script reads the file too, so command line options would not be enough.
configure() {
  local node=$1 others
  others=127.0.0.1:$GROUP1,127.0.0.1:$GROUP2,127.0.0.1:$GROUP3
  local mysql=MYSQL$node group=GROUP$node ist=IST$node sst=SST$node
  { cat "$here/galera.cnf"; cat <<END; } >"$home/n$node.cnf"
user = $(id -un)
datadir = $home/n$node
port = ${!mysql}
socket = /tmp/oa-mini-cluster-${!mysql}.sock
pid-file = $home/n$node/server.pid
wsrep_node_name = n$node
wsrep_cluster_address = gcomm://$others
wsrep_node_address = 127.0.0.1:${!group}
wsrep_sst_receive_address = 127.0.0.1:${!sst}
wsrep_provider_options = "gmcast.listen_addr=tcp://127.0.0.1:${!group};ist.recv_addr=127.0.0.1:${!ist};gcache.size=64M"
END
}

start_node() {
  local node=$1
  shift
  PATH=$PATH:/usr/sbin nohup mariadbd "--defaults-file=$home/n$node.cnf" "$@" >>"$home/n$node.log" 2>&1 </dev/null &
  echo $! >"$home/n$node.pid"
}

synced() {
  local port=MYSQL$1
  "$here/synced.sh" one 0 127.0.0.1 "${!port}"
}

wait_for() {
  for _ in $(seq 600); do
    if synced "$1"; then return; fi
    kill -0 "$(cat "$home/n$1.pid")" 2>/dev/null || break
    sleep 0.1
  done
  echo "node $1 does not come up; the end of target/cluster/n$1.log:" >&2
  tail -n 30 "$home/n$1.log" >&2
  exit 1
}

# The node's position at the kill is in its InnoDB log. Without it the node would request a full copy.
up() {
  local node=$1 copies position=()
  touch "$home/n$node.log"
  copies=$(grep -c 'mariabackup SST completed' "$home/n$node.log" || true)
  if [ -e "$home/n$node/ibdata1" ]; then
    local found
    found=$(PATH=$PATH:/usr/sbin mariadbd "--defaults-file=$home/n$node.cnf" --wsrep-recover 2>&1 | sed -n 's/.*Recovered position: *//p' | tail -n 1)
    [ -z "$found" ] || position=("--wsrep-start-position=$found")
  fi
  mkdir -p "$home/n$node"
  start_node "$node" "${position[@]}"
  wait_for "$node"
  # no pipe: it fails when the reader ends early, which is another result
  if [ "$(grep -c 'mariabackup SST completed' "$home/n$node.log" || true)" -gt "$copies" ]; then
    echo "n$node: SST (a copy of everything, by mariabackup)"
  else
    echo "n$node: IST (what it had missed)"
  fi
}

start() {
  .ci/packages.sh /usr/bin/wsrep_sst_mariabackup=mariadb-server /usr/lib/galera/libgalera_smm.so=galera-4 \
    /usr/bin/mariadb-backup=mariadb-backup socat=socat ss=iproute2 /usr/sbin/haproxy=haproxy
  mkdir -p "$home"
  stop
  rm -rf "$home"/*.log "$home/logs"
  for name in MYSQL{1,2,3} GROUP{1,2,3} IST{1,2,3} SST{1,2,3} ONE MANY API APP1 APP2; do
    echo "export $name=$(free_port)"
  done >"$home/ports"
  . "$home/ports"
  for node in 1 2 3; do configure "$node"; done
  mariadb-install-db --no-defaults "--datadir=$home/n1" "--user=$(id -un)" --auth-root-authentication-method=normal \
    --skip-test-db --skip-name-resolve >"$home/install.log" 2>&1 || { cat "$home/install.log" >&2; exit 1; }
  printf '%s\n' "CREATE USER IF NOT EXISTS oa@'127.0.0.1' IDENTIFIED BY 'oa';" "GRANT ALL ON *.* TO oa@'127.0.0.1';" \
    "CREATE USER IF NOT EXISTS oa@localhost IDENTIFIED BY 'oa';" "GRANT ALL ON *.* TO oa@localhost;" >"$home/init.sql"
  start_node 1 --wsrep-new-cluster "--init-file=$home/init.sql"
  wait_for 1
  up 2
  up 3
  APP_FAILED=$here/failed.http SYNCED=$here/synced.sh PATH=$PATH:/usr/sbin nohup haproxy -db -f "$here/haproxy.cfg" \
    >"$home/haproxy.log" 2>&1 </dev/null &
  echo $! >"$home/haproxy.pid"
  for _ in $(seq 100); do
    if MYSQL_PWD=oa mariadb --no-defaults -h 127.0.0.1 -P "$ONE" -u oa -e 'SELECT 1' >/dev/null 2>&1; then break; fi
    sleep 0.1
  done
  {
    echo "export OA_CLUSTER_ONE=mysql://oa:oa@127.0.0.1:$ONE OA_CLUSTER_MANY=mysql://oa:oa@127.0.0.1:$MANY"
    echo "export OA_CLUSTER_NODES='mysql://oa:oa@127.0.0.1:$MYSQL1 mysql://oa:oa@127.0.0.1:$MYSQL2 mysql://oa:oa@127.0.0.1:$MYSQL3'"
    echo "export OA_CLUSTER_API=http://127.0.0.1:$API OA_CLUSTER_APPS='127.0.0.1:$APP1 127.0.0.1:$APP2'"
    echo "export OA_CLUSTER_LOGS='$home/logs'"
  } >"$home/env"
}

case "${1:-} ${2:-}" in
"start ") start ;;
"stop ") stop ;;
"kill "[123]) end_node "$2" ;;
"wipe "[123]) end_node "$2"; rm -rf "$home/n$2" ;;
"up "[123]) . "$home/ports"; up "$2" ;;
*)
  echo "usage: cluster.sh start|stop, kill|wipe|up 1|2|3" >&2
  exit 2
  ;;
esac
